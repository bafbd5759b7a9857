"""The columns of the reporting workbook (填报表列)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from ..models.progress import Cause

KIND: Final = "luodi-report-1"
MARKER: Final = "luodi"
"""Name of the hidden sheet by which a workbook of this site is known."""
SALT: Final = "luodi.workbook"
HEAD: Final = 4
"""Row of the column names; the rows to fill in begin below it."""
MOST: Final = 1000
MILLIONTH: Final = Decimal("0.000001")


class Column(NamedTuple):
    """One column: its field, its name, its width, whether it is filled in, whether it is hidden."""

    field: str
    title: Any
    width: int
    open: bool = False
    hidden: bool = False


COLUMNS: Final = (
    Column("number", _("编号"), 14),
    Column("title", _("任务"), 36),
    Column("due_on", _("完成时限"), 12),
    Column("light", _("亮灯"), 8),
    Column("known", _("现进度(%)"), 10),
    Column("percent", _("本次进度(%)"), 12, open=True),
    Column("text", _("进展情况"), 48, open=True),
    Column("cause", _("滞后原因"), 12, open=True),
    Column("indicator", _("指标"), 20),
    Column("period", _("数据时期"), 10, open=True),
    Column("value", _("数据"), 12, open=True),
    Column("unit", _("数据单位"), 10),
    Column("duty", "id", 8, hidden=True),
    Column("version", "version", 8, hidden=True),
    Column("last", "last", 8, hidden=True),
    Column("was", "was", 8, hidden=True),
)
PLACE: Final = {column.field: position for position, column in enumerate(COLUMNS, 1)}


def names() -> set[tuple[str, ...]]:
    """The names of the columns in their order, in each language of the site."""
    found = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.add(tuple(str(column.title) for column in COLUMNS))
    return found


def figure_in_words(period: str, value: Decimal | None) -> str:
    """A figure as it was handed out, by which a row knows whether it was changed; empty for none."""
    return "" if value is None else f"{period} {value.quantize(MILLIONTH).normalize():f}"


def causes() -> dict[str, str]:
    """Codes of causes by whatever names them: the code, or its word in any language of the site."""
    known = {code: code for code in Cause.values}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known |= {str(cause.label): cause.value for cause in Cause}
    return known
