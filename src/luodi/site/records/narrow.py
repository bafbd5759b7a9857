"""Filters and search of a register's list (筛选), made from its declaration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from luodi.core.identifiers import plain
from luodi.core.registers import Column, Register

from .models.rows import PREFIX
from .show import choices_of, name_of


class Filter(NamedTuple):
    """One filter: a column, how it is asked for, what is asked now."""

    name: str
    label: str
    widget: str
    choices: list[tuple[str, str]]
    value: str
    until: str = ""


def filters_of(register: Register, asked: Mapping[str, str], hidden: frozenset[str]) -> list[Filter]:
    """The filters of a list.

    Args:
        register: its declaration.
        asked: the page's query.
        hidden: personal columns that the person does not see, nor filters by.
    """
    return [
        _filter(register, register.column(name), asked) for name in register.filters if name not in hidden
    ]


def _filter(register: Register, column: Column, asked: Mapping[str, str]) -> Filter:
    label, value = name_of(column), asked.get(column.name, "").strip()
    if column.base == "date":
        return Filter(column.name, label, "days", [], value, asked.get(f"{column.name}_until", "").strip())
    if column.base in ("choice", "kind"):
        return Filter(column.name, label, "choice", choices_of(register, column), value)
    if column.base == "boolean":
        return Filter(column.name, label, "choice", [("1", _("是")), ("0", _("否"))], value)
    return Filter(column.name, label, "text", [], value)


def condition(register: Register, asked: Mapping[str, str], hidden: frozenset[str]) -> Q:
    """What the query asks for; a value that its column cannot hold finds nothing."""
    found = Q()
    for each in filters_of(register, asked, hidden):
        column = register.column(each.name)
        for part in _parts(column, each):
            found &= part
    words = asked.get("q", "").strip()
    if words:
        found &= _search(register, words, hidden)
    return found


def _parts(column: Column, each: Filter) -> Iterator[Q]:
    name = PREFIX + column.name
    nothing = Q(pk__in=[])
    if column.base == "date":
        for value, test in ((each.value, "gte"), (each.until, "lte")):
            if value:
                day = _day(value)
                yield Q(**{f"{name}__{test}": day}) if day else nothing
        return
    if not each.value:
        return
    if column.base == "boolean":
        yield Q(**{name: each.value == "1"})
    elif column.base in ("integer", "decimal", "float"):
        try:
            number = int(each.value)
        except ValueError:
            yield nothing
        else:
            yield Q(**{name: number}) if abs(number) < 2**63 else nothing
    elif column.base == "text":
        yield Q(**{name: each.value})
    elif column.base == "code" and column.check in ("area_code", "industry_code"):
        yield Q(
            **{f"{name}__startswith": plain(each.value).upper()}
        )  # a code of a county lies below its city's
    else:
        yield Q(**{name: each.value if column.base in ("choice", "kind") else plain(each.value).upper()})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _search(register: Register, words: str, hidden: frozenset[str]) -> Q:
    """Codes by how they begin, which an index answers; texts by what they hold, which means reading them all.

    What is written like a code (no Chinese, and a digit in it) is looked for among codes only, if the register has any.
    """
    found = Q(pk__in=[])
    codes = any(register.column(name).base != "text" for name in register.search)
    like_a_code = codes and words.isascii() and any(letter.isdigit() for letter in words)
    for name in register.search:
        if name in hidden:
            continue
        is_text = register.column(name).base == "text"
        if is_text and like_a_code:
            continue
        test, value = ("contains", words) if is_text else ("startswith", plain(words).upper())
        found |= Q(**{f"{PREFIX}{name}__{test}": value})
    return found
