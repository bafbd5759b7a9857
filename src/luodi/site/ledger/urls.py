"""Addresses of the ledger."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from luodi.site.base import navigation, rights

from .rules import can_see_burden, can_see_ledger
from .views import acts, burden, desk, duties, files, mine, text, workbook

app_name = "ledger"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("mine/", mine.mine, name="mine"),
    path("mine/workbook/", workbook.workbook, name="workbook"),
    path("mine/workbook.xlsx", workbook.download, name="workbook_xlsx"),
    path("burden/", burden.burden, name="burden"),
    path("burden/chart.json", burden.chart, name="burden_chart"),
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
navigation.add(20, _("我的事项"), "ledger:mine", rights.is_in_a_unit)
navigation.add(30, _("责任事项"), "ledger:duties", can_see_ledger)
navigation.add(80, _("填报负担"), "ledger:burden", can_see_burden)
