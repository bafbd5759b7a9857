"""One's own account (我的账号): roles, language, colleagues who act for one."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from ..action import Actor
from ..actions import grants, people
from ..attempts import attempt
from ..forms import manage as forms
from ..models import Delegation, User
from ..queries import people as queries
from ..rights import is_administrator, is_oneself
from .gate import require


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """What the site knows of oneself."""
    shown = queries.standing_of(request.user) | {"languages": settings.LANGUAGES}
    return render(request, "base/account.html", shown)


@login_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language one reads in, for pages and mails."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        return redirect("account")
    people.choose_language(Actor.of(request), request.user, language=chosen)
    with override(chosen):
        messages.success(request, _("已保存。"))
    return spoken(redirect("account"), chosen)


def spoken(response: HttpResponse, chosen: str) -> HttpResponse:
    """Have the browser ask for pages in a language from now on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=365 * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@login_required
def delegate(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a colleague to act for oneself; an administrator does it for anybody."""
    absent = get_object_or_404(User, pk=pk)
    require(request, is_oneself | is_administrator, absent, _("委托代办"))
    form = forms.Delegate(request.POST or None, absent=absent, choices=_deputies(request, absent))

    def do() -> str:
        grants.delegate(Actor.of(request), absent, **form.cleaned_data)
        return _back(request, absent)

    answered, status = attempt(request, form, "delegation.make", do)
    lead = _("代办人在这段时间可以办理“%(name)s”的事项,留痕中记下两人的姓名。系统管理员的权限不能委托。") % {
        "name": absent
    }
    shown = {"form": form, "title": _("委托代办"), "lead": lead}
    return answered or render(request, "base/plain_form.html", shown, status=status)


@login_required
@require_POST
def undelegate(request: HttpRequest, pk: int) -> HttpResponse:
    """End a time of acting."""
    delegation = get_object_or_404(Delegation.objects.select_related("absent"), pk=pk)
    grants.end_delegation(Actor.of(request), delegation)
    messages.success(request, _("代办已结束。"))
    return redirect(_back(request, delegation.absent))


def _deputies(request: HttpRequest, absent: User):
    """Colleagues of one's own units; for an administrator, everybody."""
    everybody = User.objects.filter(is_active=True)
    return everybody if is_administrator.test(request.user) else queries.colleagues(absent)


def _back(request: HttpRequest, absent: User) -> str:
    return reverse("account") if absent.pk == request.user.pk else reverse("person", args=[absent.pk])
