"""Two texts of one decision (版本比较): which sentences stayed, changed, came, went; what was reviewed is carried over.

Sentences are compared by their characters without white space, full and half width alike (NFKC); Python's
``difflib.SequenceMatcher`` (Ratcliff and Obershelp, 1988) aligns them, and a sentence that only moved counts as unchanged.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from .models import DocumentVersion, Finding
from .wire import LISTS, data_of, provision_at

_SENTENCE: Final = re.compile(r"[^。!?！？;；\n]+[。!?！？;；]*|[。!?！？;；]+")
ALIKE: Final = 0.5
"""From this likeness on, two sentences are one that was changed."""
S = Finding.State


class Sentence(NamedTuple):
    """One sentence or clause that ends with a full stop, semicolon or line break: its span and its bare characters."""

    start: int
    end: int
    plain: str


class Row(NamedTuple):
    """One line of the comparison: ``kind`` is same, moved, changed, new or gone; a side that has none is None."""

    kind: str
    old: Sentence | None
    new: Sentence | None


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text, blank ones left out."""
    found = []
    for match in _SENTENCE.finditer(text):
        plain = _plain(match[0])
        if plain:
            found.append(Sentence(match.start(), match.end(), plain))
    return found


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def compare(old: str, new: str) -> list[Row]:
    """Align two texts sentence by sentence, in the order of the new one."""
    left, right = sentences(old), sentences(new)
    blocks = SequenceMatcher(None, [s.plain for s in left], [s.plain for s in right], autojunk=False)
    rows: list[Row] = []
    for tag, i1, i2, j1, j2 in blocks.get_opcodes():
        if tag == "equal":
            rows += [Row("same", a, b) for a, b in zip(left[i1:i2], right[j1:j2], strict=True)]
        else:
            rows += _pairs(left[i1:i2], right[j1:j2])
    return _moved(rows)


def _pairs(left: Sequence[Sentence], right: Sequence[Sentence]) -> Iterator[Row]:
    """Pair the sentences of two stretches that differ: in order, each with the most alike of those still free."""
    at = 0
    for new in right:
        best, chosen = ALIKE, None
        for position in range(at, min(len(left), at + 40)):
            likeness = _likeness(left[position].plain, new.plain, best)
            if likeness > best or (chosen is None and likeness >= best):
                best, chosen = likeness, position
        if chosen is None:
            yield Row("new", None, new)
            continue
        yield from (Row("gone", gone, None) for gone in left[at:chosen])
        yield Row("changed", left[chosen], new)
        at = chosen + 1
    yield from (Row("gone", gone, None) for gone in left[at:])


def _likeness(old: str, new: str, least: float) -> float:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    return matcher.ratio()


def _moved(rows: list[Row]) -> list[Row]:
    """Turn a sentence that is gone in one place and new in another, word for word, into one that moved."""
    gone: dict[str, list[int]] = defaultdict(list)
    for position, row in enumerate(rows):
        if row.kind == "gone" and row.old is not None:
            gone[row.old.plain].append(position)
    drop = set()
    for position, row in enumerate(rows):
        if row.kind == "new" and row.new is not None and gone.get(row.new.plain):
            origin = gone[row.new.plain].pop(0)
            rows[position] = Row("moved", rows[origin].old, row.new)
            drop.add(origin)
    return [row for position, row in enumerate(rows) if position not in drop]


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
        fresh += _twinned(now, taken)
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
    return f"{finding.kind} {_plain(finding.quote)} {sorted(data.items())}"


def _carried(old: Finding, place: Sentence, new: Sentence, version: DocumentVersion) -> Finding | None:
    """A reviewed finding on its place in the new text; None if its words reach beyond the sentence that stayed."""
    if old.end > place.end:
        return None
    span = _shifted(old, place, new, version.text)
    if span is None:
        return None
    taken = old.state in Finding.TAKEN
    data = {name: value for name, value in old.data.items() if name != "id"}
    return Finding(
        version=version, kind=old.kind, provision=provision_at(version.reading, span[0]) or old.provision,
        start=span[0], end=span[1], quote=version.text[span[0] : span[1]], data=data, units=old.units,
        state=S.ACCEPTED if taken else old.state, twin=old if taken else None, note=old.note, by=old.by, at=old.at,
    )  # fmt: skip


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
    lead = len(_plain(old.version.text[place.start : old.start]))
    length = len(_plain(old.quote))
    marks = [
        position
        for position in range(new.start, new.end)
        for _ in range(len(_plain(text[position])))
    ]  # fmt: skip
    if lead + length > len(marks) or not length:
        return None
    start, end = marks[lead], marks[lead + length - 1] + 1
    return (start, end) if _plain(text[start:end]) == _plain(old.quote) else None


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
    by_quote = {(each.kind, _plain(each.quote)): each for each in left}
    for each in fresh:
        if each.twin is None:
            each.twin = by_quote.pop((each.kind, _plain(each.quote)), None)


def _similar(new: Finding, old: Finding) -> float:
    bonus = (
        0.3 if new.data.get("indicator") and new.data.get("indicator") == old.data.get("indicator") else 0.0
    )
    return _likeness(_plain(old.quote), _plain(new.quote), 0.2) + bonus


def difference(old: str, new: str) -> list[tuple[str, str]]:
    """Two sentences letter by letter: stretches of ``same``, ``gone`` and ``new``, in reading order."""
    parts: list[tuple[str, str]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(("same", new[j1:j2]))
            continue
        if i2 > i1:
            parts.append(("gone", old[i1:i2]))
        if j2 > j1:
            parts.append(("new", new[j1:j2]))
    return parts
