"""Files go out as files: never shown by the browser as a page of the site."""

from __future__ import annotations

import answers
import matrix
import matrix_things
import pytest

from luodi.site.base.store import keep_bytes
from luodi.site.ledger.models import Edition


def _published(name: str, media: str) -> str:
    file = keep_bytes(b"<script>alert(1)</script>", name, media, None)
    edition = Edition.objects.create(title="e", as_of="2026-01-01", file=file, published=True)
    return f"/public/editions/{edition.pk}/"


@pytest.mark.parametrize(
    ("name", "media"),
    [("年度.html", "text/html"), ("年度.xlsx", "application/vnd.ms-excel"), ('a";x="b.txt', "text/plain")],
)
def test_a_file_is_saved_and_not_shown(here, client, name, media):
    answer = client.get(_published(name, media))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "\n" not in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Type"] == ("application/octet-stream" if media == "text/html" else media)
    answers.close(answer)


def test_a_file_named_after_a_title_with_line_breaks_is_saved_under_a_plain_name(here, client):
    answer = client.get(_published("2026\r\nX-A: b.zip", "application/zip"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="2026X-A b.zip"'
    answers.close(answer)


def test_the_template_of_an_import_is_saved_under_its_chinese_name(here, client):
    client.force_login(here.administrator)
    answer = client.get("/import/units/template.xlsx")
    assert answer.headers["Content-Disposition"] == "attachment; filename*=utf-8''%E5%8D%95%E4%BD%8D.xlsx"
    answers.close(answer)


def test_no_route_gives_a_file_inline(here, client):
    things = matrix.Things(here)
    client.force_login(here.officer)
    assert matrix_things
    for line in matrix.lines():
        if line.method != "GET" or line.expected["office"] != "200":
            continue
        answer = client.get(matrix.address(line, things))
        if not answer.headers["Content-Type"].startswith(("text/html", "application/json", "text/calendar")):
            assert answer.headers["Content-Disposition"].startswith("attachment"), line.place
        answers.close(answer)
