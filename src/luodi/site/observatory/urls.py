"""Addresses of the observatory."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from luodi.site.base import navigation, panels

from . import queries
from .rules import can_see_delivery
from .views import delivery

app_name = "observatory"
urlpatterns = [
    path("", delivery.newest, name="delivery"),
    path("ask/", delivery.ask, name="ask"),
    path("progress/", delivery.progress, name="progress"),
    path("<int:pk>/", delivery.run, name="run"),
    path("<int:pk>/publish/", delivery.publish, name="publish"),
    path("<int:pk>/<int:position>/", delivery.promise, name="promise"),
    path("<int:pk>/<int:position>/chart.json", delivery.chart, name="chart"),
]
navigation.add(45, _("落实情况"), "observatory:delivery", can_see_delivery)
panels.add(("leader", "office", "evaluator"), "observatory/_panel.html", can_see_delivery, queries.panel)
