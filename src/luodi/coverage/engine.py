"""Coverage (覆盖度): rows against declarations; an answer counts only if its examples pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Literal

import msgspec

from luodi.coverage.declarations import Declaration
from luodi.coverage.rows import Row

Standing = Literal["served", "failing", "stated", "open", "tracked"]
"""Where a row stands.

``served``: at least one declaration answers it and its examples pass. ``failing``: answered, but no answer's
    examples all pass. ``stated``: a target that no record can measure, and it is said why. ``open``: nothing
    answers it. ``tracked``: a row of construction or surveillance, followed as a commitment only.
"""


class Answer(msgspec.Struct, kw_only=True, frozen=True):
    """One declaration's answer to a row: which, and what its examples said (nothing if they pass)."""

    sort: str
    id: str
    zh: str
    en: str
    examples: int
    failures: list[str]


class Served(msgspec.Struct, kw_only=True, frozen=True):
    """One row with its answers; ``targets`` names the bound targets whose sentences share its words."""

    id: str
    article: int
    sort: str
    phrase: str
    needs: str
    start: int
    end: int
    standing: Standing
    answers: list[Answer]
    targets: list[str]


class Article(msgspec.Struct, kw_only=True, frozen=True):
    """One article's rows by standing."""

    article: int
    counts: dict[str, int]


class Coverage(msgspec.Struct, kw_only=True, frozen=True):
    """The whole: rows, articles, totals by sort of row and standing, and declarations for other rows."""

    title: str
    rows: list[Served]
    articles: list[Article]
    totals: dict[str, dict[str, int]]
    strangers: list[str]


def cover(
    title: str,
    rows: Sequence[Row],
    declared: Sequence[Declaration],
    targets: Sequence[tuple[str, int, int]] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Coverage:
    """Hold rows against declarations, running every proof that answers one of them.

    Args:
        title: the decision's.
        rows: its rows.
        declared: what there is.
        targets: id and span of each bound target, for the crosswalk by quoted words.
        progress: told how many declarations are proved, of how many.
    """
    known = {row.id for row in rows}
    wanted = [each for each in declared if known.intersection(each.answers)]
    by_row: dict[str, list[Answer]] = {row.id: [] for row in rows}
    for done, each in enumerate(wanted):
        if progress:
            progress(done, len(wanted))
        answer = _proved(each)
        for row in known.intersection(each.answers):
            by_row[row].append(answer)
    if progress:
        progress(len(wanted), len(wanted))
    served = [_served(row, by_row[row.id], targets) for row in rows]
    return Coverage(
        title=title,
        rows=served,
        articles=[
            Article(
                article=number, counts=dict(Counter(row.standing for row in served if row.article == number))
            )
            for number in sorted({row.article for row in rows})
        ],
        totals={
            sort: dict(Counter(row.standing for row in served if row.sort == sort))
            for sort in ("S", "T", "P", "X")
        },
        strangers=sorted(f"{each.sort} {each.id}" for each in declared if set(each.answers) - known),
    )


def _proved(each: Declaration) -> Answer:
    failures = each.proof()
    if not each.examples and each.sort != "lack":
        failures = [f"{each.id}: no worked example"]
    return Answer(
        sort=each.sort, id=each.id, zh=each.zh, en=each.en, examples=each.examples, failures=failures
    )


def _served(row: Row, answers: Sequence[Answer], targets: Sequence[tuple[str, int, int]]) -> Served:
    return Served(
        id=row.id,
        article=row.article,
        sort=row.sort,
        phrase=row.phrase,
        needs=row.needs,
        start=row.start,
        end=row.end,
        standing=_standing(row, answers),
        answers=sorted(answers, key=lambda answer: (answer.sort, answer.id)),
        targets=[
            name for name, start, end in targets if row.sort == "T" and start < row.end and row.start < end
        ],
    )


def _standing(row: Row, answers: Sequence[Answer]) -> Standing:
    if row.sort in ("P", "X"):
        return "tracked"
    working = [answer for answer in answers if answer.sort != "lack"]
    if any(not answer.failures for answer in working):
        return "served"
    if working:
        return "failing"
    return "stated" if row.sort == "T" and answers else "open"
