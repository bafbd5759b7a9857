from __future__ import annotations

import itertools
from datetime import timedelta

import city
import pytest
from django.utils import timezone

from luodi.site.base.action import Actor
from luodi.site.base.actions import people
from luodi.site.base.journal import chain, pages
from luodi.site.base.journal.words import in_words
from luodi.site.base.models import JournalEntry, JournalSeal
from luodi.site.ledger.actions import duties


@pytest.fixture
def worked(here):
    duty = duties.register(Actor(here.officer, request="r-1", reason="第一批"), here.commitment)
    duties.assign(
        Actor(here.officer, request="r-2"), duty, lead=here.science, due_on=here.commitment.deadline
    )
    return duty


def test_pages_go_back_and_forth_over_every_entry_once(here):
    for _ in range(120):
        city.duty(here)
    every = list(JournalEntry.objects.order_by("-pk").values_list("pk", flat=True))
    seen, asked, trail = [], pages.Asked(), []
    while True:
        page = pages.page(JournalEntry.objects.all(), asked)
        trail.append(page)
        seen += [entry.pk for entry in page.rows]
        if page.older is None:
            break
        asked = pages.Asked(before=page.older)
    assert seen == every
    for later, earlier in itertools.pairwise(trail):
        back = pages.page(JournalEntry.objects.all(), pages.Asked(after=earlier.newer))
        assert [entry.pk for entry in back.rows] == [entry.pk for entry in later.rows]
    assert trail[0].newer is None


def test_entries_are_narrowed_by_table_row_person_request_and_day(here, worked):
    def pks(**asked) -> list[int]:
        return [entry.pk for entry in pages.page(JournalEntry.objects.all(), pages.Asked(**asked)).rows]

    rows = JournalEntry.objects.order_by("-pk")
    assert pks(table="ledger_duty", row=worked.pk) == list(
        rows.filter(table="ledger_duty", row=worked.pk).values_list("pk", flat=True)
    )
    assert pks(request="r-2") == list(rows.filter(request="r-2").values_list("pk", flat=True)) != []
    assert (
        pks(user=here.officer.pk)
        == list(rows.filter(user=here.officer.pk).values_list("pk", flat=True))
        != []
    )
    assert pks(day=timezone.localdate()) == list(rows.values_list("pk", flat=True)[:50])
    assert pks(day=timezone.localdate() - timedelta(days=1)) == []
    assert pks(table="no_such_table") == [] == pks(row=3)


def test_an_entry_reads_as_a_sentence(here, worked):
    entry = JournalEntry.objects.filter(table="ledger_duty", kind="U").order_by("-pk").first()
    (line,) = in_words([entry])
    assert (line.who, line.action, line.thing) == ("officer", "明确责任", f"责任事项 {worked.pk}")
    changes = {change.field: (change.before, change.after) for change in line.changes}
    assert changes["牵头单位"] == ("—", "市科技局")
    first = in_words([JournalEntry.objects.get(table="ledger_duty", kind="I")])[0]
    assert {change.field: (change.before, change.after) for change in first.changes}["状态"] == (
        None,
        "已立项",
    )


def test_who_reads_the_journal(here, worked, client):
    entry = JournalEntry.objects.filter(table="ledger_duty").first()
    about_people = JournalEntry.objects.filter(table="base_user").first()
    allowed = {
        here.officer: (200, 200, 404),
        here.evaluator: (200, 200, 404),
        here.administrator: (200, 200, 200),
    }
    for person in (
        here.officer,
        here.evaluator,
        here.administrator,
        here.leader,
        here.science_lead,
        here.county_contact,
    ):
        client.force_login(person)
        codes = tuple(
            client.get(url).status_code
            for url in ("/journal/", f"/journal/{entry.pk}/", f"/journal/{about_people.pk}/")
        )
        assert codes == allowed.get(person, (403, 403, 403)), person
    client.force_login(here.officer)
    assert "base_user" not in client.get("/journal/").content.decode()


def test_an_entry_says_by_which_seal_it_is_held(here, worked, client):
    client.force_login(here.officer)
    entry = JournalEntry.objects.get(table="ledger_duty", kind="I")
    assert "尚未封存" in client.get(f"/journal/{entry.pk}/").content.decode()
    JournalSeal.objects.create(
        number=1, since_tx=0, until_tx=entry.tx + 1, rows=1, digests=b"", previous=chain.FIRST, sha256="a" * 64, at=timezone.now()
    )  # fmt: skip
    page = client.get(f"/journal/{entry.pk}/").content.decode()
    assert "第1段" in page and "第一批" in page and "r-1" in page


@pytest.mark.parametrize(
    "query",
    [
        "row=x",
        "before=99999999999999999999",
        "day=2026-02-30",
        "user=-1",
        "after=0",
        "request=" + "x" * 99,
    ],
)
def test_odd_addresses_are_borne(here, client, query):
    client.force_login(here.officer)
    assert client.get(f"/journal/?{query}").status_code == 200


def test_an_address_with_a_null_character_is_refused_before_the_journal_is_asked(here, client):
    client.force_login(here.officer)
    assert client.get("/journal/?table=%00").status_code == 400


def test_what_somebody_did_is_found_by_their_name(here, client):
    client.force_login(here.officer)
    client.get("/ledger/")
    for person in (here.officer, here.administrator):
        people.change(Actor(here.administrator), person, name=f"{person.name}甲", email="")
    client.force_login(here.administrator)
    page = client.get("/journal/?user=administrator").content.decode()
    assert page.count("修改账号") >= 2 and 'value="administrator"' in page
    assert "没有符合条件的留痕" in client.get("/journal/?user=谁也不是").content.decode()
