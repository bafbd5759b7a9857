"""A form that is sent twice is answered once (防重复提交)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from . import receipts
from .action import REGISTRY

QUIET = ("review.",)
"""Actions that are done by the dozen and show what they did on the page itself."""


class Answer(NamedTuple):
    """Where the answer to a form is, and whether the form was dealt with before (重复提交)."""

    url: str
    again: bool


def once(
    request: HttpRequest, action: str, do: Callable[[], str], *, first: Callable[[], object] = lambda: None
) -> HttpResponse:
    """Do what the form asks and go to the URL it returns; a second click goes there too, and does nothing.

    The next page says what was done: in the words of ``do``, or by the name of the action.
    """
    made = answer(request, action, do, first=first)
    if not made.again:
        _confirm(request, action)
    return redirect(made.url)


def answer(
    request: HttpRequest, action: str, do: Callable[[], str], *, first: Callable[[], object] = lambda: None
) -> Answer:
    """Do what the form asks, once: for pages that show what cannot be shown a second time.

    Args:
        request: the form; the person is signed in, or no form of this site would be open to them.
        action: name of the action, for the receipt.
        do: does it and gives the URL of the answer; in one transaction with the receipt, so that of two clicks at the
            same moment one undoes itself.
        first: what takes long and writes nothing to the database, such as bringing the form's files; before the transaction.
    """
    token = request.POST.get("form_token", "")
    user: Any = request.user
    if url := receipts.answered(token, user):
        return Answer(url, again=True)
    first()
    try:
        with transaction.atomic():
            url = do()
            receipts.answer(token, user, action, url)
    except IntegrityError:
        if url := receipts.answered(token, user):
            return Answer(url, again=True)
        raise
    return Answer(url, again=False)


def _confirm(request: HttpRequest, action: str) -> None:
    known = None if action.startswith(QUIET) else REGISTRY.get(action)
    if known is not None and not getattr(messages.get_messages(request), "added_new", False):
        messages.success(request, _("已办理:%(verb)s。") % {"verb": known.title})
