"""What a later text takes over from the review of the one before (审核结果沿用): only the differences are reviewed again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from .models import DocumentVersion, Finding
from .versions import ALIKE, Sentence, compare, likeness_of, plain
from .wire import LISTS, data_of, provision_at

S = Finding.State


def carry(before: DocumentVersion, version: DocumentVersion, found: Sequence[Finding]) -> list[Finding]:
    """What a later version begins its review with.

    In a sentence that stayed, and in which reading found the same again, stands what was reviewed before, with its twin
    set. Everywhere else stand the new findings, each with the reviewed one it most likely continues as its twin, and what
    was reviewed and still stands there word for word though reading passes it over: these wait for a person.

    Args:
        before: the version adopted last.
        version: the new one, its text and reading set.
        found: what reading found in it, not saved.

    Returns:
        The findings to save, in the order of the new text.
    """
    reviewed = list(before.findings.all())
    rows = compare(before.text, version.text)
    kept: list[Finding] = []
    fresh: list[Finding] = []
    of_new = _by_sentence(found, [row.new for row in rows if row.new])
    of_old = _by_sentence(reviewed, [row.old for row in rows if row.old])
    read_before = _read_by_sentence(before, [row.old for row in rows if row.old])
    for row in rows:
        if row.new is None:
            continue
        now = of_new.get(row.new.start, [])
        old = of_old.get(row.old.start, []) if row.old else []
        stayed = row.kind in ("same", "moved") and row.old is not None
        if stayed and row.old and _alike(read_before.get(row.old.start, []), now):
            carried = [_carried(each, row.old, row.new, version) for each in old]
            if all(each is not None for each in carried):
                kept += [
                    each for each in carried if each is not None and each.state not in (S.SPLIT, S.MERGED)
                ]
                continue
        taken = [each for each in old if each.state in Finding.TAKEN]
        fresh += _settled(_twinned(now, taken), old, read_before.get(row.old.start, []) if row.old else [])
        if stayed and row.old:
            fresh += _asked_again(taken, fresh, row.old, row.new, version)
    placed = {each.twin_id for each in kept + fresh if each.twin_id}
    _find_far_twins(
        fresh, [each for each in reviewed if each.state in Finding.TAKEN and each.pk not in placed]
    )
    return sorted(kept + fresh, key=lambda each: (each.start, each.end))


def _by_sentence(found: Sequence[Finding], places: Sequence[Sentence]) -> dict[int, list[Finding]]:
    """Findings by the start of the sentence in which they begin."""
    grouped: dict[int, list[Finding]] = defaultdict(list)
    ordered = sorted(places)
    at = 0
    for each in sorted(found, key=lambda finding: (finding.start, finding.end)):
        while at + 1 < len(ordered) and ordered[at + 1].start <= each.start:
            at += 1
        if ordered:
            grouped[ordered[at].start].append(each)
    return grouped


def _read_by_sentence(version: DocumentVersion, places: Sequence[Sentence]) -> dict[int, list[Finding]]:
    """What reading itself had found in the old text, before anybody's review."""
    raw = [
        Finding(
            kind=kind, start=each["start"], end=each["end"], quote=each["quote"], data=data_of(kind, each)
        )
        for kind, name in LISTS.items()
        for each in version.reading.get(name, ())
    ]
    return _by_sentence(raw, places)


def _alike(old: Sequence[Finding], new: Sequence[Finding]) -> bool:
    """Whether reading found the same in both: a deadline set in another sentence may differ though the words do not."""
    return sorted(map(_essence, old)) == sorted(map(_essence, new))


def _essence(finding: Finding) -> str:
    data = {name: value for name, value in finding.data.items() if name not in ("id", "restates", "title")}
    return f"{finding.kind} {plain(finding.quote)} {sorted(data.items())}"


def _carried(old: Finding, place: Sentence, new: Sentence, version: DocumentVersion) -> Finding | None:
    """A reviewed finding on its place in the new text; None if its words reach beyond the sentence that stayed."""
    if old.end > place.end:
        return None
    span = _shifted(old, place, new, version.text)
    if span is None:
        return None
    taken = old.state in Finding.TAKEN
    data = _without_id(old.data)
    return Finding(
        version=version, kind=old.kind, provision=provision_at(version.reading, span[0]) or old.provision,
        start=span[0], end=span[1], quote=version.text[span[0] : span[1]], data=data, units=old.units,
        state=S.ACCEPTED if taken else old.state, twin=old if taken else None, note=old.note, by=old.by, at=old.at,
    )  # fmt: skip


def _settled(now: list[Finding], old: Sequence[Finding], read: Sequence[Finding]) -> list[Finding]:
    """Take over what was said of a finding that reads as before, though other words of its sentence changed."""
    as_before = {_essence(each) for each in read}
    rejected = {
        (each.kind, plain(each.quote), each.data.get("indicator")) for each in old if each.state == S.REJECTED
    }
    for each in now:
        if _essence(each) not in as_before:
            continue
        key = (each.kind, plain(each.quote), each.data.get("indicator"))
        if each.twin is not None and key == (
            each.twin.kind,
            plain(each.twin.quote),
            each.twin.data.get("indicator"),
        ):
            each.state, each.data, each.by, each.at = (
                S.ACCEPTED,
                each.data | each.twin.data,
                each.twin.by,
                each.twin.at,
            )
        elif each.twin is None and key in rejected:
            each.state = S.REJECTED
    return now


def _asked_again(
    taken: Sequence[Finding],
    fresh: Sequence[Finding],
    place: Sentence,
    new: Sentence,
    version: DocumentVersion,
) -> list[Finding]:
    """Reviewed findings whose words still stand though reading no longer finds them: they wait for a person's word."""
    continued = {each.twin_id for each in fresh}
    again = [_carried(each, place, new, version) for each in taken if each.pk not in continued]
    kept = [each for each in again if each is not None]
    for each in kept:
        each.state, each.by, each.at = S.PROPOSED, None, None
    return kept


def _shifted(old: Finding, place: Sentence, new: Sentence, text: str) -> tuple[int, int] | None:
    """The span in the new text whose bare characters are the quote's, at the same distance from the sentence's start."""
    lead = len(plain(old.version.text[place.start : old.start]))
    length = len(plain(old.quote))
    marks = [
        position
        for position in range(new.start, new.end)
        for _ in range(len(plain(text[position])))
    ]  # fmt: skip
    if lead + length > len(marks) or not length:
        return None
    start, end = marks[lead], marks[lead + length - 1] + 1
    return (start, end) if plain(text[start:end]) == plain(old.quote) else None


def _twinned(now: Sequence[Finding], old: Sequence[Finding]) -> list[Finding]:
    """New findings of a changed sentence, each with the most alike reviewed one of its kind as twin, one to one."""
    pairs = sorted(
        ((-_similar(a, b), i, j) for i, a in enumerate(now) for j, b in enumerate(old) if a.kind == b.kind),
    )
    used_new: set[int] = set()
    used_old: set[int] = set()
    for negative, i, j in pairs:
        if -negative < ALIKE or i in used_new or j in used_old:
            continue
        now[i].twin = old[j]
        used_new.add(i)
        used_old.add(j)
    return list(now)


def _find_far_twins(fresh: Sequence[Finding], left: Sequence[Finding]) -> None:
    """Give new findings without a twin one that stands elsewhere: same kind, and word for word the same quote."""
    by_quote = {(each.kind, plain(each.quote)): each for each in left}
    for each in fresh:
        if each.twin is None:
            each.twin = by_quote.pop((each.kind, plain(each.quote)), None)


def _similar(new: Finding, old: Finding) -> float:
    bonus = (
        0.3 if new.data.get("indicator") and new.data.get("indicator") == old.data.get("indicator") else 0.0
    )
    return likeness_of(plain(old.quote), plain(new.quote), 0.2) + bonus


def _without_id(data: Mapping[str, Any]) -> dict[str, Any]:
    """Contents without the name that reading gave them in another text."""
    return {name: value for name, value in data.items() if name != "id"}
