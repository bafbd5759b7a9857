"""The table by which many commitments are registered (批量立项表): one row each, all in one form."""

from __future__ import annotations

from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from luodi.site.base.asked import number

from ..actions.bulk import Row
from ..helping import read
from ..matching import Directory


def rows_of(post: QueryDict, directory: Directory) -> list[Row]:
    """The rows that were ticked; what cannot be understood stands in the row's ``problem``.

    A row that names no lead unit or no day takes those given once for all ticked rows (``lead``, ``due``).
    """
    return [_row(post, pk, directory) for pk in post.getlist("chosen") if number(pk)]


def _row(post: QueryDict, pk: str, directory: Directory) -> Row:
    problems = []
    lead = None
    name = (post.get(f"lead-{pk}") or post.get("lead", "")).strip()
    if name:
        lead = directory.find(name)
        if lead is None:
            problems.append(_unknown(name))
    helping = read(post.get(f"co-{pk}", ""), directory)
    problems += helping.problems
    due = (post.get(f"due-{pk}") or post.get("due", "")).strip()
    day = day_from(due)
    if due and day is None:
        problems.append(_("完成时限“%(day)s”不是日期,请写成2025-12-31。") % {"day": due})
    return Row(int(pk), lead, helping.units, day, " ".join(problems), helping.shares)


def day_from(text: str) -> date | None:
    """A day as the browser's picker writes it; None if it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _unknown(name: str) -> str:
    return _("没有唯一名为“%(name)s”的单位,请从列表中选择,或请系统管理员先建立该单位。") % {"name": name}
