"""Signing in and out (登录)."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from ..action import Actor
from ..actions import people
from ..forms import dress
from .account import spoken


class Dressed:
    """A form of Django's that looks like the house's."""

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        for field in form.fields.values():
            dress(field)
        return form


class Login(Dressed, auth.LoginView):
    """Sign in (登录); pages then come in the language the person chose."""

    template_name = "base/login.html"
    redirect_authenticated_user = True

    def form_valid(self, form):
        response = super().form_valid(form)
        chosen = form.get_user().language
        return spoken(response, chosen) if chosen else response


class PasswordChange(Dressed, auth.PasswordChangeView):
    """Choose one's own password (修改密码); the first thing after signing in with one that was given."""

    template_name = "base/plain_form.html"
    success_url = reverse_lazy("home")
    extra_context = {"title": _("修改密码")}

    def get_context_data(self, **kwargs):
        """Say why, to somebody who did not ask for this page."""
        if self.request.user.must_change_password:
            kwargs["lead"] = _(
                "您登录用的是一次性密码。请先换成自己的密码,再继续;“旧密码”就是刚才输入的一次性密码。"
            )
        return super().get_context_data(**kwargs)

    def form_valid(self, form):
        """Set it through an action; other sessions of the person end, this one goes on."""
        user = people.choose_password(
            Actor.of(self.request), self.request.user, password=form.cleaned_data["new_password1"]
        )
        update_session_auth_hash(self.request, user)
        messages.success(self.request, _("密码已修改,下次登录用新密码。"))
        return HttpResponseRedirect(self.get_success_url())


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Everybody's own page: each role is led to its own (首页)."""
    return redirect("ledger:desk")
