"""The door to the administrator's pages (管理入口)."""

from __future__ import annotations

import functools
from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from ..refusals import NotAllowed
from ..rights import is_administrator

View = Callable[..., HttpResponse]


def administrators_only(view: View) -> View:
    """Let only administrators see a page; what it does is asked again by its action."""

    @functools.wraps(view)
    @login_required
    def gate(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not is_administrator.test(request.user):
            raise NotAllowed(_("系统管理"))
        return view(request, *args, **kwargs)

    return gate
