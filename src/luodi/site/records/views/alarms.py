"""What comes due in the registers (到期预警): one list over all of them, and its file."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from luodi.site.base.models import Area
from luodi.site.base.views.gate import require

from .. import alarms, queries
from ..alarms import Asked, Key, Line
from ..export import MOST_IN_A_BOOK, cell, saved, too_long
from ..queries import Reference
from ..rules import can_see_records
from ..show import name_of, title_of


@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """What came due and what will, soonest first."""
    asked = _asked(request)
    keys = {name: Key.of(request.GET.get(name)) for name in ("after", "before")}
    page = alarms.page(asked, timezone.localdate(), **keys)
    values = {
        "asked": asked, "narrowed": any(asked), "words": alarms.LIGHTS, "page": page, "rows": _named(page.lines), "lights": alarms.LIGHTS.items(),
        "registers": _registers(), "kinds": _kinds(asked.register), "areas": Area.objects.exclude(code=""),
        "bases": [each for each in alarms.sources() if each.alarm.basis],
    }  # fmt: skip
    return render(request, "records/alarms.html", values)


@login_required
def tally(request: HttpRequest) -> HttpResponse:
    """How many lines of each light there are: a piece of the desk, fetched once the desk is there."""
    _asked(request)
    return render(request, "records/_tally.html", {"tallies": alarms.tallied(timezone.localdate())})


@login_required
def export(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The lines that the list shows, all of them, as a table."""
    asked = _asked(request)
    if ending not in ("xlsx", "csv"):
        raise Http404
    lines = alarms.every(asked, timezone.localdate())
    if ending == "xlsx":
        fitting = list(islice(lines, MOST_IN_A_BOOK + 1))
        if len(fitting) > MOST_IN_A_BOOK:
            raise too_long()
        lines = iter(fitting)
    header = [
        _("状态"), _("期限"), _("剩余天数"), _("事项"), _("登记簿"), _("类别"), _("编号"), _("单位代码"), _("单位"), _("所在地"),
    ]  # fmt: skip
    rows = (
        [cell(value, {}, ending == "csv") for value in _values(line, who)]
        for part in iter(lambda: list(islice(lines, alarms.CHUNK)), [])
        for line, who in _named(part)
    )
    return saved(_("到期预警"), header, rows, ending)


def _asked(request: HttpRequest) -> Asked:
    require(request, can_see_records, None, _("查看登记簿"))
    return Asked.of(request.GET)


def _named(lines: Sequence[Line]) -> list[tuple[Line, Reference | None]]:
    """Each line with whom it concerns: one query a register referred to."""
    wanted: dict[str, set[str]] = {}
    for line in lines:
        if line.source.to and line.who:
            wanted.setdefault(line.source.to, set()).add(line.who)
    found = {to: queries.named(to, keys) for to, keys in wanted.items()}
    return [(line, found.get(line.source.to, {}).get(line.who)) for line in lines]


def _values(line: Line, who: Reference | None) -> list[Any]:
    return [
        str(alarms.LIGHTS[line.light]), line.due, line.left, line.source.what, title_of(line.source.register), line.kind,
        line.number, line.who if line.source.to else "", who.title if who else "" if line.source.to else line.who, line.area,
    ]  # fmt: skip


def _registers() -> list[tuple[str, str]]:
    """The registers in which something comes due."""
    return list({each.register.id: title_of(each.register) for each in alarms.sources()}.items())


def _kinds(register: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Kinds by register: of the one that is asked for, or of all."""
    return [
        (title_of(each.register), [(kind.id, name_of(kind.title)) for kind in each.register.kinds.values()])
        for each in alarms.sources()
        if each.register.kinds and register in ("", each.register.id)
    ]
