"""Quantified targets (量化目标) and observed figures (已公布数据) in a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from luodi.core.record import Comparator, Direction, Kind, ObservedFigure, Provision, Target
from luodi.reading.figures import rows
from luodi.reading.figures.figure import Figure
from luodi.reading.figures.scopes import Frame, frame_of, scopes_of
from luodi.reading.figures.sentences import of_block
from luodi.reading.page import Page

__all__ = ["find", "frame_of"]


class _Common(TypedDict):
    """What targets and observed figures say alike."""

    provision: str | None
    quote: str
    start: int
    end: int
    indicator: str
    comparator: Comparator
    value: float | None
    value_high: float | None
    unit: str | None
    kind: Kind
    direction: Direction
    area: str | None
    baseline_year: str | None


def find(
    page: Page, frame: Frame, provisions: Sequence[Provision]
) -> tuple[list[Target], list[ObservedFigure]]:
    """Find the figures of a text and tell what shall be from what has been.

    Args:
        page: the folded text, its blocks told which provision they stand in.
        frame: what holds for the document as a whole, from :func:`frame_of`.
        provisions: its parts; without any, the text is taken as one plan.

    Returns:
        Targets and observed figures, each in the order of the text.
    """
    scopes = scopes_of(page, frame, provisions)
    targets: list[Target] = []
    observations: list[ObservedFigure] = []
    first = _First()
    table: list[int] = []
    for number, block in enumerate(page.blocks):
        scope = scopes[number]
        if scope is None:
            continue
        if block.kind == "row":
            table.append(number)
            if number + 1 < len(page.blocks) and page.blocks[number + 1].kind == "row":
                continue
            for at, figure in rows.of_table(page, table, scopes, frame):
                _add(page, page.blocks[at].provision, figure, targets, observations, first)
            table = []
            continue
        for figure in of_block(page.flat, block.start, block.end, scope, frame):
            _add(page, block.provision, figure, targets, observations, first)
    return targets, observations


def _add(
    page: Page,
    provision: str | None,
    figure: Figure,
    targets: list[Target],
    observations: list[ObservedFigure],
    first: _First,
) -> None:
    start, end = page.span(figure.start, figure.end)
    common = _Common(
        provision=provision,
        quote=page.text[start:end],
        start=start,
        end=end,
        indicator=figure.name,
        comparator=figure.comparator,
        value=figure.value,
        value_high=figure.high,
        unit=figure.unit,
        kind=figure.kind,
        direction=figure.direction,
        area=figure.area,
        baseline_year=figure.baseline_year,
    )
    if figure.what == "observed":
        observations.append(ObservedFigure(id=f"o{len(observations) + 1}", period=figure.year, **common))
        return
    target_id = f"t{len(targets) + 1}"
    targets.append(
        Target(
            id=target_id,
            deadline=figure.year,
            baseline=figure.baseline,
            hedged=figure.hedged,
            restates=first.before(figure, target_id),
            **common,
        )
    )


class _First:
    """The targets that repeat none before them, by what they say: number, unit and year."""

    def __init__(self) -> None:
        self._said: dict[tuple[object, ...], list[tuple[str, str]]] = {}

    def before(self, figure: Figure, target_id: str) -> str | None:
        """Give the id of the first target that says the same under such a name; else note this one."""
        if figure.value is None:
            return None
        key = (figure.value, figure.high, figure.unit, (figure.year or "")[-4:])
        said = self._said.setdefault(key, [])
        for name, known in said:
            if _same(name, figure.name):
                return known
        said.append((figure.name, target_id))
        return None


def _same(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return len(short) >= 0.6 * len(long) and all(c in rest for c in short)
