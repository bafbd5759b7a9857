"""One row: what it says, what it was, what is asked to change (记录)."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from luodi.core.registers import Register
from luodi.site.base.action import REGISTRY, Actor
from luodi.site.base.models import User
from luodi.site.base.once import once
from luodi.site.base.refusals import Unfit
from luodi.site.base.rights import can_read_journal

from .. import queries
from ..actions.changes import LooksAlike, ask_change
from ..forms import RemovalForm, RowForm
from ..models import ChangeRequest, Row, model_of
from ..models.rows import PREFIX
from ..referrers import StillReferred
from ..rules import keeps_register
from ..show import name_of, shown, title_of
from .common import cells, hidden_from, must_keep, opened


def _row(register: Register, pk: int) -> Row:
    """A row that a valid batch brought, whether it still stands or not."""
    rows = model_of(register.id).objects.select_related("batch", "replaced_in")
    return get_object_or_404(rows, pk=pk, batch__valid=True)


@login_required
def detail(request: HttpRequest, register: str, pk: int) -> HttpResponse:
    """All that a row says, its versions, the journal's entries and the requests about it."""
    declared = opened(request, register)
    row = _row(declared, pk)
    hidden = hidden_from(request, declared)
    names = [name for name in declared.names if name not in hidden]
    found = queries.references(declared, [row], names)
    versions = queries.versions(row)
    entries = queries.journal(versions)
    people = User.objects.in_bulk({entry.user for entry in entries if entry.user})
    pks = [each.pk for each in versions]
    newest = versions[0]
    values = {
        "register": declared, "title": title_of(declared), "row": row, "cells": cells(declared, row, names, found),
        "history": [_version(declared, each, earlier, hidden) for each, earlier in zip(versions, [*versions[1:], None], strict=True)],
        "entries": [
            {"entry": entry, "who": people.get(entry.user), "title": REGISTRY[entry.action].title if entry.action in REGISTRY else entry.action}
            for entry in entries
        ],
        "requests": ChangeRequest.objects.filter(register=register, row__in=pks).select_related("by", "decided_by"),
        "stands": not queries.stands_replaced(row), "newest": newest, "hidden": bool(hidden),
        "removed": queries.stands_replaced(newest) and newest.removed_because,
        "keeps": keeps_register.test(request.user, register), "journal": can_read_journal.test(request.user),
    }  # fmt: skip
    return render(request, "records/row.html", values)


def _version(register: Register, row: Row, earlier: Row | None, hidden: frozenset[str]) -> dict:
    """One version: which batch brought it, and what changed against the one before."""
    changes = [
        {"label": name_of(column), "old": shown(register, column, earlier.value(column.name)), "new": shown(register, column, row.value(column.name))}
        for column in register.columns
        if earlier is not None and column.name not in hidden and row.value(column.name) != earlier.value(column.name)
    ]  # fmt: skip
    return {"row": row, "batch": row.batch, "changes": changes, "first": earlier is None}


@login_required
def by_key(request: HttpRequest, register: str, key: str) -> HttpResponse:
    """The row with a key, for links from elsewhere (registers whose key is one column)."""
    declared = opened(request, register)
    if len(declared.key) != 1:
        raise Http404
    found = model_of(register).objects.visible().filter(**{PREFIX + declared.key[0]: key}).first()
    if found is None:
        raise Http404
    return redirect("records:row", register, found.pk)


@login_required
def new(request: HttpRequest, register: str) -> HttpResponse:
    """Ask for a new row."""
    declared = opened(request, register)
    must_keep(request, declared, _("新增登记"))
    return _asked(request, declared, None)


@login_required
def change(request: HttpRequest, register: str, pk: int) -> HttpResponse:
    """Ask for a change of a row."""
    declared = opened(request, register)
    must_keep(request, declared, _("变更登记"))
    return _asked(request, declared, _row(declared, pk))


def _asked(request: HttpRequest, register: Register, row: Row | None) -> HttpResponse:
    kind = ChangeRequest.Kind.CHANGE if row else ChangeRequest.Kind.NEW
    alike: list[Row] = []
    status = 200
    initial = RowForm.of(row.values()) if row else {}
    form = RowForm(register, request.POST or None, initial=initial, alike="confirmed" in request.POST)
    if request.method == "POST":
        status = 422
        if form.is_valid():

            def do() -> str:
                made = ask_change(
                    Actor.of(request), register.id, kind=kind, row=row, values=form.values,
                    reason=form.cleaned_data["reason"], confirmed=bool(form.cleaned_data.get("confirmed")),
                )  # fmt: skip
                messages.success(request, _("已提交,等待管理单位负责人审批。"))
                return reverse("records:request", args=[made.pk])

            try:
                return once(request, "records.ask", do)
            except Unfit as error:
                form.refuse(error.fields)
            except LooksAlike as error:
                alike, status = error.rows, error.status
                form = RowForm(register, request.POST, initial=initial, alike=True)
                form.is_valid()
    values = {
        "register": register, "title": title_of(register), "form": form, "row": row, "alike": alike,
        "heading": _("申请变更") if row else _("申请新增"),
    }  # fmt: skip
    return render(request, "records/ask.html", values, status=status)


@login_required
def remove(request: HttpRequest, register: str, pk: int) -> HttpResponse:
    """Ask for a row to be taken away."""
    declared = opened(request, register)
    must_keep(request, declared, _("撤销登记"))
    row = _row(declared, pk)
    form = RemovalForm(request.POST or None)
    refusal, status = None, 200
    if request.method == "POST":
        status = 422
    if request.method == "POST" and form.is_valid():

        def do() -> str:
            made = ask_change(
                Actor.of(request), declared.id, kind=ChangeRequest.Kind.REMOVE, row=row,
                reason=form.cleaned_data["reason"],
            )  # fmt: skip
            return reverse("records:request", args=[made.pk])

        try:
            return once(request, "records.ask", do)
        except StillReferred as error:
            refusal, status = error, error.status
    values = {
        "register": declared, "title": title_of(declared), "form": form, "row": row, "heading": _("申请撤销"),
        "refusal": refusal,
    }  # fmt: skip
    return render(request, "records/ask.html", values, status=status)
