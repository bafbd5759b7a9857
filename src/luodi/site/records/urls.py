"""Addresses of the records room."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from luodi.site.base import navigation, panels

from .rules import can_see_records
from .views import alarms, imports, lists, requests, rows

app_name = "records"
urlpatterns = [
    path("", lists.index, name="index"),
    path("keepers/", lists.keepers, name="keepers"),
    path("keepers/<slug:register>/", lists.keep, name="keep"),
    path("alarms/", alarms.listed, name="alarms"),
    path("alarms/tally/", alarms.tally, name="alarms_tally"),
    path("alarms/export/<slug:ending>/", alarms.export, name="alarms_export"),
    path("requests/", requests.listed, name="requests"),
    path("requests/<int:pk>/", requests.one, name="request"),
    path("requests/<int:pk>/decide/", requests.decide, name="decide"),
    path("batches/<int:pk>/", imports.batch, name="batch"),
    path("batches/<int:pk>/match/", imports.match, name="match"),
    path("batches/<int:pk>/problems.csv", imports.problems, name="problems"),
    path("batches/<int:pk>/do/<slug:verb>/", imports.do, name="batch_do"),
    path("<slug:register>/", lists.listed, name="list"),
    path("<slug:register>/new/", rows.new, name="new"),
    path("<slug:register>/import/", imports.upload, name="import"),
    path("<slug:register>/batches/", lists.batches, name="batches"),
    path("<slug:register>/duplicates/", lists.alike, name="duplicates"),
    path("<slug:register>/export/<slug:ending>/", lists.export, name="export"),
    path("<slug:register>/key/<str:key>/", rows.by_key, name="by_key"),
    path("<slug:register>/<int:pk>/", rows.detail, name="row"),
    path("<slug:register>/<int:pk>/change/", rows.change, name="change"),
    path("<slug:register>/<int:pk>/remove/", rows.remove, name="remove"),
]
navigation.add(35, _("登记簿"), "records:index", can_see_records)
navigation.add(55, _("登记簿到期预警"), "records:alarms", can_see_records, rare=True)
panels.add(("office",), "records/_due.html", can_see_records, urgent=True)
