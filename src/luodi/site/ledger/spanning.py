"""Findings over several sentences, such as merged ones (跨句条目): carried whole where all their sentences stayed together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .models import DocumentVersion, Finding
from .versions import Row, Sentence, plain, written
from .wire import provision_at

S = Finding.State


class Long(NamedTuple):
    """What became of the findings that reach over the end of their first sentence.

    Attributes:
        carried: those that stand in the new text as they stood, not saved.
        done: ids of the reviewed ones that these continue.
        broken: ids of the others; what was merged into them has to be asked again.
    """

    carried: list[Finding]
    done: frozenset[int]
    broken: frozenset[int]

    def torn(self, old: Sequence[Finding]) -> bool:
        """Whether a sentence holds a part of a merger that no longer stands whole."""
        return any(each.origin_id in self.broken for each in old if each.state == S.MERGED)


def carried(rows: Sequence[Row], of_old: Mapping[int, Sequence[Finding]], version: DocumentVersion) -> Long:
    """Carry the findings over several sentences, where the sentences stayed and still follow each other.

    Args:
        rows: the comparison of the two texts.
        of_old: reviewed findings by the start of their first sentence.
        version: the later text.
    """
    old = sorted((row for row in rows if row.old), key=lambda row: row.old.start if row.old else 0)
    places = sorted(row.new for row in rows if row.new)
    order = {sentence.start: position for position, sentence in enumerate(places)}
    made: list[Finding] = []
    done: set[int] = set()
    broken: set[int] = set()
    for position, row in enumerate(old):
        for each in of_old.get(row.old.start, ()) if row.old else ():
            if row.old is None or each.end <= row.old.end:
                continue
            over = [row, *_covered(old[position + 1 :], each.end)]
            span = _span(each, over, order, version.text)
            if span is None:
                broken.add(each.pk)
                continue
            done.add(each.pk)
            if each.state not in (S.SPLIT, S.MERGED):
                made.append(moved(each, span, version))
    return Long(made, frozenset(done), frozenset(broken))


def _covered(later: Sequence[Row], end: int) -> list[Row]:
    """The rows of the following sentences that begin before an end."""
    over = []
    for row in later:
        if row.old is None or row.old.start >= end:
            break
        over.append(row)
    return over


def _span(
    finding: Finding, over: Sequence[Row], order: Mapping[int, int], text: str
) -> tuple[int, int] | None:
    """The same words in the new text; None if a sentence changed, or others came between."""
    places: list[Sentence] = []
    for row in over:
        if row.kind not in ("same", "moved") or row.new is None:
            return None
        places.append(row.new)
    numbers = [order[place.start] for place in places]
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return None
    first = over[0].old
    assert first is not None, over
    lead = len(plain(finding.version.text[first.start : finding.start]))
    return at_distance(finding, lead, (places[0].start, places[-1].end), text)


def at_distance(finding: Finding, lead: int, within: tuple[int, int], text: str) -> tuple[int, int] | None:
    """The span in the new text whose bare characters are the quote's, so many of them after the start of a stretch."""
    length, places = len(plain(finding.quote)), written(text, *within)
    if not length or lead + length > len(places):
        return None
    start, end = places[lead][0], places[lead + length - 1][1]
    return (start, end) if plain(text[start:end]) == plain(finding.quote) else None


def moved(old: Finding, span: tuple[int, int], version: DocumentVersion) -> Finding:
    """A reviewed finding on its place in the new text, as it was reviewed."""
    start, end = span
    taken = old.state in Finding.TAKEN
    return Finding(
        version=version, kind=old.kind, provision=provision_at(version.reading, start) or old.provision,
        start=start, end=end, quote=version.text[start:end], data=without_id(old.data), units=old.units,
        state=S.ACCEPTED if taken else old.state, twin=old if taken else None, note=old.note, by=old.by, at=old.at,
    )  # fmt: skip


def asked_whole(
    reviewed: Sequence[Finding], broken: frozenset[int], version: DocumentVersion
) -> list[Finding]:
    """The broken ones whose words still follow each other somewhere in the new text: whole, and waiting for a person.

    A merger is not among them: its parts are asked each for itself.
    """
    mergers = {each.origin_id for each in reviewed if each.state == S.MERGED}
    wanted = [
        each
        for each in reviewed
        if each.pk in broken and each.state in Finding.TAKEN and each.pk not in mergers
    ]
    bare, all_of_it = plain(version.text) if wanted else "", (0, len(version.text))
    found = []
    for each in wanted:
        at = bare.find(plain(each.quote))
        span = at_distance(each, at, all_of_it, version.text) if at >= 0 else None
        if span is None:
            continue
        again = moved(each, span, version)
        again.state, again.by, again.at = S.PROPOSED, None, None
        found.append(again)
    return found


def without_id(data: Mapping[str, Any]) -> dict[str, Any]:
    """Contents without the name that reading gave them in another text."""
    return {name: value for name, value in data.items() if name != "id"}
