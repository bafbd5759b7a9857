"""The text with its findings marked (原文标注): stretches that do not overlap, each knowing the findings over it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from .models import Finding

MARKED: Final = (Finding.State.PROPOSED, *Finding.TAKEN)
_RANK: Final = {Finding.Kind.TARGET: 0, Finding.Kind.MILESTONE: 1, Finding.Kind.MEASURE: 2}


class Stretch(NamedTuple):
    """A piece of the text: where it starts, its words, the findings over it (none: plain), the kind that colours it.

    ``anchor`` is true where a finding begins, ``hit`` where the words are those that were looked for.
    """

    start: int
    words: str
    findings: tuple[int, ...]
    kind: str
    anchor: bool
    hit: bool = False


def stretches(
    text: str,
    findings: Iterable[Finding],
    start: int = 0,
    end: int | None = None,
    *,
    offset: int = 0,
    hit: tuple[int, int] = (0, 0),
) -> Iterator[Stretch]:
    """Cut a text where a finding begins or ends.

    Args:
        text: the whole text, or what of it begins at ``offset``.
        findings: with spans of the text; only those that wait or are taken are marked.
        start: first character to show.
        end: character after the last to show.
        offset: the place of ``text[0]`` in the whole text.
        hit: span of the words that were looked for; an empty one is none.

    Yields:
        Stretches in order; their words together are those of the whole text from ``start`` to ``end``.
    """
    end = offset + len(text) if end is None else end
    marked = [each for each in findings if each.state in MARKED and each.start < end and each.end > start]
    marked.sort(key=lambda each: (each.start, each.end))
    sought = {place for place in hit if hit[0] < hit[1] and start < place < end}
    cuts = sorted(
        {start, end, *(max(e.start, start) for e in marked), *(min(e.end, end) for e in marked), *sought}
    )
    active: list[Finding] = []
    position = 0
    for left, right in itertools.pairwise(cuts):
        active = [each for each in active if each.end > left]
        anchor = False
        while position < len(marked) and marked[position].start <= left:
            active.append(marked[position])
            anchor = anchor or marked[position].start == left
            position += 1
        kind = min((each.kind for each in active), key=lambda kind: _RANK[Finding.Kind(kind)], default="")
        words, over = text[left - offset : right - offset], tuple(each.pk for each in active)
        yield Stretch(left, words, over, kind, anchor, hit[0] <= left < hit[1])
