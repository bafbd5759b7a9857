"""Changes, sums and chains are judged, forecast and drawn in terms of their own, not those of the figures."""

from __future__ import annotations

import numpy as np
import pytest
from tests.delivery.conftest import Judge
from tests.delivery.made import figure
from tests.delivery.test_outlook import COUNT, FIRMS, GROWN, NOW, alone, yearly

from luodi.delivery.bindings import Rule, Source
from luodi.delivery.report import Point, Promise, Words
from luodi.documents.report import said

RATES = [8.1, 7.4, 6.9, 7.2, 6.1, 4.3, 6.6, 5.8, 6.2, 6.0]
SHARES = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)


def _fan(found: Promise) -> list[list[float]]:
    assert found.outlook is not None
    return [[one.p05, one.p10, one.p25, one.p50, one.p75, one.p90, one.p95] for one in found.outlook.ahead]


def test_a_level_is_told_in_figures(judge: Judge) -> None:
    found = judge(COUNT, yearly("high_tech_firms", GROWN, "家"), FIRMS, NOW)
    assert (found.terms, found.terms_words, found.progress) == ("figure", None, [])


def test_a_change_is_told_since_its_baseline(judge: Judge) -> None:
    wanted = {**COUNT, "kind": "increment", "value": 60, "baseline_year": "2020"}
    found = judge(wanted, yearly("high_tech_firms", GROWN, "家"), FIRMS, NOW)
    assert (found.terms, found.terms_words) == ("change", Words(zh="较2020年变化", en="change since 2020"))
    assert found.progress == [
        Point(on=f"{year}-12-31", value=value) for year, value in ((2021, 4), (2022, 9), (2023, 15))
    ]
    assert found.path == [Point(on="2020-12-31", value=0), Point(on="2026-12-31", value=60)]
    assert found.outlook is not None
    assert found.outlook.start == found.progress[-1]
    quantiles = alone(GROWN, 3).quantile(SHARES)[0]
    np.testing.assert_allclose(_fan(found), quantiles - 68, rtol=1e-8)
    assert said.forecast(found).en.startswith("change since 2020: ")


def test_a_fall_is_told_as_what_has_fallen(judge: Judge) -> None:
    falling = GROWN[::-1]
    wanted = {**COUNT, "kind": "increment", "value": 40, "direction": "decrease", "baseline_year": "2020"}
    found = judge(wanted, yearly("high_tech_firms", falling, "家"), FIRMS, NOW)
    base = falling[-4]
    assert [one.value for one in found.progress] == [base - value for value in falling[-3:]]
    quantiles = alone(falling, 3).quantile(SHARES)[0]
    np.testing.assert_allclose(_fan(found), base - quantiles[:, ::-1], rtol=1e-8)


def test_a_sum_of_flows_opens_from_what_is_done(judge: Judge) -> None:
    wanted = {"kind": "increment", "value": 430, "unit": "件", "deadline": "2025"}
    found = judge(wanted, yearly("patents_granted", GROWN, "件"), {"indicator": "patents_granted"}, NOW)
    assert (found.terms, found.terms_words) == ("sum", Words(zh="2020年后累计", en="total after 2020"))
    assert [one.value for one in found.progress] == [72, 149, 232]
    assert found.outlook is not None
    assert found.outlook.start == Point(on="2023-12-31", value=232)
    ends = 232 + np.cumsum(alone(GROWN, 2).courses(0), axis=1)
    np.testing.assert_allclose(_fan(found), np.quantile(ends, SHARES, axis=0).T, rtol=1e-8)
    assert "2020年后至2023年累计232件" in found.reason.zh


def test_a_chain_is_an_index_and_no_per_cent(judge: Judge) -> None:
    wanted = {"kind": "growth", "value": 6, "unit": "%", "deadline": "2021-2025"}
    found = judge(wanted, yearly("gdp_growth", RATES, "%"), {"indicator": "gdp_growth"}, NOW)
    assert (found.terms, found.terms_words) == ("chain", Words(zh="以2020年为100", en="index, 2020 = 100"))
    index = 100 * np.cumprod(1 + np.array(RATES[-3:]) / 100)
    np.testing.assert_allclose([one.value for one in found.progress], index)
    ends = index[-1] * np.cumprod(1 + alone(RATES, 2, -100).courses(0) / 100, axis=1)
    np.testing.assert_allclose(_fan(found), np.quantile(ends, SHARES, axis=0).T, rtol=1e-8)
    assert found.distance is not None
    assert found.distance.unit == ""
    assert "以2020年为100，2023年为119.1" in found.reason.zh
    assert "%" not in said.forecast(found).zh.replace("80%区间", "")


@pytest.mark.parametrize("kind", ["increment", "growth", "relative"])
def test_the_median_of_the_fan_and_the_chance_agree(judge: Judge, kind: str) -> None:
    """Asked for its own median, a promise has a chance of one half, in whatever terms it is told."""
    unit = {"growth": "%", "relative": "倍"}.get(kind, "件" if kind == "increment" else "家")
    indicator, figures = "high_tech_firms", yearly("high_tech_firms", GROWN, "家")
    if kind == "increment":
        indicator, figures = "patents_granted", yearly("patents_granted", GROWN, "件")
    fields = {"kind": kind, "unit": unit, "deadline": "2020-2025", "baseline_year": "2020"}
    first = judge(fields | {"value": 20.0}, figures, {"indicator": indicator}, NOW)
    assert first.outlook is not None
    middle = first.outlook.ahead[-1].p50
    value = {"growth": ((middle / 68) ** 0.2 - 1) * 100, "relative": middle / 68}.get(kind, middle)
    again = judge(fields | {"value": value}, figures, {"indicator": indicator}, NOW)
    assert again.probability == pytest.approx(0.5, abs=0.01)


def test_a_baseline_of_another_source_is_counted_from(judge: Judge) -> None:
    """Two direct sources: the baseline stands in one, the later figures in the other."""
    figures = [
        figure("high_tech_firms", "2020", 70, "家"),
        *yearly("tech_smes", [75, 80, 88], "家"),
    ]
    wanted = {**COUNT, "kind": "increment", "value": 30, "baseline_year": "2020"}
    sources = [Source(indicator="high_tech_firms"), Source(indicator="tech_smes")]
    found = judge(wanted, figures, {"indicator": "high_tech_firms", "sources": sources}, NOW)
    assert [one.value for one in found.progress] == [5, 10, 18]
    assert found.probability is not None


@pytest.mark.parametrize(("last", "status"), [(90, "met"), (80, "missed")])
def test_a_fall_of_at_most_so_much_keeps_the_level_up(judge: Judge, last: float, status: str) -> None:
    """年均下降不超过2%, from 100: at least 90.39 after five years."""
    wanted = {"kind": "growth", "comparator": "le", "value": 2.1, "unit": "%", "direction": "decrease"}
    figures = [figure("high_tech_firms", "2020", 100, "家"), figure("high_tech_firms", "2025", last, "家")]
    found = judge(wanted, figures, FIRMS, quote="年均下降不超过2.1%")
    assert (found.status, round(found.demand.threshold or 0, 2)) == (status, 89.93)


def test_parts_that_decide_together_have_no_figure_of_their_own(judge: Judge) -> None:
    figures = yearly("pm25", [44, 43, 41, 42, 40], "微克/立方米")
    binding = {"indicator": "air_class_ii", "test": Rule(by="compound")}
    found = judge({"kind": "level", "value": None, "deadline": "2025"}, figures, binding, NOW)
    assert (found.status, found.probability) == ("at_risk", None)
    assert found.outlook is not None
    assert (found.outlook.points, found.outlook.start, found.outlook.ahead) == (0, None, [])
    assert found.outlook.reason is not None
    assert found.outlook.reason.en == "several parts decide together; no joint chance is told"
