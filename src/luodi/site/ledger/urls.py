"""Addresses of the ledger."""

from __future__ import annotations

from django.urls import path

from .views import acts, desk, duties, files, text

app_name = "ledger"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("duties/", duties.listed, name="duties"),
    path("duties/bulk/", duties.bulk, name="bulk"),
    path("duties/export.csv", duties.export, {"ending": "csv"}, name="duties_csv"),
    path("duties/export.xlsx", duties.export, {"ending": "xlsx"}, name="duties_xlsx"),
    path("duties/filters/save/", duties.save_filter, name="filter_save"),
    path("duties/filters/<int:pk>/drop/", duties.drop_filter, name="filter_drop"),
    path("duties/<int:pk>/", duties.detail, name="duty"),
    path("duties/<int:pk>/do/<slug:verb>/", acts.on_duty, name="do"),
    path("commitments/<int:pk>/register/", acts.register, name="register_one"),
    path("reports/<int:pk>/<slug:verb>/", acts.on_report, name="on_report"),
    path("evidence/<int:pk>/judge/", acts.judge, name="judge"),
    path("evidence/<int:pk>/file/", files.evidence, name="evidence_file"),
    path("papers/<int:pk>/file/", files.paper, name="paper_file"),
    path("extensions/<int:pk>/decide/", acts.decide, name="decide"),
    path("decisions/<int:pk>/text/", text.text, name="text"),
]
