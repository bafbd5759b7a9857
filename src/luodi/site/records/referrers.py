"""Rows that refer to another and must find it (引用记录): while they stand, it can't go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from luodi.core.registers import Column, Register, load
from luodi.site.base.refusals import Refusal

from .models import Row, model_of
from .show import title_of
from .sql import visible_sql

COUNTED: Final = 1000
"""Referring rows are counted so far and no further: what is beyond says no more."""
NAMED: Final = 3


class Referring(NamedTuple):
    """The rows of one register that refer to a key.

    Attributes:
        register: theirs.
        amount: how many; ``more`` says that no more were counted.
        keys: of the first few; none where they are personal data.
    """

    register: Register
    amount: int
    more: bool
    keys: list[str]

    def said(self, key: str) -> str:
        """Say it in a clause, without a full stop."""
        told = {"title": title_of(self.register), "amount": self.amount, "key": key}
        words = _("登记簿“%(title)s”中有%(amount)s条以上记录引用%(key)s") if self.more else _(
            "登记簿“%(title)s”中有%(amount)s条记录引用%(key)s"
        )  # fmt: skip
        ending = _("等") if self.amount > len(self.keys) else ""
        named = _("(%(keys)s%(ending)s)") % {"keys": _("、").join(self.keys), "ending": ending}
        return words % told + (named if self.keys else "")


class StillReferred(Refusal):
    """Rows that must find this one refer to it; ``referring`` are they, by register."""

    def __init__(self, key: str, referring: Sequence[Referring]) -> None:
        self.referring = list(referring)
        super().__init__(
            _("%(found)s。请先变更或撤销这些记录,再办理。")
            % {"found": _(";").join(each.said(key) for each in self.referring)}
        )


def requiring(register: str) -> list[tuple[Register, list[Column]]]:
    """The registers whose references to this one must be found, with the columns that hold them."""
    pairs = [
        (each, [column for column in each.columns if column.must_exist and column.to == register])
        for each in load().values()
    ]
    return [(each, columns) for each, columns in pairs if columns]


def refuse_if_referred(row: Row, key: str | None = None) -> None:
    """Refuse that a row goes, or takes another key, while others must find it; each column is looked up by its index.

    Args:
        row: a visible one.
        key: what it will be called; None if it goes.

    Raises:
        StillReferred: rows refer to it, and no other row has its key.
    """
    name = row.register.key[0]
    gone = str(row.value(name))
    if gone == key:
        return
    found = [each for pair in requiring(row.register.id) if (each := _referring(*pair, gone, row))]
    if found and not _rows(row.register, f'r."{name}" = %s', [gone], row, 1):
        raise StillReferred(gone, found)


def _referring(register: Register, columns: Sequence[Column], key: str, row: Row) -> Referring | None:
    rows: dict[int, list[str]] = {}
    for column in columns:
        found = _rows(register, f'r."{column.name}" = %s', [key], row, COUNTED + 1)
        rows |= {pk: values for pk, *values in found}
    if not rows:
        return None
    personal = any(register.column(name).personal for name in register.key)
    first = [] if personal else [" ".join(map(str, values)) for _pk, values in sorted(rows.items())[:NAMED]]
    return Referring(register, min(len(rows), COUNTED), len(rows) > COUNTED, first)


def _rows(register: Register, test: str, values: list[Any], row: Row, most: int) -> list[tuple[Any, ...]]:
    """Visible rows that pass a test, without the row itself, in no order: an order might have the whole table walked."""
    names = ", ".join(f'r."{name}"' for name in register.key)
    statement = f"SELECT r.id, {names} FROM {visible_sql(model_of(register.id))} AND {test}"
    if register.id == row.register.id:
        statement, values = f"{statement} AND r.id <> %s", [*values, row.pk]
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} LIMIT {most}", values)
        return list(cursor.fetchall())
