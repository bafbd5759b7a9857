"""Whatever stands in a cell or a rule file: it is used or refused by name, nothing else."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.rules.small import RULE

from luodi.core.errors import InputError
from luodi.rules import facts, facts_of, judge, load
from luodi.rules.loading import parse
from luodi.rules.tables import batches

SMALL = parse(RULE, where="small.yaml")
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.dates(),
    st.datetimes(),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=2), st.integers(), max_size=1),
    st.sampled_from(
        ["是", "否", "1,234", "１２", "-0", "1e400", "nan", "2023-01-01", "2023/1/1", "软件", "9" * 400]
    ),
)
COLUMNS = [name for entry in SMALL.inputs for name in entry.columns]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(COLUMNS), st.lists(CELLS, min_size=1, max_size=6))
@example("sales", [1.797693134862316e302])
def test_a_column_of_anything(name: str, cells: list[Any]) -> None:
    columns: dict[str, list[Any]] = {"filed_on": ["2023-01-01"] * len(cells)}
    columns[name] = cells
    try:
        found = judge(facts(SMALL, columns))
    except InputError as error:
        assert f"column {name}" in str(error)
    else:
        assert len(found.words("PASS")) == len(cells)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(["sales", "staff", "applied_on", "field", "resident"]), CELLS))
def test_an_entity_of_anything(values: dict[str, Any]) -> None:
    try:
        judge(facts_of(load("high_tech_enterprise"), values, on=datetime.date(2025, 6, 1)))
    except InputError as error:
        assert any(name in str(error) for name in values)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.one_of(st.binary(max_size=80), st.text(max_size=80).map(str.encode)),
    kind=st.sampled_from(["csv", "tsv", "json", "yaml", "xlsx", "parquet"]),
)
def test_a_file_of_anything(content: bytes, kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"firms.{kind}"
    path.write_bytes(content)
    with pytest.raises(InputError):
        list(batches(SMALL, path))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    value=st.recursive(
        CELLS.filter(lambda cell: not isinstance(cell, datetime.date)),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*COLUMNS, "x"]), inner, max_size=3)
        ),
    )
)
def test_json_of_anything(value: Any, tmp_path: Path) -> None:
    path = tmp_path / "firms.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    try:
        for batch in batches(SMALL, path):
            facts(SMALL, batch.columns, on=datetime.date(2023, 1, 1), place=batch.place, rows=batch.rows)
    except InputError:
        pass


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, len(RULE) - 1),
    st.integers(0, 30),
    st.sampled_from(["", " ", "x", "[", "}", ":", "\n", "-", "1"]),
)
def test_a_rule_file_with_a_hole(start: int, length: int, put: str) -> None:
    try:
        parse(RULE[:start] + put + RULE[start + length :], where="small.yaml")
    except InputError as error:
        assert "small.yaml" in str(error)
