"""The permission tables, held against what the site answers: every route, every role, no route left out."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import answers
import matrix
import matrix_things  # noqa: F401 - makes the things known that the tables name
import pytest
from django.db import transaction
from django.test import Client

from luodi.site.base import heartbeat

LINES = matrix.lines()
BY_FILE = {file: list(lines) for file, lines in groupby(LINES, lambda line: line.file)}


@pytest.mark.parametrize("file", BY_FILE)
def test_each_role_gets_the_answer_in_the_table(here, settings, file):
    settings.CITY = str(Path(__file__).parents[2] / "examples" / "leshan")
    heartbeat.path().touch()
    things = matrix.Things(here)
    wrong = []
    for line in BY_FILE[file]:
        url = matrix.address(line, things)
        payload = {name: things.value(value) for name, value in line.payload.items()}
        for role, username in matrix.ROLES.items():
            got = _answer(line.method, url, getattr(here, username) if username else None, payload)
            if got != line.expected[role]:
                wrong.append(f"{line.place}: {role} gets {got}, the table says {line.expected[role]}")
    assert wrong == []


def _answer(method, url, user, payload) -> str:
    """What one person gets, in the table's words; nothing of it stays."""
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        if user is not None:
            client.force_login(user)
        for value in payload.values():
            if hasattr(value, "seek"):
                value.seek(0)
        answer = client.post(url, payload) if method == "POST" else client.generic(method, url)
        answers.close(answer)
        transaction.set_rollback(True)
    if answer.status_code == 302 and answer.url.startswith("/login/"):
        return "login"
    return str(answer.status_code)


def test_no_route_is_left_out_and_no_line_is_without_a_route():
    named = {line.route for line in LINES}
    assert sorted(set(matrix.routes()) - named) == []
    assert sorted(named - set(matrix.routes())) == []


def test_no_line_stands_twice():
    seen = [(line.route, line.method, str(line.arguments), str(line.payload)) for line in LINES]
    assert sorted({each for each in seen if seen.count(each) > 1}) == []
