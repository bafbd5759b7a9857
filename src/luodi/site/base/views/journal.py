"""The journal's pages (留痕): who changed what, and whether the chain holds."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from ..asked import number
from ..journal import chain, pages, words
from ..models import JournalEntry, JournalSeal, User
from ..rights import can_read_journal, is_administrator
from .gate import require

NOBODY = 0
"""Whom no account has as its number: nothing is found of somebody who is not known."""


def _may(request: HttpRequest) -> None:
    require(request, can_read_journal, None, _("查看留痕"))


def _asked(request: HttpRequest) -> pages.Asked:
    given = request.GET
    try:
        day = date.fromisoformat(given.get("day", ""))
    except ValueError:
        day = None
    numbers = {name: number(given.get(name)) for name in ("row", "user", "before", "after")}
    if numbers["user"] is None and (name := given.get("user", "").strip()):
        who = User.objects.filter(Q(username=name) | Q(name=name)).order_by("pk").first()
        numbers["user"] = who.pk if who else NOBODY
    return pages.Asked(
        table=given.get("table", ""), request=given.get("request", "").strip(), day=day, **numbers
    )


@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """Entries, newest first, narrowed by table, row, person, request or day."""
    _may(request)
    asked = _asked(request)
    page = pages.page(pages.seen_by(request.user), asked)
    shown = {
        "asked": asked, "who": request.GET.get("user", ""), "page": page, "lines": words.in_words(page.rows, request.user),
        "tables": [pair for pair in words.tables() if is_administrator.test(request.user) or pair[0] not in pages.PEOPLE],
        "seal": chain.head(),
    }  # fmt: skip
    return render(request, "base/journal.html", shown)


@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry: before and after in words, its neighbours, its seal."""
    _may(request)
    entry = get_object_or_404(pages.seen_by(request.user), pk=pk)
    seal = JournalSeal.objects.defer("digests").filter(since_tx__lte=entry.tx, until_tx__gt=entry.tx).first()
    same_row = JournalEntry.objects.filter(table=entry.table, row=entry.row)
    shown = {
        "line": words.in_words([entry], request.user)[0], "seal": seal,
        "previous": same_row.filter(pk__lt=pk).order_by("-pk").values_list("pk", flat=True).first(),
        "next": same_row.filter(pk__gt=pk).order_by("pk").values_list("pk", flat=True).first(),
    }  # fmt: skip
    return render(request, "base/journal_entry.html", shown)
