"""The door to a page (页面权限): by the right that it asks, or for administrators alone (管理入口)."""

from __future__ import annotations

import functools
from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from rules.predicates import Predicate

from ..refusals import NotAllowed
from ..rights import is_administrator

View = Callable[..., HttpResponse]


def require(request: HttpRequest, right: Predicate, thing: object, title: object) -> None:
    """Refuse a page to whoever may not see it.

    Args:
        request: whose person is asked.
        right: what the page asks of them.
        thing: what it shows; None where the right is one of the person alone.
        title: what the refusal says they have no right to.

    Raises:
        NotAllowed: the right says no.
    """
    if not right.test(request.user, thing):
        raise NotAllowed(title)


def administrators_only(view: View) -> View:
    """Let only administrators see a page; what it does is asked again by its action."""

    @functools.wraps(view)
    @login_required
    def gate(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        require(request, is_administrator, None, _("系统管理"))
        return view(request, *args, **kwargs)

    return gate
