from __future__ import annotations

import json
import time
import zipfile
from datetime import timedelta
from decimal import Decimal

import city
import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from luodi.documents.editions.sealing import check
from luodi.site.base import jobs, store
from luodi.site.base.action import Actor
from luodi.site.base.models import Job, JournalSeal, Organisation
from luodi.site.base.refusals import NotAllowed, Unfit
from luodi.site.ledger.actions import editions
from luodi.site.ledger.models import Duty, Edition


@pytest.fixture
def filled(here, tmp_path):
    here.actor, here.today = Actor(here.officer), timezone.localdate()
    city.duty(here, percent=Decimal("25.50"), light="red")
    city.duty(
        here, here.economy, state="closed", percent=Decimal(100), light="green", closed_at=timezone.now()
    )
    city.duty(here, here.economy, state="withdrawn")
    Duty.objects.filter(number="D0001").update(title='=HYPERLINK("http://x")', person=here.science_staff)
    here.path = tmp_path / "edition.zip"
    return here


def made(filled, **values) -> Edition:
    edition = editions.make(filled.actor, filled.today, title="2026年度台账", **values)
    with store.place().open(edition.file.sha256) as file:
        filled.path.write_bytes(file.read())
    return edition


def test_an_edition_holds_without_the_site(filled):
    edition = made(filled, year=filled.today.year)
    found = check(filled.path)
    assert (found.fault, found.sha256) == (None, edition.file.sha256)
    assert edition.totals == {
        "commitments": 1, "commitments_by_kind": {"target": 1}, "duties": 2, "by_state": {"closed": 1, "in_progress": 1},
        "by_light": {"red": 1}, "closed_in_year": 1, "due_in_year": 0, "extended": 0, "mean_percent": "62.75",
        "by_unit": {
            "示例市科学技术局": {"duties": 1, "in_hand": 1, "red": 1, "closed": 0},
            "示例市经济和信息化局": {"duties": 1, "in_hand": 0, "red": 0, "closed": 1},
        },
    }  # fmt: skip


def test_it_names_the_head_of_the_journals_chain(filled):
    for number, sha256 in ((1, "a" * 64), (2, "b" * 64)):
        JournalSeal.objects.create(
            number=number, since_tx=number - 1, until_tx=number, rows=0, digests=b"", previous="0" * 64, sha256=sha256,
            at=timezone.now(),
        )  # fmt: skip
    made(filled)
    head = check(filled.path).manifest["journal"]
    assert (head["seal"], head["sha256"], head["until_tx"]) == (2, "b" * 64, 2)


def test_an_edition_of_yesterday_knows_nothing_of_today(filled):
    edition = editions.make(filled.actor, filled.today - timedelta(days=1), title="昨日")
    assert (edition.totals["duties"], edition.totals["commitments"]) == (0, 0)


def test_no_person_is_in_it_and_no_cell_is_a_formula(filled):
    made(filled)
    with zipfile.ZipFile(filled.path) as edition:
        duties = [json.loads(line) for line in edition.read("duties.jsonl").splitlines()]
        names = edition.namelist()
        book = openpyxl.load_workbook(edition.open("ledger.xlsx"))
    assert all("person_id" not in row for row in duties)
    assert not [name for name in names if "user" in name]
    assert [cell.value for cell in book["台账"]["B"]][2] == '\'=HYPERLINK("http://x")'


def test_generated_data_say_so(filled, settings):
    settings.WORKSPACE = settings.WORKSPACE._replace(kind="generated")
    made(filled)
    assert check(filled.path).manifest["kind"] == "generated"
    with zipfile.ZipFile(filled.path) as edition:
        book = openpyxl.load_workbook(edition.open("ledger.xlsx"))
    assert "GENERATED" in book["台账"]["A2"].value


@pytest.mark.parametrize(
    ("days", "values", "field"),
    [
        (1, {"title": "x"}, "as_of"),
        (-9, {"title": " "}, "title"),
        (-9, {"title": "x", "year": 2025}, "year"),
    ],
)
def test_what_does_not_fit_is_refused(filled, days, values, field):
    with pytest.raises(Unfit) as refused:
        editions.ask(filled.actor, filled.today + timedelta(days=days), **values)
    assert set(refused.value.fields) == {field}


def test_only_the_office_makes_editions(filled):
    for user in (filled.science_lead, filled.leader, filled.evaluator, filled.administrator):
        with pytest.raises(NotAllowed):
            editions.ask(Actor(user), filled.today, title="x")


def test_pages_from_asking_to_the_public(filled, client):
    client.force_login(filled.officer)
    given = {"title": "年度版本", "as_of": str(filled.today), "yearly": "on"}
    assert client.post(reverse("ledger:edition_new"), given).status_code == 302
    assert "排队中" in client.get(reverse("ledger:editions")).content.decode()
    assert jobs.work_off() == 1
    job, edition = Job.objects.get(), Edition.objects.get()
    assert (job.state, job.result_url) == ("done", reverse("ledger:edition", args=[edition.pk]))
    assert (edition.year, edition.by) == (filled.today.year, filled.officer)
    page = client.get(job.result_url).content.decode()
    assert edition.file.sha256 in page
    address = reverse("ledger:edition_file", args=[edition.pk])
    client.logout()
    assert client.get(address).status_code == 302  # to the sign-in page
    editions.publish(filled.actor, edition, published=True)
    response = client.get(address)
    assert response.headers["X-Content-SHA256"] == edition.file.sha256
    assert b"".join(response.streaming_content)[:2] == b"PK"
    assert client.get(job.result_url).status_code == 302


def test_the_list_takes_few_queries_however_long(filled, client, django_assert_max_num_queries):
    client.force_login(filled.officer)
    first, counts = made(filled), []
    for wanted in (1, 3, 50):
        while Edition.objects.count() < wanted:
            Edition.objects.create(title="x", as_of=filled.today, totals={"duties": 1}, file=first.file)
        with django_assert_max_num_queries(25) as captured:
            assert client.get(reverse("ledger:editions")).status_code == 200
        counts.append(len(captured))
    assert counts[1] == counts[2]


def test_an_edition_of_an_empty_ledger_holds_and_has_its_page(db, client, tmp_path):
    officer = city.person(
        "officer", "office", Organisation.objects.create(name="示例市委督查室", kind="office")
    )
    today = timezone.localdate()
    edition = editions.make(Actor(officer), today, title="空台账", year=today.year)
    path = tmp_path / "edition.zip"
    with store.place().open(edition.file.sha256) as file:
        path.write_bytes(file.read())
    assert check(path).fault is None
    assert (edition.totals["commitments"], edition.totals["duties"]) == (0, 0)
    assert edition.totals["mean_percent"] is None and edition.totals["by_unit"] == {}
    with zipfile.ZipFile(path) as parts:
        assert parts.read("duties.jsonl") == b""
        assert openpyxl.load_workbook(parts.open("ledger.xlsx"))["台账"].max_row == 2
    editions.publish(Actor(officer), edition, published=True)
    answer = client.get(f"/public/editions/{edition.pk}/")
    assert b"".join(answer.streaming_content) == path.read_bytes()
    client.force_login(officer)
    assert client.get(reverse("ledger:edition", args=[edition.pk])).status_code == 200


def test_an_edition_of_a_day_is_what_the_list_showed_that_day(filled, client):
    """The list as exported on a day, and the edition of that day made after everything has changed since."""
    client.force_login(filled.officer)

    def listed() -> list[tuple[str, ...]]:
        return sorted(
            (
                each.number,
                each.title,
                each.state,
                each.light,
                str(each.percent),
                str(each.due_on),
                each.lead.name,
            )
            for each in Duty.objects.select_related("lead")
        )

    showed = listed()
    noon = timezone.now()
    time.sleep(0.01)
    Duty.objects.filter(number="D0001").update(title="改了", light="green", percent=99, state="closed")
    Duty.objects.filter(number="D0002").delete()
    city.duty(filled, number="D0009")
    Organisation.objects.filter(pk=filled.economy.pk).update(name="改名局")
    assert listed() != showed
    with (filled.path).open("wb") as file:
        editions.seal(file, noon, title="正午", day=noon.date(), year=None)
    with zipfile.ZipFile(filled.path) as parts:
        rows = {
            name: [json.loads(line) for line in parts.read(f"{name}.jsonl").splitlines()]
            for name in ("duties", "units")
        }
    names = {row["id"]: row["name"] for row in rows["units"]}
    assert showed == sorted(
        (
            row["number"],
            row["title"],
            row["state"],
            row["light"],
            row["percent"],
            row["due_on"],
            names[row["lead_id"]],
        )
        for row in rows["duties"]
    )
    assert check(filled.path).fault is None
