"""Trying what a form asks (提交表单): what an action refuses is shown at the form, with all that was typed."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from .asked import number
from .forms import Form
from .once import once
from .refusals import NotAllowed, Refusal, Unfit


def attempt(
    request: HttpRequest, form: Form, name: str, do: Callable[[], str]
) -> tuple[HttpResponse | None, int]:
    """Do what a form asks, once; its files are brought first.

    Returns:
        Where to go next, or None if the form is to be shown (again); the status to show it with.
    """
    if request.method != "POST":
        return None, 200
    if not form.is_valid():
        return None, 422
    try:
        return once(request, name, do, first=form.bring), 302
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
