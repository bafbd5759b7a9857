"""What comes due in all registers (到期预警): one query a register, merged by day, a page by key.

An alarm is declared with its register (:class:`luodi.core.registers.model.Alarm`); its index holds only rows about which
something is still to be done, so that a page of fifty costs the same among a thousand rows and a million.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from heapq import merge
from itertools import islice
from typing import Any, Final, NamedTuple

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from luodi.core.identifiers import plain
from luodi.core.registers import Register, load
from luodi.core.registers.model import Alarm
from luodi.site.base.paging import beside
from luodi.site.base.ready import As, ready

from .models import model_of
from .models.rows import PREFIX
from .show import name_of

SIZE: Final = 50
CHUNK: Final = 2000
"""Rows of an export fetched at once."""
COUNTED: Final = 1000
"""A desk counts so far and no further: what is beyond is work enough, and counting it would read a whole index."""
EMPTY: Final = Value("", output_field=TextField())
LIGHTS: Final = {
    "red": gettext_lazy("已过期"),
    "yellow": gettext_lazy("临近到期"),
    "green": gettext_lazy("将到期"),
}


class Source(NamedTuple):
    """One alarm of one register; ``place`` orders what is due on the same day."""

    place: int
    register: Register
    alarm: Alarm

    @property
    def what(self) -> str:
        """What comes due."""
        return name_of(self.alarm.what)

    @property
    def to(self) -> str:
        """The register of those whom it concerns; "" where they are only named."""
        return self.register.column(self.alarm.who).to


def sources() -> list[Source]:
    """All alarms there are."""
    pairs = [(register, alarm) for register in load().values() for alarm in register.alarms]
    return [Source(place, *pair) for place, pair in enumerate(pairs)]


class Asked(NamedTuple):
    """What the page's filter asks; "" asks nothing."""

    register: str = ""
    kind: str = ""
    area: str = ""
    light: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Asked:
        """Read it from an address."""
        return cls(*(query.get(name, "").strip() for name in cls._fields))


class Key(NamedTuple):
    """The place of a line among all: a day, a source, a row."""

    due: date
    place: int
    pk: int

    def __str__(self) -> str:
        return f"{self.due.isoformat()}_{self.place}_{self.pk}"

    @classmethod
    def of(cls, text: str | None) -> Key | None:
        """Read it from an address; None where there is none or it is none."""
        try:
            due, place, pk = (text or "").split("_")
            found = cls(date.fromisoformat(due), int(place), int(pk))
        except ValueError:
            return None
        return found if 0 <= found.pk < 2**63 and timedelta(366) < found.due - date.min else None


class Line(NamedTuple):
    """One thing that comes due; ``left`` is in days and below 0 once it is past."""

    source: Source
    pk: int
    number: str
    kind: str
    who: str
    area: str
    due: date
    left: int
    light: str

    @property
    def left_in_words(self) -> str:
        """How many days are left, or have passed."""
        days = abs(self.left)
        if self.left < 0:
            return ngettext("已过%(days)s天", "已过%(days)s天", days) % {"days": days}
        if self.left == 0:
            return _("今天到期")
        return ngettext("还有%(days)s天", "还有%(days)s天", days) % {"days": days}

    @property
    def key(self) -> Key:
        """Its place among all."""
        return Key(self.due, self.source.place, self.pk)


class Page(NamedTuple):
    """Lines, soonest first; ``earlier`` and ``later`` are the keys of its neighbours, None at an end."""

    lines: list[Line]
    earlier: Key | None
    later: Key | None


def page(asked: Asked, on: date, after: Key | None = None, before: Key | None = None) -> Page:
    """The lines beside a key, or the first ones.

    Args:
        asked: what they are narrowed by.
        on: today.
        after: the line after which the page begins.
        before: the line before which it ends; ``after`` goes before it.
    """
    if before is not None and after is None:
        lines = _lines_beside(asked, on, before, back=True)
        if shown := lines[:SIZE][::-1]:
            return Page(shown, shown[0].key if len(lines) > SIZE else None, shown[-1].key)
    lines, first = beside(lambda key: _lines_beside(asked, on, key), after)
    shown = lines[:SIZE]
    return Page(shown, None if first else shown[0].key, shown[-1].key if len(lines) > SIZE else None)


def _lines_beside(asked: Asked, on: date, key: Key | None, *, back: bool = False) -> list[Line]:
    """The lines after a key, or those before it, nearest first; one more than a page has."""
    rows: Iterable[tuple[Source, Iterable[tuple[Any, ...]]]]
    if key is None and asked == Asked():  # what most who open the page see
        rows = ((source, _first(As(source.place), As(on))) for source in sources())
    else:
        rows = ((source, _part(source, found, key, back)) for source, found in _narrowed(asked, on))
    parts = [_lines(source, some, on) for source, some in rows]
    return list(islice(merge(*parts, key=lambda line: line.key, reverse=back), SIZE + 1))


def _part(source: Source, rows: QuerySet[Any], key: Key | None, back: bool) -> QuerySet[Any]:
    return _ordered(source, _beside(source, rows, key, back), back)[: SIZE + 1]


@ready
def _first(place: int, on: date) -> QuerySet[Any, tuple[Any, ...]]:
    source = sources()[place]
    return _part(source, due(source, on), None, back=False)


def every(asked: Asked, on: date) -> Iterator[Line]:
    """All lines that are asked for, soonest first, fetched as they are taken."""
    parts = [
        _lines(source, _ordered(source, found, False).iterator(CHUNK), on)
        for source, found in _narrowed(asked, on)
    ]
    return merge(*parts, key=lambda line: line.key)


class Tally(NamedTuple):
    """How many lines there are of one light; ``more``: at least so many, for no more were counted."""

    light: str
    word: Any
    amount: int
    more: bool


def tallied(on: date) -> list[Tally]:
    """How many lines there are of each light, in one query; no part of it reads more than ``COUNTED`` rows."""
    asked = [(light, due(source, on, light)) for source in sources() for light in LIGHTS]
    parts: list[str] = []
    values: list[Any] = []
    for _light, rows in asked:
        sql, given = rows.order_by().values("pk")[: COUNTED + 1].query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS part)")
        values += given
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        found = cursor.fetchone()
    sums = dict.fromkeys(LIGHTS, 0)
    for (light, _rows), amount in zip(asked, found, strict=True):
        sums[light] += amount
    return [Tally(light, LIGHTS[light], min(sum_, COUNTED), sum_ > COUNTED) for light, sum_ in sums.items()]


def _narrowed(asked: Asked, on: date) -> Iterator[tuple[Source, QuerySet[Any]]]:
    """The rows of each source that the filter leaves; sources that cannot hold what is asked are left out."""
    for source in sources():
        register = source.register
        wanted = asked.register in ("", register.id) and (not asked.kind or asked.kind in register.kinds)
        if not wanted or (asked.area and "area" not in register.names):
            continue
        found = due(source, on, asked.light)
        if asked.kind:
            found = found.filter(c_kind=asked.kind)
        if asked.area:
            found = found.filter(c_area__startswith=_of_area(asked.area))
        yield source, found


def due(source: Source, on: date, light: str = "") -> QuerySet[Any]:
    """The visible rows that one alarm shows, without order.

    Args:
        source: the alarm.
        on: today.
        light: ``red``, ``yellow`` or ``green``; "" for all.
    """
    register, alarm = source.register, source.alarm
    day = PREFIX + alarm.day
    rows = model_of(register.id).objects.visible().filter(**{f"{PREFIX}{name}": None for name in alarm.done})
    spans = [(kinds, _span(alarm, ahead, on, light)) for kinds, ahead in _ahead(source)]
    firsts, lasts = zip(*(span for _kinds, span in spans), strict=True)
    whole = (None if None in firsts else min(firsts), max(lasts))
    rows = rows.filter(_within(day, whole))
    for kinds, span in spans:
        if span != whole:
            rows = rows.exclude(
                kinds & ~_within(day, span)
            )  # so said, SQLite does not take the index of kinds
    return rows.filter(~Exists(_followers(source))) if alarm.same else rows


Span = tuple[date | None, date]


def _within(day: str, span: Span) -> Q:
    first, last = span
    return Q(**{f"{day}__lte": last} | ({f"{day}__gte": first} if first else {}))


def _span(alarm: Alarm, ahead: int, on: date, light: str) -> Span:
    """From when to when the counted day must lie; None where it may lie however far back."""
    shift = on - timedelta(alarm.after)
    soon = min(alarm.soon, ahead)
    begin = None if alarm.past is None else shift - timedelta(alarm.past)
    spans: dict[str, Span] = {
        "red": (begin, shift - timedelta(1)),
        "yellow": (shift, shift + timedelta(soon)),
        "green": (shift + timedelta(soon + 1), shift + timedelta(ahead)),
    }
    return spans.get(light, (begin, shift + timedelta(ahead)))


def _ahead(source: Source) -> list[tuple[Q, int]]:
    """Kinds by the days before at which they are shown."""
    by_days: dict[int, list[str]] = {}
    for kind in source.register.kinds.values():
        by_days.setdefault(kind.renewal_days or source.alarm.ahead, []).append(kind.id)
    if len(by_days) < 2:
        return [(Q(), next(iter(by_days), source.alarm.ahead))]
    return [(Q(c_kind__in=kinds), days) for days, kinds in by_days.items()]


def _followers(source: Source) -> QuerySet[Any]:
    """Later rows about the same thing: what is renewed already needs nobody."""
    register, alarm = source.register, source.alarm
    day = PREFIX + alarm.day
    found = model_of(register.id).objects.visible().filter(**{f"{day}__gt": OuterRef(day)})
    for name in alarm.done:
        found = found.filter(**{PREFIX + name: None})
    for name in alarm.same:
        column = PREFIX + name
        if register.column(name).required:
            found = found.filter(**{column: OuterRef(column)})
        else:  # both may be empty
            found = found.annotate(**{f"same_{name}": Coalesce(F(column), EMPTY)})
            found = found.filter(**{f"same_{name}": Coalesce(OuterRef(column), EMPTY)})
    return found


def _beside(source: Source, rows: QuerySet[Any], key: Key | None, back: bool) -> QuerySet[Any]:
    if key is None:
        return rows
    day, counted = PREFIX + source.alarm.day, key.due - timedelta(source.alarm.after)
    test = "lt" if back else "gt"
    beyond = Q(**{f"{day}__{test}": counted})
    if source.place == key.place:
        return rows.filter(**{f"{day}__{test}e": counted}).filter(beyond | Q(**{f"pk__{test}": key.pk}))
    on_the_day = source.place < key.place if back else source.place > key.place
    return rows.filter(**{f"{day}__{test}e": counted}) if on_the_day else rows.filter(beyond)


def _ordered(source: Source, rows: QuerySet[Any], back: bool) -> QuerySet[Any]:
    day = PREFIX + source.alarm.day
    columns = [source.register.key[-1], "kind", source.alarm.who, "area", source.alarm.day]
    values = [PREFIX + name if name in source.register.names else EMPTY for name in columns]
    order = (f"-{day}", "-pk") if back else (day, "pk")
    return rows.order_by(*order).values_list("pk", *values)


def _lines(source: Source, rows: Iterable[tuple[Any, ...]], on: date) -> Iterator[Line]:
    alarm, register = source.alarm, source.register
    for pk, number, kind, who, area, day in rows:
        when = day + timedelta(alarm.after)
        left = (when - on).days
        known = register.kinds.get(kind or "")
        ahead = (known.renewal_days if known else None) or alarm.ahead
        light = "red" if left < 0 else "yellow" if left <= min(alarm.soon, ahead) else "green"
        yield Line(
            source,
            pk,
            number,
            name_of(known.title if known else None),
            who or "",
            area or "",
            when,
            left,
            light,
        )


def _of_area(code: str) -> str:
    """How codes of an area and of all below it begin: a city's code ends in 00."""
    code = plain(code).upper()
    while len(code) > 2 and len(code) % 2 == 0 and code.endswith("00"):
        code = code[:-2]
    return code
