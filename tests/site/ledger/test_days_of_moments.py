"""A moment before eight in the morning is of that day here, not of the day before as in Greenwich."""

from __future__ import annotations

import io
from datetime import datetime

import city
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from luodi.site.base.action import Actor
from luodi.site.base.refusals import NotNow
from luodi.site.ledger.actions import papers
from luodi.site.ledger.models import CalendarToken, Check, ClosingRequest, Report, SupervisionPaper
from luodi.site.ledger.sheets.columns import HEAD, PLACE

EARLY = datetime.fromisoformat("2026-11-27T07:30:00+08:00")


def test_what_happened_early_is_named_by_its_own_day(here):
    duty = city.duty(here)
    Report.objects.create(duty=duty, organisation=here.science, at=EARLY, percent=5, text="进展")
    Check.objects.create(duty=duty, organisation=here.office, at=EARLY, result="passed")
    ClosingRequest.objects.create(duty=duty, at=EARLY)
    CalendarToken.objects.create(user=here.officer, digest="x")
    CalendarToken.objects.update(at=EARLY)
    for model in (Report, Check, ClosingRequest, CalendarToken):
        assert "2026-11-27" in str(model.objects.get())


def test_an_order_answered_early_names_the_day_of_its_answer(here):
    (order,) = papers.draft_orders(Actor(here.officer), [city.duty(here)])
    papers.issue(Actor(here.officer), order)
    SupervisionPaper.objects.update(answered_at=EARLY, answer="已办")
    with pytest.raises(NotNow, match="2026-11-27"):
        papers.answer(Actor(here.science_lead), order, text="又办")


def test_a_stale_row_of_the_workbook_names_the_day_of_the_later_report(here, client):
    duty = city.duty(here)
    client.force_login(here.science_staff)
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("ledger:workbook_xlsx")).content))
    book.worksheets[0].cell(HEAD + 1, PLACE["percent"]).value = 60
    book.worksheets[0].cell(HEAD + 1, PLACE["text"]).value = "进展"
    Report.objects.create(duty=duty, organisation=here.science, at=EARLY, percent=5, text="进展")
    buffer = io.BytesIO()
    book.save(buffer)
    answer = client.post(
        reverse("ledger:workbook"), {"file": SimpleUploadedFile("填报.xlsx", buffer.getvalue())}
    )
    assert "已于11-27反馈" in answer.content.decode()
