"""Accounts and roles (账号、授权): the administrator's pages."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ..action import Actor
from ..actions import grants, people
from ..actions.people import Account
from ..attempts import attempt
from ..forms import manage as forms
from ..models import Grant, User
from ..once import answer
from ..paging import paged
from ..queries import people as queries
from ..refusals import Unfit
from .gate import administrators_only


@administrators_only
def listed(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, with their roles; narrowed by name or unit."""
    asked = request.GET.get("q", "").strip()
    closed = request.GET.get("closed") == "1"
    found = queries.people(asked, closed=closed)
    page = paged(found, queries.with_roles, request.GET.get("page"), which=(asked, closed))
    shown = {"page": page, "asked": asked, "closed": closed}
    return render(request, "base/people.html", shown)


@administrators_only
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: roles held and ended, deputies."""
    person = get_object_or_404(User, pk=pk)
    return render(request, "base/person.html", {"person": person, **queries.standing_of(person)})


@administrators_only
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """Open an account; its one-time password is on the page that answers, and nowhere else."""
    form = forms.Account(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return _told(request, "account.make", lambda actor: people.make(actor, **form.cleaned_data))
        except Unfit as error:
            form.refuse(error.fields)
            status = error.status
    lead = _("开通后页面上显示一次性密码,只显示这一次。首次登录须改密码。")
    values = {"form": form, "title": _("开通账号"), "lead": lead}
    return render(request, "base/plain_form.html", values, status=status)


@administrators_only
@require_POST
@never_cache
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a new one-time password, shown on the page that answers."""
    person = get_object_or_404(User, pk=pk)
    return _told(request, "account.reset", lambda actor: people.reset(actor, person))


@administrators_only
@require_POST
@never_cache
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed account again, with a new one-time password."""
    person = get_object_or_404(User, pk=pk)
    return _told(request, "account.open", lambda actor: people.reopen(actor, person))


def _told(request: HttpRequest, action: str, do: Callable[[Actor], Account]) -> HttpResponse:
    """Do what gives a password and show it; a second click changes nothing and shows no password any more."""
    accounts: list[Account] = []

    def told() -> str:
        accounts.append(do(Actor.of(request)))
        return reverse("person", args=[accounts[0].user.pk])

    given = answer(request, action, told)
    if given.again:
        messages.info(request, _("已办理过。一次性密码只显示一次;没有记下时请再次重置密码。"))
        return redirect(given.url)
    return render(request, "base/one_time_password.html", {"accounts": accounts})


@administrators_only
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change name and mail address."""
    person = get_object_or_404(User, pk=pk)
    form = forms.Person(request.POST or None, initial={"name": person.name, "email": person.email})

    def do() -> str:
        people.change(Actor.of(request), person, **form.cleaned_data)
        messages.success(request, _("已保存。"))
        return reverse("person", args=[pk])

    answered, status = attempt(request, form, "account.change", do)
    shown = {"form": form, "title": _("修改账号:%(name)s") % {"name": person}, "button": _("保存")}
    return answered or render(request, "base/plain_form.html", shown, status=status)


@administrators_only
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account."""
    person = people.close(Actor.of(request), get_object_or_404(User, pk=pk))
    messages.success(request, _("“%(user)s”的账号已停用。") % {"user": person})
    return redirect("person", pk)


@administrators_only
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person a role."""
    person = get_object_or_404(User, pk=pk)
    form = forms.GiveRole(request.POST or None)

    def do() -> str:
        grants.give(Actor.of(request), person, **form.cleaned_data)
        return reverse("person", args=[pk])

    answered, status = attempt(request, form, "grant.give", do)
    shown = {"form": form, "title": _("授权:%(name)s") % {"name": person}, "button": _("授权")}
    return answered or render(request, "base/plain_form.html", shown, status=status)


@administrators_only
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role; it can be used no more from this moment."""
    grant = grants.end(Actor.of(request), get_object_or_404(Grant.objects.select_related("user"), pk=pk))
    messages.success(request, _("已终止授权:%(grant)s。") % {"grant": grant})
    return redirect("person", grant.user_id)
