from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import msgspec
import pytest
from tests.delivery.sample import sample

from luodi.documents.json_schema import to_json

PUBLISHED = Path(__file__).parents[2] / "docs" / "schema" / "report.json"


def test_the_published_schema_is_current() -> None:
    assert PUBLISHED.read_text(encoding="utf-8") == to_json("report"), (
        "remake it: luodi schema report > docs/schema/report.json"
    )


def test_a_report_is_valid_and_a_wrong_one_is_not() -> None:
    schema = json.loads(to_json("report"))
    record = json.loads(msgspec.json.encode(sample()))
    jsonschema.validate(record, schema)
    record["promises"][0]["status"] = "done"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(record, schema)
