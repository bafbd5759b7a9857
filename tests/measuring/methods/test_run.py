from __future__ import annotations

from datetime import date

import pytest

from luodi.core.errors import CombinedInputError, InputError
from luodi.measuring.catalogue import national
from luodi.measuring.methods import load, read
from luodi.measuring.methods.families.base import Cut
from luodi.measuring.methods.run import measure, rows, values, worked
from luodi.measuring.methods.tables import Tables, arrow_of, connect, of_rows


def firm(holder: str, area: str, field: str) -> dict[str, str]:
    return {
        "kind": "high_tech_enterprise", "holder": holder, "number": holder, "area": area, "field": field,
        "valid_from": "2024-01-01",
    }  # fmt: skip


FIRMS = [firm("A", "990102", "energy"), firm("B", "990103", "services"), firm("C", "990103", "energy")]


def tables() -> Tables:
    return Tables({"recognition": of_rows("recognition", FIRMS)}, None)


def test_a_value_is_an_observation_of_grade_a_that_says_how_many_records_stand_behind_it():
    found = measure(
        tables(), [2025], {"990100": "示例市"}, known_on=date(2026, 1, 31), indicators=["high_tech_firms"]
    )
    assert [(each.area, each.period, each.value, each.unit, each.grade, each.known_on) for each in found] == [
        ("示例市", "2025", 3.0, "家", "A", "2026-01-31")
    ]
    assert found[0].note.startswith("由3条记录计算：年末证书有效")


def test_counties_and_fields_break_a_value_down():
    method = load()["high_tech_firms"]
    by_county = values(method, tables(), [2025], Cut("county"))
    assert [(each.area, each.value) for each in by_county] == [("990102", 1), ("990103", 2)]
    by_field = values(method, tables(), [2025], Cut("city", ("field",)))
    assert [(each.parts, each.value) for each in by_field] == [(("energy",), 2), (("services",), 1)]


def test_the_rows_behind_a_value_are_the_records_counted():
    found = rows(load()["high_tech_firms"], tables(), 2025, "990103")
    assert [row["number"] for row in found] == ["B", "C"]
    assert rows(load()["high_tech_firms"], tables(), 2023) == []


def test_an_indicator_without_its_register_is_left_away_or_refused_by_name():
    assert {
        each.indicator for each in measure(tables(), [2025], {"990100": "x"}, known_on=date(2026, 1, 1))
    } == {"high_tech_firms"}
    with pytest.raises(InputError, match="pv_output needs the register enterprise_year, which is not there"):
        measure(tables(), [2025], {}, known_on=date(2026, 1, 1), indicators=["pv_output"])
    with pytest.raises(InputError, match="no method measures 'gdp_growth'"):
        measure(tables(), [2025], {}, known_on=date(2026, 1, 1), indicators=["gdp_growth"])


def test_a_method_is_not_broken_down_by_what_it_does_not_name():
    with pytest.raises(InputError, match="high_tech_firms cannot be broken down by level"):
        values(load()["high_tech_firms"], tables(), [2025], Cut("city", ("level",)))


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_a_folder_gives_the_same(tmp_path, ending):
    import pyarrow.csv
    import pyarrow.parquet

    table = arrow_of("recognition", FIRMS)
    if ending == "parquet":
        pyarrow.parquet.write_table(table, tmp_path / "recognition.parquet")
    else:
        pyarrow.csv.write_csv(table, tmp_path / "recognition.csv")
    assert [each.value for each in values(load()["high_tech_firms"], connect(tmp_path), [2025])] == [3]


def test_a_folder_without_registers_says_what_is_accepted(tmp_path):
    with pytest.raises(InputError, match=r"no register lies here\. Accepted: files named after registers"):
        connect(tmp_path)


def test_a_table_without_a_required_column_names_it(tmp_path):
    import pyarrow.parquet

    table = arrow_of("recognition", FIRMS).drop_columns(["holder"])
    pyarrow.parquet.write_table(table, tmp_path / "recognition.parquet")
    with pytest.raises(InputError, match="the columns holder are missing"):
        connect(tmp_path)


def test_a_method_file_is_checked_as_a_whole():
    text = """
methods:
  - indicator: nothing
    family: standing
    arguments: {register: recognition}
    zh: a
    en: a
    official: []
    examples: []
  - {indicator: gdp, family: unknown, zh: a, en: a, official: [], examples: []}
"""
    with pytest.raises(CombinedInputError) as caught:
        read(text, "own.yaml", national())
    said = str(caught.value)
    assert "own.yaml, method nothing: there is no such indicator" in said
    assert "the argument 'distinct' is missing" in said
    assert "own.yaml, method gdp: there is no family 'unknown'" in said
    assert said.count("no worked example") == 2
    with pytest.raises(InputError, match=r"own\.yaml: Object contains unknown field `speed`"):
        read(
            "methods: [{indicator: gdp, family: total, zh: a, en: a, official: [], examples: [], speed: 1}]",
            "own.yaml",
            national(),
        )


YEARLY = [
    {
        "enterprise": name,
        "year": year,
        "area": "990102",
        "cluster": cluster,
        "above_scale": large,
        "output": "7000000",
    }
    for year in (2024, 2025)
    for name, cluster, large in (("A", "FOOD", True), ("B", "OPTO", True), ("C", "OPTO", year == 2025))
]


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")
def test_methods_that_share_a_reading_give_what_each_gives_alone(engine):
    loaded = engine.load({"enterprise_year": YEARLY, "recognition": FIRMS})
    methods = [load()[name] for name in ("food_output", "clusters_over_100bn", "high_tech_firms")]
    for cut in (Cut(), Cut("county")):
        found = [counted for _, counted in worked(methods, loaded, [2024, 2025], cut)]
        assert found == [values(method, loaded, [2024, 2025], cut) for method in methods]
    assert [each.value for each in found[1]] == [0, 1]
