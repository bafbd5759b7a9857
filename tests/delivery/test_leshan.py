"""The Leshan folder: exactly as thin as the truth, by id, and as it was known on any day."""

from __future__ import annotations

import csv
from datetime import date

import pytest
from tests.delivery.made import LESHAN, reading

from luodi.core.record import Reading
from luodi.delivery.city import City, read_city
from luodi.delivery.engine import report
from luodi.delivery.report import Report

EVIDENCE = {
    "direct": "T04c T05a",
    "incomplete": "T03c T09a T17a T17b",
    "partial": "T09b T13a T17c T17d T21d",
    "proxy": "T03h T04a T04b T07a T08a T13b T15b T21a",
    "benchmark": "T03b T03e T03g T03i",
    "none": "T03a T03d T03f T03j T03k T05b T06a T07b T09c T10a T10b T11a T12a T12b T14a T14b T14c T15a T15c "
    "T18a T18b T20a T21b T21c T21e T27a T27b T27c T27d",
}


@pytest.fixture(scope="module")
def leshan() -> City:
    return read_city(LESHAN)


@pytest.fixture(scope="module")
def unread(leshan: City) -> Reading:
    """The decision with nothing read in it: the promises are those that bindings.yaml states."""
    return reading(leshan.decision.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def now(leshan: City, unread: Reading) -> Report:
    return report(leshan, unread, date(2026, 11, 25))


def test_each_promise_has_the_evidence_there_is(now: Report) -> None:
    found: dict[str, str] = {}
    for promise in now.promises:
        found[promise.evidence] = f"{found.get(promise.evidence, '')} {promise.id}".strip()
    assert {kind: sorted(ids.split()) for kind, ids in found.items()} == {
        kind: sorted(ids.split()) for kind, ids in EVIDENCE.items()
    }
    assert now.totals.by_evidence == {kind: len(ids.split()) for kind, ids in EVIDENCE.items()}


def test_only_direct_figures_decide(now: Report) -> None:
    decided = {promise.id: promise.status for promise in now.promises if promise.status != "not_measurable"}
    assert decided == {"T04c": "missed", "T05a": "off_track"}
    assert [one.id for one in now.promises if any(figure.decides for figure in one.figures)] == [
        "T04c",
        "T05a",
    ]


def test_every_unmeasurable_promise_says_what_is_missing(now: Report) -> None:
    assert [one.id for one in now.promises if one.status == "not_measurable" and not one.missing] == []


def test_the_two_verdicts(now: Report) -> None:
    firms, solar = ({one.id: one for one in now.promises}[id] for id in ("T04c", "T05a"))
    assert firms.distance is not None
    assert (firms.distance.value, firms.distance.gap) == (153, 39)
    assert firms.reason.en == "153 in 2025, 39 short of the 192 promised"
    assert solar.pace is not None
    assert solar.pace.required is not None
    assert solar.pace.actual is not None
    assert solar.pace.needed is not None
    assert solar.pace.required.per_year == pytest.approx((2000 - 698.6) / 3)
    assert solar.pace.actual.per_year == pytest.approx(836.2 - 698.6)
    assert solar.pace.needed.per_year == pytest.approx((2000 - 836.2) / 2)
    assert solar.pace.ratio == pytest.approx((836.2 - 698.6) * 3 / (2000 - 698.6))


def test_quotes_stand_in_the_text(now: Report, unread: Reading) -> None:
    assert all(unread.text[one.start : one.end] == one.quote for one in now.promises)
    assert now.lost == []


def test_a_past_report_knows_only_its_past(leshan: City, unread: Reading) -> None:
    made = report(leshan, unread, date(2024, 12, 31))
    by_id = {one.id: one for one in made.promises}
    assert by_id["T04c"].evidence == "partial"
    assert (by_id["T05a"].status, by_id["T05a"].evidence) == ("off_track", "direct")
    assert by_id["T18a"].status == "not_measurable"
    assert by_id["T03k"].status == "not_yet_due"
    assert all(figure.known_on <= "2024-12-31" for one in made.promises for figure in one.figures)


def test_gdp_of_2024_is_one_figure_with_two_vintages(leshan: City) -> None:
    rows = [
        one
        for one in leshan.observations
        if (one.indicator, one.area, one.period) == ("gdp", "乐山市", "2024")
    ]
    assert [(one.value, one.known_on, one.known_on_estimated) for one in rows] == [
        (2532.53, "2025-06-30", True),
        (2427.64, "2026-04-02", False),
    ]


def test_all_290_rows_are_there_with_their_sources() -> None:
    with (LESHAN / "observations.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 290
    assert [row for row in rows if not row["source_title"] or row["grade"] not in "BC"] == []


def test_nothing_in_the_library_knows_the_city() -> None:
    source = LESHAN.parents[1] / "src" / "luodi"
    files = [*source.rglob("*.py"), *source.rglob("*.yaml")]
    named = {"measuring", "delivery", "catalogue"}
    assert [
        file.name
        for file in files
        if file.relative_to(source).parts[0] in named and "峨眉" in file.read_text(encoding="utf-8")
    ] == []
