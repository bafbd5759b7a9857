"""Addresses of the public room."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luodi.site.base import navigation

from . import selfcheck, views

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("public/decisions/<int:pk>/", views.decision, name="decision"),
    path("public/commitments/", views.commitments, name="commitments"),
    path("public/commitments/<int:pk>/", views.commitment, name="commitment"),
    path("public/editions/<int:pk>/", views.edition, name="edition"),
    path("public/data/commitments.csv", views.as_csv, name="csv"),
    path("public/data/commitments.json", views.as_json, name="json"),
    path("check/", selfcheck.listed, name="selfchecks"),
    path("check/<slug:name>/", selfcheck.check, name="selfcheck"),
]
navigation.add(90, pgettext_lazy("导航", "公开"), "public:home", rare=True)
navigation.add(95, _("企业自评"), "public:selfchecks", rare=True)
