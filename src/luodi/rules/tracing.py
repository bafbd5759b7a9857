"""The working of one entity step by step (计算过程): each figure, its sources, its article."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from luodi.rules.given import Facts
from luodi.rules.judging import segments, work
from luodi.rules.model import OPS, Mark, Version
from luodi.rules.verdicts import number_at
from luodi.rules.working import Working


class Source(NamedTuple):
    """Something that a figure was computed from.

    Attributes:
        value: None where it is missing, or where it is a table.
        table: a table of bands or a line, in one line of text.
        article, mark: of a parameter.
    """

    name: str
    zh: str
    en: str
    value: float | str | None
    unit: str
    table: str = ""
    article: str = ""
    mark: Mark | None = None


class Step(NamedTuple):
    """One figure of the working."""

    name: str
    zh: str
    en: str
    value: float | None
    unit: str
    article: str
    mark: Mark
    sources: list[Source]


def trace(facts: Facts, row: int) -> list[Step]:
    """Work one entity again and tell every step.

    Args:
        facts: checked facts.
        row: the entity, from 0.

    Raises:
        IndexError: there is no such row.
    """
    if not 0 <= row < facts.rows:
        raise IndexError(f"there is no row {row}")
    one = facts.take(slice(row, row + 1))
    _, day = next(iter(segments(one)))
    working = work(one, day)
    stated = {entry.id: entry for entry in facts.rule.figures}
    return [
        Step(
            name,
            stated[name].zh,
            stated[name].en,
            number_at(figure.values, 0),
            stated[name].unit or "",
            stated[name].article or "",
            stated[name].mark,
            [_source(working, source) for source in _ordered(working, figure.names - {name})],
        )
        for name, figure in working.figures.items()
    ]


def _ordered(working: Working, names: frozenset[str]) -> list[str]:
    rule = working.rule
    order = [column for entry in rule.inputs for column in entry.columns]
    order += list(working.figures) + [entry.id for entry in rule.parameters]
    return [name for name in order if name in names]


def _source(working: Working, name: str) -> Source:
    rule = working.rule
    for entry in rule.inputs:
        if name in entry.columns:
            return Source(name, entry.zh, entry.en, _cell(working, name), entry.unit or "")
    for figure in rule.figures:
        if name == figure.id:
            value = number_at(working.figures[name].values, 0)
            return Source(name, figure.zh, figure.en, value, figure.unit or "")
    parameter = next(entry for entry in rule.parameters if entry.id == name)
    version = working.version(name)
    return Source(
        name,
        parameter.zh,
        parameter.en,
        version.value,
        parameter.unit or "",
        _table(version),
        version.article,
        version.mark,
    )


def _cell(working: Working, name: str) -> float | str | None:
    if working.facts.missing(name)[0]:
        return None
    cell = working.facts.columns[name][0]
    return str(cell) if isinstance(cell, np.datetime64 | str) else float(cell)


def _table(version: Version) -> str:
    if version.line is not None:
        return ", ".join(f"{x:g}→{y:g}" for x, y in version.line)
    told = []
    for band in version.bands or []:
        test = "" if band.test is None else f"{OPS[band.test[0]]}{band.test[1]:g}"
        high = "" if band.value_high is None else f"–{band.value_high:g}"
        told.append(f"{test or '…'}→{band.value:g}{high}")
    return ", ".join(told)
