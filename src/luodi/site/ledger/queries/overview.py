"""Overviews (总览): duties counted by article, unit, county, state; each number with the address of its rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from django.db.models import Min, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.site.base.fresh import kept
from luodi.site.base.guard import in_bulk
from luodi.site.base.models import Area
from luodi.site.base.ready import ready

from ..models import Decision, Duty
from .lanes import LANES, counts, status
from .narrow import NO_ARTICLE, NOBODY, rows_url


class Cell(NamedTuple):
    """One number of a matrix: the lane's name and light, the count, its rows."""

    lane: str
    light: str
    title: str
    amount: int
    url: str


class Line(NamedTuple):
    """One line of a matrix: its name, its lanes, its total, the rows of all of it."""

    title: str
    cells: list[Cell]
    total: int
    url: str
    status: str


class Kind(NamedTuple):
    """One way to cut the list: its title, what the lines are called, the columns counted by, how a line is named."""

    title: Any
    head: Any
    by: tuple[str, ...]
    name: Callable[[dict[str, Any]], str]
    filters: Callable[[dict[str, Any]], dict[str, object]]
    order: Callable[[dict[str, Any]], Any]


def _article(row: dict[str, Any]) -> str:
    return f"{row['commitment__article'] or NO_ARTICLE} {row['commitment__article_heading']}".strip()


def _unit(row: dict[str, Any]) -> str:
    return row["lead__short_name"] or row["lead__name"] or _("未明确单位")


_STATES: Final = {state: place for place, state in enumerate(Duty.State.values)}
KINDS: Final = {
    "article": Kind(
        gettext_lazy("按条款"), gettext_lazy("条款"),
        ("commitment__decision", "commitment__article", "commitment__article_heading"), _article,
        lambda row: {"decision": row["commitment__decision"], "article": row["commitment__article"] or NO_ARTICLE},
        lambda row: (row["commitment__decision"], row["first"]),
    ),
    "unit": Kind(
        gettext_lazy("按单位"), gettext_lazy("牵头单位"), ("lead", "lead__name", "lead__short_name"), _unit,
        lambda row: {"lead": row["lead"] or NOBODY}, lambda row: (-row["red"], -row["yellow"], -row["total"], row["lead"] or 0),
    ),
    "area": Kind(
        gettext_lazy("按县(市、区)"), gettext_lazy("区域"), ("area", "area__name"),
        lambda row: row["area__name"] or _("未定区域"), lambda row: {"area": row["area"] or NOBODY}, lambda row: row["area"] or 0,
    ),
    "state": Kind(
        gettext_lazy("按状态"), gettext_lazy("状态"), ("state",), lambda row: str(Duty.State(row["state"]).label),
        lambda row: {"state": row["state"]}, lambda row: _STATES[row["state"]],
    ),
}  # fmt: skip


def matrix(kind: str, duties: QuerySet[Duty]) -> list[Line]:
    """The lines of one overview: one query.

    Raises:
        KeyError: there is no such overview.
    """
    how = KINDS[kind]
    found = counts(duties, *how.by) if kind != "article" else _articles(duties, how)
    lanes = [(name, lane.light, str(lane.title)) for name, lane in LANES.items()]
    return [_line(how, row, lanes) for row in sorted(found, key=how.order)]


def _articles(duties: QuerySet[Duty], how: Kind) -> list[dict[str, Any]]:
    """Articles in the order of the text, which is that of their first sentence."""
    return list(counts(duties, *how.by, first=Min("commitment__start")))


def _line(how: Kind, row: dict[str, Any], lanes: list[tuple[str, str, str]]) -> Line:
    filters = how.filters(row)
    url = rows_url(**filters)
    page, _mark, asked = url.partition("?")
    cells = [
        Cell(name, light, title, row[name], f"{page}?lane={name}&{asked}") for name, light, title in lanes
    ]
    return Line(how.name(row), cells, row["total"], url, status(row))


def decisions_of(duties: QuerySet[Duty]) -> list[Decision]:
    """The decisions to which some duties go back, the newest first: two queries when something changed."""
    plain = duties.select_related(None).order_by()
    keys = kept(
        "decisions",
        plain.values("pk"),
        lambda: list(plain.values_list("commitment__decision", flat=True).distinct()),
    )
    found = in_bulk(Decision, keys)
    return [found[key] for key in sorted(found, reverse=True)]


class Tile(NamedTuple):
    """One area on the schematic map (瓦片图): its place, its light, its counts, its rows."""

    title: str
    column: int | None
    row: int | None
    status: str
    red: int
    yellow: int
    total: int
    url: str


def _rows_of(area: int) -> str:
    return rows_url(area=area)


@ready
def places() -> QuerySet[Area]:
    """Every county and park, in the order of the map."""
    return Area.objects.exclude(kind=Area.Kind.CITY).order_by("row", "column", "id")


def tiles(duties: QuerySet[Duty], address: Callable[[int], str] = _rows_of) -> list[Tile]:
    """Every county and park on the tile map, those without a place last: two queries.

    Args:
        duties: the duties that are counted.
        address: where those of an area are listed, by its id.
    """
    found = {row["area"]: row for row in counts(duties.exclude(area=None), "area")}
    empty = dict.fromkeys([*LANES, "total"], 0)
    made = []
    for area in places():
        row = found.get(area.pk, empty)
        made.append(
            Tile(
                area.name,
                area.column,
                area.row,
                status(row),
                row["red"],
                row["yellow"],
                row["total"],
                address(area.pk),
            )
        )
    return sorted(made, key=lambda tile: tile.column is None or tile.row is None)
