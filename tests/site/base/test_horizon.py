"""What holds sealing up on PostgreSQL: open transactions of this database, and of no other on the same server."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import real_site
from django.db import connection, transaction

from luodi.site.base.journal import chain
from luodi.site.base.journal.horizon import Holder, holder, horizon
from luodi.site.base.models import JournalEntry, JournalSeal, Organisation
from luodi.site.base.queries import health

pytestmark = pytest.mark.skipif(real_site.kind() != "postgresql", reason="SQLite has one writer at a time")
committing = pytest.mark.django_db(transaction=True)


@pytest.fixture
def another():
    """A session in another database of the same server."""
    import psycopg

    with real_site.database("postgresql") as url, psycopg.connect(url) as session:
        yield session
        session.rollback()


@pytest.fixture
def ours():
    """Another session in this database."""
    with session_here() as session:
        yield session
        session.rollback()


def session_here():
    import psycopg

    asked = connection.get_connection_params()
    return psycopg.connect(**{name: asked[name] for name in ("dbname", "user", "password", "host", "port")})


def begun(session) -> int:
    """Let the session's transaction have a number, as with its first change."""
    return int(session.execute("SELECT pg_current_xact_id()::text::bigint").fetchone()[0])


@committing
def test_an_open_transaction_of_another_database_holds_nothing_up(here, another):
    begun(another)
    with another.transaction():  # and a savepoint's number of its own
        another.execute("CREATE TABLE there (id integer)")
        Organisation.objects.update(short_name="x")
        assert chain.seal() == JournalEntry.objects.count()
    Organisation.objects.update(short_name="y")
    assert chain.seal() == Organisation.objects.count()
    assert chain.verify() == chain.Verdict(2, JournalEntry.objects.count(), 0, None)
    assert holder() is None


@committing
def test_an_open_transaction_of_this_database_is_waited_for_and_named(here, another, ours, monkeypatch):
    begun(another)
    chain.seal()
    number = begun(ours)
    Organisation.objects.update(short_name="x")
    assert (horizon(), chain.seal()) == (number, 0)
    assert holder() == Holder(ours.info.backend_pid, "")
    monkeypatch.setattr(health, "SEALED_WITHIN", timedelta(0))
    assert f"会话进程号{ours.info.backend_pid}" in health.checks()[-1].words
    with ours.transaction():  # written under a savepoint, kept under the number of the whole
        ours.execute("UPDATE base_area SET name = name || '新'")
    ours.commit()
    waited = JournalEntry.objects.filter(tx=number).count()
    assert waited > 0
    assert chain.seal() == Organisation.objects.count() + waited
    assert (chain.verify().first_break, chain.verify().unsealed, holder()) == (None, 0, None)


@committing
def test_ones_own_open_transaction_is_not_sealed_before_it_ends(here):
    chain.seal()
    with transaction.atomic():
        Organisation.objects.update(short_name="x")
        assert chain.seal() == 0
        Organisation.objects.update(short_name="y")
    assert chain.seal() == 2 * Organisation.objects.count()
    assert chain.verify().first_break is None


@committing
def test_who_may_not_see_what_others_do_still_sees_where_they_are(here, another):
    foreign = begun(another)
    Organisation.objects.update(short_name="x")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE ROLE luodi_test_plain")
        cursor.execute("SET LOCAL ROLE luodi_test_plain")
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE query = '<insufficient privilege>'")
        assert cursor.fetchone()[0] > 0
        assert horizon() > foreign
        transaction.set_rollback(True)


@committing
def test_a_transaction_prepared_in_two_phases_belongs_to_its_database(here, another, ours):
    if another.execute("SHOW max_prepared_transactions").fetchone() == ("0",):
        pytest.skip("the server keeps no prepared transactions")
    try:
        for session, name in ((another, "luodi_there"), (ours, "luodi_here")):
            begun(session)
            session.execute(f"PREPARE TRANSACTION '{name}'")
        Organisation.objects.update(short_name="x")
        assert chain.seal() == JournalEntry.objects.filter(tx__lt=horizon()).count() > 0
        assert holder() == Holder(None, "luodi_here")
        settled(ours)
        assert chain.seal() == Organisation.objects.count()
        assert (chain.verify().unsealed, holder()) == (0, None)
    finally:
        settled(ours)
        settled(another)


def settled(session) -> None:
    """Roll back what was prepared in the session's database."""
    session.rollback()
    session.autocommit = True
    names = "SELECT gid FROM pg_prepared_xacts WHERE database = current_database()"
    for (name,) in session.execute(names).fetchall():
        session.execute(f"ROLLBACK PREPARED '{name}'")


@committing
def test_no_row_of_many_writers_is_passed_over_while_sealing_and_other_databases_write(here):
    rows = [Organisation.objects.create(name=f"单位{each}", kind="bureau").pk for each in range(8)]
    over = threading.Event()

    def write(row: int) -> None:
        dice = random.Random(row)
        with session_here() as session:
            while not over.is_set():
                begun(session)  # numbers are given in one order, and commits come in another
                time.sleep(dice.random() / 200)
                with session.transaction():
                    session.execute(
                        "UPDATE base_organisation SET short_name = %s WHERE id = %s",
                        (str(dice.random()), row),
                    )
                (session.rollback if dice.random() < 0.2 else session.commit)()

    def elsewhere(url: str) -> None:
        import psycopg

        dice = random.Random(url)
        with psycopg.connect(url) as session:
            while not over.is_set():
                begun(session)
                time.sleep(dice.random() / 200)
                session.commit()

    with real_site.database("postgresql") as url, ThreadPoolExecutor(10) as pool:
        at_work = [pool.submit(write, row) for row in rows] + [pool.submit(elsewhere, url) for _ in range(2)]
        while JournalSeal.objects.count() < 60 and not any(each.done() for each in at_work):
            chain.seal()
        over.set()
        for each in at_work:
            each.result()
    chain.seal()
    assert chain.verify() == chain.Verdict(JournalSeal.objects.count(), JournalEntry.objects.count(), 0, None)
    assert JournalSeal.objects.count() >= 60
