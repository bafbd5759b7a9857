"""What must hold for any figures: order, units and later knowledge."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.delivery.made import city, figure, reading, target

from luodi.core.observation import Observation
from luodi.core.period import years_between
from luodi.delivery.bindings import Binding
from luodi.delivery.engine import report
from luodi.delivery.path import rate
from luodi.delivery.report import Promise
from luodi.measuring.known import Known

SENTENCE = "到2025年,产值达到100亿元"
DAYS = st.dates(date(2021, 1, 1), date(2028, 12, 31))
AMOUNTS = st.integers(1, 40_000).map(lambda cents: cents / 100)


@st.composite
def outputs(draw: st.DrawFn) -> list[Observation]:
    """Figures of several years, some of them revised."""
    found = []
    for year in draw(st.lists(st.integers(2019, 2026), unique=True, max_size=8)):
        for vintage in range(draw(st.integers(1, 2))):
            known_on = f"{year + 1 + vintage}-04-02"
            found.append(figure("pv_output", str(year), draw(AMOUNTS), "亿元", known_on))
    return found


def judged(figures: list[Observation], as_of: date) -> Promise:
    one = target(SENTENCE, SENTENCE, indicator="产值", value=100, unit="亿元")
    bound = [Binding(id="P", sentence=SENTENCE, words="产值", indicator="pv_output")]
    (promise,) = report(city(figures, bound), reading(SENTENCE, [one]), as_of).promises
    return promise


@given(outputs(), DAYS, st.randoms())
def test_the_order_of_rows_does_not_matter(figures: list[Observation], as_of: date, random: object) -> None:
    shuffled = list(figures)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert judged(shuffled, as_of) == judged(figures, as_of)


@given(outputs(), DAYS)
def test_the_scale_of_the_unit_does_not_matter(figures: list[Observation], as_of: date) -> None:
    scaled = [msgspec.structs.replace(one, value=one.value * 10_000, unit="万元") for one in figures]
    one, other = judged(figures, as_of), judged(scaled, as_of)
    assert (one.status, one.evidence) == (other.status, other.evidence)
    if one.distance and other.distance:
        assert one.distance.gap == pytest.approx(other.distance.gap, abs=1e-6)


@given(outputs(), DAYS, DAYS)
def test_later_knowledge_never_forgets(figures: list[Observation], one: date, other: date) -> None:
    early, late = (Known(figures, day.isoformat()) for day in sorted((one, other)))
    seen = [{fact.period for fact in known.series("pv_output", "甲市")} for known in (early, late)]
    assert early.count <= late.count
    assert seen[0] <= seen[1]


@given(outputs(), DAYS)
def test_a_report_uses_nothing_from_its_future(figures: list[Observation], as_of: date) -> None:
    past = [one for one in figures if one.known_on <= as_of.isoformat()]
    assert judged(figures, as_of) == judged(past, as_of)


@given(outputs(), DAYS, AMOUNTS)
def test_a_better_last_figure_is_never_judged_worse(
    figures: list[Observation], as_of: date, more: float
) -> None:
    order = ["missed", "off_track", "at_risk", "on_track", "met"]
    before = judged(figures, as_of)
    if before.status not in order or before.last is None or before.last.superseded:
        return
    rows = {before.last.row}
    better = [
        msgspec.structs.replace(one, value=one.value + more) if one.row in rows else one for one in figures
    ]
    after = judged(better, as_of)
    # the only figure is start and end at once: raising it moves the path too
    if before.pace and before.pace.actual:
        assert order.index(after.status) >= order.index(before.status)


@given(AMOUNTS, AMOUNTS, st.integers(1, 20))
def test_a_pace_leads_from_first_to_last(first: float, last: float, years: int) -> None:
    since, until = date(2000, 12, 31), date(2000 + years, 12, 31)
    pace = rate(since, first, until, last)
    assert pace is not None
    assert pace.percent is not None
    assert first + pace.per_year * years == pytest.approx(last)
    assert first * (1 + pace.percent / 100) ** years == pytest.approx(last)


@given(st.dates(), st.dates(), st.dates())
def test_years_add_up(one: date, other: date, third: date) -> None:
    whole = years_between(one, third)
    assert years_between(one, other) + years_between(other, third) == pytest.approx(whole, abs=1e-9)
