"""The catalogue is sound, and a city's own indicators are checked against it."""

from __future__ import annotations

import pytest

from luodi.core.errors import InputError
from luodi.core.quantity import convert
from luodi.measuring.catalogue import national, read

ONE = "indicators: [{id: bears, name_zh: 熊数, name_en: Bears, unit: 个, direction: higher, kind: stock}]"


def test_every_name_leads_to_its_indicator() -> None:
    catalogue = national()
    for indicator in catalogue.by_id.values():
        names = (indicator.id, indicator.name_zh, *indicator.synonyms)
        assert [catalogue.find(name) for name in names] == [indicator] * len(names)


def test_air_has_the_six_pollutants_and_their_limits() -> None:
    parts = national()["air_class_ii"].parts
    assert {part.indicator: part.limit for part in parts if part.needed} == {
        "pm25": 35, "pm10": 70, "so2": 60, "no2": 40, "co_p95": 4, "o3_p90": 160,
    }  # fmt: skip
    assert {part.indicator: part.limit for part in parts if not part.needed} == {
        "pm25_p95": 75, "pm10_p95": 150, "so2_p98": 150, "no2_p98": 80,
    }  # fmt: skip


def test_a_city_adds_its_own() -> None:
    assert [one.name_zh for one in read(ONE, "i.yaml", national())] == ["熊数"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("indicators: [", "this is no YAML"),
        ("- a", "there is no list of indicators"),
        (ONE.replace("stock", "heap"), "Invalid enum value 'heap'"),
        (ONE.replace("熊数", "地区生产总值"), "'地区生产总值' already names gdp"),
        (ONE.replace("id: bears", "id: gdp"), "'gdp' already names gdp"),
        (ONE.replace("id: bears", "id: 熊"), "the id is no id"),
        (
            ONE.replace("kind: stock", "kind: stock, parts: [{indicator: bees, limit: 1}]"),
            "'bees' is no indicator",
        ),
        (ONE.replace("kind: stock", "kind: stock, colour: brown"), "unknown field `colour`"),
    ],
)
def test_what_is_wrong_is_named(text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read(text, "i.yaml", national())
    assert said in str(caught.value)


def test_units_of_parts_are_those_of_their_limits() -> None:
    assert convert(1, national()["co_p95"].unit, "mg/m3") == 1
