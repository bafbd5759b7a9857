"""A form that is sent twice is answered once (防重复提交)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from . import receipts
from .action import REGISTRY

QUIET = ("review.",)
"""Actions that are done by the dozen and show what they did on the page itself."""


def once(request: HttpRequest, action: str, do: Callable[[], str]) -> HttpResponse:
    """Do what the form asks and go to the URL it returns; a second click goes there too, and does nothing.

    The next page says what was done: in the words of ``do``, or by the name of the action.
    """
    token = request.POST.get("form_token", "")
    user: Any = request.user  # signed in, or no form of this site would be open to them
    if url := receipts.answered(token, user):
        return redirect(url)
    try:
        with transaction.atomic():
            url = do()
            receipts.answer(token, user, action, url)
    except IntegrityError:
        if url := receipts.answered(token, user):
            return redirect(url)
        raise
    _confirm(request, action)
    return redirect(url)


def _confirm(request: HttpRequest, action: str) -> None:
    known = None if action.startswith(QUIET) else REGISTRY.get(action)
    if known is not None and not getattr(messages.get_messages(request), "added_new", False):
        messages.success(request, _("已办理:%(verb)s。") % {"verb": known.title})
