"""Addresses of the ledger."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from luodi.site.base import navigation, rights

from .views import desk, duties, papers

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
]
navigation.add(30, _("督办"), "ledger:papers", rights.sees_the_ledger)
