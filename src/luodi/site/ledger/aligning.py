"""Two sequences held against each other (对齐): what stands in both, in order, in a time that does not explode.

``difflib.SequenceMatcher`` (Ratcliff and Obershelp, 1988) looks, for every sign of one side, at every place of that sign in
the other, again and again: a run of 13,000 letters without a full stop costs it many seconds. Where that would be much,
its common head and tail and what occurs once in both (patience diff, B. Cohen, 2010) fix the places first, and it is
asked only for what lies between; a stretch that is too much even so counts as replaced.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

MOST: Final = 100_000
"""So many places are looked at in one pass; sentences of two or three thousand letters stay below."""


class Match(NamedTuple):
    """A stretch that both sides have: where it begins on each side, how long it is."""

    old: int
    new: int
    length: int


class Stretch(NamedTuple):
    """A stretch of both sides (对照段): whether they are equal there, from where to where on each side."""

    same: bool
    i1: int
    i2: int
    j1: int
    j2: int


def stretches(
    old: Sequence[Hashable], new: Sequence[Hashable], run: int, most: int = MOST
) -> Iterator[Stretch]:
    """Both sides from end to end, equal and differing stretches in turn.

    Args:
        old: one side; its parts are compared by equality.
        new: the other.
        run: how many parts in a row are long enough to be recognised, where the sides are long.
        most: what one pass may cost.
    """
    i = j = 0
    for at, to, length in _joined(matches(old, new, run, most)):
        if at > i or to > j:
            yield Stretch(False, i, at, j, to)
        i, j = at + length, to + length
        yield Stretch(True, at, i, to, j)
    if i < len(old) or j < len(new):
        yield Stretch(False, i, len(old), j, len(new))


def matches(old: Sequence[Hashable], new: Sequence[Hashable], run: int, most: int = MOST) -> Iterator[Match]:
    """What stands in both, in order; as :func:`stretches`."""
    if not _much(old, new, most):
        yield from _asked(old, new, 0, 0)
        return
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    fixed = [Match(0, 0, head)]
    inner_old, inner_new = old[head : len(old) - tail], new[head : len(new) - tail]
    fixed += [Match(i + head, j + head, n) for i, j, n in _anchors(inner_old, inner_new, run)]
    fixed.append(Match(len(old) - tail, len(new) - tail, tail))
    i = j = 0
    for each in fixed:
        left, right = old[i : each.old], new[j : each.new]
        if left and right and not _much(left, right, most):
            yield from _asked(left, right, i, j)
        if each.length:
            yield each
        i, j = each.old + each.length, each.new + each.length


def _much(old: Sequence[Hashable], new: Sequence[Hashable], most: int) -> bool:
    """Whether one pass would look at more places than that."""
    if len(old) * len(new) <= most:
        return False
    here, there = Counter(old), Counter(new)
    return sum(count * there[part] for part, count in here.items()) > most


def _asked(old: Sequence[Hashable], new: Sequence[Hashable], i: int, j: int) -> Iterator[Match]:
    found = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return (Match(each.a + i, each.b + j, each.size) for each in found if each.size)


def _alike(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    """How many parts are equal from the beginning on."""
    shorter = min(len(old), len(new))
    return next((at for at in range(shorter) if old[at] != new[at]), shorter)


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable], run: int) -> list[Match]:
    """The longest chain of runs that occur once on each side, in the order of both."""
    here, there = _once(old, run), _once(new, run)
    places = sorted((at, there[words]) for words, at in here.items() if words in there)
    found: list[Match] = []
    for at, to in _rising(places):
        last = found[-1] if found else Match(0, 0, 0)
        i, j = last.old + last.length, last.new + last.length
        if found and at - last.old == to - last.new and at <= i:
            found[-1] = last._replace(length=at + run - last.old)
        elif at >= i and to >= j:
            found.append(Match(at, to, run))
    return found


def _once(parts: Sequence[Hashable], run: int) -> dict[tuple[Hashable, ...], int]:
    """The runs that occur once, and where."""
    runs = list(zip(*(parts[shift:] for shift in range(run)), strict=False))
    counted = Counter(runs)
    return {words: at for at, words in enumerate(runs) if counted[words] == 1}


def _rising(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain that rises on both sides (longest increasing subsequence, by patience sorting)."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for number, (_old, new) in enumerate(places):
        pile = bisect_left(ends, new)
        before.append(at[pile - 1] if pile else -1)
        ends[pile : pile + 1], at[pile : pile + 1] = [new], [number]
    chain = []
    number = at[-1] if at else -1
    while number >= 0:
        chain.append(places[number])
        number = before[number]
    return chain[::-1]


def _joined(found: Iterator[Match]) -> Iterator[Match]:
    """Matches that touch on both sides, as one."""
    last: Match | None = None
    for each in found:
        if last and (last.old + last.length, last.new + last.length) == each[:2]:
            last = last._replace(length=last.length + each.length)
            continue
        if last:
            yield last
        last = each
    if last:
        yield last
