"""The table of rights for the pages of duties: written down for people, tried here line by line."""

from __future__ import annotations

import csv
from pathlib import Path

import city
import pytest
from django.urls import reverse
from django.utils import timezone

from luodi.site.base import store
from luodi.site.ledger.models import Evidence, Extension, Report, SavedFilter
from luodi.site.ledger.models.supervision import SupervisionPaper

SITE = Path(__file__).parents[1]
TABLES = (SITE / "verb_permissions.csv",)  # the pages themselves: tests/site/test_permissions.py
ROWS = [row for table in TABLES for row in csv.DictReader(table.read_text("utf-8").splitlines())]
VERB = {"ledger:do": "assign", "ledger:on_report": "accept_report"}
"""The verb by which the plain route is tried; the second table has a line for every verb."""
PEOPLE = {
    "anonymous": None, "administrator": "administrator", "office": "officer", "unit_lead_other": "economy_lead",
    "unit_lead_own": "science_lead", "unit_staff_own": "science_staff", "county": "county_contact",
    "evaluator": "evaluator", "leader": "leader",
}  # fmt: skip


def address(here, route):
    name, _space, verb = route.partition(" ")
    verb = verb or VERB.get(name, "")
    duty = city.duty(here)
    unit = {"organisation": here.science}
    told = Report.objects.create(duty=duty, at=timezone.now(), percent=1, text="x", **unit)
    file = store.keep_bytes(b"%PDF-1", "a.pdf", "application/pdf", None)
    asked = Extension(duty=duty, asked_at=timezone.now(), old_due_on=duty.due_on, cause="land", reason="x")
    asked.new_due_on = duty.due_on.replace(year=2032)
    asked.save()
    targets = {
        "duty": duty, "do": duty, "register_one": here.commitment, "text": here.decision, "on_report": told,
        "judge": Evidence.objects.create(duty=duty, file=file, **unit), "decide": asked,
        "evidence_file": Evidence.objects.create(duty=duty, file=file, **unit),
        "paper_file": SupervisionPaper.objects.create(kind="order", year=2026, number=duty.pk, title="x", addressee=here.science, state="issued", file=file),
        "filter_drop": SavedFilter.objects.create(user=here.officer, page="duties", title=str(duty.pk), query=""),
    }  # fmt: skip
    target = targets.get(name.removeprefix("ledger:"))
    return reverse(name, args=[*([target.pk] if target else []), *([verb] if verb else [])])


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['route']} {row['method']}" for row in ROWS])
def test_the_page_answers_each_role_as_the_table_says(here, client, row):
    found = {}
    url = address(here, row["route"])
    for column, username in PEOPLE.items():
        if row["method"] == "POST":
            url = address(here, row["route"])
        client.logout()
        if username:
            client.force_login(getattr(here, username))
        answer = (
            client.get(url) if row["method"] == "GET" else client.post(url, {"verb": "remind", "title": "x"})
        )
        if answer.streaming:
            b"".join(answer.streaming_content)  # the test client closes it then
        gone = answer.status_code == 302 and answer["Location"].startswith("/login/")
        found[column] = "login" if gone else str(answer.status_code)
    assert found == {column: row[column] for column in PEOPLE}
