"""The rows that are there (在册记录), as much of them as comparing needs: one pass over the table."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from sys import intern
from typing import Any

from django.db import connection, transaction

from luodi.core.registers import Register

from ..models import model_of
from ..sql import SELECTED, visible_sql

Values = tuple[Any, ...]


def plain(values: Iterable[Any]) -> Values:
    """Values of a row as both engines and files agree on: decimals as doubles, which hold their 14 digits exactly."""
    return tuple(float(value) if isinstance(value, Decimal) else value for value in values)


class Known:
    """Visible rows by key, and who holds what no two rows may share.

    Of each row a 64-bit hash is kept, not its values: a million rows fit in memory. That a changed row has the hash of
    the old one is expected once in ten million imports of a million rows.
    """

    def __init__(self, register: Register) -> None:
        self._register = register
        places = {name: place for place, name in enumerate(register.names)}
        self._key = [places[name] for name in register.key]
        rules = [rule for rule in register.unique if rule.columns != register.key]
        self.rules = [(rule, [places[name] for name in rule.columns]) for rule in rules]
        self._few = {place for place in self._key if register.columns[place].base in ("kind", "choice")}
        self._places: dict[Values, int] = {}
        self._pks, self._hashes = array("q"), array("q")
        self._held: list[dict[Values, Values]] = [{} for _ in self.rules]
        for pk, *values in _rows(register):
            self._add(pk, plain(values))

    def _add(self, pk: int, values: Values) -> None:
        key = tuple(intern(values[p]) if p in self._few and values[p] else values[p] for p in self._key)
        self._places[key] = len(self._pks)
        self._pks.append(pk)
        self._hashes.append(hash(values))
        for held, (_, places) in zip(self._held, self.rules, strict=True):
            shared = tuple(values[place] for place in places)
            if None not in shared:
                held[shared] = key

    def __len__(self) -> int:
        return len(self._places)

    def key(self, values: Values) -> Values:
        """The key of a row."""
        return tuple(values[place] for place in self._key)

    def find(self, values: Values) -> tuple[int | None, bool]:
        """The row with this key, and whether it says the same.

        Args:
            values: as :func:`plain` gives them.
        """
        there = self._places.get(self.key(values))
        return (None, False) if there is None else (self._pks[there], self._hashes[there] == hash(values))

    def clashes(self, rows: Callable[[], Iterable[Values]]) -> Iterator[tuple[int, str, str]]:
        """Name rows that would share with a visible row what no two may share: place, column, what that means.

        A visible row that the same file changes is not compared; the file's own rows were held against each other.
        """
        found = [
            (place, rule, other)
            for place, values in enumerate(rows() if any(self._held) else ())
            for held, (rule, places) in zip(self._held, self.rules, strict=True)
            if (other := held.get(tuple(values[each] for each in places))) is not None
        ]
        others = {other for _, _, other in found}
        renewed = others.intersection(map(self.key, rows())) if others else others
        for place, rule, other in found:
            if other not in renewed:
                yield place, rule.columns[-1], rule.what


def _rows(register: Register) -> Iterator[Any]:
    """Stream the visible rows past the ORM, which would make a million objects of them."""
    columns = ", ".join(f'r."{name}"' for name in register.names)
    statement = f"SELECT r.id, {columns} FROM {visible_sql(model_of(register.id))}"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(statement)
            while found := cursor.fetchmany(SELECTED):
                yield from found
        return
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        while found := cursor.fetchmany(SELECTED):
            yield from found
