from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import city
import pytest
from django.db import connection
from django.utils import translation


@pytest.fixture
def here(db: None) -> SimpleNamespace:
    """A small made-up city in an empty database."""
    return city.made()


@pytest.fixture(autouse=True)
def _language_as_before() -> Iterator[None]:
    """Forget the language that a request of the test chose: the next test would read its words in it."""
    with translation.override(translation.get_language()):
        yield


@pytest.fixture(autouse=True)
def _emptied_past_the_guards(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let the emptying after a test with real transactions past the journal's triggers; it lays them anew itself."""
    marker = request.node.get_closest_marker("django_db")
    if marker is None or not marker.kwargs.get("transaction"):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE name LIKE 'luodi_%' AND type = 'trigger'"
            )
        else:
            cursor.execute(
                "SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass) FROM pg_trigger WHERE tgname LIKE 'luodi%%'"
            )
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)
