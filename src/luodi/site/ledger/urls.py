"""Addresses of the ledger."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luodi.site.base import navigation, rights

from .rules import can_review, can_see_burden, can_see_ledger
from .views import (
    acts,
    adopting,
    burden,
    conferences,
    days,
    decisions,
    desk,
    duties,
    editions,
    files,
    findings,
    inspections,
    instructions,
    mine,
    overview,
    papers,
    review,
    search,
    text,
    timeline,
    workbook,
)

app_name = "ledger"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("overview/", overview.matrix, name="overview"),
    path("overview/map/", overview.tiles, name="tiles"),
    path("overview/charts/", overview.pictures, name="charts"),
    path("overview/charts/<slug:name>.json", overview.chart, name="chart"),
    path("overview/<slug:kind>/", overview.matrix, name="matrix"),
    path("calendar/", days.month, name="calendar"),
    path("calendar/feed/open/", days.open_feed, name="feed_open"),
    path("calendar/feed/close/", days.close_feed, name="feed_close"),
    path("calendar/<str:secret>.ics", days.feed, name="feed"),
    path("search/", search.search, name="search"),
    path("duties/<int:pk>/timeline/", timeline.duty, name="duty_timeline"),
    path("commitments/<int:pk>/timeline/", timeline.commitment, name="commitment_timeline"),
    path("mine/", mine.mine, name="mine"),
    path("mine/workbook/", workbook.workbook, name="workbook"),
    path("mine/workbook.xlsx", workbook.download, name="workbook_xlsx"),
    path("burden/", burden.burden, name="burden"),
    path("burden/reports/", burden.reports, name="burden_reports"),
    path("burden/chart.json", burden.chart, name="burden_chart"),
    path("duties/", duties.listed, name="duties"),
    path("duties/filter/", duties.filtering, name="duties_filter"),
    path("duties/bulk/", duties.bulk, name="bulk"),
    path("duties/export.csv", duties.export, {"ending": "csv"}, name="duties_csv"),
    path("duties/export.xlsx", duties.export, {"ending": "xlsx"}, name="duties_xlsx"),
    path("duties/filters/save/", duties.save_filter, name="filter_save"),
    path("duties/filters/<int:pk>/drop/", duties.drop_filter, name="filter_drop"),
    path("duties/<int:pk>/", duties.detail, name="duty"),
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
    path("duties/<int:pk>/do/<slug:verb>/", acts.on_duty, name="do"),
    path("commitments/<int:pk>/register/", acts.register, name="register_one"),
    path("reports/<int:pk>/<slug:verb>/", acts.on_report, name="on_report"),
    path("evidence/<int:pk>/judge/", acts.judge, name="judge"),
    path("evidence/<int:pk>/file/", files.evidence, name="evidence_file"),
    path("extensions/<int:pk>/decide/", acts.decide, name="decide"),
    path("decisions/<int:pk>/text/", text.text, name="text"),
    path("papers/", papers.listed, name="papers"),
    path("papers/choose/", papers.choose, name="paper_choose"),
    path("papers/draft/", papers.draft, name="paper_draft"),
    path("papers/brief/", papers.brief, name="paper_brief"),
    path("papers/<int:pk>/", papers.detail, name="paper"),
    path("papers/<int:pk>/edit/", papers.edit, name="paper_edit"),
    path("papers/<int:pk>/issue/", papers.issue, name="paper_issue"),
    path("papers/<int:pk>/discard/", papers.discard, name="paper_discard"),
    path("papers/<int:pk>/answer/", papers.answer, name="paper_answer"),
    path("papers/<int:pk>/file/", papers.file, name="paper_file"),
    path("pressings/", papers.pressings, name="pressings"),
    path("conferences/", conferences.listed, name="conferences"),
    path("conferences/new/", conferences.edit, name="conference_new"),
    path("conferences/<int:pk>/", conferences.detail, name="conference"),
    path("conferences/<int:pk>/edit/", conferences.edit, name="conference_edit"),
    path("conferences/<int:pk>/resolve/", conferences.resolve, name="conference_resolve"),
    path("conferences/<int:pk>/minutes/", conferences.minutes, name="conference_minutes"),
    path("conferences/<int:pk>/file/", conferences.file, name="conference_file"),
    path("resolutions/<int:pk>/task/", conferences.task, name="resolution_task"),
    path("resolutions/<int:pk>/strike/", conferences.strike, name="resolution_strike"),
    path("inspections/", inspections.listed, name="inspections"),
    path("inspections/new/", inspections.plan, name="inspection_new"),
    path("inspections/<int:pk>/", inspections.detail, name="inspection"),
    path("inspections/<int:pk>/plan/", inspections.plan, name="inspection_plan"),
    path("inspections/<int:pk>/frame/", inspections.frame, name="inspection_frame"),
    path("inspections/<int:pk>/do/<slug:verb>/", inspections.step, name="inspection_step"),
    path("inspected/<int:pk>/", inspections.item, name="inspection_item"),
    path("inspected/<int:pk>/do/<slug:verb>/", inspections.item_step, name="inspection_item_step"),
    path("instructions/", instructions.listed, name="instructions"),
    path("instructions/export.xlsx", instructions.export, name="instructions_xlsx"),
    path("instructions/new/", instructions.new, name="instruction_new"),
    path("instructions/<int:pk>/", instructions.detail, name="instruction"),
    path("instructions/<int:pk>/do/<slug:verb>/", instructions.step, name="instruction_step"),
    path("instructions/<int:pk>/file/", instructions.file, name="instruction_file"),
    path(
        "instructions/answers/<int:pk>/<int:file>/", instructions.answer_file, name="instruction_answer_file"
    ),
    path("editions/", editions.listed, name="editions"),
    path("editions/new/", editions.new, name="edition_new"),
    path("editions/<int:pk>/", editions.detail, name="edition"),
    path("editions/<int:pk>/publish/", editions.publish, name="edition_publish"),
    path("editions/<int:pk>/file/", editions.file, name="edition_file"),
]
navigation.add(25, pgettext_lazy("多项", "决定"), "ledger:decisions", can_see_ledger)
navigation.add(85, _("后台任务"), "jobs", can_review, rare=True)
navigation.add(10, _("工作台"), "ledger:desk", rights.is_signed_in)
navigation.add(40, _("总览"), "ledger:overview", rights.sees_the_ledger)
navigation.add(50, _("日历"), "ledger:calendar", rights.sees_the_ledger)
navigation.add(60, _("检索"), "ledger:search", rights.sees_the_ledger)
navigation.add(32, _("督办"), "ledger:papers", rights.sees_the_ledger)
navigation.add(20, _("我的事项"), "ledger:mine", rights.is_in_a_unit)
navigation.add(30, pgettext_lazy("多项", "责任事项"), "ledger:duties", can_see_ledger)
navigation.add(80, _("填报负担"), "ledger:burden", can_see_burden, rare=True)
