"""Drawing a sample anybody can draw again (分层抽样): a list fixed beforehand, a seed, a rule.

Each stratum gets its share of the sample by the largest remainder, and at least one where the sample is large enough.
Within a stratum the rows are ordered by SHA-256 of ``seed:id`` and the first ones are taken: no generator of random
numbers is needed to check it, whatever the language or version.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

Row = Sequence[object]
"""One row of the list: duty id, its number, its stratum."""


def fingerprint(rows: Iterable[Row]) -> str:
    """SHA-256 of the list in its canonical form: JSON without spaces, in order of id."""
    ordered = sorted(([*row] for row in rows), key=lambda row: int(str(row[0])))
    text = json.dumps(ordered, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def shares(counts: dict[str, int], size: int) -> dict[str, int]:
    """How many are drawn from each stratum.

    Args:
        counts: rows in each stratum.
        size: how many in all; no more than there are rows.

    Returns:
        A number for each stratum; they sum to ``size``, or to all rows if there are fewer.

    Example:
        >>> shares({"red": 3, "yellow": 10, "green": 87}, 10)
        {'green': 8, 'red': 1, 'yellow': 1}
    """
    total = sum(counts.values())
    size = min(size, total)
    if not size:
        return dict.fromkeys(sorted(counts), 0)
    least = 1 if size >= sum(count > 0 for count in counts.values()) else 0
    given = {name: min(count, max(least, size * count // total)) for name, count in sorted(counts.items())}
    while sum(given.values()) != size:
        short = sum(given.values()) < size
        # how far each stratum is below its exact share, in whole numbers: the neediest gets one, the richest gives one
        need = {name: size * counts[name] - given[name] * total for name in given}
        if short:
            free = [name for name in given if given[name] < counts[name]]
            given[max(free, key=lambda name: (need[name], name))] += 1
        else:
            free = [name for name in given if given[name] > least]
            given[min(free, key=lambda name: (need[name], name))] -= 1
    return given


def draw(rows: Sequence[Row], size: int, seed: int) -> list[int]:
    """The ids drawn from a list, in ascending order.

    Args:
        rows: duty id, number, stratum.
        size: how many.
        seed: any whole number.
    """
    strata: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        strata[str(row[2])].append(int(str(row[0])))
    wanted = shares({name: len(ids) for name, ids in strata.items()}, size)
    drawn = (
        id
        for name, ids in strata.items()
        for id in sorted(ids, key=lambda id: _rank(seed, id))[: wanted[name]]
    )
    return sorted(drawn)


def _rank(seed: int, id: int) -> str:
    return hashlib.sha256(f"{seed}:{id}".encode("ascii")).hexdigest()
