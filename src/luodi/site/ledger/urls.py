"""Addresses of the ledger."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from luodi.site.base import navigation, rights

from .views import conferences, desk, duties, editions, inspections, papers

app_name = "ledger"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("duties/", duties.listed, name="duties"),
    path("duties/<int:pk>/", duties.detail, name="duty"),
    path("duties/<int:pk>/do/<slug:verb>/", duties.do, name="do"),
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
    path("editions/", editions.listed, name="editions"),
    path("editions/new/", editions.new, name="edition_new"),
    path("editions/<int:pk>/", editions.detail, name="edition"),
    path("editions/<int:pk>/publish/", editions.publish, name="edition_publish"),
    path("editions/<int:pk>/file/", editions.file, name="edition_file"),
]
navigation.add(30, _("督办"), "ledger:papers", rights.sees_the_ledger)
navigation.add(31, _("会议"), "ledger:conferences", rights.sees_the_ledger)
navigation.add(33, _("存档"), "ledger:editions", rights.sees_all)
navigation.add(32, _("督查"), "ledger:inspections", rights.sees_the_ledger)
