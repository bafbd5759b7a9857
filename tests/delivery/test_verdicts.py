"""Every kind of promise, every status."""

from __future__ import annotations

import pytest
from tests.delivery.conftest import Judge
from tests.delivery.made import figure

from luodi.core.observation import Observation
from luodi.delivery.bindings import Rule, Source

FIRMS = {"indicator": "high_tech_firms"}
COUNT = {"kind": "count", "value": 100, "unit": "家"}


def firms(**values: float) -> list[Observation]:
    return [figure("high_tech_firms", period[1:], value, "家") for period, value in values.items()]


@pytest.mark.parametrize(
    ("values", "as_of", "status"),
    [
        ({"y2020": 50, "y2025": 100}, "2026-11-25", "met"),
        ({"y2020": 50, "y2025": 99}, "2026-11-25", "missed"),
        ({"y2020": 50, "y2023": 80}, "2024-11-25", "on_track"),
        ({"y2020": 50, "y2023": 70}, "2024-11-25", "at_risk"),
        ({"y2020": 50, "y2023": 60}, "2024-11-25", "off_track"),
        ({"y2020": 50, "y2023": 100}, "2024-11-25", "on_track"),
        ({"y2020": 50, "y2023": 60}, "2026-11-25", "off_track"),
        ({"y2021": 60}, "2022-11-25", "not_yet_due"),
        ({"y2021": 60}, "2026-11-25", "not_measurable"),
        ({}, "2024-11-25", "not_measurable"),
    ],
)
def test_a_level(judge: Judge, values: dict[str, float], as_of: str, status: str) -> None:
    assert judge(COUNT, firms(**values), FIRMS, as_of).status == status


@pytest.mark.parametrize(
    ("comparator", "value", "status"),
    [
        ("ge", 100, "met"),
        ("gt", 100, "missed"),
        ("eq", 100, "met"),
        ("approx", 95, "met"),
        ("approx", 94, "missed"),
        ("le", 100, "met"),
        ("lt", 100, "missed"),
        ("le", 101, "missed"),
    ],
)
def test_comparators(judge: Judge, comparator: str, value: float, status: str) -> None:
    assert judge({**COUNT, "comparator": comparator}, firms(y2025=value), FIRMS).status == status


def test_a_range_is_reached_at_its_near_end(judge: Judge) -> None:
    wanted = {**COUNT, "comparator": "range", "value_high": 120}
    assert judge(wanted, firms(y2025=100), FIRMS).status == "met"
    assert judge(wanted, firms(y2025=99), FIRMS).status == "missed"


def test_less_is_better_where_the_indicator_says_so(judge: Judge) -> None:
    wanted = {"kind": "count", "comparator": "eq", "value": 0, "unit": "天"}
    days = {"indicator": "heavy_pollution_days"}
    assert judge(wanted, [figure("heavy_pollution_days", "2025", 0, "天")], days).status == "met"
    missed = judge(wanted, [figure("heavy_pollution_days", "2025", 2, "天")], days)
    assert (missed.status, missed.reason.en) == ("missed", "2 days in 2025, 2 days above the 0 days promised")


def test_part_of_a_year_decides_nothing(judge: Judge) -> None:
    wanted = {"kind": "count", "comparator": "eq", "value": 0, "unit": "天"}
    part = figure("heavy_pollution_days", "2025-01/2025-08", 3, "天")
    made = judge(wanted, [part], {"indicator": "heavy_pollution_days"})
    assert (made.status, made.evidence) == ("not_measurable", "incomplete")
    assert (
        made.reason.en
        == "3 days in January to August 2025, but that is not one whole year (January to August 2025)"
    )
    assert made.figures[0].complete is False


def test_units_of_one_base_are_converted(judge: Judge) -> None:
    wanted = {"kind": "level", "value": 1, "unit": "亿元"}
    made = judge(wanted, [figure("gdp", "2025", 12000, "万元")], {"indicator": "gdp"})
    assert (made.status, made.figures[0].in_unit) == ("met", 1.2)


def test_an_increment_counts_from_the_baseline(judge: Judge) -> None:
    wanted = {"kind": "increment", "value": 10, "unit": "家"}
    made = judge(wanted, firms(y2020=50, y2025=60), FIRMS)
    assert made.distance is not None
    assert (made.status, made.distance.value, made.reason.zh) == (
        "met",
        10,
        "2020年至2025年变化10家，要求10家",
    )
    assert judge(wanted, firms(y2020=50, y2025=59), FIRMS).status == "missed"


def test_an_increment_without_its_baseline_is_incomplete(judge: Judge) -> None:
    made = judge({"kind": "increment", "value": 10, "unit": "家"}, firms(y2025=60), FIRMS)
    assert (made.status, made.evidence) == ("not_measurable", "incomplete")
    assert [one.en for one in made.missing] == ["High-tech enterprises of 甲市, 2020"]


def test_an_increment_of_yearly_flows_is_their_sum(judge: Judge) -> None:
    flows = [figure("new_high_tech_firms", str(year), 2, "家") for year in range(2021, 2026)]
    wanted, bound = {"kind": "increment", "value": 10, "unit": "家"}, {"indicator": "new_high_tech_firms"}
    assert judge(wanted, flows, bound).status == "met"
    assert judge(wanted, flows[:2] + flows[3:], bound).status != "met"


@pytest.mark.parametrize(("last", "status"), [(25, "met"), (24.8, "missed")])
def test_average_growth_is_compounded(judge: Judge, last: float, status: str) -> None:
    """10 → 25 in five years is 20.11 % a year; 10 → 24.8 is 19.92 %."""
    wanted = {"kind": "growth", "value": 20, "unit": "%"}
    output = [figure("nuclear_output", "2020", 10, "亿元"), figure("nuclear_output", "2025", last, "亿元")]
    assert judge(wanted, output, {"indicator": "nuclear_output"}).status == status


def test_yearly_rates_are_chained(judge: Judge) -> None:
    rates = [figure("gdp_growth", str(year), 7, "%") for year in range(2021, 2026)]
    made = judge(
        {"kind": "growth", "value": 7, "unit": "%"}, rates, {"indicator": "gdp_growth"}, quote="年均增长7%"
    )
    assert made.distance is not None
    assert (made.status, round(made.distance.value, 6)) == ("met", 140.255173)


@pytest.mark.parametrize(("last", "status"), [(200, "met"), (199.9, "missed")])
def test_a_doubling(judge: Judge, last: float, status: str) -> None:
    wanted = {"kind": "relative", "comparator": "eq", "value": 2, "unit": "倍", "baseline_year": "2020"}
    made = judge(wanted, firms(y2020=100, y2025=last), FIRMS)
    assert (made.status, made.demand.threshold) == (status, 200)


def test_a_doubling_grows_by_14_87_percent_a_year(judge: Judge) -> None:
    wanted = {"kind": "relative", "comparator": "eq", "value": 2, "unit": "倍", "baseline_year": "2020"}
    made = judge(wanted, firms(y2020=100, y2022=132.2), FIRMS, "2023-11-25")
    assert made.pace is not None
    assert made.pace.required is not None
    assert made.pace.required.percent == pytest.approx(14.8698, abs=1e-4)
    assert (made.status, [round(point.value, 1) for point in made.path]) == (
        "on_track",
        [100, 114.9, 132.0, 151.6, 174.1, 200],
    )


def above(**fields: object) -> dict[str, object]:
    rule = Rule(by="above", measure="change", areas=["全国"], baseline="2020")
    return {"indicator": "rd_intensity", "test": rule, **fields}


@pytest.mark.parametrize(("own", "status"), [(1.5, "met"), (1.4, "missed")])
def test_above_the_nation(judge: Judge, own: float, status: str) -> None:
    figures = [
        figure("rd_intensity", "2020", 1.0, "%"),
        figure("rd_intensity", "2025", own, "%"),
        figure("rd_intensity", "2020", 2.4, "%", area="全国"),
        figure("rd_intensity", "2025", 2.8, "%", area="全国"),
    ]
    made = judge({"kind": "relative", "value": None}, figures, above())
    assert (made.status, made.comparisons[0].other, made.comparisons[0].period) == (status, 0.4, "2020-2025")


def test_above_the_nation_without_own_figures(judge: Judge) -> None:
    sources = [
        Source(indicator="rd_intensity"),
        Source(indicator="rd_intensity", role="benchmark", area="全国"),
    ]
    nation = [figure("rd_intensity", "2020", 2.4, "%", area="全国")]
    made = judge({"kind": "relative", "value": None}, nation, above(sources=sources))
    assert (made.status, made.evidence) == ("not_measurable", "benchmark")


@pytest.mark.parametrize(
    ("shares", "as_of", "status"),
    [
        ([1, 2, 3, 4, 5, 6], "2026-11-25", "met"),
        ([1, 2, 2, 4, 5, 6], "2026-11-25", "missed"),
        ([1, 2, 3], "2023-11-25", "on_track"),
        ([1, 2, 3], "2026-11-25", "not_measurable"),
    ],
)
def test_rising_every_year(judge: Judge, shares: list[float], as_of: str, status: str) -> None:
    figures = [figure("sei_share", str(2020 + i), share, "%") for i, share in enumerate(shares)]
    bound = {"indicator": "sei_share", "test": Rule(by="rising")}
    assert judge({"kind": "relative", "value": None}, figures, bound, as_of).status == status


AIR = {"pm25": 34, "pm10": 60, "so2": 8, "no2": 30, "co_p95": 1.1, "o3_p90": 150}


def air(year: str, **changes: float) -> list[Observation]:
    unit = {"co_p95": "毫克/立方米"}
    values = {**AIR, **changes}
    return [figure(name, year, value, unit.get(name, "微克/立方米")) for name, value in values.items()]


@pytest.mark.parametrize(
    ("figures", "status"),
    [
        (air("2024") + air("2025"), "met"),
        (air("2024") + air("2025", pm25=35.4), "met"),
        (air("2024") + air("2025", pm25=35.6), "missed"),
        (air("2024", o3_p90=161) + air("2025"), "missed"),
        (air("2025"), "not_measurable"),
        (air("2024") + air("2025", pm25_p95=76), "missed"),
        (air("2024") + air("2025")[1:], "not_measurable"),
    ],
)
def test_air_of_class_ii_two_years_running(judge: Judge, figures: list[Observation], status: str) -> None:
    bound = {"indicator": "air_class_ii", "test": Rule(by="compound", years=2)}
    made = judge({"kind": "relative", "value": None}, figures, bound)
    assert made.status == status
    assert [part.indicator for part in made.parts][:6] == ["pm25", "pm10", "so2", "no2", "co_p95", "o3_p90"]


def test_a_lower_bound_proves_only_what_it_passes(judge: Judge) -> None:
    def made(value: float) -> str:
        return judge(COUNT, [figure("high_tech_firms", "2025", value, "家", bound="at_least")], FIRMS).status

    assert (made(100), made(90)) == ("met", "not_measurable")


def test_an_old_figure_decides_nothing(judge: Judge) -> None:
    made = judge(COUNT, firms(y2020=50, y2022=60), FIRMS)
    assert (made.status, made.evidence) == ("not_measurable", "incomplete")


@pytest.mark.parametrize("role", ["partial", "proxy", "benchmark"])
def test_no_other_role_decides(judge: Judge, role: str) -> None:
    source = Source(indicator="high_tech_firms", role=role)  # type: ignore[arg-type]
    made = judge(COUNT, firms(y2020=50, y2025=150), {**FIRMS, "sources": [source]})
    assert (made.status, made.evidence, made.distance) == ("not_measurable", role, None)


def test_the_vintage_known_on_the_day_is_used(judge: Judge) -> None:
    two = [
        figure("high_tech_firms", "2025", 101, "家", "2026-02-01"),
        figure("high_tech_firms", "2025", 99, "家", "2026-09-01"),
    ]
    assert judge(COUNT, two, FIRMS, "2026-08-31").status == "met"
    late = judge(COUNT, two, FIRMS, "2026-09-01")
    assert (late.status, [old.value for old in late.figures[0].superseded]) == ("missed", [101])
