"""Truth of three kinds: met (符合), not met (不符合), cannot be told (无法判断).

Stored as int8: 1, −1, 0. Kleene's logic is then minimum, maximum and negation: what is missing decides
nothing unless the rest already does. A condition that the rule did not ask for on the day of the fact has no
truth: it is marked 2, not asked (未要求), and never enters the logic.
"""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

MET: Final = 1
NOT_MET: Final = -1
UNKNOWN: Final = 0
NOT_ASKED: Final = 2
Word = Literal["met", "not_met", "unknown", "not_asked"]
WORDS: Final[dict[int, Word]] = {
    MET: "met",
    NOT_MET: "not_met",
    UNKNOWN: "unknown",
    NOT_ASKED: "not_asked",
}


class Truth:
    """Verdicts of many entities.

    Args:
        values: int8 of shape (entities,) or (): 1, −1 or 0.
        uses: inputs it rests on.

    Example:
        >>> a, b = Truth(np.array([1, 1, 0], np.int8)), Truth(np.array([1, 0, -1], np.int8))
        >>> (a & b).words(), (a | b).words(), (~a).words()
        (['met', 'unknown', 'not_met'], ['met', 'met', 'unknown'], ['not_met', 'not_met', 'unknown'])
    """

    __slots__ = ("uses", "values")

    def __init__(self, values: NDArray[np.int8], uses: frozenset[str] = frozenset()) -> None:
        self.values, self.uses = values, uses

    @classmethod
    def of(
        cls, met: NDArray[np.bool_], known: NDArray[np.bool_] | None, uses: frozenset[str] = frozenset()
    ) -> Truth:
        """Make verdicts of a mask of what is met and a mask of what is known (None: all)."""
        values = np.subtract(np.multiply(met, 2, dtype=np.int8), 1, dtype=np.int8)
        return cls(values if known is None else np.where(known, values, np.int8(0)), uses)

    @classmethod
    def not_asked(cls) -> Truth:
        """Make the verdict on a condition that is not asked for."""
        return cls(np.asarray(NOT_ASKED, np.int8))

    @property
    def asked(self) -> bool:
        """Whether it was asked for at all."""
        return bool(self.values.ndim or self.values != NOT_ASKED)

    def __and__(self, other: Truth) -> Truth:
        return Truth(np.minimum(self.values, other.values), self.uses | other.uses)

    def __or__(self, other: Truth) -> Truth:
        return Truth(np.maximum(self.values, other.values), self.uses | other.uses)

    def __invert__(self) -> Truth:
        return Truth(np.negative(self.values), self.uses)

    def only_met(self) -> Truth:
        """Keep what is met; the rest cannot be told."""
        return Truth(np.maximum(self.values, np.int8(0)), self.uses)

    def only_failed(self) -> Truth:
        """Keep what is not met; the rest counts as met, so that joining it by ``&`` only takes away."""
        return Truth(np.where(self.values < 0, np.int8(-1), np.int8(1)), self.uses)

    def words(self) -> list[Word]:
        """The verdicts as words."""
        return [WORDS[int(value)] for value in np.atleast_1d(self.values)]
