"""Figures (数据) of an official text: quantified targets and observed figures.

The steps: number mentions in each sentence, the words that belong to each, what they name, whether the part
of the document promises or reviews, by when; tables by their columns; then restatements.
"""

from __future__ import annotations

from collections.abc import Sequence

from luodi.core.record import Document, ObservedFigure, Provision, Target
from luodi.reading.figures.draft import Draft
from luodi.reading.figures.restated import restated
from luodi.reading.figures.running import read_stretch
from luodi.reading.figures.setting import frame_of, settings
from luodi.reading.figures.tables import Table, read_table
from luodi.reading.page import Page
from luodi.reading.when import Time, times

__all__ = ["find"]


def find(
    page: Page, document: Document, provisions: Sequence[Provision] = ()
) -> tuple[list[Target], list[ObservedFigure]]:
    """Find the targets and the observed figures.

    Args:
        page: the folded text, its blocks told which provision they stand in.
        document: its heading data.
        provisions: its provisions; may be empty.

    Returns:
        Targets and observed figures in the order of the text; ``text[start:end] == quote`` for each.

    >>> from luodi.reading.page import fold
    >>> page = fold("一、目标\\n到2025年，高新技术企业达到192家，研发投入增长10%以上。")
    >>> targets, _ = find(page, Document(text_sha256=""), [])
    >>> [(t.indicator, t.comparator, t.value, t.unit, t.deadline) for t in targets]
    [('高新技术企业', 'eq', 192.0, '家', '2025'), ('研发投入', 'ge', 10.0, '%', '2025')]
    """
    frame = frame_of(page, document)
    drafts: list[Draft] = []
    table: Table | None = None
    carried: Time | None = None
    open_end = False
    caption = ""
    for block, setting in settings(page, frame):
        if block.kind == "row":
            if table is None:
                table = Table(frame, setting, caption)
            table.rows.append(block)
            continue
        if table is not None:
            drafts += read_table(page, table)
            table = None
        caption = page.flat[block.start : block.end][-80:]
        default = carried if setting.bullet or open_end else None
        default = default or setting.heading_time
        tense = setting.tense
        if default is not None and tense == "past" and default.role == "deadline":
            default = None
        found = read_stretch(page.flat, block.start, block.end, frame, tense, default)
        for draft in found:
            draft.provision = block.provision
        drafts += found
        open_end = page.flat.endswith("：", block.start, block.end) or (open_end and setting.bullet)
        if not setting.bullet:
            own = [
                t for t in times(page.flat, block.start, block.end, frame.calendar) if t.role != "baseline"
            ]
            carried = own[-1] if own and own[-1].last >= (frame.calendar.start or 0) else None
    if table is not None:
        drafts += read_table(page, table)
    _fill(drafts, frame.calendar.horizon)
    drafts.sort(key=lambda draft: (draft.start, draft.end))
    return _targets(page, drafts), _observed(page, drafts)


def _fill(drafts: list[Draft], horizon: int | None) -> None:
    """Give targets without a deadline the document's own, or the only one that it names."""
    promised = [draft for draft in drafts if draft.tense == "future"]
    named = {
        draft.year[-4:] if "-" not in draft.year or len(draft.year) == 9 else draft.year[:4]
        for draft in promised
        if draft.year
    }
    only = str(horizon) if horizon else named.pop() if len(named) == 1 else None
    for draft in promised:
        if draft.year is None:
            draft.year = only


def _targets(page: Page, drafts: Sequence[Draft]) -> list[Target]:
    found: list[Target] = []
    promised = [draft for draft in drafts if draft.tense == "future"]
    for number, (draft, first) in enumerate(zip(promised, restated(promised), strict=True), start=1):
        start, end = page.span(draft.start, draft.end)
        found.append(
            Target(
                id=f"t{number}",
                provision=draft.provision,
                quote=page.text[start:end],
                start=start,
                end=end,
                indicator=draft.indicator,
                comparator=draft.comparator,
                value=draft.value,
                value_high=draft.high,
                unit=draft.unit,
                kind=draft.kind,
                direction=draft.direction,
                deadline=draft.year,
                area=draft.area,
                baseline_year=draft.baseline_year,
                hedged=draft.hedged,
                restates=None if first is None else f"t{first + 1}",
            )
        )
    return found


def _observed(page: Page, drafts: Sequence[Draft]) -> list[ObservedFigure]:
    found: list[ObservedFigure] = []
    for draft in drafts:
        if draft.tense != "past":
            continue
        start, end = page.span(draft.start, draft.end)
        found.append(
            ObservedFigure(
                id=f"o{len(found) + 1}",
                provision=draft.provision,
                quote=page.text[start:end],
                start=start,
                end=end,
                indicator=draft.indicator,
                comparator=draft.comparator,
                value=draft.value,
                value_high=draft.high,
                unit=draft.unit,
                kind=draft.kind,
                direction=draft.direction,
                period=draft.year,
                area=draft.area,
                baseline_year=draft.baseline_year,
            )
        )
    return found
