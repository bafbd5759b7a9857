"""The text with its findings marked (原文标注): stretches that do not overlap, each knowing the findings over it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from .models import Finding

MARKED: Final = (Finding.State.PROPOSED, *Finding.TAKEN)
_RANK: Final = {Finding.Kind.TARGET: 0, Finding.Kind.MILESTONE: 1, Finding.Kind.MEASURE: 2}


class Stretch(NamedTuple):
    """A piece of the text: where it starts, its words, the findings over it (none: plain), the kind that colours it."""

    start: int
    words: str
    findings: tuple[int, ...]
    kind: str
    anchor: bool


def stretches(
    text: str, findings: Iterable[Finding], start: int = 0, end: int | None = None
) -> Iterator[Stretch]:
    """Cut a text where a finding begins or ends.

    Args:
        text: the whole text.
        findings: with spans of the text; only those that wait or are taken are marked.
        start: first character to show.
        end: character after the last to show.

    Yields:
        Stretches in order; their words together are ``text[start:end]``. ``anchor`` is true where a finding begins.
    """
    end = len(text) if end is None else end
    marked = [each for each in findings if each.state in MARKED and each.start < end and each.end > start]
    marked.sort(key=lambda each: (each.start, each.end))
    cuts = sorted({start, end, *(max(e.start, start) for e in marked), *(min(e.end, end) for e in marked)})
    active: list[Finding] = []
    position = 0
    for left, right in itertools.pairwise(cuts):
        active = [each for each in active if each.end > left]
        anchor = False
        while position < len(marked) and marked[position].start <= left:
            active.append(marked[position])
            anchor = True
            position += 1
        kind = min((each.kind for each in active), key=lambda kind: _RANK[Finding.Kind(kind)], default="")
        yield Stretch(left, text[left:right], tuple(each.pk for each in active), kind, anchor)
