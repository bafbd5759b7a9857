"""Addresses of the ledger."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from luodi.site.base import navigation

from .rules import can_review, can_see_ledger
from .views import adopting, decisions, desk, duties, findings, review

app_name = "ledger"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("duties/", duties.listed, name="duties"),
    path("duties/<int:pk>/", duties.detail, name="duty"),
    path("duties/<int:pk>/do/<slug:verb>/", duties.do, name="do"),
    path("decisions/", decisions.listed, name="decisions"),
    path("decisions/new/", decisions.new, name="decision_new"),
    path("decisions/<int:pk>/", decisions.one, name="decision"),
    path("decisions/<int:pk>/upload/", decisions.later, name="decision_upload"),
    path("decisions/<int:pk>/publish/", decisions.publish, name="decision_publish"),
    path("decisions/<int:pk>/register/", adopting.register, name="register"),
    path("decisions/<int:pk>/dropped/", adopting.dropped, name="dropped"),
    path("texts/<int:pk>/", review.version, name="version"),
    path("texts/<int:pk>/review/", review.do, name="review"),
    path("texts/<int:pk>/discard/", review.discard, name="version_discard"),
    path("texts/<int:pk>/add/", findings.add, name="finding_add"),
    path("texts/<int:pk>/adopt/", adopting.adopt, name="adopt"),
    path("texts/<int:pk>/compare/", adopting.compare, name="compare"),
    path("findings/<int:pk>/", findings.correct, name="finding"),
]
navigation.add(40, _("决定"), "ledger:decisions", can_see_ledger)
navigation.add(90, _("后台任务"), "jobs", can_review)
