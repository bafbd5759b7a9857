"""What would change a verdict (怎样才能符合): the smallest change of each input alone, the others equal.

Found by judging the rule itself on many changed copies of one entity, so that every jump of the instrument is
seen. Between a step that does not help and twice that step which does, one turning point is assumed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from luodi.rules.given import Facts
from luodi.rules.judging import judge
from luodi.rules.model import Input
from luodi.rules.verdicts import Verdicts

Steps = NDArray[np.int64]
Mask = NDArray[np.bool_]
Reached = Callable[[Verdicts], Mask]

_DOUBLINGS: Final = 48
_MOST: Final = 2**52
_LONGEST: Final = 3660
"""Days that a date is moved at most: ten years."""
_BETWEEN: Final = 64


class Change(NamedTuple):
    """A change of one input that is enough.

    Attributes:
        column: what changes.
        before, after: its value now and then, as the user writes it.
        difference: after − before of a number, days of a date; None for others.
    """

    column: str
    before: float | bool | str
    after: float | bool | str
    difference: float | None


def changes(facts: Facts, row: int, condition: str) -> list[Change]:
    """Find for each input the smallest change that meets a condition.

    Args:
        facts: checked facts.
        row: the entity, from 0.
        condition: id of a condition that it does not meet.

    Returns:
        One change at most for each input and direction, in the order of the inputs; none if it is met.

    Example:
        >>> from luodi.rules import facts_of, load
        >>> found = facts_of(load("tech_sme"), {"staff": 503, "filing_date": "2026-07-01"})
        >>> changes(found, 0, "T2a")
        [Change(column='staff', before=503.0, after=500.0, difference=-3.0)]
    """
    one = facts.take(slice(row, row + 1))
    now = judge(one)
    if now.verdict(condition)[0] > 0:
        return []
    uses = now.part(0)[0].truths[condition].uses
    return _search(one, uses, lambda verdicts: verdicts.verdict(condition) > 0)


def next_band(facts: Facts, row: int, item: str) -> tuple[float | None, list[Change]]:
    """Find the smallest changes that bring an item of the score more points.

    Args:
        facts: checked facts.
        row: the entity, from 0.
        item: a figure of the rule's ``items``.

    Returns:
        The points now (None if they cannot be told) and one change at most per input and direction.
    """
    one = facts.take(slice(row, row + 1))
    now = judge(one)
    points = float(now.figure(item)[0])
    if np.isnan(points):
        return None, []
    uses = now.part(0)[0].figures[item].uses
    return points, _search(one, uses, lambda verdicts: verdicts.figure(item) > points)


def _search(one: Facts, uses: frozenset[str], reached: Reached) -> list[Change]:
    found: list[Change] = []
    for entry in one.rule.inputs:
        for column in entry.columns:
            if column not in uses or one.missing(column)[0] or entry.identity or entry.fixed:
                continue
            if entry.type in ("boolean", "choice"):
                found += _flip(one, entry, column, reached)
            elif entry.type != "text":
                for sign in (1, -1):
                    found += _move(one, entry, column, sign, reached)
    return found


def _flip(one: Facts, entry: Input, column: str, reached: Reached) -> list[Change]:
    now = int(one.columns[column][0])
    if entry.type == "boolean":
        others = np.array([-now], np.int8)
        words: dict[int, bool | str] = {1: True, -1: False}
    else:
        others = np.array([code for code in range(len(entry.choices)) if code != now], np.int16)
        words = {code: choice.id for code, choice in enumerate(entry.choices)}
    copies = one.take(np.zeros(len(others), np.intp)).replace({column: others})
    met = reached(judge(copies))
    return [Change(column, words[now], words[int(code)], None) for code in others[met]]


def _move(one: Facts, entry: Input, column: str, sign: int, reached: Reached) -> list[Change]:
    """Double the step until it helps, then narrow it down to one decimal place or day."""
    steps = np.array([2**power for power in range(_DOUBLINGS)], np.int64)
    steps = steps[_allowed(one, entry, column, sign * steps)]
    if steps.size:
        steps = np.append(steps, _furthest(one, entry, column, sign, int(steps[-1])))
    last = 0
    while steps.size:
        met = np.flatnonzero(_try(one, entry, column, sign * steps, reached))
        if not met.size:
            return []
        first = int(met[0])
        low, high = (int(steps[first - 1]) if first else last), int(steps[first])
        if high - low <= 1:
            return [_told(one, entry, column, sign * high)]
        steps = np.unique(np.linspace(low + 1, high, min(_BETWEEN, high - low)).astype(np.int64))
        last = low
    return []


def _furthest(one: Facts, entry: Input, column: str, sign: int, step: int) -> int:
    """The longest step that is still allowed, given the longest power of two that is."""
    low, high = step, 2 * step
    while high - low > 1:
        middle = (low + high) // 2
        if _allowed(one, entry, column, sign * np.array([middle], np.int64))[0]:
            low = middle
        else:
            high = middle
    return low


def _try(one: Facts, entry: Input, column: str, steps: Steps, reached: Reached) -> Mask:
    copies = one.take(np.zeros(len(steps), np.intp)).replace({column: _moved(one, entry, column, steps)})
    return reached(judge(copies))


def _moved(one: Facts, entry: Input, column: str, steps: Steps) -> NDArray[np.generic]:
    now = one.columns[column][0]
    if entry.type == "date":
        return np.asarray(now + steps.astype("timedelta64[D]"))
    factor = 10.0 ** (entry.decimals if entry.type == "number" else 0)
    return np.asarray((np.rint(now * factor) + steps) / factor)


def _allowed(one: Facts, entry: Input, column: str, steps: Steps) -> Mask:
    """Where a moved value stays within its range, below its whole, and within the life of the rule."""
    if entry.type == "date":
        near = np.abs(steps) <= _LONGEST
        days = one.columns[column][0] + np.where(near, steps, 0).astype("timedelta64[D]")
        if column == one.rule.dated_by:
            near &= days >= np.datetime64(one.rule.from_, "D")
            near &= days <= np.datetime64(one.rule.until or date.max, "D")
        return near
    factor = 10.0 ** (entry.decimals if entry.type == "number" else 0)
    fits = np.abs(np.rint(one.columns[column][0] * factor) + steps) < _MOST
    values = np.asarray(_moved(one, entry, column, steps), np.float64)
    low = -np.inf if entry.minimum is None else entry.minimum
    high = np.inf if entry.maximum is None else entry.maximum
    fits &= (values >= low) & (values <= high)
    for part in one.rule.inputs:
        whole = next((other for other in one.rule.inputs if other.id == part.not_more_than), None)
        if whole is None:
            continue
        for name, other in zip(part.columns, whole.columns, strict=False):
            if column == name:
                fits &= ~(values > one.columns[other][0])
            elif column == other:
                fits &= ~(values < one.columns[name][0])
    return np.asarray(fits)


def _told(one: Facts, entry: Input, column: str, step: int) -> Change:
    before = one.columns[column][0]
    after = _moved(one, entry, column, np.array([step], np.int64))[0]
    if entry.type == "date":
        return Change(column, str(before), str(after), float(step))
    factor = 10.0 ** (entry.decimals if entry.type == "number" else 0)
    return Change(column, float(before), float(after), step / factor)
