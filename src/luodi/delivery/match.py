"""Match bindings with the promises that were read: by where the sentence stands, then by its words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from luodi.core.record import Milestone, Target
from luodi.delivery.bindings import Binding
from luodi.measuring.names import alike, squeeze

Read = Target | Milestone
LIKENESS = 0.4
"""Words less alike than this are no match; see :func:`likeness`."""


STRETCH = 4
"""So many characters of a sentence are looked up at once."""


class Matched(NamedTuple):
    """What became of the bindings.

    Attributes:
        bound: id of a read promise → its binding.
        places: id of a binding whose sentence stands in the text → start and end of it.
        lost: bindings whose sentence the text does not have.
        free: bindings whose sentence stands in the text, but in which no promise was read.
    """

    bound: dict[str, Binding]
    places: dict[str, tuple[int, int]]
    lost: list[Binding]
    free: list[Binding]


class Places:
    """Finds sentences in a text, with blanks, punctuation and the width of characters left aside."""

    def __init__(self, text: str) -> None:
        plain = {char: squeeze(char) for char in set(text)}
        kept = [(folded, index) for index, char in enumerate(text) if (folded := plain[char])]
        self.folded = "".join(folded for folded, _ in kept)
        self.at: list[int] = [index for folded, index in kept for _ in folded]
        # where each stretch of a few characters begins, so that thousands of sentences are found quickly
        self._stretches: dict[str, list[int]] = {}
        for start in range(len(self.folded) - STRETCH + 1):
            self._stretches.setdefault(self.folded[start : start + STRETCH], []).append(start)

    def find(self, sentence: str) -> list[tuple[int, int]]:
        """Give start and end of every place where the sentence stands."""
        wanted = squeeze(sentence)
        if not wanted:
            return []
        return [
            (self.at[start], self.at[start + len(wanted) - 1] + 1)
            for start in self._candidates(wanted)
            if start >= 0 and self.folded.startswith(wanted, start)
        ]

    def _candidates(self, wanted: str) -> Iterable[int]:
        """Give where the sentence may begin, by where its rarest stretch stands."""
        if len(wanted) < STRETCH:
            return range(len(self.folded))
        places = [
            (self._stretches.get(wanted[at : at + STRETCH], []), at)
            for at in range(len(wanted) - STRETCH + 1)
        ]
        rarest, at = min(places, key=lambda place: len(place[0]))
        return [start - at for start in rarest]


def words_of(promise: Read) -> str:
    """Give the words that say what a promise measures."""
    return promise.indicator if isinstance(promise, Target) else promise.what


def likeness(words: str, promise: Read) -> float:
    """Say how well a binding's words fit a promise: 1 when one holds the other, else by character pairs.

    Where both are held, the closer in length wins.
    """
    one, other = squeeze(words), squeeze(words_of(promise))
    near = alike(words, words_of(promise))
    return 1 + near if one in other or other in one else near


def match(bindings: Sequence[Binding], promises: Sequence[Read], text: str) -> Matched:
    """Match one to one: the best fitting words among promises that share text with the binding's sentence.

    Args:
        bindings: in the order of the file.
        promises: what was read, in any order.
        text: the text that spans refer to.
    """
    places = Places(text)
    ordered = sorted(promises, key=lambda one: one.start)
    starts = [one.start for one in ordered]
    longest = max((one.end - one.start for one in ordered), default=0)
    found: dict[str, tuple[int, int]] = {}
    lost: list[Binding] = []
    pairs: list[tuple[float, int, int, Binding, Read]] = []
    for number, binding in enumerate(bindings):
        spans = places.find(binding.sentence)
        if not spans:
            lost.append(binding)
            continue
        found[binding.id] = spans[0]
        for start, end in spans:
            for index in range(bisect_left(starts, start - longest), bisect_left(starts, end)):
                promise = ordered[index]
                score = likeness(binding.words, promise)
                if promise.end > start and score >= LIKENESS and _same_sort(binding, promise):
                    pairs.append((-score, number, index, binding, promise))
    bound: dict[str, Binding] = {}
    used: set[str] = set()
    for _, _, _, binding, promise in sorted(pairs, key=lambda pair: pair[:3]):
        if binding.id not in used and promise.id not in bound:
            bound[promise.id] = binding
            used.add(binding.id)
    free = [one for one in bindings if one.id in found and one.id not in used]
    return Matched(bound, found, lost, free)


def _same_sort(binding: Binding, promise: Read) -> bool:
    """A binding that states a number is not matched with a milestone of the same sentence."""
    if binding.states is None or binding.states.value is None:
        return True
    return isinstance(promise, Target)
