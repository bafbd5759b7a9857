"""Lanes (分类): every duty still on the list stands in exactly one, so that their counts add up to the total.

A closed duty shines green; in the counts it is told apart from one that is merely on time.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from luodi.site.base.fresh import kept

from ..models import Duty

S, L = Duty.State, Duty.Light
DONE: Final = (S.CLOSED, S.ARCHIVED)
RUNNING: Final = Duty.RUNNING


class Lane(NamedTuple):
    """One class of duties: its name in addresses, the word people read, the light it is drawn with, its condition."""

    name: str
    title: Any
    light: str
    holds: Q


LANES: Final = {
    lane.name: lane
    for lane in (
        Lane("red", _("红灯"), "red", Q(state__in=RUNNING, light=L.RED)),
        Lane("yellow", _("黄灯"), "yellow", Q(state__in=RUNNING, light=L.YELLOW)),
        Lane("green", _("绿灯"), "green", Q(state__in=RUNNING, light=L.GREEN)),
        Lane("none", _("未亮灯"), "none", Q(state__in=(S.DRAFT, S.REGISTERED)) | Q(state__in=RUNNING, light=L.NONE)),
        Lane("closed", _("已销号"), "closed", Q(state__in=DONE)),
    )
}  # fmt: skip


def on_the_list(duties: QuerySet[Duty]) -> QuerySet[Duty]:
    """Without what was withdrawn."""
    return duties.exclude(state=S.WITHDRAWN)


def counts(duties: QuerySet[Duty], *by: str, **more: Any) -> list[dict[str, Any]]:
    """How many duties stand in each lane, and in all, per value of ``by``, in its order (or once, without it): one
    query.

    Args:
        duties: the duties.
        by: fields to count by.
        more: further aggregates.
    """
    numbers: dict[str, Any] = more | {name: Count("pk", filter=lane.holds) for name, lane in LANES.items()}
    plain = on_the_list(duties).select_related(None).order_by()

    def count() -> list[dict[str, Any]]:
        if not by:
            return [plain.aggregate(total=Count("pk"), **numbers)]
        return list(plain.values(*by).annotate(total=Count("pk"), **numbers).order_by(*by))

    return kept(f"lanes {by} {sorted(more)}", plain.values("pk"), count)


def worst(rows: Iterable[dict[str, Any]], limit: int) -> list[dict[str, Any]]:
    """The rows with most red, then most yellow, duties; those with neither left out."""
    pressed = [row for row in rows if row["red"] or row["yellow"]]
    return sorted(pressed, key=lambda row: (-row["red"], -row["yellow"], row["total"]))[:limit]


def status(row: dict[str, Any]) -> str:
    """The light of a group: the most pressing one that any of its duties shows."""
    for name in ("red", "yellow", "green"):
        if row[name]:
            return name
    return "closed" if row["closed"] else "none"
