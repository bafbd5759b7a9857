"""The text with its findings marked (原文标注): stretches that do not overlap, each knowing the findings over it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple, Protocol, TypeVar

from .models import Finding

MARKED: Final = (Finding.State.PROPOSED, *Finding.TAKEN)
_RANK: Final = {Finding.Kind.TARGET: 0, Finding.Kind.MILESTONE: 1, Finding.Kind.MEASURE: 2}


class Spanning(Protocol):
    """What lies over a part of a text."""

    start: int
    end: int


Span = TypeVar("Span", bound=Spanning)


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
    for left, right, over, anchor in pieces(marked, start, end):
        kind = min((each.kind for each in over), key=lambda kind: _RANK[Finding.Kind(kind)], default="")
        yield Stretch(left, text[left:right], tuple(each.pk for each in over), kind, anchor)


def pieces(spans: Iterable[Span], start: int, end: int) -> Iterator[tuple[int, int, list[Span], bool]]:
    """Cut a stretch of text wherever a span begins or ends, in one walk over the spans.

    Args:
        spans: what has a ``start`` and an ``end`` (character after the last), in any order.
        start: first character of the stretch.
        end: character after the last.

    Yields:
        The first character of a piece, that after its last, the spans over it, and whether one of them begins with it.
        Spans that reach in from before begin with the first piece.
    """
    inside = sorted(
        (each for each in spans if each.start < end and each.end > start),
        key=lambda each: (each.start, each.end),
    )
    cuts = sorted({start, end, *(max(e.start, start) for e in inside), *(min(e.end, end) for e in inside)})
    over: list[Span] = []
    position = 0
    for left, right in itertools.pairwise(cuts):
        over = [each for each in over if each.end > left]
        begins = False
        while position < len(inside) and inside[position].start <= left:
            over.append(inside[position])
            begins = True
            position += 1
        yield left, right, over, begins
