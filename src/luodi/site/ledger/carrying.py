"""What a later text takes over from the review of the one before (审核结果沿用): only the differences are reviewed again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Final

from . import spanning
from .models import DocumentVersion, Finding
from .versions import ALIKE, Sentence, compare, likeness_of, plain, written
from .wire import LISTS, data_of, provision_at, units_at, units_by_provision

S = Finding.State
Printed = Mapping[str, dict[str, list[str]]]
_FIGURE: Final = re.compile(r"\d")


def carry(before: DocumentVersion, version: DocumentVersion, found: Sequence[Finding]) -> list[Finding]:
    """What a later version begins its review with.

    In a sentence that stayed, and in which reading found the same again, stands what was reviewed before, with its twin
    set. Everywhere else stand the new findings, each with the reviewed one it most likely continues as its twin and with
    what a person had put right in that one, and what was reviewed and still stands there though reading passes it over:
    these wait for a person.

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
    units = units_by_provision(before.reading)
    long = spanning.carried(rows, of_old, version)
    kept += long.carried
    fresh += spanning.asked_whole(reviewed, long.broken, version)
    done = long.done | {each.twin_id for each in fresh}
    for row in rows:
        if row.new is None:
            continue
        now = of_new.get(row.new.start, [])
        old = of_old.get(row.old.start, []) if row.old else []
        read = read_before.get(row.old.start, []) if row.old else []
        within = [each for each in old if each.pk not in done]
        stayed = row.kind in ("same", "moved") and row.old is not None
        if stayed and row.old and _alike(read, now) and not long.torn(within):
            carried = [_carried(each, row.old, row.new, version) for each in within]
            if all(each is not None for each in carried):
                kept += [
                    each for each in carried if each is not None and each.state not in (S.SPLIT, S.MERGED)
                ]
                continue
        taken = [each for each in within if each.state in Finding.TAKEN]
        settled = _settled(_twinned(now, taken), within, read)
        fresh += [_put_right(each, read, before, units) for each in settled]
        if row.old:
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
    lead = len(plain(old.version.text[place.start : old.start]))
    span = spanning.at_distance(old, lead, (new.start, new.end), version.text)
    return spanning.moved(old, span, version) if span else None


def _settled(now: list[Finding], old: Sequence[Finding], read: Sequence[Finding]) -> list[Finding]:
    """Take over what was said of a finding that reads as before, though other words of its sentence changed."""
    as_before = {_essence(each) for each in read}
    rejected = {
        (each.kind, plain(each.quote), each.data.get("indicator")): each
        for each in old
        if each.state == S.REJECTED
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
            each.state, each.note = S.REJECTED, rejected[key].note
            each.by, each.at = rejected[key].by, rejected[key].at
    return now


def _put_right(new: Finding, read: Sequence[Finding], before: DocumentVersion, units: Printed) -> Finding:
    """Give a new finding what a person had put right in its twin, where reading says of it what it said before.

    A title with figures in it is left as read: the figure may be what changed.
    """
    twin = new.twin
    if twin is None:
        return new
    as_read = _as_read(twin, read)
    base = as_read.data if as_read else {}
    for name, value in twin.data.items():
        before_and_now = new.data.get(name) in (base.get(name), None, "")
        if name not in ("id", "title") and value != base.get(name) and before_and_now:
            new.data[name] = value
    title = twin.data.get("title", "")
    if title not in ("", base.get("title"), twin.quote) and not _FIGURE.search(title):
        new.data["title"] = title
    if twin.units != units_at(before.reading, units, twin.provision):
        new.units = twin.units
    return new


def _as_read(twin: Finding, read: Sequence[Finding]) -> Finding | None:
    """What reading had said of a reviewed finding, before a person put it right."""
    name = twin.data.get("id")
    alike = (each for each in read if each.kind == twin.kind and plain(each.quote) == plain(twin.quote))
    named = (each for each in read if name and each.data.get("id") == name)
    return next(named, None) or next(alike, None)


def _asked_again(
    taken: Sequence[Finding],
    fresh: Sequence[Finding],
    place: Sentence,
    new: Sentence,
    version: DocumentVersion,
) -> list[Finding]:
    """Reviewed findings whose words still stand, or nearly, though reading passes them over: they wait for a person."""
    continued = {each.twin_id for each in fresh}
    left = [each for each in taken if each.pk not in continued]
    again = [_carried(each, place, new, version) or _bent(each, place, new, version) for each in left]
    kept = [each for each in again if each is not None]
    for each in kept:
        each.state, each.by, each.at = S.PROPOSED, None, None
    return kept


def _bent(old: Finding, place: Sentence, new: Sentence, version: DocumentVersion) -> Finding | None:
    """A reviewed finding on the words of a changed sentence that its own became; None if too few of them are left."""
    lead = len(plain(old.version.text[place.start : old.start]))
    length = len(plain(old.quote))
    same = [
        j + at - i
        for i, j, size in SequenceMatcher(None, place.plain, new.plain, autojunk=False).get_matching_blocks()
        for at in range(max(i, lead), min(i + size, lead + length))
    ]
    if not same or len(same) < ALIKE * length:
        return None
    places = written(version.text, new.start, new.end)
    start, end = places[same[0]][0], places[same[-1]][1]
    quote = version.text[start:end]
    data = spanning.without_id(old.data)
    if plain(str(data.get("title", ""))) == plain(old.quote):
        data["title"] = " ".join(quote.split())[:300]
    return Finding(
        version=version, kind=old.kind, provision=provision_at(version.reading, start) or old.provision,
        start=start, end=end, quote=quote, data=data, units=old.units, twin=old, note=old.note,
    )  # fmt: skip


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
