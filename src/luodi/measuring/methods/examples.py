"""Worked examples of methods (算例): run on an engine, and where the result differs said in words."""

from __future__ import annotations

import math

from luodi.measuring.methods.model import Example, Method, records
from luodi.measuring.methods.run import values
from luodi.measuring.methods.tables import Tables, of_rows


def tables_of(example: Example) -> Tables:
    """The example's records as tables of an embedded engine."""
    return Tables({name: of_rows(name, rows) for name, rows in records(example).items()}, None)


def differences(method: Method, example: Example, tables: Tables | None = None) -> list[str]:
    """Say where the values of an example are not as stated; nothing if they are."""
    found = values(method, tables or tables_of(example), list(example.expect))
    got = {value.year: value.value for value in found if value.area == example.area}
    wrong = []
    for year, expected in example.expect.items():
        value = got.get(year)
        same = (
            value is None
            if expected is None
            else value is not None and math.isclose(value, expected, rel_tol=1e-9)
        )
        if not same:
            wrong.append(f"{method.indicator} {year}: {expected} was expected, {value} found")
    return wrong
