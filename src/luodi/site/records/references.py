"""References to what is in no register (未登记的引用): pointed out, or refused where the column says ``must_exist``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any, Final, NamedTuple

import numpy as np
from django.db import connection
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from luodi.core.registers import Checked, Column, Register, load
from luodi.core.registers.cells import Findings

from .models import model_of
from .show import title_of
from .sql import visible_sql

LISTS: Final = {"sqlite": "json_each(%s)", "postgresql": "unnest(%s::text[])"}
"""How each engine takes a list of keys as a table."""


class Unregistered(NamedTuple):
    """What a column refers to and no register has: the keys by row, from 0, and the rows."""

    column: Column
    keys: list[str]
    rows: NDArray[np.intp]

    def said(self, place: int) -> str:
        """Say it of one of its rows, without a full stop."""
        title = title_of(load()[self.column.to])
        return _("登记簿“%(title)s”中没有%(key)s") % {"title": title, "key": self.keys[place]}


def unregistered(checked: Checked, beside: Collection[int] = ()) -> list[Unregistered]:
    """The references of checked rows that lead nowhere, by column: one query a column.

    Args:
        checked: rows; what they hold themselves counts as registered, and references that are malformed are left out.
        beside: ids of batches that become valid together with these rows; what they bring counts too.
    """
    found = []
    for column in checked.register.columns:
        if not column.to:
            continue
        cells = checked.columns[column.name]
        rows = np.flatnonzero(cells.given)
        keys: list[str] = cells.values[rows].tolist()
        wanted = set(keys)
        if column.to == checked.register.id:
            own = checked.columns[checked.register.key[0]]
            wanted -= set(own.values[own.given].tolist())
        absent = _absent(column.to, wanted, beside)
        if absent:
            places = [place for place, key in enumerate(keys) if key in absent]
            found.append(Unregistered(column, [keys[place] for place in places], rows[places]))
    return found


def refusals(found: Sequence[Unregistered], size: int, most: int | None = None) -> Findings:
    """What of it is refused.

    Args:
        found: of :func:`unregistered`.
        size: how many rows were checked.
        most: how many rows are told of one column.
    """
    findings = Findings(size, most)
    for each in found:
        if each.column.must_exist:
            places = dict(zip(each.rows[:most].tolist(), range(len(each.keys)), strict=False))
            findings.add(each.rows, each.column.name, partial(_refused, each, places))
    return findings


def _refused(each: Unregistered, places: Mapping[int, int], row: int) -> str:
    return each.said(places[row]) + _(",请先登记再引用")


class Warnings(NamedTuple):
    """What is only pointed out: row from 0, column, sentence; and how many keys there are in all."""

    lines: list[tuple[int, str, str]]
    total: int


def warnings(found: Sequence[Unregistered], most: int | None = None) -> Warnings:
    """Each key that is in no register once, at the first row where it stands, with how many rows have it.

    Args:
        found: of :func:`unregistered`.
        most: how many keys of one column are told.
    """
    told, total = [], 0
    for each in found:
        if each.column.must_exist:
            continue
        times = Counter(each.keys)  # in the order of their first rows
        first = {key: place for place, key in reversed([*enumerate(each.keys)])}
        for key, count in islice(times.items(), most):
            more = _(",共%(rows)s行") % {"rows": count} if count > 1 else ""
            row, said = int(each.rows[first[key]]), each.said(first[key])
            told.append((row, each.column.name, f"{said}{more}。"))
        total += len(times)
    return Warnings(sorted(told), total)


def required_of(register: Register) -> list[str]:
    """The registers in which a reference of this one must be found."""
    return sorted({column.to for column in register.columns if column.must_exist})


def _absent(register: str, keys: Collection[str], beside: Collection[int]) -> set[str]:
    """Which of these keys no visible row has, nor a row of the batches beside: one statement, however many."""
    if not keys:
        return set()
    model = model_of(register)
    key, listed = model.register.key[0], sorted(keys)
    given: list[Any] = [json.dumps(listed) if connection.vendor == "sqlite" else listed]
    statement = (
        f"SELECT k.value FROM {LISTS[connection.vendor]} AS k(value) WHERE NOT EXISTS "
        f'(SELECT 1 FROM {visible_sql(model)} AND r."{key}" = k.value)'
    )
    if beside:
        marks = ", ".join(["%s"] * len(beside))
        statement += (
            f' AND NOT EXISTS (SELECT 1 FROM "{model._meta.db_table}" r '
            f'WHERE r."{key}" = k.value AND r.batch_id IN ({marks}))'
        )
        given += beside
    if connection.vendor == "sqlite":
        statement = statement.replace("AS k(value)", "AS k")
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return {value for (value,) in cursor.fetchall()}
