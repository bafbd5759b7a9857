"""Chances in the report: they are forecasting's own, they decide nothing, and they say when there is none."""

from __future__ import annotations

import math
import subprocess
import sys
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.delivery.conftest import Judge
from tests.delivery.made import LESHAN, city, figure, reading, target

from luodi.core.observation import Observation
from luodi.delivery.bindings import Binding, Rule, Source
from luodi.delivery.city import read_city
from luodi.delivery.engine import report
from luodi.delivery.outlook import FEWEST
from luodi.delivery.report import Point, Promise, Rate, Words
from luodi.forecasting import Forecast, Target, forecast, probability
from luodi.forecasting.methods import FIRST_ORIGIN

NOW = "2024-11-25"
FIRMS = {"indicator": "high_tech_firms"}
COUNT = {"kind": "count", "value": 100, "unit": "家", "deadline": "2026"}
GROWN = [40.0, 44.0, 47.0, 53.0, 58.0, 61.0, 68.0, 72.0, 77.0, 83.0]


def yearly(
    indicator: str, values: list[float], unit: str, last: int = 2023, **fields: object
) -> list[Observation]:
    first = last - len(values) + 1
    return [figure(indicator, str(first + n), value, unit, **fields) for n, value in enumerate(values)]


def alone(values: list[float], horizon: int, lower: float = 0, upper: float = np.inf) -> Forecast:
    return forecast([values], horizon=horizon, lower=lower, upper=upper)


def chance(made: Forecast, wanted: Target, ahead: int, **more: int) -> float | None:
    found = probability(made, 0, wanted, made.history.shape[1] + ahead, **more).value
    return None if found is None else round(found, 4)


def test_the_fewest_figures_are_those_of_forecasting() -> None:
    assert FEWEST == FIRST_ORIGIN


def test_a_level(judge: Judge) -> None:
    found = judge(COUNT, yearly("high_tech_firms", GROWN, "家"), FIRMS, NOW)
    made = alone(GROWN, 3)
    assert found.probability == chance(made, Target(value=100), 3)
    assert found.probability is not None
    assert 0.05 < found.probability < 0.95
    assert found.outlook is not None
    assert (found.outlook.basis, found.outlook.points) == ("reference", 10)
    assert found.outlook.start == Point(on="2023-12-31", value=83)
    assert [one.period for one in found.outlook.ahead] == ["2024", "2025", "2026"]
    last = found.outlook.ahead[-1]
    assert [last.p05, last.p25, last.p50, last.p90] == pytest.approx(
        made.quantile([0.05, 0.25, 0.5, 0.9])[0, 2], rel=1e-9
    )
    assert found.outlook.needed == Rate(
        since="2023-12-31", until="2026-12-31", per_year=17 / 3, percent=((100 / 83) ** (1 / 3) - 1) * 100
    )
    assert (found.outlook.reason, found.outlook.warnings) == (None, [])


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"comparator": "le", "value": 95}, Target(value=95, comparator="le")),
        ({"comparator": "gt"}, Target(value=100, comparator="gt")),
        ({"comparator": "approx"}, Target(value=95)),
        ({"comparator": "range", "value_high": 120}, Target(value=100)),
        (
            {"kind": "increment", "value": 60, "baseline_year": "2015"},
            Target(measure="increment", value=60, baseline=44),
        ),
        (
            {"kind": "growth", "value": 9, "unit": "%", "deadline": "2015-2026"},
            Target(measure="growth", value=9, baseline_period=7),
        ),
        (
            {"kind": "relative", "value": 2, "unit": "倍", "baseline_year": "2015"},
            Target(measure="multiple", value=2, baseline=44),
        ),
    ],
)
def test_every_measure_is_that_of_forecasting(
    judge: Judge, fields: dict[str, object], wanted: Target
) -> None:
    found = judge(COUNT | fields, yearly("high_tech_firms", GROWN, "家"), FIRMS, NOW)
    assert found.probability == chance(alone(GROWN, 3), wanted, 3)
    assert found.probability is not None


def test_a_fall_is_counted_downwards(judge: Judge) -> None:
    falling = GROWN[::-1]
    wanted = {**COUNT, "kind": "increment", "value": 40, "direction": "decrease", "baseline_year": "2020"}
    found = judge(wanted, yearly("high_tech_firms", falling, "家"), FIRMS, NOW)
    expected = Target(measure="increment", value=40, direction="decrease", baseline=falling[-4])
    assert found.probability == chance(alone(falling, 3), expected, 3)


def test_a_sum_of_flows_is_counted_over_courses(judge: Judge) -> None:
    wanted = {"kind": "increment", "value": 430, "unit": "件", "deadline": "2025"}
    found = judge(wanted, yearly("patents_granted", GROWN, "件"), {"indicator": "patents_granted"}, NOW)
    courses = alone(GROWN, 2).courses(0)
    assert found.probability == round(float((72 + 77 + 83 + courses.sum(axis=1) >= 430).mean()), 4)
    assert found.outlook is not None
    assert found.outlook.needed is not None
    assert found.outlook.needed.per_year == (430 - 72 - 77 - 83) / 2


def test_rates_are_chained(judge: Judge) -> None:
    rates = [8.1, 7.4, 6.9, 7.2, 6.1, 4.3, 6.6, 5.8, 6.2, 6.0]
    wanted = {"kind": "growth", "value": 6, "unit": "%", "deadline": "2021-2025"}
    found = judge(wanted, yearly("gdp_growth", rates, "%"), {"indicator": "gdp_growth"}, NOW)
    end = np.prod(1 + np.array(rates[-3:]) / 100) * np.prod(
        1 + alone(rates, 2, -100).courses(0) / 100, axis=1
    )
    assert found.probability == round(float((end >= 1.06**5).mean()), 4)


def test_better_every_year(judge: Judge) -> None:
    rule = {**FIRMS, "test": Rule(by="rising")}
    found = judge(
        {"deadline": "2025", "kind": "level", "value": None},
        yearly("high_tech_firms", GROWN, "家"),
        rule,
        NOW,
    )
    wanted = Target(measure="every_period", comparator="gt", baseline_period=7)
    assert (found.status, found.probability) == ("on_track", chance(alone(GROWN, 2), wanted, 2))


@pytest.mark.parametrize("measure", ["level", "growth"])
def test_above_another_area(judge: Judge, measure: str) -> None:
    other = [41.0, 43.0, 48.0, 50.0, 57.0, 63.0, 66.0, 74.0, 76.0, 80.0]
    rule = {**FIRMS, "test": Rule(by="above", areas=["乙市"], measure=measure)}  # type: ignore[arg-type]
    figures = yearly("high_tech_firms", GROWN, "家") + yearly("high_tech_firms", other, "家", area="乙市")
    found = judge({"deadline": "2025", "kind": "level", "value": None}, figures, rule, NOW)
    made = forecast([GROWN, other], horizon=2, lower=0)
    wanted = Target(
        measure="relative", comparator="gt", relative_growth=measure == "growth", baseline_period=7
    )
    assert found.probability == chance(made, wanted, 2, other=1)
    assert found.outlook is not None
    assert len(found.outlook.warnings) == 1


def test_shares_and_counts_keep_to_their_bounds(judge: Judge) -> None:
    share = [91.0, 96.0, 93.0, 98.0, 97.0, 99.0, 98.5, 99.5]
    wanted = {"kind": "share", "value": 99, "unit": "%", "deadline": "2026"}
    found = judge(wanted, yearly("digital_core_share", share, "%"), {"indicator": "digital_core_share"}, NOW)
    assert found.outlook is not None
    assert max(one.p95 for one in found.outlook.ahead) == 100
    few = judge({**COUNT, "value": 9}, yearly("high_tech_firms", [9, 4, 7, 2, 5, 1, 3, 1], "家"), FIRMS, NOW)
    assert few.outlook is not None
    assert min(one.p05 for one in few.outlook.ahead) == 0


def test_a_share_of_everything_can_be_reached(judge: Judge) -> None:
    share = [91.0, 96.0, 93.0, 98.0, 97.0, 99.0, 98.5, 99.5]
    wanted = {"kind": "share", "value": 100, "unit": "%", "deadline": "2026"}
    found = judge(wanted, yearly("digital_core_share", share, "%"), {"indicator": "digital_core_share"}, NOW)
    assert found.probability == chance(alone(share, 3, 0, 100), Target(value=100), 3)
    assert found.probability is not None
    assert found.probability > 0.2


def test_a_chance_never_changes_a_status(judge: Judge) -> None:
    slow = [10.0, 99.0, 12.0, 97.0, 9.0, 98.0, 11.0, 62.0, 64.0, 66.0]
    long, short = (
        judge(COUNT, yearly("high_tech_firms", values, "家"), FIRMS, NOW) for values in (slow, slow[-4:])
    )
    assert (long.status, long.reason) == (short.status, short.reason)
    assert long.probability != short.probability


def _without(promise: Promise) -> tuple[str, int, list[object]]:
    assert promise.probability is None
    assert promise.outlook is not None
    assert promise.outlook.reason is not None
    return promise.outlook.reason.en, promise.outlook.points, list(promise.outlook.ahead)


@pytest.mark.parametrize(
    ("fields", "values", "reason"),
    [
        ({}, GROWN[-2:], "2 yearly figures only; a forecast takes at least 3"),
        ({}, GROWN[-1:], "1 yearly figure only; a forecast takes at least 3"),
        ({"deadline": None}, GROWN, "the sentence sets no deadline"),
        ({"deadline": "2026-06"}, GROWN, "the deadline is not a year's end"),
        ({"deadline": "2034"}, GROWN, "the deadline is more than 10 years ahead"),
    ],
)
def test_no_chance_says_why(
    judge: Judge, fields: dict[str, object], values: list[float], reason: str
) -> None:
    found = judge(COUNT | fields, yearly("high_tech_firms", values, "家"), FIRMS, NOW)
    assert _without(found) == (reason, len(values), [])


def test_a_figure_within_the_year_is_not_forecast_from(judge: Judge) -> None:
    figures = [
        *yearly("high_tech_firms", GROWN, "家"),
        figure("high_tech_firms", "2024-06", 99, "家", "2024-07-09"),
    ]
    found = judge(COUNT, figures, FIRMS, NOW)
    assert _without(found)[0] == "the last figure is no value of a whole year or its end"


def test_what_is_settled_has_no_outlook(judge: Judge) -> None:
    settled = judge({**COUNT, "deadline": "2023"}, yearly("high_tech_firms", GROWN, "家"), FIRMS, NOW)
    proxy = {**FIRMS, "sources": [Source(indicator="high_tech_firms", role="proxy")]}
    aside = judge(COUNT, yearly("high_tech_firms", GROWN, "家"), proxy, NOW)
    assert [(one.outlook, one.probability) for one in (settled, aside)] == [(None, None), (None, None)]


def test_few_figures_and_far_deadlines_are_warned_of(judge: Judge) -> None:
    found = judge({**COUNT, "deadline": "2030"}, yearly("high_tech_firms", GROWN[-4:], "家"), FIRMS, NOW)
    assert found.outlook is not None
    assert found.outlook.warnings == [
        Words(
            zh="只有4个年度数据，区间依据其他序列的误差",
            en="4 yearly figures only: the interval is that of other series",
        ),
        Words(
            zh="期限在6年以后，区间未经这么远的检验",
            en="the deadline is more than 6 years ahead, beyond what was tested",
        ),
    ]


def test_only_what_was_known_is_forecast_from(judge: Judge) -> None:
    figures = yearly("high_tech_firms", GROWN, "家")
    early = judge(COUNT, figures, FIRMS, "2022-06-30")
    assert early.outlook is not None
    assert early.outlook.start == Point(on="2021-12-31", value=72)
    assert early.probability == chance(alone(GROWN[:-2], 5), Target(value=100), 5)


def test_all_promises_are_forecast_together_and_a_series_counts_once() -> None:
    quotes = ["到2026年达到100家", "到2025年达到90家", "到2026年达到50件"]
    text = "。".join(quotes)
    wants = [("2026", 100, "家"), ("2025", 90, "家"), ("2026", 50, "件")]
    targets = [
        target(text, quote, id=f"T{n}", indicator=f"目标{n}", value=value, unit=unit, deadline=due)
        for n, (quote, (due, value, unit)) in enumerate(zip(quotes, wants, strict=True))
    ]
    bindings = [
        Binding(id=f"P{n}", sentence=quote, words=f"目标{n}", indicator=indicator)
        for n, (quote, indicator) in enumerate(
            zip(quotes, ("high_tech_firms", "high_tech_firms", "patents_granted"), strict=True)
        )
    ]
    other = [30.0, 28.0, 33.0, 36.0, 31.0, 38.0, 41.0]
    figures = yearly("high_tech_firms", GROWN, "家") + yearly("patents_granted", other, "件", 2022)
    found = report(city(figures, bindings), reading(text, targets), date.fromisoformat(NOW))
    aligned = [GROWN, [np.nan] * 3 + other]
    made = forecast(aligned, horizon=4, lower=0)
    expected = [
        probability(made, row, Target(value=value), 10 + ahead).value
        for row, value, ahead in ((0, 100, 3), (0, 90, 2), (1, 50, 4))
    ]
    assert [one.probability for one in found.promises] == [round(one or 0, 4) for one in expected]
    assert [note.en for note in found.notes][
        -2
    ] == "chances extrapolate yearly figures; they inform and decide no status"


def test_leshan_in_2024_has_two_figures_and_no_chance() -> None:
    folder = read_city(LESHAN)
    unread = reading(folder.decision.read_text(encoding="utf-8"))
    found = report(folder, unread, date(2024, 6, 30))
    (solar,) = [one for one in found.promises if one.outlook]
    assert (solar.id, solar.status, solar.probability) == ("T05a", "off_track", None)
    assert _without(solar) == ("2 yearly figures only; a forecast takes at least 3", 2, [])
    assert solar.outlook is not None
    assert solar.outlook.needed is not None
    assert round(solar.outlook.needed.per_year, 6) == 581.9


def test_a_report_without_anything_to_forecast_needs_no_numpy() -> None:
    run = f"import sys; from luodi.api import report; report({str(LESHAN)!r}); print('numpy' in sys.modules)"
    made = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=True)
    assert made.stdout.strip() == "False"


@given(
    values=st.lists(st.none() | st.floats(-1e9, 1e9, width=32), min_size=3, max_size=20),
    wanted=st.floats(-1e9, 1e9, width=32),
    comparator=st.sampled_from(["ge", "gt", "le", "lt", "eq", "approx"]),
    kind=st.sampled_from(["level", "increment", "growth", "relative"]),
    indicator=st.sampled_from(
        [
            ("high_tech_firms", "家"),
            ("patents_granted", "件"),
            ("digital_core_share", "%"),
            ("gdp_growth", "%"),
        ]
    ),
    due=st.integers(2021, 2036),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_figures_a_chance_is_one_and_the_fan_opens_in_order(
    judge: Judge,
    values: list[float | None],
    wanted: float,
    comparator: str,
    kind: str,
    indicator: tuple[str, str],
    due: int,
) -> None:
    name, unit = indicator
    asked = {"growth": "%", "relative": "倍"}.get(kind, unit)
    fields = {
        "kind": kind,
        "comparator": comparator,
        "value": wanted,
        "unit": asked,
        "deadline": f"2020-{due}",
    }
    years = range(2024 - len(values), 2024)
    figures = [
        figure(name, str(year), value, unit)
        for year, value in zip(years, values, strict=True)
        if value is not None
    ]
    found = judge(fields, figures, {"indicator": name}, NOW)
    outlook = found.outlook
    assert found.probability is None or 0 <= found.probability <= 1
    assert (found.probability is None) == (outlook is None or outlook.reason is not None)
    for one in outlook.ahead if outlook else []:
        levels = [one.p05, one.p10, one.p25, one.p50, one.p75, one.p90, one.p95]
        assert levels == sorted(levels)
        assert all(map(math.isfinite, levels))
