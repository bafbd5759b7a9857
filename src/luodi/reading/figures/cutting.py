"""Cutting a sentence into clauses, and its numbers into lists (断句)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from luodi.reading.figures import names
from luodi.reading.figures.figure import Clause, Sentence, Spot
from luodi.reading.figures.vocabulary import REACHED, REACHED_ENDS
from luodi.reading.mentions import Mention
from luodi.reading.units import COUNT_WORDS, split_scale

_MARK: Final = re.compile(r"[，：]|[“（《【〔]|[”）》】〕]")
_OPEN: Final = frozenset("“（《【〔")
_CLOSE: Final = frozenset("”）》】〕")
_UNCUT: Final = re.compile(r"[^，：]+")
_ONLY_JOINT: Final = re.compile(r"(?:、|和|与|及|以及)\Z")
_CHANGES: Final = re.compile(r"达|增长|提高|下降")
_WIDEST_LIMIT: Final = 12
"""Characters between a count and the number that says which are counted."""


def clauses_of(flat: str, start: int, end: int, numbers: Sequence[Mention]) -> list[Clause]:
    """Cut at ，and ：outside quotes and brackets; numbers inside quotes and brackets fall out.

    >>> from luodi.reading.mentions import mentions
    >>> text = "建成“3个中心”，公园20个（每个5亩）"
    >>> [(text[c.start : c.end], len(c.mentions)) for c in clauses_of(text, 0, 20, list(mentions(text)))]
    [('建成“3个中心”', 0), ('公园20个（每个5亩）', 1)]
    """
    clauses: list[Clause] = []
    hidden: list[tuple[int, int]] = []
    depth, at, opened, colon = 0, start, 0, False
    for match in _MARK.finditer(flat, start, end):
        mark = match[0]
        if mark in _OPEN:
            if depth == 0:
                opened = match.start()
            depth += 1
        elif mark in _CLOSE:
            if depth == 1:
                hidden.append((opened, match.end()))
            depth = max(0, depth - 1)
        elif depth == 0:
            clauses.append(Clause(at, match.start(), colon))
            at, colon = match.end(), mark == "："
    if depth:  # never closed: nothing is hidden from where it opened
        clauses += [Clause(*match.span(), False) for match in _UNCUT.finditer(flat, at, end)]
    else:
        clauses.append(Clause(at, end, colon))
    clauses = [clause for clause in clauses if clause.end > clause.start]
    _hand_out(flat, clauses, hidden, numbers)
    return clauses


def _hand_out(
    flat: str, clauses: Sequence[Clause], hidden: Sequence[tuple[int, int]], numbers: Sequence[Mention]
) -> None:
    """Give each clause its numbers; clauses, brackets and numbers are all in order."""
    clause = bracket = 0
    for number in numbers:
        while bracket < len(hidden) and hidden[bracket][1] <= number.start:
            bracket += 1
        inside = bracket < len(hidden) and hidden[bracket][0] <= number.start
        # （其中普通高校5所）tells, other brackets explain
        if inside and not flat.startswith("（其中", hidden[bracket][0]):
            continue
        while clause < len(clauses) and clauses[clause].end <= number.start:
            clause += 1
        if clause < len(clauses) and clauses[clause].start <= number.start:
            clauses[clause].mentions.append(number)


def group_at(flat: str, clause: Clause, position: int) -> list[Mention]:
    """Give the numbers of one list: nothing but 、和与及 stands between them, and they share their unit."""
    group = [clause.mentions[position]]
    base = split_scale(group[0].unit or "")[1]
    for place in range(position + 1, len(clause.mentions)):
        number = clause.mentions[place]
        if split_scale(number.unit or "")[1] != base:
            break
        if not _ONLY_JOINT.match(flat, group[-1].end, number.comparator_start):
            break
        group.append(number)
    return group


def spot_at(sentence: Sentence, clause: Clause, group: list[Mention], at: int, position: int) -> Spot:
    """Put the words around a list of numbers together.

    Args:
        sentence: where it stands.
        clause: the clause.
        group: the numbers.
        at: where the words before begin.
        position: which of the clause's numbers comes next.
    """
    flat = sentence.flat
    following = clause.mentions[position] if position < len(clause.mentions) else None
    tail_end = _tail_end(flat, group[-1], clause, following)
    qualified = following is not None and qualifies(flat, group[-1], following)
    if qualified and following is not None:
        tail_end = following.end
    head = flat[at : group[0].comparator_start]
    name, shortened = names.clean(head), names.without_examples(head)
    return Spot(
        clause=clause,
        group=group,
        at=at,
        head=head,
        before=flat[clause.start : group[0].start],
        tail=flat[group[-1].end : tail_end],
        following=following,
        qualified=qualified,
        name=name,
        own=name if shortened == head else names.clean(shortened),
        reached=head[-1:] in REACHED_ENDS and bool(REACHED.search(head)),
    )


def _tail_end(flat: str, last: Mention, clause: Clause, following: Mention | None) -> int:
    limit = following.comparator_start if following else clause.end
    end = limit
    joint = names.JOINTS.search(flat, last.end, limit)
    # 10个以上“农机服务、物流”组织: a joint other than 、 in the tail of the last number is the tail's own
    if joint and (following or flat[joint.start()] == "、"):
        end = joint.start()
    bracket = flat.find("（", last.end, end)
    return bracket if bracket >= 0 else end


def qualifies(flat: str, number: Mention, following: Mention) -> bool:
    """Say whether the second of two numbers tells which things the first counts.

    >>> from luodi.reading.mentions import mentions
    >>> qualifies("8个产业规模超千亿元", *mentions("8个产业规模超千亿元"))
    True
    """
    if following.comparator not in ("gt", "ge", "lt"):
        return False
    gap = flat[number.end : following.comparator_start]
    return (
        1 < len(gap) <= _WIDEST_LIMIT
        and split_scale(number.unit or "")[1] in COUNT_WORDS
        and not names.JOINTS.search(gap)
        and not _CHANGES.search(gap)
    )
