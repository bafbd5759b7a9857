from __future__ import annotations

from datetime import date, datetime

import city
import pytest
from django.core import mail

from luodi.site.base.action import Actor
from luodi.site.base.models import Notice
from luodi.site.ledger import errands
from luodi.site.ledger.actions import paper_reminders, papers
from luodi.site.ledger.models import Inspection, InspectionItem, SupervisionPaper


def at(day: str, clock: str = "10:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}:00+08:00")


@pytest.fixture
def order(here) -> SupervisionPaper:
    actor = Actor(here.officer)
    duty = city.duty(here, light="red")
    paper = papers.issue(
        actor, papers.draft_orders(actor, [duty], on=date(2026, 11, 13))[0], on=date(2026, 11, 13)
    )
    Notice.objects.all().delete()
    assert paper.answer_by == date(2026, 11, 20)
    return paper


def texts(user) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("id").values_list("text", flat=True))


def test_an_answer_is_pressed_for_before_on_and_after_its_day(here, order):
    for day in range(13, 28):
        for clock in ("10:00", "15:00", "20:00"):
            paper_reminders.press(at(f"2026-11-{day}", clock))
    name = f"督办单督〔2026〕1号“{order.title}”"
    assert texts(here.science_staff) == [
        f"请回复{name}:还有5个工作日到期(时限2026-11-20)。",
        f"请回复{name}:还有3个工作日到期(时限2026-11-20)。",
        f"请回复{name}:今天到期。",
        f"{name}(市科技局)已逾期1个工作日(时限2026-11-20),尚未回复。",
        f"{name}(市科技局)已逾期5个工作日(时限2026-11-20),尚未回复。",
    ]
    assert texts(here.officer) == texts(here.science_staff)[3:]


def test_an_answer_ends_it(here, order):
    papers.answer(Actor(here.science_lead), order, text="已办")
    assert paper_reminders.press(at("2026-11-20")) == 0


def test_rectifications_and_objections_are_pressed_too(here):
    inspection = Inspection.objects.create(
        title="查", starts_on=date(2026, 10, 9), ends_on=date(2026, 10, 10), state="rectifying", concluded_on=date(2026, 10, 12)
    )  # fmt: skip
    duty = city.duty(here)
    InspectionItem.objects.create(
        inspection=inspection, duty=duty, state="fault", finding="x", rectify_by=date(2026, 11, 20), objection="y",
        objected_on=date(2026, 10, 20),
    )  # fmt: skip
    assert paper_reminders.press(at("2026-11-20")) == 2
    assert paper_reminders.press(at("2026-11-20", "11:00")) == 0
    assert texts(here.science_lead) == [f"请整改督查发现的问题:“{duty.title}”今天到期。"]
    assert texts(here.officer) == [f"请答复对“{duty.title}”督查发现的申诉:已逾期1个工作日(时限2026-11-19)。"]


def test_the_errand_presses_and_mails_in_office_hours_only(here, order, settings):
    settings.EMAIL_HOST = "mail.example"
    here.science_staff.email = "staff@example.org"
    here.science_staff.save()
    errands.press(at("2026-11-20", "20:00"))
    assert (Notice.objects.count(), len(mail.outbox)) == (0, 0)
    Notice.objects.all().delete()
    errands.press(at("2026-11-20"))
    # notices carry the real moment at which they were made; the mail looks back from the moment given
    assert Notice.objects.filter(user=here.science_staff).count() == 1
