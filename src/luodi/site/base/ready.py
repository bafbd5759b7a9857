"""Questions made ready (预备查询): what every page asks is written out in SQL once a process, not for every answer.

The object layer takes several times longer to write a usual question than the database to answer it. A question is an
ordinary queryset, declared by a function of what changes from one time to the next::

    @ready
    def told(duty: int) -> QuerySet[Report]:
        return Report.objects.filter(duty=duty).select_related("by")[:7]

    told(duty.pk)  # a list of reports

The function runs once for each shape of its arguments, with stand-ins for the values, and must only hand them to the
queryset. A value may be a whole number, a text, a day, a moment, or a list of these, which is for ``__in`` (its last
value is said again until the list has a length that is kept). None, yes or no, and what is given as :class:`As` belong
to the shape. What is seldom asked, such as a number that a column may not hold, is asked in the usual way.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, update_wrapper
from typing import Any, Final, Generic, TypeVar

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.models import Model, QuerySet, prefetch_related_objects
from django.utils import translation

from .prepared import preparing

Row = TypeVar("Row", covariant=True)
SEVERAL: Final = (list, tuple, set, frozenset)
SHAPES: Final = 256
"""Shapes of one question that are kept; with one more, all are written out anew as they are asked for."""


LONG: Final = 1024
"""Values of a list; what asks for more is not asked often, and is written out each time."""
NUMBERS: Final = range(-(2**31), 2**31)
"""What every column of whole numbers can be compared with; for others Django knows where the answer is nothing."""
FURTHER: Final = 1_000_000
"""How far the second stand-ins are from the first."""


UNUSUAL: Final = object()
STAND_INS: Final[dict[type, Callable[[int], Any]]] = {
    int: lambda place: 2_111_111_000 + place,
    str: lambda place: f"\u2039{place}\u203a",
    datetime: lambda place: datetime(1111, 11, 11, tzinfo=UTC) + timedelta(seconds=place),
    date: lambda place: date(1111, 1, 1) + timedelta(days=place),
}


@dataclass(frozen=True)
class As:
    """A value that the question works on: the question is written out for it, and it may be anything that hashes."""

    value: Any


class Unready(TypeError):
    """The function of a question does more with its values than hand them over: a fault of the program."""


class Ready(Generic[Row]):
    """A question whose SQL is kept; called with values, it gives the rows as a list."""

    def __init__(self, ask: Callable[..., QuerySet[Any, Row]]) -> None:
        self.ask = ask
        self.shapes: dict[tuple[Any, ...], _Written] = {}
        update_wrapper(self, ask)

    def __call__(self, *values: Any) -> list[Row]:
        """The rows for these values, as ``list(ask(*values))`` would give them."""
        values = tuple(map(_filled, values))
        shape = tuple(map(_shape, values))
        if UNUSUAL in shape:
            return _asked_plainly(self.ask, values)
        if (written := self.shapes.get(shape)) is None:
            written = self._write(shape, values)
        return written.rows(values)

    def _write(self, shape: tuple[Any, ...], values: tuple[Any, ...]) -> _Written:
        with WRITING:
            if (written := self.shapes.get(shape)) is None:
                if len(self.shapes) >= SHAPES:
                    self.shapes.clear()
                written = self.shapes[shape] = _Written(self.ask, values)
                if (
                    gc.get_freeze_count()
                ):  # the process has set aside what stays, so that it is not looked through again
                    gc.freeze()
        return written


def ready(ask: Callable[..., QuerySet[Any, Row]]) -> Ready[Row]:
    """Make a function that gives a queryset into a question made ready."""
    return Ready(ask)


def hang(thing: Model, name: str, rows: list[Any]) -> None:
    """Let a thing know the rows of a relation that were read for it, as prefetching does."""
    manager = getattr(thing, name)
    known = manager.get_queryset()
    known._result_cache, known._prefetch_done = rows, True
    thing.__dict__.setdefault("_prefetched_objects_cache", {})[name] = known


def first(rows: list[Row]) -> Row | None:
    """The first row, or None."""
    return rows[0] if rows else None


class _Written:
    """One shape of a question, written out. Threads share it: what an answer changes is made for that answer."""

    def __init__(self, ask: Callable[..., QuerySet[Any, Any]], values: tuple[Any, ...]) -> None:
        self.ask = ask
        stand_ins, places = _stand_ins(values)
        self.queryset = ask(*stand_ins)
        self.compiler = self.queryset.query.get_compiler(connection=_paper())
        self.nothing = False
        try:
            self.sql, params = self.compiler.as_sql()
        except EmptyResultSet:  # of these stand-ins: a column of small numbers, say, cannot hold them
            self.nothing = True
            return
        self.fixed = list(params)
        self.spots = list(_spots(self.fixed, places, _paper().ops))
        if {place for _, place, _ in self.spots} != set(range(len(places))) or self._differs(values):
            raise Unready(f"{ask.__qualname__} does more than hand its values to the queryset")
        self.converters: dict[Any, Any] | None = None

    def _differs(self, values: tuple[Any, ...]) -> bool:
        """Whether other stand-ins are seen anywhere but in their own places, or another reader's language at all."""
        stand_ins, places = _stand_ins(values, FURTHER)
        with translation.override(
            next(code for code, _ in settings.LANGUAGES if code != translation.get_language())
        ):
            sql, params = self.ask(*stand_ins).query.get_compiler(connection=_paper()).as_sql()
        return sql != self.sql or list(params) != self._with(places)

    def _with(self, flat: list[Any]) -> list[Any]:
        """The parameters with values in their places."""
        params = self.fixed.copy()
        for spot, place, adapt in self.spots:
            params[spot] = adapt(flat[place])
        return params

    def rows(self, values: tuple[Any, ...]) -> list[Any]:
        """The rows for values of this shape."""
        if self.nothing:
            return _asked_plainly(self.ask, values)
        compiler, query, queryset = _twin(self.compiler), _twin(self.queryset.query), _twin(self.queryset)
        answer = self.sql, tuple(self._with(list(_flat(values))))
        compiler.connection = preparing(connections[DEFAULT_DB_ALIAS])
        compiler.as_sql = lambda *_args, **_kwargs: answer
        compiler.get_converters = self._converters
        query.get_compiler = lambda *_args, **_kwargs: compiler
        queryset._query = query
        found: list[Any] = list(queryset._iterable_class(queryset))
        if found and (more := queryset._prefetch_related_lookups):
            prefetch_related_objects(found, *more)
        return found

    def _converters(self, columns: Any) -> dict[Any, Any]:
        """What makes Python's values of the columns: the same for each answer."""
        if self.converters is None:
            self.converters = self.compiler.get_converters(columns)
        return self.converters


WRITING: Final = threading.RLock()
"""Held while a question is written out."""


@cache
def _paper() -> BaseDatabaseWrapper:
    """A connection that questions are written out with: nothing is asked of it, and it belongs to no thread."""
    paper = connections.create_connection(DEFAULT_DB_ALIAS)
    paper.inc_thread_sharing()
    return paper


def _twin(thing: Any) -> Any:
    """The same once more, to be changed without the other; copying a queryset in the usual way would ask it."""
    twin = object.__new__(type(thing))
    twin.__dict__.update(thing.__dict__)
    return twin


def _asked_plainly(ask: Callable[..., QuerySet[Any, Row]], values: tuple[Any, ...]) -> list[Row]:
    """The rows as Django finds them, the question written out for these values alone."""
    return list(ask(*(value.value if isinstance(value, As) else value for value in values)))


def _filled(value: Any) -> Any:
    """A list as long as the next power of two, so that few lengths are written out; anything else as it is."""
    if not isinstance(value, SEVERAL) or not value or len(value) > LONG:
        return value
    several = list(value)
    return several + several[-1:] * ((1 << (len(several) - 1).bit_length()) - len(several))


def _in_shape(value: Any) -> bool:
    """Whether a value is written into the question."""
    return value is None or isinstance(value, bool | As)


def _shape(value: Any) -> Any:
    """What of a value decides how the question is written; :data:`UNUSUAL` where it is not worth keeping."""
    if _in_shape(value):
        return (type(value.value), value) if isinstance(value, As) else value
    if not isinstance(value, SEVERAL):
        return _kind(value)
    if len(value) > LONG:
        return UNUSUAL
    kinds = {UNUSUAL if _in_shape(each) else _kind(each) for each in value}
    return UNUSUAL if UNUSUAL in kinds or len(kinds) > 1 else (len(value), *kinds)


def _kind(value: Any) -> Any:
    """Which kind of value it is.

    Raises:
        Unready: a question takes none of this kind.
    """
    if isinstance(value, int):
        return int if value in NUMBERS else UNUSUAL
    if isinstance(value, str):
        return str
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise Unready("a moment without a time zone")
        return datetime
    if isinstance(value, date):
        return date
    raise Unready(f"a question made ready takes no {type(value).__name__}")


def _flat(values: Iterable[Any]) -> Iterable[Any]:
    for value in values:
        if _in_shape(value):
            continue
        if isinstance(value, SEVERAL):
            yield from value
        else:
            yield value


def _stand_ins(values: tuple[Any, ...], first: int = 0) -> tuple[list[Any], list[Any]]:
    """Values that nobody else uses, in the shape of the given ones, and all of them in a row."""
    places: list[Any] = []

    def one(value: Any) -> Any:
        if _in_shape(value):
            return value.value if isinstance(value, As) else value
        places.append(STAND_INS[_kind(value)](first + len(places)))
        return places[-1]

    stand_ins = [
        [one(each) for each in value] if isinstance(value, SEVERAL) else one(value) for value in values
    ]
    return stand_ins, places


def _spots(
    params: list[Any], places: list[Any], ops: BaseDatabaseOperations
) -> Iterable[tuple[int, int, Callable[[Any], Any]]]:
    """Where each value goes among the parameters, and how the database wants it."""
    for spot, param in enumerate(params):
        for place, stand_in in enumerate(places):
            if adapt := _adapting(param, stand_in, ops):
                yield spot, place, adapt


def _adapting(param: Any, stand_in: Any, ops: BaseDatabaseOperations) -> Callable[[Any], Any] | None:
    """What makes a parameter of a value, where this parameter was made of this stand-in."""
    if isinstance(stand_in, int):
        return type(param) if isinstance(param, int | str) and str(param) == str(stand_in) else None
    if isinstance(stand_in, str):
        return str if param == stand_in else None
    adapt = ops.adapt_datetimefield_value if isinstance(stand_in, datetime) else ops.adapt_datefield_value
    return adapt if param == adapt(stand_in) else None
