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
    sought = {place for place in hit if hit[0] < hit[1] and start < place < end}
    for left, right, over, anchor in pieces(marked, start, end, sought):
        kind = min((each.kind for each in over), key=lambda kind: _RANK[Finding.Kind(kind)], default="")
        words, keys = text[left - offset : right - offset], tuple(each.pk for each in over)
        yield Stretch(left, words, keys, kind, anchor, hit[0] <= left < hit[1])


def pieces(
    spans: Iterable[Span], start: int, end: int, cuts: Iterable[int] = ()
) -> Iterator[tuple[int, int, list[Span], bool]]:
    """Cut a stretch of text wherever a span begins or ends, in one walk over the spans.

    Args:
        spans: what has a ``start`` and an ``end`` (character after the last), in any order.
        start: first character of the stretch.
        end: character after the last.
        cuts: further places to cut at.

    Yields:
        The first character of a piece, that after its last, the spans over it, and whether one of them begins there.
    """
    inside = sorted(
        (each for each in spans if each.start < end and each.end > start),
        key=lambda each: (each.start, each.end),
    )
    bounds = (place for each in inside for place in (max(each.start, start), min(each.end, end)))
    over: list[Span] = []
    position = 0
    for left, right in itertools.pairwise(sorted({start, end, *bounds, *cuts})):
        over = [each for each in over if each.end > left]
        begins = False
        while position < len(inside) and inside[position].start <= left:
            over.append(inside[position])
            begins = begins or inside[position].start == left
            position += 1
        yield left, right, over, begins
