from __future__ import annotations

import city
import pytest
from django.db import DatabaseError, connection, transaction

from luodi.site.base.action import Actor
from luodi.site.base.journal import chain
from luodi.site.base.models import JournalEntry, JournalSeal, Organisation
from luodi.site.ledger.actions import duties
from luodi.site.ledger.models import Duty


def test_an_action_leaves_before_after_who_and_why(here):
    duty = duties.register(Actor(here.officer, request="r-1", reason="第一批"), here.commitment)
    entry = JournalEntry.objects.get(table="ledger_duty", row=duty.pk)
    assert (entry.kind, entry.before, entry.after["state"]) == ("I", None, "registered")
    assert (entry.user, entry.action, entry.request, entry.reason) == (
        here.officer.pk,
        "duty.register",
        "r-1",
        "第一批",
    )


def test_the_reason_a_person_gave_is_the_journals_why(here):
    officer, lead = Actor(here.officer, request="r-2"), Actor(here.science_lead)
    duty = duties.register(officer, here.commitment)
    duties.assign(officer, duty, lead=here.science, due_on=here.commitment.deadline)
    duties.hand_down(officer, duty)
    duties.decline(lead, duty, reason=" 不属于本单位职责 ")
    duties.withdraw(officer, duty, reason="误立")
    why = JournalEntry.objects.filter(table="ledger_duty", row=duty.pk).order_by("id")
    said = dict(why.values_list("action", "reason"))
    assert (said["duty.decline"], said["duty.withdraw"]) == ("不属于本单位职责", "误立")
    assert said["duty.hand_down"] == ""


def test_the_reason_typed_on_a_page_reaches_the_journal_with_the_requests_number(here, client):
    duty = city.duty(here)
    client.force_login(here.officer)
    answer = client.post(f"/ledger/duties/{duty.pk}/do/withdraw/", {"reason": "误立"})
    assert answer.status_code == 302
    entry = JournalEntry.objects.filter(table="ledger_duty", row=duty.pk).latest("id")
    assert (entry.action, entry.reason, entry.user) == ("duty.withdraw", "误立", here.officer.pk)
    assert entry.request == answer.headers["X-Request-Id"]
    assert entry.before["state"] == "in_progress" and entry.after["state"] == "withdrawn"


def test_a_bulk_update_outside_any_action_leaves_its_trace_without_a_name(here):
    duties.register(Actor(here.officer), here.commitment)
    Organisation.objects.update(short_name="x")
    entries = JournalEntry.objects.filter(table="base_organisation", kind="U")
    assert entries.count() == Organisation.objects.count()
    assert {entry.user for entry in entries} == {None}
    assert entries.get(row=here.science.pk).before["short_name"] == "市科技局"


def test_a_password_never_reaches_the_journal(here):
    for entry in JournalEntry.objects.filter(table="base_user"):
        assert "password" not in entry.after


@pytest.mark.django_db(transaction=True)
def test_the_journal_takes_no_change_and_no_deletion(here):
    for change in (
        lambda: JournalEntry.objects.update(action="x"),
        lambda: JournalEntry.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.django_db(transaction=True)
def test_the_chain_holds_and_names_the_row_that_was_changed(here):
    assert chain.seal() == JournalEntry.objects.count()
    assert chain.verify().first_break is None
    Organisation.objects.update(short_name="y")
    assert chain.verify().unsealed == Organisation.objects.count()
    chain.seal()
    victim = JournalEntry.objects.order_by("id")[5]
    _by_force(f"UPDATE base_journalentry SET action = 'forged' WHERE id = {victim.pk}")
    found = chain.verify().first_break
    assert found is not None
    assert (found.seal, found.entry, found.what) == (
        1, victim.pk, "this row was changed, or slipped in before it was sealed",
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_the_chain_names_the_place_of_a_lost_row(here):
    chain.seal()
    lost, after = JournalEntry.objects.order_by("id")[3:5]
    _by_force(f"DELETE FROM base_journalentry WHERE id = {lost.pk}")
    found = chain.verify().first_break
    assert found is not None
    assert (found.entry, found.what) == (after.pk, "one or more rows before this one are gone")


@pytest.mark.django_db(transaction=True)
def test_a_lost_seal_is_named(here):
    chain.seal()
    Organisation.objects.update(short_name="z")
    chain.seal()
    _by_force("DELETE FROM base_journalseal WHERE number = 1")
    assert JournalSeal.objects.count() == 1
    assert chain.verify().first_break == chain.Break(1, None, "seal 1 is gone")


def _by_force(statement: str) -> None:
    """Change a guarded table as somebody with the database in their hands would."""
    table = statement.split()[1] if statement.startswith("UPDATE") else statement.split()[2]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for event in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER luodi_guard_{table}_{event}")
        else:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        cursor.execute(statement)
        if connection.vendor == "postgresql":  # some are not laid anew when the test is over
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")


def test_a_duty_is_kept_in_the_journal_through_its_life(here):
    officer, lead = Actor(here.officer), Actor(here.science_lead)
    duty = duties.register(officer, here.commitment)
    duties.assign(officer, duty, lead=here.science, due_on=here.commitment.deadline, co_units=[here.economy])
    duties.hand_down(officer, duty)
    duties.sign(lead, duty)
    states = [
        entry.after["state"] for entry in JournalEntry.objects.filter(table="ledger_duty").order_by("id")
    ]
    assert states == ["registered", "registered", "handed_down", "in_progress"]
    assert Duty.objects.get().person == here.science_lead
