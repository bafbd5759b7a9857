"""Trying what a form asks (提交表单): what an action refuses is shown at the form, with all that was typed."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from rules.predicates import Predicate

from luodi.site.base.asked import number
from luodi.site.base.forms import Form
from luodi.site.base.refusals import NotAllowed, Refusal, Unfit

from .once import once


def attempt(
    request: HttpRequest, form: Form, name: str, do: Callable[[], str]
) -> tuple[HttpResponse | None, int]:
    """Do what a form asks, once.

    Returns:
        Where to go next, or None if the form is to be shown (again); the status to show it with.
    """
    if request.method != "POST":
        return None, 200
    if not form.is_valid():
        return None, 422
    try:
        return once(request, name, do), 302
    except Unfit as refusal:
        form.refuse(refusal.fields)
        return None, refusal.status
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None, refusal.status


def version_of(request: HttpRequest) -> int | None:
    """The version the page showed, None if it carried none."""
    return number(request.POST.get("version"))


def require(request: HttpRequest, right: Predicate, thing: object, title: object) -> None:
    """Refuse a page to whoever may not see it.

    Raises:
        NotAllowed: the right says no.
    """
    if not right.test(request.user, thing):
        raise NotAllowed(title)
