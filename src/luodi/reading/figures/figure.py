"""The shapes that reading a sentence hands from step to step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from luodi.core.record import Comparator, Direction, Kind
from luodi.reading.figures import names
from luodi.reading.figures import vocabulary as words
from luodi.reading.figures.scopes import Frame, Scope
from luodi.reading.mentions import Mention
from luodi.reading.when import Moment, between

What = Literal["target", "observed"]


@dataclass(slots=True)
class Figure:
    """A number with its meaning, in folded-text positions; the fields are those of the wire."""

    start: int
    end: int
    name: str
    comparator: Comparator
    value: float | None
    high: float | None
    unit: str | None
    kind: Kind
    direction: Direction
    year: str | None
    what: What
    area: str | None = None
    baseline: str | None = None
    baseline_year: str | None = None
    hedged: bool = False


@dataclass(slots=True)
class Clause:
    """What stands between two commas (分句), with the numbers in it.

    Attributes:
        start: where it begins in the folded text.
        end: where it ends.
        after_colon: a colon stands before it: what it lists belongs to what was announced.
        mentions: its numbers, in order.
    """

    start: int
    end: int
    after_colon: bool
    mentions: list[Mention] = field(default_factory=list)


@dataclass(slots=True)
class Carried:
    """What one clause hands on to the next (承前省略): a Chinese sentence names its subject once.

    Attributes:
        subject: the name given last.
        subject_start: where its figure began.
        listed: the names of the list given last.
        verb: the verb of doing that the clause began with; a list names it once.
        topic: what a clause without numbers announced (主要指标：…).
        theme: what a clause without numbers spoke of.
        time: the time that holds.
        paragraph_time: the stretch of years that a review's paragraph opens with.
        last_what: what the figure before was.
        history: the names of the sentence so far, those left out where something only changes.
    """

    subject: str = ""
    subject_start: int = 0
    listed: list[str] = field(default_factory=list)
    verb: str = ""
    topic: str = ""
    theme: str = ""
    time: Moment | None = None
    paragraph_time: Moment | None = None
    last_what: What | None = None
    history: list[str] = field(default_factory=list)

    def begin_sentence(self) -> None:
        """Forget what holds within one sentence only."""
        self.subject = self.verb = self.topic = self.theme = ""
        self.history, self.listed = [], []


@dataclass(slots=True)
class Sentence:
    """A sentence and what holds for it.

    Attributes:
        flat: the folded text.
        start: where the sentence begins.
        end: where it ends.
        scope: what its paragraph speaks of.
        frame: what holds for the document.
        times: its own times, in order.
        past: all of it says what has happened, though it may stand in a plan.
        carried: what its clauses hand on.
    """

    flat: str
    start: int
    end: int
    scope: Scope
    frame: Frame
    times: Sequence[Moment]
    past: bool
    carried: Carried

    def times_in(self, start: int, end: int) -> list[Moment]:
        """Give the times of a stretch; bases of comparison (基期) are none."""
        return [m for m in between(self.times, start, end) if m.role == "time"]

    def set_time(self, start: int, end: int) -> None:
        """Let the last time of a stretch hold from here on."""
        for moment in self.times_in(start, end):
            self.carried.time = moment


@dataclass(slots=True)
class Spot:
    """Numbers of one list (800公里、600公里、300公里) with the words around them.

    Attributes:
        clause: where they stand.
        group: the numbers; mostly one.
        at: where the words before begin: at the clause, or behind the number before.
        head: the words before, up to the comparator.
        before: all words of the clause before the number itself.
        tail: the words behind that may be the number's own.
        following: the next number of the clause.
        qualified: the next number says which things this one counts (8个产业规模超千亿元).
        name: what remains of the head without times, helpers and verbs of reaching.
        own: the same without examples (友谊路等), of which only the verb is left.
        reached: the head ends in a verb of reaching (达到).
    """

    clause: Clause
    group: list[Mention]
    at: int
    head: str
    before: str
    tail: str
    following: Mention | None
    qualified: bool
    name: str
    own: str
    reached: bool

    @property
    def first(self) -> Mention:
        """The first number of the list."""
        return self.group[0]

    @property
    def last(self) -> Mention:
        """The last number of the list."""
        return self.group[-1]

    @property
    def compared(self) -> bool:
        """Say whether a comparator (超过, 不低于) stands before the number."""
        return self.group[0].comparator_start < self.group[0].start

    @property
    def percent(self) -> bool:
        """Say whether the number is a percentage or a difference of percentages."""
        return self.group[0].unit in words.PERCENT_UNITS

    def doing(self) -> bool:
        """Say whether the words before begin with a verb of doing, or say nothing."""
        return not self.own or bool(names.verb_of(self.own))
