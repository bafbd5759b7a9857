"""The table permissions/desks.csv, held against what the pages answer: each route for each role, no route left out."""

from __future__ import annotations

import csv
from pathlib import Path

import city
import pytest
from django.urls import get_resolver, reverse

from luodi.site.base.action import Actor
from luodi.site.base.models import Job, JournalEntry
from luodi.site.base.store import keep_bytes
from luodi.site.ledger.actions import feeds
from luodi.site.ledger.models import Commitment, Edition
from luodi.site.observatory.models import DeliveryLine, DeliveryRun

TABLE = list(
    csv.DictReader((Path(__file__).parent / "permissions" / "desks.csv").read_text("utf-8").splitlines())
)
WHO = {
    "anonymous": None, "administrator": "administrator", "office": "officer", "unit_lead_other": "economy_lead",
    "unit_lead_own": "science_lead", "unit_staff_own": "science_staff", "county": "county_contact", "evaluator": "evaluator",
    "leader": "leader",
}  # fmt: skip
EMPTY_TOTALS = {"by_status": {"met": 1}, "by_evidence": {}, "by_article": []}
RECORD = {
    "id": "t1", "kind": "level", "quote": "q", "start": 0, "end": 1, "indicator": "i", "bound": "unbound", "evidence": "none",
    "status": "met", "reason": {"zh": "因", "en": "r"}, "demand": {"test": "level", "words": {"zh": "达到", "en": "reach"}},
}  # fmt: skip


def arguments(here) -> dict[str, tuple[object, ...]]:
    """What each route with arguments is asked for: a duty of the own unit, something published for the public."""
    duty = city.duty(here)
    run = DeliveryRun.objects.create(
        as_of="2026-01-01", totals=EMPTY_TOTALS, document={"title": "决定"}, city={"zh": "市", "en": "city"}, program="1",
        said={"lead": {"zh": "", "en": ""}, "evidence": {"zh": "", "en": ""}, "notes": []},
    )  # fmt: skip
    DeliveryLine.objects.create(run=run, position=1, quote="q", status="met", evidence="none", record=RECORD)
    file = keep_bytes(b"x", "x.xlsx", "application/x", None)
    return {
        "journal_entry": (JournalEntry.objects.filter(table="ledger_duty").first().pk,), "ledger:matrix": ("unit",),
        "ledger:chart": ("units",), "ledger:feed": (feeds.open_feed(Actor(here.science_lead)),),
        "ledger:duty_timeline": (duty.pk,), "ledger:commitment_timeline": (duty.commitment_id,), "observatory:run": (run.pk,),
        "observatory:publish": (run.pk,), "observatory:promise": (run.pk, 1), "observatory:chart": (run.pk, 1),
        "public:decision": (here.decision.pk,), "public:commitment": (_published(here).pk,),
        "public:edition": (Edition.objects.create(title="e", as_of="2026-01-01", file=file, published=True).pk,),
    }  # fmt: skip


def _published(here) -> Commitment:
    here.decision.published = True
    here.decision.save()
    made = city.commitment(here, number="0999")
    made.published = True
    made.save()
    return made


@pytest.mark.parametrize("line", TABLE, ids=[line["route"] for line in TABLE])
def test_each_role_gets_the_answer_in_the_table(here, client, settings, line):
    settings.CITY = str(Path(__file__).parents[2] / "examples" / "leshan")
    url = reverse(line["route"], args=arguments(here).get(line["route"], ()))
    for role, username in WHO.items():
        Job.objects.all().delete()
        client.logout()
        if username:
            client.force_login(getattr(here, username))
        answer = client.generic(line["method"], url)
        answer.close()
        got = (
            "login"
            if answer.status_code == 302 and answer.url.startswith("/login/")
            else str(answer.status_code)
        )
        assert got == line[role], f"{line['route']} {role}"


def test_no_route_of_these_rooms_is_left_out():
    known = {line["route"] for line in TABLE}
    for room in ("observatory", "public"):
        patterns = next(
            each for each in get_resolver().url_patterns if getattr(each, "namespace", None) == room
        ).url_patterns
        assert {f"{room}:{pattern.name}" for pattern in patterns} <= known
