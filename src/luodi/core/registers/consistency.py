"""Whether declarations fit together: every column, register, check and kind that one names must be there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from luodi.core.errors import InputError
from luodi.core.identifiers import CHECKS
from luodi.core.registers.across import RULES
from luodi.core.registers.model import DECIMAL, GREATEST_PRECISION, PLAIN_TYPES, Column, Kind, Register

_ID = re.compile(r"[a-z][a-z0-9_]*")
_ROW = re.compile(r"S\d{2}-\d{2}")


def problems_of(registers: dict[str, Register]) -> list[InputError]:
    """Name all that does not fit together."""
    return [problem for register in registers.values() for problem in _of_register(register, registers)]


def _of_register(register: Register, registers: dict[str, Register]) -> Iterator[InputError]:
    where = f"registers/{register.id}.yaml"
    if not _ID.fullmatch(register.id):
        yield InputError(f"{register.id!r} is no id", where=where, accepted="small letters, digits, _")
    for name, times in Counter(register.names).items():
        if times > 1:
            yield InputError(f"{times} columns are called {name!r}", where=where, remedy="rename one")
    for use, names in _named_columns(register):
        for name in names:
            if name not in register.names:
                yield InputError(f"{use} names the column {name!r}, which is not there", where=where)
    if not register.key:
        yield InputError("there is no key", where=where, accepted="the columns that identify a row")
    for name in register.key:
        if name in register.names and not register.column(name).required:
            yield InputError(f"the key column {name!r} is not required", where=where)
    for rule in register.rules:
        if rule not in RULES:
            yield InputError(f"there is no rule {rule!r}", where=where, accepted=", ".join(RULES))
    if register.validity is None and any(duplicate.at_once for duplicate in register.duplicates):
        yield InputError("duplicates at once need a validity", where=where)
    if register.personal is None and any(column.personal for column in register.columns):
        yield InputError("personal columns without a ground for holding them", where=where)
    yield from _of_alarms(register, where)
    yield from _answers(register.answers, where)
    for column in register.columns:
        yield from _of_column(column, registers, f"{where}, column {column.name}")
    if bool(register.kinds) != any(column.type == "kind" for column in register.columns):
        accepted = f"a column of type kind and a file kinds/{register.id}.yaml, or neither"
        yield InputError("kinds and their column do not go together", where=where, accepted=accepted)
    for kind in register.kinds.values():
        yield from _of_kind(kind, register, f"kinds/{register.id}.yaml, kind {kind.id}")


def _named_columns(register: Register) -> Iterator[tuple[str, list[str]]]:
    yield "key", register.key
    yield "listed", register.listed
    yield "filters", register.filters
    yield "search", register.search
    for unique in register.unique:
        yield "unique", unique.columns
    for duplicate in register.duplicates:
        yield "duplicates", duplicate.columns
    for order in register.order:
        yield "order", [order.first, order.second]
    for alarm in register.alarms:
        yield "alarms", [alarm.day, alarm.who, *alarm.done, *alarm.same]
    if register.validity:
        days = (register.validity.start, register.validity.end, register.validity.ended)
        yield "validity", [name for name in days if name]


def _of_alarms(register: Register, where: str) -> Iterator[InputError]:
    for alarm in register.alarms:
        if alarm.day in register.names and register.column(alarm.day).base != "date":
            yield InputError(f"alarms count from {alarm.day!r}, which is no date", where=where)
        if not 0 <= alarm.soon <= alarm.ahead or alarm.after < 0 or (alarm.past or 0) < 0:
            accepted = "days not below 0, soon not above ahead"
            yield InputError(
                f"the days of the alarm of {alarm.day!r} do not fit", where=where, accepted=accepted
            )


def _of_column(column: Column, registers: dict[str, Register], where: str) -> Iterator[InputError]:
    if not _ID.fullmatch(column.name):
        yield InputError("the name is no name", where=where, accepted="small letters, digits, _")
    decimal = DECIMAL.fullmatch(column.type)
    if decimal is None and column.type not in PLAIN_TYPES:
        accepted = ", ".join([*PLAIN_TYPES, "decimal(precision,scale)"])
        yield InputError(f"there is no type {column.type!r}", where=where, accepted=accepted)
    if decimal and not int(decimal[2]) <= int(decimal[1]) <= GREATEST_PRECISION:
        yield InputError(
            "the decimal is too wide", where=where, accepted=f"{GREATEST_PRECISION} digits at most"
        )
    if (column.type == "choice") != bool(column.choices):
        yield InputError("choices and the type choice do not go together", where=where)
    if (column.type == "reference") != bool(column.to):
        yield InputError("to and the type reference do not go together", where=where)
    if column.to and (column.to not in registers or len(registers[column.to].key) != 1):
        accepted = "a register whose key is one column"
        yield InputError(
            f"it refers to {column.to!r}, which cannot be referred to", where=where, accepted=accepted
        )
    if column.must_exist and not column.to:
        yield InputError("must_exist is for references", where=where, accepted="a column with to")
    if column.check and column.check not in CHECKS:
        yield InputError(f"there is no check {column.check!r}", where=where, accepted=", ".join(CHECKS))
    if column.pattern and _bad_pattern(column.pattern):
        yield InputError(f"the pattern {column.pattern!r} is no regular expression", where=where)


def _of_kind(kind: Kind, register: Register, where: str) -> Iterator[InputError]:
    if not _ID.fullmatch(kind.id):
        yield InputError("the id is no id", where=where, accepted="small letters, digits, _")
    if kind.levels:
        known = register.column("level").choices if "level" in register.names else {}
        for level in kind.levels:
            if level not in known:
                yield InputError(f"there is no level {level!r}", where=where, accepted=", ".join(known))
    if kind.number and (
        _bad_pattern(kind.number.pattern) or not re.fullmatch(kind.number.pattern, kind.number.like)
    ):
        yield InputError("the number's example does not match its pattern", where=where)
    if kind.number and kind.number.check and kind.number.check not in CHECKS:
        what = f"there is no check {kind.number.check!r}"
        yield InputError(what, where=where, accepted=", ".join(CHECKS))
    for name in {*kind.example, *kind.wrong.set, kind.wrong.column} - {*register.names}:
        yield InputError(f"the examples name the column {name!r}, which is not there", where=where)
    yield from _answers(kind.answers, where)


def _answers(rows: list[str], where: str) -> Iterator[InputError]:
    for row in rows:
        if not _ROW.fullmatch(row):
            yield InputError(f"{row!r} is no row of a decision", where=where, accepted="such as S09-02")


def _bad_pattern(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return True
    return False
