"""Addresses of the administrator's pages and of one's own account."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import navigation, rights
from .views import account, areas, health, importing, organisations, people, settings

urlpatterns = [
    path("account/", account.account, name="account"),
    path("account/language/", account.language, name="account_language"),
    path("people/<int:pk>/delegate/", account.delegate, name="delegate"),
    path("delegations/<int:pk>/end/", account.undelegate, name="delegation_end"),
    path("people/", people.listed, name="people"),
    path("people/new/", people.new, name="person_new"),
    path("people/<int:pk>/", people.one, name="person"),
    path("people/<int:pk>/change/", people.change, name="person_change"),
    path("people/<int:pk>/reset/", people.reset, name="person_reset"),
    path("people/<int:pk>/close/", people.close, name="person_close"),
    path("people/<int:pk>/open/", people.reopen, name="person_open"),
    path("people/<int:pk>/grant/", people.give, name="grant_new"),
    path("grants/<int:pk>/end/", people.end, name="grant_end"),
    path("organisations/", organisations.listed, name="organisations"),
    path("organisations/new/", organisations.new, name="organisation_new"),
    path("organisations/<int:pk>/", organisations.change, name="organisation"),
    path("organisations/<int:pk>/dissolve/", organisations.dissolve, name="organisation_dissolve"),
    path("areas/", areas.listed, name="areas"),
    path("areas/new/", areas.new, name="area_new"),
    path("areas/<int:pk>/", areas.change, name="area"),
    path("settings/", settings.settings, name="settings"),
    path("import/<slug:what>/", importing.upload, name="import"),
    path("import/<slug:what>/apply/", importing.apply, name="import_apply"),
    path("import/<slug:what>/template.xlsx", importing.template, name="import_template"),
    path("health/", health.page, name="health"),
    path("healthz", health.probe, name="healthz"),
]
navigation.add(70, _("人员"), "people", rights.is_administrator, rare=True)
navigation.add(71, _("单位"), "organisations", rights.is_administrator, rare=True)
navigation.add(72, _("区域"), "areas", rights.is_administrator, rare=True)
navigation.add(73, _("设置"), "settings", rights.is_administrator, rare=True)
navigation.add(74, _("运行状况"), "health", rights.is_administrator, rare=True)
