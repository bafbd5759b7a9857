from __future__ import annotations

import json
import re

import msgspec
import pytest
from tests.delivery.sample import sample

from luodi.core.errors import InputError
from luodi.delivery.report import Evidence, Report, Role, Status
from luodi.documents.report import html
from luodi.documents.report.words import EVIDENCE, MARKS, ROLES, terms

EVIL = "</script><script>alert(1)</script><!--&\u2028“'\"><img src=x onerror=alert(1)>"


def _record(page: str) -> object:
    found = re.search(r'<script type="application/json" id="record">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def _evil() -> Report:
    first, *rest = sample().promises
    assert first.last is not None
    figure = msgspec.structs.replace(
        first.last, source_title=EVIL, source_url="javascript:alert(1)", note=EVIL
    )
    changed = msgspec.structs.replace(first, quote=EVIL, indicator=EVIL, figures=[figure])
    return msgspec.structs.replace(sample(), promises=[changed, *rest])


def test_every_status_role_and_evidence_has_its_words() -> None:
    assert set(MARKS) == set(Status.__args__)  # type: ignore[attr-defined]
    assert set(ROLES) == set(Role.__args__)  # type: ignore[attr-defined]
    assert set(EVIDENCE) == set(Evidence.__args__)  # type: ignore[attr-defined]
    assert all(word.zh and word.en for word in terms().values())
    assert len({mark.path for mark in MARKS.values()}) == len({mark.sign for mark in MARKS.values()}) == 7


@pytest.mark.parametrize("status", list(MARKS))
def test_the_colour_of_a_status_is_readable_on_white(status: Status) -> None:
    channels = [int(MARKS[status].colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    assert 1.05 / (luminance + 0.05) >= 4.5


def test_the_page_and_the_words_name_the_same_colours() -> None:
    style = html._static("report.css")
    assert {name: re.search(rf"--{name}: (#\w+)", style)[1] for name in MARKS} == {  # type: ignore[index]
        name: mark.colour for name, mark in MARKS.items()
    }


def test_the_record_in_the_page_is_the_report() -> None:
    page = html.to_bytes(sample()).decode()
    assert msgspec.convert(_record(page), Report) == sample()


def test_nothing_in_a_report_can_break_out_of_the_page() -> None:
    page = html.to_bytes(_evil()).decode().replace(html._static("echarts.common.min.js"), "")
    assert page.count("<script>alert") == 0
    assert page.count("<img") == 0
    assert page.count("</script>") == 4
    assert msgspec.convert(_record(page), Report) == _evil()


def test_the_page_asks_nobody_for_anything() -> None:
    page = html.to_bytes(sample()).decode()
    assert re.findall(r"<(?:link|img|iframe)\b|\bsrc=|@import|url\(", page.split('id="record"')[0]) == []
    assert "default-src 'none'" in page


def test_every_promise_is_there_in_words() -> None:
    page = html.to_bytes(sample()).decode().split('id="record"')[0]
    for promise in sample().promises:
        assert promise.quote in page
        assert promise.reason.zh in page
    assert page.count('class="tile s-') == len(sample().promises)


def test_the_chance_stands_beside_the_status() -> None:
    page = html.to_bytes(sample()).decode().split('id="record"')[0]
    chances = re.findall(r'<span class="chance"><span data-w="chance">(.*?)</span> <b>(.*?)</b></span>', page)
    assert chances == [("完成概率", "18%")]


@pytest.mark.parametrize(
    ("value", "word"),
    [(0.0, "&lt;1%"), (0.0049, "&lt;1%"), (0.5, "50%"), (0.994, "99%"), (0.9999, "&gt;99%")],
)
def test_a_chance_is_never_certain(value: float, word: str) -> None:
    promises = [msgspec.structs.replace(one, probability=value) for one in sample().promises[2:3]]
    page = html.to_bytes(msgspec.structs.replace(sample(), promises=promises)).decode()
    assert f"<b>{word}</b></span>" in page


def test_nothing_is_half_written(tmp_path: object) -> None:
    with pytest.raises(InputError, match="cannot write"):
        html.write(sample(), f"{tmp_path}/no/report.html")
