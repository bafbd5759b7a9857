from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luodi.core.record import Reading
from luodi.documents.forms import encode
from luodi.documents.json_schema import schema, to_json

PUBLISHED = Path(__file__).parent.parent.parent / "docs" / "schema"
VALIDATOR = jsonschema.Draft202012Validator


def test_the_published_schema_is_current() -> None:
    assert (PUBLISHED / "read.json").read_text(encoding="utf-8") == to_json("read")


def test_the_schema_is_one() -> None:
    VALIDATOR.check_schema(schema("read"))


def test_every_field_of_the_wire_is_in_it(reading: Reading) -> None:
    definitions = schema("read")["$defs"]
    found = json.loads(encode(reading, "json"))
    assert set(definitions["Findings"]["properties"]) == set(found)
    assert set(definitions["Target"]["properties"]) == set(found["targets"][0])
    assert definitions["Target"]["description"].startswith("A quantified target (量化目标).")


@given(data=st.data())
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_reading_fits_it(data: st.DataObject, readings: st.SearchStrategy[Reading]) -> None:
    found = msgspec.json.decode(encode(data.draw(readings), "json"))
    VALIDATOR(schema("read")).validate(found)


@pytest.mark.parametrize(
    ("field", "value"),
    [("comparator", "about"), ("value", "192"), ("start", "3"), ("kind", None), ("hedged", "no")],
)
def test_what_is_not_meant_is_refused(reading: Reading, field: str, value: object) -> None:
    found = json.loads(encode(reading, "json"))
    found["targets"][0][field] = value
    assert not VALIDATOR(schema("read")).is_valid(found)
