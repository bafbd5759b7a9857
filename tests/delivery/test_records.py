"""A city that has registers: figures of grade A decide, and what was published stands beside them."""

from __future__ import annotations

import json

import pytest

from luodi import api
from luodi.core.errors import InputError

CITY = """
name: {zh: 示例市, en: Example}
area: 示例市
baseline: "2020"
records: {place: registers, areas: {"990100": 示例市}, first: 2024, last: 2025, known_on: 2026-01-31}
"""
DECISION = "示例市关于创新的决定\n一、目标\n1.到2025年，高新技术企业达到2家以上。\n"
FIGURES = "indicator,area,period,value,unit,grade,source_title,source_url,known_on,note\n"
PUBLISHED = "high_tech_firms,示例市,2025,3,家,B,统计公报,https://example.org,2026-03-01,\n"
BINDINGS = """
bindings:
  - id: A
    sentence: 高新技术企业达到2家以上
    words: 高新技术企业
    indicator: high_tech_firms
    sources: [{indicator: high_tech_firms}]
"""
REGISTER = (
    "kind,number,holder,level,area,issuer,valid_from,valid_to\n"
    "high_tech_enterprise,GR1,A,national,990102,x,2024-01-01,2026-12-31\n"
    "high_tech_enterprise,GR2,B,national,990102,x,2025-01-01,2027-12-31\n"
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "registers").mkdir()
    (tmp_path / "registers" / "recognition.csv").write_text(REGISTER, encoding="utf-8")
    for name, text in (("city.yaml", CITY), ("decision.txt", DECISION), ("bindings.yaml", BINDINGS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "observations.csv").write_text(FIGURES + PUBLISHED, encoding="utf-8")
    return tmp_path


def test_a_figure_of_records_decides_and_the_published_one_stands_beside_it(folder):
    (promise,) = [promise for promise in api.report(folder).promises if promise.id == "A"]
    assert promise.status == "met"
    last = promise.last
    assert last is not None
    assert (last.value, last.grade, last.period) == (2, "A", "2025")
    assert [(one.value, one.grade) for one in last.superseded] == [(3, "B")]
    assert "公布数3家（统计公报，2026-03-01），相差-1（-33.3%）" in last.note


def test_years_that_run_backwards_are_refused(folder):
    text = CITY.replace("first: 2024", "first: 2026")
    (folder / "city.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="the last year 2025 lies before the first 2026"):
        api.report(folder)


def test_registers_that_are_not_there_are_named(folder):
    (folder / "registers" / "recognition.csv").unlink()
    with pytest.raises(InputError, match="no register lies here"):
        api.report(folder)


def test_generated_registers_never_join_a_real_city(folder):
    marker = {"city": "示例市", "seed": 1, "enterprises": 1, "years": 1, "last_year": 2025, "rows": {}}
    (folder / "registers" / "GENERATED").write_text(json.dumps(marker), encoding="utf-8")
    with pytest.raises(InputError, match="the registers are generated and the city is not"):
        api.report(folder)
