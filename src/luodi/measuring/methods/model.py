"""What a method is (计算方法).

Data that says which expression measures an indicator, over which registers.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Literal

import msgspec


class Declared(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Base of all declarations here: immutable, and strict about field names."""


class Official(Declared, kw_only=True, frozen=True):
    """The official text that a method follows (依据).

    Attributes:
        title: standard, notice or plan.
        clause: where in it.
        mark: S read in a named source, U general knowledge that is not verified.
    """

    title: str
    clause: str = ""
    mark: Literal["S", "U"]


class Series(Declared, kw_only=True, frozen=True):
    """The same record day after day or month after month (序列), for examples that need a whole year.

    Attributes:
        register: whose records they are.
        column: the column that holds the day ("2025-06-30") or month ("2025-06").
        first, last: both included; their form says whether days or months are stepped.
        row: all other columns.
    """

    register: str
    column: str
    first: str
    last: str
    row: dict[str, Any]


class Example(Declared, kw_only=True, frozen=True):
    """A worked example (算例): a few records, and what the method must make of them.

    Attributes:
        source: where it comes from.
        tables: rows by register, with the columns that matter.
        series: records repeated over a time.
        expect: value by year for the area ``area``; None where there must be none.
    """

    source: str
    area: str = "990100"
    tables: dict[str, list[dict[str, Any]]] = msgspec.field(default_factory=dict)
    series: list[Series] = msgspec.field(default_factory=list)
    expect: dict[int, float | None]


class Method(Declared, kw_only=True, frozen=True):
    """How one indicator is measured from records (指标计算方法).

    Attributes:
        indicator: id of the catalogue's indicator; direction, unit and period are its own.
        family: name of the expression (:mod:`luodi.measuring.methods.families`).
        arguments: what the family asks for.
        by: columns by which the value can be broken down, besides area and year.
        zh, en: the method in one sentence.
        official: the texts it follows.
        lacks: what official input cannot be had from registers, if any; the value is then an approximation
            that says so.
        answers: rows of the decision's list (S and T) that it serves.
        examples: at least one.
    """

    indicator: str
    family: str
    arguments: dict[str, Any] = msgspec.field(default_factory=dict)
    by: list[str] = msgspec.field(default_factory=list)
    zh: str
    en: str
    official: list[Official]
    lacks: list[str] = msgspec.field(default_factory=list)
    answers: list[str] = msgspec.field(default_factory=list)
    examples: list[Example]


class Lack(Declared, kw_only=True, frozen=True):
    """A row of the decision that no register can measure (无法计算), and why.

    Attributes:
        row: id of the row.
        zh, en: what is missing, and what would do instead.
        evidence: ``publication`` (an official release is accepted as input), ``document`` (a designation or
            act is proved by its document) or ``judgement`` (a person must judge).
    """

    row: str
    zh: str
    en: str
    evidence: Literal["publication", "document", "judgement"]


def records(example: Example) -> dict[str, list[dict[str, Any]]]:
    """All records of an example by register, series written out."""
    found = {name: list(rows) for name, rows in example.tables.items()}
    for series in example.series:
        steps = _days(series) if len(series.first) == len("2025-06-30") else _months(series)
        found.setdefault(series.register, []).extend({**series.row, series.column: step} for step in steps)
    return found


def _days(series: Series) -> list[str]:
    first, last = date.fromisoformat(series.first), date.fromisoformat(series.last)
    return [(first + timedelta(days=number)).isoformat() for number in range((last - first).days + 1)]


def _months(series: Series) -> list[str]:
    first, last = (12 * int(text[:4]) + int(text[5:]) - 1 for text in (series.first, series.last))
    return [f"{number // 12}-{number % 12 + 1:02d}" for number in range(first, last + 1)]


class Methods(Declared, kw_only=True, frozen=True):
    """The file ``catalogue/methods.yaml``."""

    methods: list[Method]
    lacks: list[Lack] = msgspec.field(default_factory=list)
