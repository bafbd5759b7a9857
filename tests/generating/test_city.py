"""A made-up city: every row is right, shares lie between bounds, the same seed gives the same bytes."""

import hashlib
from pathlib import Path

import pyarrow.csv
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luodi.core.errors import InputError
from luodi.core.generated import MARKER, NOTE, read_marker
from luodi.core.registers import arrow_schema, arrow_table, check, load
from luodi.generating import conduct
from luodi.generating.conduct import generate_city

REGISTERS = load()


def tables(folder):
    return {path.stem: pyarrow.parquet.read_table(path) for path in sorted(folder.glob("*.parquet"))}


def problems(found):
    known = {
        name: set(found[name][REGISTERS[name].key[0]].to_pylist())
        for name in ("organisation", "person", "project", "technology_contract", "facility")
    }
    return {
        (name, problem.column, problem.what)
        for name, table in found.items()
        for problem in check(REGISTERS[name], table.to_pydict(), known=known).problems
    }


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    folder, marker = generate_city(tmp_path_factory.mktemp("made") / "city", 12_000, 6, seed=3)
    return folder, marker, tables(folder)


def test_every_row_of_every_register_is_right(city):
    assert problems(city[2]) == set()


def test_the_tables_have_the_columns_of_their_registers(city):
    for name, table in city[2].items():
        assert table.schema.equals(arrow_schema(REGISTERS[name]))
        assert table.schema.metadata == {b"luodi.generated": NOTE.encode()}


def test_the_folder_says_generated_everywhere(city):
    folder, marker, found = city
    assert folder.name == "city-generated"
    assert read_marker(folder) == marker
    assert marker.rows == {name: table.num_rows for name, table in found.items()}
    assert NOTE in (folder / "README.md").read_text(encoding="utf-8")
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [MARKER, "README.md", *(f"{name}.parquet" for name in found)]
    )
    assert all(name.startswith("示例") for name in found["organisation"]["name"].to_pylist())
    assert all(area.startswith("99") for area in found["organisation"]["area"].to_pylist())


def test_checked_rows_become_the_same_table(city):
    for name, table in city[2].items():
        again = arrow_table(check(REGISTERS[name], table.to_pydict()))
        assert again.equals(table)


def test_the_current_folder_gets_its_name_too(tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert generate_city(Path(), 10, 1, seed=1)[0] == tmp_path / "here-generated"


def test_shares_lie_between_bounds(city):
    panel = city[2]["enterprise_year"].select(["year", "above_scale", "rd_expense", "revenue", "value_added"])
    last = [row for row in panel.to_pylist() if row["year"] == 2025]
    assert 0.85 * 12_000 < len(last) <= 12_000
    assert 0.05 < sum(row["above_scale"] for row in last) / len(last) < 0.15
    assert 0.01 < sum(row["rd_expense"] > 0 for row in last) / len(last) < 0.08
    assert 0.15 < sum(row["value_added"] for row in last) / sum(row["revenue"] for row in last) < 0.45


def test_recognitions_grow_from_year_to_year(city):
    terms = city[2]["recognition"].select(["kind", "valid_from", "valid_to", "revoked_on"]).to_pylist()

    def held(kind, year):
        return sum(
            term["kind"] == kind
            and term["valid_from"].year <= year
            and (term["valid_to"] is None or term["valid_to"].year >= year)
            and (term["revoked_on"] is None or term["revoked_on"].year > year)
            for term in terms
        )

    assert held("cloud_firm", 2025) > held("cloud_firm", 2022) > 0
    assert held("technology_sme", 2025) > 0


def test_air_has_its_seasons(city):
    days = city[2]["air_day"].select(["day", "pm25", "o3_8h"]).to_pylist()

    def mean(name, months):
        values = [day[name] for day in days if day["day"].month in months and day[name] is not None]
        return sum(values) / len(values)

    assert mean("pm25", {12, 1}) > mean("pm25", {6, 7})
    assert mean("o3_8h", {6, 7}) > mean("o3_8h", {12, 1})
    assert 25 < mean("pm25", range(1, 13)) < 45


def test_counties_add_up_to_the_city(city):
    rows = city[2]["area_year"].to_pylist()
    whole = next(row for row in rows if row["area"] == "990100" and row["year"] == 2025)
    parts = [row for row in rows if row["area"] != "990100" and row["year"] == 2025]
    assert sum(row["gdp"] for row in parts) == whole["gdp"]
    assert sum(row["population"] for row in parts) == whole["population"]


def digests(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_the_same_seed_gives_the_same_bytes(tmp_path, form):
    made = [generate_city(tmp_path / f"{name}-generated", 300, 3, seed=5, form=form)[0] for name in "ab"]
    other = generate_city(tmp_path / "c-generated", 300, 3, seed=6, form=form)[0]
    assert digests(made[0]) == digests(made[1])
    assert digests(made[0])[f"organisation.{form}"] != digests(other)[f"organisation.{form}"]


def test_csv_and_parquet_hold_the_same(tmp_path):
    parquet = generate_city(tmp_path / "a-generated", 200, 2, seed=1)[0]
    csv = generate_city(tmp_path / "b-generated", 200, 2, seed=1, form="csv")[0]
    for name, table in tables(parquet).items():
        types = pyarrow.csv.ConvertOptions(column_types=table.schema, strings_can_be_null=True)
        read = pyarrow.csv.read_csv(csv / f"{name}.csv", convert_options=types)
        assert read.to_pylist() == table.to_pylist()


def test_batches_go_on_where_the_last_one_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(conduct, "BATCH", 400)
    seen = []
    folder, _ = generate_city(tmp_path / "city", 1000, 3, seed=2, progress=lambda *at: seen.append(at))
    assert seen == [(400, 1000), (800, 1000), (1000, 1000)]
    assert problems(tables(folder)) == set()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 1500), st.integers(1, 8), st.integers(0, 2**63 - 1), st.integers(2015, 2030))
def test_a_city_of_any_size_is_right(tmp_path_factory, enterprises, years, seed, last_year):
    folder, _ = generate_city(tmp_path_factory.mktemp("any") / "c", enterprises, years, seed, last_year)
    assert problems(tables(folder)) == set()


def test_a_folder_with_anything_else_in_it_is_refused(tmp_path):
    folder = tmp_path / "city-generated"
    folder.mkdir()
    (folder / "observations.csv").write_text("real")
    with pytest.raises(InputError, match="not generated"):
        generate_city(folder, 10, 1, seed=1)
    assert [path.name for path in folder.iterdir()] == ["observations.csv"]


def test_real_files_put_beside_generated_ones_are_refused(tmp_path):
    folder, _ = generate_city(tmp_path / "city", 10, 1, seed=1)
    (folder / "observations.csv").write_text("real")
    with pytest.raises(InputError, match="not generated"):
        generate_city(folder, 10, 1, seed=2)


def test_what_a_killed_run_left_is_no_hindrance(tmp_path):
    folder = tmp_path / "city-generated"
    folder.mkdir()
    (folder / "organisation.csv.part").write_bytes(b"half")
    generate_city(folder, 10, 1, seed=1)
    assert not any(path.suffix == ".part" for path in folder.iterdir())


def test_another_city_takes_the_place_of_the_earlier_one(tmp_path):
    folder, _ = generate_city(tmp_path / "city", 50, 2, seed=1)
    again, marker = generate_city(folder, 50, 2, seed=2, form="csv")
    assert again == folder
    assert {path.suffix for path in folder.iterdir()} == {"", ".csv", ".md"}
    assert read_marker(folder) == marker


def test_stopping_leaves_nothing_half_written(tmp_path):
    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generate_city(tmp_path / "city", 10, 1, seed=1, progress=stop)
    assert not any((tmp_path / "city-generated").iterdir())


@pytest.mark.parametrize(
    ("enterprises", "years", "seed", "last_year"),
    [
        (0, 1, 1, 2025), (10_000_000, 1, 1, 2025), (1, 0, 1, 2025),
        (1, 31, 1, 2025), (1, 1, -1, 2025), (1, 1, 1, 3000),
    ],
)  # fmt: skip
def test_numbers_out_of_range_are_refused(tmp_path, enterprises, years, seed, last_year):
    with pytest.raises(InputError, match="out of range"):
        generate_city(tmp_path / "city", enterprises, years, seed, last_year)
    assert not any(tmp_path.iterdir())
