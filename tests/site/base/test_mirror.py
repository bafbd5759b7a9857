from __future__ import annotations

import re

import city
import pytest
from click.testing import CliRunner
from django.db import connection

from luodi.cli.verify import command
from luodi.site.base.action import Actor
from luodi.site.base.journal import chain, mirror
from luodi.site.base.models import JournalEntry, Organisation
from luodi.site.ledger.actions import duties
from luodi.site.ledger.models import Duty, Node

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lived(here):
    """A city in which something was done, under one seal."""
    duties.register(Actor(here.officer), here.commitment)
    city.duty(here)
    chain.seal()
    return here


def past_the_journal(statement: str) -> None:
    """Do something as somebody with the database in hand would who knows of the triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'luodi_%%'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = origin")


def verified(*arguments: str):
    """What the command says of the site."""
    return CliRunner().invoke(command, arguments)


def test_a_site_at_work_holds(lived):
    assert list(mirror.mismatches()) == []
    answer = verified()
    assert answer.exit_code == 0
    assert "every row of the site is as its last journal entry says" in answer.output


def test_a_row_changed_past_the_triggers_is_named_with_its_column(lived):
    duty = Duty.objects.order_by("id").first()
    last = JournalEntry.objects.filter(table="ledger_duty", row=duty.pk).order_by("-id").first()
    past_the_journal(f"UPDATE ledger_duty SET title = 'forged' WHERE id = {duty.pk}")
    assert list(mirror.mismatches()) == [
        mirror.Mismatch(
            "ledger_duty", duty.pk, "title", last.pk, "the row was changed, and the journal does not say so"
        )
    ]
    answer = verified()
    assert answer.exit_code == 1
    assert f"broken: ledger_duty row {duty.pk}, column title" in answer.output
    assert f"(journal row {last.pk})" in answer.output


def test_a_row_slipped_in_and_a_row_taken_out_are_named(lived):
    duty = Duty.objects.order_by("id").first()
    kept = Node.objects.create(duty=duty, title="a", due_on="2030-01-01", percent=10)
    entry = JournalEntry.objects.get(table="ledger_node", row=kept.pk)
    past_the_journal(
        "INSERT INTO ledger_node (id, duty_id, title, due_on, percent) SELECT 999, duty_id, 'b', '2030-06-01', percent "
        f"FROM ledger_node WHERE id = {kept.pk}"
    )
    past_the_journal(f"DELETE FROM ledger_node WHERE id = {kept.pk}")
    assert list(mirror.mismatches()) == [
        mirror.Mismatch("ledger_node", 999, "", None, "the journal has no entry of this row"),
        mirror.Mismatch(
            "ledger_node", kept.pk, "", entry.pk, "the row is gone, and the journal does not say so"
        ),
    ]


def test_a_row_put_back_that_the_journal_says_was_deleted_is_named(lived):
    duty = Duty.objects.order_by("id").first()
    kept = Node.objects.create(duty=duty, title="a", due_on="2030-01-01", percent=10)
    key = kept.pk
    kept.delete()
    entry = JournalEntry.objects.get(table="ledger_node", row=key, kind="D")
    past_the_journal(
        f"INSERT INTO ledger_node (id, duty_id, title, due_on, percent) VALUES ({key}, {duty.pk}, 'b', '2030-06-01', 10)"
    )
    assert list(mirror.mismatches()) == [
        mirror.Mismatch(
            "ledger_node", key, "", entry.pk, "the row is there, and the journal says that it was deleted"
        )
    ]


def test_an_entry_taken_from_the_middle_before_it_was_sealed_is_noticed(lived):
    for name in ("x", "y"):
        Organisation.objects.filter(pk=lived.science.pk).update(short_name=name)
    middle = JournalEntry.objects.order_by("-id")[1].pk
    past_the_journal(f"DELETE FROM base_journalentry WHERE id = {middle}")
    if connection.vendor == "sqlite":
        assert [each.what for each in mirror.mismatches()] == [
            "1 entries of the journal are gone, the first after entry " + str(middle - 1)
        ]


def test_a_journal_emptied_with_its_seals_is_noticed(lived):
    past_the_journal("DELETE FROM base_journalentry")
    past_the_journal("DELETE FROM base_journalseal")
    assert chain.verify().first_break is None, "the chain alone cannot tell"
    answer = verified()
    assert answer.exit_code == 1
    assert f"base_area row {lived.city.pk}: the journal has no entry of this row" in answer.output
    assert "there are more; these are the first 20" in answer.output


def test_the_last_entries_taken_away_before_they_were_sealed_are_noticed(lived):
    Organisation.objects.filter(pk=lived.science.pk).update(short_name="x")
    last = JournalEntry.objects.order_by("-id").first()
    past_the_journal(f"DELETE FROM base_journalentry WHERE id = {last.pk}")
    assert chain.verify().first_break is None, "the chain alone cannot tell"
    found = [(each.table, each.row, each.column) for each in mirror.mismatches()]
    assert ("base_organisation", lived.science.pk, "short_name") in found
    if connection.vendor == "sqlite":  # even if the row itself is put back, the count of entries tells
        past_the_journal(
            f"UPDATE base_organisation SET short_name = '市科技局' WHERE id = {lived.science.pk}"
        )
        assert [each.what for each in mirror.mismatches()] == [
            f"the journal's last 1 entries, {last.pk} to {last.pk}, are gone"
        ]


def test_a_journal_written_anew_has_not_the_head_that_was_noted(lived):
    noted = re.search(r"journal's head: (\S+)", verified().output)[1]
    assert verified("--head", noted).exit_code == 0
    Organisation.objects.filter(pk=lived.science.pk).update(short_name="x")
    chain.seal()
    assert verified("--head", noted).exit_code == 0, "an older head stays in the chain"
    past_the_journal("UPDATE base_journalentry SET reason = 'forged' WHERE id = 1")
    past_the_journal("DELETE FROM base_journalseal")
    chain.seal()
    assert verified().exit_code == 0, "the chain alone cannot tell"
    answer = verified("--head", noted)
    assert answer.exit_code == 1
    assert "the seal has another hash: the journal was written anew" in answer.output
    gone = verified("--head", "77:" + "0" * 64)
    assert gone.exit_code == 1 and "the chain has no such seal" in gone.output


def test_what_is_no_head_is_refused_with_what_is_accepted(lived):
    answer = verified("--head", "abc")
    assert answer.exit_code != 0
    assert "a colon and 64 hexadecimal digits" in str(answer.exception)


def test_changes_past_the_actions_are_counted_and_signing_in_is_none(here, client):
    past = mirror.unsigned().many
    client.force_login(here.officer)
    entry = JournalEntry.objects.filter(table="base_user", row=here.officer.pk).order_by("-id").first()
    assert (entry.action, entry.user) == ("account.sign_in", here.officer.pk)
    assert entry.before["last_login"] is None and entry.after["last_login"] is not None
    assert mirror.unsigned().many == past
    Organisation.objects.filter(pk=here.science.pk).update(short_name="x")
    assert mirror.unsigned().many == past + 1
    assert (
        f"{past + 1} change{' was' if not past else 's were'} written past the site's actions"
        in verified().output
    )
