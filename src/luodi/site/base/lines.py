"""Lines of long lists (列表行): drawn by compiled templates, for they are most of what such a page costs.

A page is a Django template; the body of a table of fifty lines or more is a Jinja template in the room's ``jinja2/``,
which ``{% lines "ledger/duties.html" duties=… %}`` puts in. It knows the same words as Django's templates:
``light()``, ``label()``, ``labels()``, ``mark()``, ``url()``, ``_()``, ``said``, ``paired``, ``percent``, ``day``, ``date``,
``short``, ``number``. What
``address("ledger:duty")(7)`` gives is ``{% url "ledger:duty" 7 %}``, looked up once for all lines; what comes before the
line's own key in the address is named there: ``address("records:row", "person")(7)``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

from django.template import defaultfilters, engines
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from jinja2 import Environment

from .languages import label, paired, said

ENGINE: Final = "lines"
SAMPLE: Final = 9_007_199_254_740_991
"""Stands in an address where each line's own key is put."""


def drawn(name: str, **values: Any) -> SafeString:
    """The lines of a list as HTML."""
    return mark_safe(engines[ENGINE].get_template(name).render(values))


def environment(**options: Any) -> Environment:
    """The words that the lines' templates know."""
    from .templatetags import luodi as words

    made = Environment(**options)
    made.globals |= {
        "_": gettext, "label": label, "labels": _labels, "light": words.light, "mark": words.mark, "address": _address, "url": reverse,
    }  # fmt: skip
    made.filters |= {
        "said": said, "paired": paired, "percent": words.percent, "day": _day, "date": _date, "short": _short, "number": _number,
    }  # fmt: skip
    return made


def _address(route: str, *first: str) -> Callable[[int], str]:
    before, after = _around(route, first, get_script_prefix())
    return lambda key: f"{before}{key}{after}"


def _labels(name: str) -> Callable[[Any], str]:
    """What gives the printed name of a field's value for line after line of one list, all of one kind."""
    known: dict[Any, str] = {}

    def of(thing: Any) -> str:
        value = getattr(thing, name)
        if (found := known.get(value)) is None:
            found = known[value] = label(thing, name)
        return found

    return of


def address(route: str, key: int | None = None) -> str:
    """The address of a route, or of one of its things by number; what stands around the number is found once."""
    if key is None:
        return _plain(route, get_script_prefix())
    before, after = _around(route, (), get_script_prefix())
    return f"{before}{key}{after}"


@lru_cache(maxsize=256)
def _plain(route: str, prefix: str) -> str:
    return reverse(route)


@lru_cache(maxsize=256)
def _around(route: str, first: tuple[str, ...], prefix: str) -> tuple[str, str]:
    before, _, after = reverse(route, args=[*first, SAMPLE]).partition(str(SAMPLE))
    return before, after


def _day(value: date | None) -> str:
    return "—" if value is None else value.isoformat()


def _date(value: date | datetime | None, form: str) -> str:
    return dated(timezone.localtime(value) if isinstance(value, datetime) else value, form)


def dated(value: Any, form: str | None) -> str:
    """What Django's filter ``date`` prints; the two forms that stand in most lists are written out."""
    if isinstance(value, date):
        if form == "Y-m-d":
            return f"{value.year:04}-{value.month:02}-{value.day:02}"
        if form == "Y-m-d H:i" and isinstance(value, datetime):
            return f"{value.year:04}-{value.month:02}-{value.day:02} {value.hour:02}:{value.minute:02}"
    return str(defaultfilters.date(value, form))


def _number(value: Any, places: int) -> str:
    return str(defaultfilters.floatformat(value, places))


def _short(value: object, length: int) -> str:
    text = str(value)
    return text if len(text) <= length else text[: length - 1] + "…"
