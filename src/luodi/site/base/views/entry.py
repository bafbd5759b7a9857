"""Signing in and out, one's own account (登录、账号)."""

from __future__ import annotations

from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy

from ..rights import standing


class Login(auth.LoginView):
    """Sign in (登录)."""

    template_name = "base/login.html"
    redirect_authenticated_user = True


class PasswordChange(auth.PasswordChangeView):
    """Choose one's own password (修改密码); the first thing after signing in with one that was given."""

    template_name = "base/plain_form.html"
    success_url = reverse_lazy("home")

    def form_valid(self, form):
        self.request.user.must_change_password = False
        return super().form_valid(form)


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Everybody's own page: each role is led to its own (首页)."""
    return redirect("ledger:desk")


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """What the site knows of oneself: name, roles, deputies (我的账号)."""
    grants = request.user.grants.select_related("organisation", "area")
    return render(request, "base/account.html", {"grants": grants, "held": standing(request.user).held})
