"""The columns of the reporting workbook (填报表列)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from ..models.progress import Cause

KIND: Final = "luodi-report-2"
EARLIER: Final = ("luodi-report-1",)
"""Kinds that were handed out before, and are read no more."""
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
    Column("others", _("其他单位已填报"), 26),
    Column("duty", "id", 8, hidden=True),
    Column("version", "version", 8, hidden=True),
    Column("last", "last", 8, hidden=True),
    Column("was", "was", 8, hidden=True),
)
PLACE: Final = {column.field: position for position, column in enumerate(COLUMNS, 1)}


class Page(NamedTuple):
    """One sheet of the workbook beside that of the reports: its code, its name, what it asks, its columns.

    The columns that are filled in are called as the action calls what it refuses; the last two are the thing and the
    version that was handed out.
    """

    code: str
    title: Any
    asks: Any
    columns: tuple[Column, ...]

    @property
    def place(self) -> dict[str, int]:
        """Where each column stands."""
        return {column.field: position for position, column in enumerate(self.columns, 1)}

    def column(self, field: str) -> str:
        """The name of a column; of the first one, for what concerns the whole row."""
        return str(next((each for each in self.columns if each.field == field), self.columns[0]).title)


_KEYS: Final = (Column("thing", "id", 8, hidden=True), Column("version", "version", 8, hidden=True))
PAGES: Final = {
    page.code: page
    for page in (
        Page(
            "extension",
            _("延期申请"),
            _("要申请延期的事项,填写申请时限、原因和理由;其他的行不用填。"),
            (
                Column("number", _("编号"), 14),
                Column("title", _("任务"), 36),
                Column("due_on", _("现时限"), 12),
                Column("granted", _("延期次数"), 10),
                Column("new_due_on", _("申请时限"), 12, open=True),
                Column("cause", _("原因"), 12, open=True),
                Column("reason", _("理由"), 48, open=True),
                *_KEYS,
            ),
        ),
        Page(
            "answer",
            _("督办单回复"),
            _("填写回复内容;还不回复的行不用填。"),
            (
                Column("number", _("文号"), 18),
                Column("title", _("标题"), 36),
                Column("answer_by", _("回复时限"), 12),
                Column("answer", _("回复内容"), 60, open=True),
                *_KEYS,
            ),
        ),
        Page(
            "rectify",
            _("整改"),
            _("填写整改情况;还没有整改到位的行不用填。"),
            (
                Column("number", _("编号"), 14),
                Column("title", _("任务"), 36),
                Column("inspection", _("专项督查"), 24),
                Column("finding", _("发现问题"), 40),
                Column("rectify_by", _("整改时限"), 12),
                Column("rectification", _("整改情况"), 48, open=True),
                *_KEYS,
            ),
        ),
    )
}
"""The sheets that stand in the workbook where something is open for them."""


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


def causes() -> dict[str, str]:
    """Codes of causes by whatever names them: the code, or its word in any language of the site."""
    known = {code: code for code in Cause.values}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known |= {str(cause.label): cause.value for cause in Cause}
    return known
