"""A reviewed text in parts (分段审核): a page holds some two hundred findings and their words, however long the text is.

A part is found by its place in the text, not by its number: findings come and go while somebody reviews, and the part one
stands in stays where it is. A text of the usual size is one part.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Substr

from .models import DocumentVersion, Finding
from .outline import Outline
from .values import LONGEST_QUOTE

WHOLE: Final = 300
"""Up to so many findings a text is shown whole."""
SIZE: Final = 200
"""Findings in a part of a longer one."""
WORDS: Final = 60_000
"""Characters in a part at most; a text shown whole may have twice as many."""
AHEAD: Final = 20
"""Findings that stand before the one that a part was opened for."""


class Part(NamedTuple):
    """A stretch of the text with the findings that begin in it.

    Attributes:
        start: first character.
        end: character after the last.
        findings: those asked for, in the order of the text.
        first: how many of those asked for stand before this part.
        last: how many of them stand before its end.
        previous: start of the part before; None in the first.
        next: start of the part after; None in the last.
        whole: whether this is all there is.
    """

    start: int
    end: int
    findings: list[Finding]
    first: int
    last: int
    previous: int | None
    next: int | None
    whole: bool


def is_whole(outline: Outline, total: int) -> bool:
    """Whether a text is shown in one part."""
    return total <= WHOLE and outline.length <= 2 * WORDS


def part(asked: QuerySet[Finding], outline: Outline, total: int, at: int, *, narrowed: bool) -> Part:
    """The part that starts at a place in the text.

    Args:
        asked: the findings to show, in the order of the text.
        outline: of the text.
        total: how many findings the text has, whether asked for or not.
        at: first character wanted.
        narrowed: whether ``asked`` leaves some out: then stretches without any of those are passed over.
    """
    if is_whole(outline, total):
        found = list(asked)
        return Part(0, outline.length, found, 0, len(found), None, None, True)
    start = max(0, min(at, outline.length - 1))
    if narrowed:
        following = _first_start(asked.filter(start__gte=start))
        last = _last_start(asked) if following is None else following
        start = start if last is None else last
    end, findings = _from(asked, start, outline.length)
    follow = (
        _first_start(asked.filter(start__gte=end)) if narrowed else (end if end < outline.length else None)
    )
    before = _previous(asked, start, narrowed)
    first = asked.filter(start__lt=start).count() if start else 0
    return Part(start, end, findings, first, first + len(findings), before, follow, False)


def _from(asked: QuerySet[Finding], start: int, length: int) -> tuple[int, list[Finding]]:
    """Where the part ends, at the first finding too many or where it has words enough, and its findings."""
    most = min(start + WORDS, length)
    following = asked.filter(start__gte=start, start__lt=most)
    found = list(following[: SIZE + 1])
    if len(found) <= SIZE:
        return most, found
    end = found[SIZE].start
    if end > start:
        return end, [each for each in found if each.start < end]
    end = _first_start(following.filter(start__gt=start)) or most  # more than a part holds begin at one place
    return end, list(asked.filter(start__gte=start, start__lt=end))


def _previous(asked: QuerySet[Finding], start: int, narrowed: bool) -> int | None:
    """Where the part before starts, so that it ends here."""
    if start == 0:
        return None
    earlier = asked.filter(start__lt=start)
    near = earlier.filter(start__gte=max(0, start - WORDS))
    starts = list(near.reverse().values_list("start", flat=True)[: SIZE + 1])
    if narrowed and not starts:
        return _last_start(earlier)
    if len(starts) > SIZE:
        # where others begin at the same place as the first, a part from there would end before this one
        return next((place for place in reversed(starts[:SIZE]) if place > starts[SIZE]), starts[SIZE])
    if narrowed:
        return starts[-1]
    return max(0, start - WORDS)  # what stands before the first finding belongs to the first part


def around(findings: QuerySet[Finding], finding: Finding) -> int:
    """Where to start a part that holds a finding, with some before it."""
    before = findings.filter(start__lt=finding.start).reverse().values_list("start", flat=True)
    near = list(before.filter(start__gte=finding.start - WORDS // 2)[:AHEAD])
    return near[-1] if near else finding.start


def marks(version: DocumentVersion, part: Part, *, narrowed: bool) -> list[Finding]:
    """All findings over a part's words, whether asked for or not, with what marking needs of them.

    Args:
        version: the text.
        part: of it.
        narrowed: whether the part's findings leave some out; else only those that reach in from before are read.
    """
    if not narrowed and part.start == 0:
        return part.findings
    over = version.findings.filter(
        start__lt=part.end if narrowed else part.start,
        end__gt=part.start,
        start__gte=part.start - LONGEST_QUOTE,
    )
    read = list(over.only("id", "version", "kind", "state", "start", "end"))
    return read if narrowed else [*read, *part.findings]


def words(version: DocumentVersion, part: Part) -> str:
    """The words of a part, cut out by the database."""
    cut = Substr(F("text"), part.start + 1, max(part.end - part.start, 0))
    found = DocumentVersion.objects.filter(pk=version.pk).values_list(cut, flat=True)
    return str(found.get())


def next_waiting(version: DocumentVersion, after: Finding | None) -> Finding | None:
    """The next finding that waits for review, from the start again after the last."""
    waiting = version.findings.filter(state=Finding.State.PROPOSED)
    if after is None:
        return waiting.first()
    later = Q(start__gt=after.start) | Q(start=after.start, end__gt=after.end)
    later |= Q(start=after.start, end=after.end, pk__gt=after.pk)
    return waiting.filter(later).first() or waiting.exclude(pk=after.pk).first()


def _first_start(findings: QuerySet[Finding]) -> int | None:
    return findings.values_list("start", flat=True).first()


def _last_start(findings: QuerySet[Finding]) -> int | None:
    return findings.values_list("start", flat=True).last()
