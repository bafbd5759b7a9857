"""Two texts of one decision (版本比较): which sentences stayed, moved, changed, came and went.

Sentences are compared by their characters without white space, full and half width alike (NFKC), aligned by
:mod:`.aligning`; a sentence that only moved counts as unchanged.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from .aligning import matches, stretches

_SENTENCE: Final = re.compile(r"[^。!?！？;；\n]+[。!?！？;；]*|[。!?！？;；]+")
_LETTERS: Final = re.compile(r"[0-9０-９A-Za-z.]+|.", re.DOTALL)
ALIKE: Final = 0.5
"""From this likeness on, two sentences are one that was changed."""
ALIKE_AFAR: Final = 0.7
"""From this likeness on they are so even if they stand in different places."""
RUN: Final = 8
"""So many letters in a row are recognised in sentences of thousands."""
MOST_PAIRS: Final = 40_000
"""So many pairs of sentences are held against each other, a few seconds' work."""


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
        bare = plain(match[0])
        if bare:
            found.append(Sentence(match.start(), match.end(), bare))
    return found


def plain(text: str) -> str:
    """A text's bare characters: full width as half, white space dropped."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def written(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where each bare character of a stretch is written: a letter and its accent are two signs and one character."""
    places: list[tuple[int, int]] = []
    at = start
    while at < end:
        after, bare = at + 1, plain(text[at])
        while after < end and _joins(text[at:after], text[after]):
            after += 1
            bare = plain(text[at:after])
        places += [(at, after)] * len(bare)
        at = after
    return places


def _joins(before: str, sign: str) -> bool:
    """Whether a sign is written onto those before it: an accent, or what becomes one letter with them."""
    bare = plain(sign)
    return unicodedata.combining(bare[:1] or " ") > 0 or plain(before + sign) != plain(before) + bare


def compare(old: str, new: str) -> list[Row]:
    """Align two texts sentence by sentence, in the order of the new one."""
    left, right = sentences(old), sentences(new)
    rows: list[Row] = []
    for same, i1, i2, j1, j2 in stretches([s.plain for s in left], [s.plain for s in right], run=1):
        if same:
            rows += [Row("same", a, b) for a, b in zip(left[i1:i2], right[j1:j2], strict=True)]
        else:
            rows += _pairs(left[i1:i2], right[j1:j2])
    return _moved_and_changed(_moved(rows))


def _pairs(left: Sequence[Sentence], right: Sequence[Sentence]) -> Iterator[Row]:
    """Pair the sentences of two stretches that differ: in order, each with the most alike of those still free."""
    at = 0
    for new in right:
        best, chosen = ALIKE, None
        for position in range(at, min(len(left), at + 40)):
            likeness = likeness_of(left[position].plain, new.plain, best)
            if likeness > best or (chosen is None and likeness >= best):
                best, chosen = likeness, position
        if chosen is None:
            yield Row("new", None, new)
            continue
        yield from (Row("gone", gone, None) for gone in left[at:chosen])
        yield Row("changed", left[chosen], new)
        at = chosen + 1
    yield from (Row("gone", gone, None) for gone in left[at:])


def likeness_of(old: str, new: str, least: float) -> float:
    """How alike two texts are, 0 to 1; 0 where it is below ``least``."""
    length = len(old) + len(new)
    if not length:
        return 1.0
    if 2 * min(len(old), len(new)) / length < least:
        return 0.0
    if 2 * (Counter(old) & Counter(new)).total() / length < least:  # as if every letter found its like
        return 0.0
    return 2 * sum(each.length for each in matches(old, new, RUN)) / length


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


def _moved_and_changed(rows: list[Row]) -> list[Row]:
    """Pair what is still gone and new with its most alike, one to one, best first: moved, and a word or two changed."""
    gone = [at for at, row in enumerate(rows) if row.kind == "gone"]
    new = [at for at, row in enumerate(rows) if row.kind == "new"]
    if len(gone) * len(new) > MOST_PAIRS:
        return rows  # two texts that have little to do with each other
    scored = ((_likeness(rows[i].old, rows[j].new), i, j) for i in gone for j in new)
    pairs = sorted((pair for pair in scored if pair[0]), key=lambda pair: (-pair[0], pair[1:]))
    used: set[int] = set()
    for _score, i, j in pairs:
        if i not in used and j not in used:
            used |= {i, j}
            rows[j] = Row("changed", rows[i].old, rows[j].new)
            rows[i] = Row("", None, None)
    return [row for row in rows if row.kind]


def _likeness(old: Sentence | None, new: Sentence | None) -> float:
    return likeness_of(old.plain, new.plain, ALIKE_AFAR) if old and new else 0.0


def difference(old: str, new: str) -> list[tuple[str, str]]:
    """Two sentences letter by letter, numbers and Latin words whole: stretches of ``same``, ``gone`` and ``new``."""
    parts: list[tuple[str, str]] = []
    left, right = _LETTERS.findall(old), _LETTERS.findall(new)
    for same, i1, i2, j1, j2 in stretches(left, right, RUN):
        if same:
            parts.append(("same", "".join(right[j1:j2])))
            continue
        if i2 > i1:
            parts.append(("gone", "".join(left[i1:i2])))
        if j2 > j1:
            parts.append(("new", "".join(right[j1:j2])))
    return parts
