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
                _add(page, page.blocks[at].provision, figure, targets, observations)
            table = []
            continue
        for figure in of_block(page.flat, block.start, block.end, scope, frame):
            _add(page, block.provision, figure, targets, observations)
    return targets, observations


def _add(
    page: Page,
    provision: str | None,
    figure: Figure,
    targets: list[Target],
    observations: list[ObservedFigure],
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
    targets.append(
        Target(
            id=f"t{len(targets) + 1}",
            deadline=figure.year,
            baseline=figure.baseline,
            hedged=figure.hedged,
            restates=_restated(figure, targets),
            **common,
        )
    )


def _restated(figure: Figure, targets: Sequence[Target]) -> str | None:
    """Give the id of the first target that says the same: name, number and year."""
    for target in targets:
        if (
            target.value == figure.value
            and target.unit == figure.unit
            and target.value_high == figure.high
            and (target.deadline or "")[-4:] == (figure.year or "")[-4:]
            and figure.value is not None
            and _same(target.indicator, figure.name)
        ):
            return target.restates or target.id
    return None


def _same(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return len(short) >= 0.6 * len(long) and all(c in rest for c in short)
