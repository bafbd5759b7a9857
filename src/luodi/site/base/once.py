"""A form that is sent twice is answered once (防重复提交)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from . import receipts


def once(
    request: HttpRequest, action: str, do: Callable[[], str], *, first: Callable[[], object] = lambda: None
) -> HttpResponse:
    """Do what the form asks and go to the URL it returns; a second click goes there too, and does nothing.

    Args:
        request: carries the form's token.
        action: what it is, for the receipt.
        do: does it, in a transaction.
        first: what takes long and writes nothing to the database, such as bringing the form's files; before the transaction.
    """
    token = request.POST.get("form_token", "")
    user: Any = request.user  # signed in, or no form of this site would be open to them
    if url := receipts.answered(token, user):
        return redirect(url)
    first()
    try:
        with transaction.atomic():
            url = do()
            receipts.answer(token, user, action, url)
    except IntegrityError:
        if url := receipts.answered(token, user):
            return redirect(url)
        raise
    return redirect(url)
