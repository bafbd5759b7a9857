"""The columns of the reporting workbook (填报表列): what stands in each, and how what is typed there is read."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from operator import attrgetter
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from . import cells as reading

KIND: Final = "luodi-report-3"
EARLIER: Final = ("luodi-report-1", "luodi-report-2")
"""Kinds that were handed out before, and are read no more."""
MARKER: Final = "luodi"
"""Name of the hidden sheet by which a workbook of this site is known."""
SALT: Final = "luodi.workbook"
HEAD: Final = 4
"""Row of the column names; the rows to fill in begin below it."""
MOST: Final = 1000
MILLIONTH: Final = Decimal("0.000001")
NOTHING: Final = "—"
"""Stands in a cell of an open column where nothing is to be filled in."""


class Column(NamedTuple):
    """One column (列).

    Attributes:
        field: what it is called in the code; a column that is filled in, as the action calls what it refuses.
        title: its name.
        width: how wide it is, in letters.
        of: what stands there when the workbook is handed out: the path of an attribute of the row's thing, or a function
            of the thing; None for nothing.
        read: how what is typed is read; None where nothing is filled in.
        was: the path of what a typed value would take the place of.
        says: a read value in words.
        missing: what is said where it is empty in a row that says something.
        hidden: whether it is hidden.
    """

    field: str
    title: Any
    width: int
    of: str | Callable[[Any], Any] | None = None
    read: Callable[[Any], Any] | None = None
    was: str = ""
    says: Callable[[Any], str] = str
    missing: Any = ""
    hidden: bool = False

    @property
    def open(self) -> bool:
        """Whether it is filled in."""
        return self.read is not None

    def holds(self, thing: Any) -> Any:
        """What stands there for a thing."""
        if self.of is None:
            return None
        return self.of(thing) if callable(self.of) else attrgetter(self.of)(thing)


COLUMNS: Final = (
    Column("number", _("编号"), 14),
    Column("title", _("任务"), 36),
    Column("due_on", _("完成时限"), 12),
    Column("light", _("亮灯"), 8),
    Column("known", _("现进度(%)"), 10),
    Column("percent", _("本次进度(%)"), 12, read=reading.percent),
    Column("text", _("进展情况"), 48, read=partial(reading.words, most=2000)),
    Column("cause", _("滞后原因"), 12, read=reading.cause),
    Column("indicator", _("指标"), 20),
    Column("period", _("数据时期"), 10, read=partial(reading.words, most=30)),
    Column("value", _("数据"), 12, read=reading.number),
    Column("unit", _("数据单位"), 10),
    Column("others", _("其他单位已填报"), 26),
    Column("reuse", _("沿用"), 8, read=reading.yes),
    Column("duty", "id", 8, hidden=True),
    Column("version", "version", 8, hidden=True),
    Column("last", "last", 8, hidden=True),
    Column("was", "was", 8, hidden=True),
    Column("other", "other", 8, hidden=True),
)
"""Those of the sheet of the reports; what stands there comes from the duty and from what is asked of the person."""
PLACE: Final = {column.field: position for position, column in enumerate(COLUMNS, 1)}


def names(columns: tuple[Column, ...] = COLUMNS) -> set[tuple[str, ...]]:
    """The names of the columns in their order, in each language of the site."""
    found = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.add(tuple(str(column.title) for column in columns))
    return found


def figure_in_words(period: str, value: Decimal | None) -> str:
    """A figure as it was handed out, by which a row knows whether it was changed; empty for none."""
    return "" if value is None else f"{period} {value.quantize(MILLIONTH).normalize():f}"
