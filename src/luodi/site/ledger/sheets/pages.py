"""The sheets beside that of the reports (延期申请、督办单回复、整改): each said once, for writing, reading and preview."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from luodi.site.base import options
from luodi.site.base.models import User

from ..models import SupervisionPaper
from ..paper_texts import number_in_words
from ..queries import duties_seen_by
from ..queries.open import extendable, to_rectify, unanswered
from ..queries.papers import papers_seen_by
from ..queries.sittings import items_of
from . import cells as reading
from .columns import MOST, Column

LONG: Final = partial(reading.words, most=10_000)
"""A text of as many letters as on the pages."""


def _orders(user: User, most: int) -> list[SupervisionPaper]:
    """The orders to be answered, with their numbers as printed: the office's codes are read once for all."""
    codes, found = options.get("paper_codes"), unanswered(user, most)
    for paper in found:
        paper.printed = number_in_words(paper, codes)  # type: ignore[attr-defined]
    return found


class Page(NamedTuple):
    """One sheet (页).

    Attributes:
        code: what it is called in the code.
        title: its name.
        asks: what it asks, in a sentence.
        open: the things that a person may fill it in for, at most so many.
        seen: those of some ids that a person may see.
        route: of a thing's page.
        called: a thing in words.
        columns: the last two are the thing and the version that was handed out.
    """

    code: str
    title: Any
    asks: Any
    open: Callable[[User, int], Iterable[Any]]
    seen: Callable[[User, list[int]], Iterable[Any]]
    route: str
    called: Callable[[Any], str]
    columns: tuple[Column, ...]

    @property
    def place(self) -> dict[str, int]:
        """Where each column stands."""
        return {column.field: position for position, column in enumerate(self.columns, 1)}

    def column(self, field: str) -> Column:
        """A column; the first one, for what concerns the whole row."""
        return next((each for each in self.columns if each.field == field), self.columns[0])

    def rows(self, user: User) -> list[dict[str, Any]]:
        """What is handed out to a person, by the columns' fields."""
        things = self.open(user, MOST)
        return [{column.field: column.holds(thing) for column in self.columns} for thing in things]


_KEYS: Final = (
    Column("thing", "id", 8, "pk", hidden=True),
    Column("version", "version", 8, "version", hidden=True),
)
PAGES: Final = {
    page.code: page
    for page in (
        Page(
            "extension",
            _("延期申请"),
            _("要申请延期的事项,填写申请时限、原因和理由;其他的行不用填。"),
            extendable,
            lambda user, keys: duties_seen_by(user).filter(pk__in=keys),
            "ledger:duty",
            str,
            (
                Column("number", _("编号"), 14, "number"),
                Column("title", _("任务"), 36, "title"),
                Column("due_on", _("现时限"), 12, "due_on"),
                Column("granted", _("延期次数"), 10, "extensions_granted"),
                Column("new_due_on", _("申请时限"), 12, read=reading.day, was="due_on", missing=_("请填写申请时限。")),
                Column("cause", _("原因"), 12, read=reading.cause, says=reading.cause_in_words),
                Column("reason", _("理由"), 48, read=partial(reading.words, most=2000)),
                *_KEYS,
            ),
        ),
        Page(
            "answer",
            _("督办单回复"),
            _("填写回复内容;还不回复的行不用填。"),
            _orders,
            lambda user, keys: papers_seen_by(user).filter(pk__in=keys),
            "ledger:paper",
            lambda paper: str(paper.title),
            (
                Column("number", _("文号"), 18, "printed"),
                Column("title", _("标题"), 36, "title"),
                Column("answer_by", _("回复时限"), 12, "answer_by"),
                Column("answer", _("回复内容"), 60, read=LONG),
                *_KEYS,
            ),
        ),
        Page(
            "rectify",
            _("整改"),
            _("填写整改情况;还没有整改到位的行不用填。"),
            to_rectify,
            items_of,
            "ledger:inspection_item",
            lambda item: f"{item.duty} · {item.finding}",
            (
                Column("number", _("编号"), 14, "duty.number"),
                Column("title", _("任务"), 36, "duty.title"),
                Column("inspection", _("专项督查"), 24, "inspection.title"),
                Column("finding", _("发现问题"), 40, "finding"),
                Column("rectify_by", _("整改时限"), 12, "rectify_by"),
                Column("rectification", _("整改情况"), 48, read=LONG),
                *_KEYS,
            ),
        ),
    )
}  # fmt: skip
"""They stand in the workbook, in this order, where something is open for them."""
