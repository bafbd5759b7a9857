from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone

from luodi.site.base import fresh
from luodi.site.base.journal import chain
from luodi.site.base.models import Notice, Organisation


@pytest.fixture
def counted():
    """A sum that says how often it was worked out."""
    times = []

    def make() -> int:
        times.append(1)
        return Organisation.objects.count()

    make.times = times
    cache.clear()
    return make


@pytest.mark.django_db(transaction=True)
def test_a_sum_is_worked_out_once_until_something_changes(here, counted):
    rows = Organisation.objects.values("pk")
    first = fresh.kept("n", rows, counted)
    assert fresh.kept("n", rows, counted) == first and len(counted.times) == 1
    Organisation.objects.create(name="新单位")
    assert fresh.kept("n", rows, counted) == first + 1 and len(counted.times) == 2
    Organisation.objects.filter(name="新单位").update(short_name="x")
    assert fresh.kept("n", rows, counted) == first + 1 and len(counted.times) == 3


@pytest.mark.django_db(transaction=True)
def test_other_rows_and_other_sums_are_apart(here, counted):
    every = Organisation.objects.values("pk")
    fresh.kept("n", every, counted)
    fresh.kept("m", every, counted)
    fresh.kept("n", every.filter(kind="office"), counted)
    fresh.kept("n", every.filter(kind="county"), counted)
    assert len(counted.times) == 4
    assert fresh.kept("n", every.none(), counted) == Organisation.objects.count()


@pytest.mark.django_db(transaction=True)
def test_inside_a_transaction_one_s_own_changes_are_seen(here, counted):
    rows = Organisation.objects.values("pk")
    first = fresh.kept("n", rows, counted)
    with transaction.atomic():
        Organisation.objects.create(name="新单位")
        assert fresh.kept("n", rows, counted) == first + 1
        transaction.set_rollback(True)
    assert fresh.kept("n", rows, counted) == first


@pytest.mark.django_db(transaction=True)
def test_who_asks_while_a_sum_is_worked_out_waits_for_it(here, counted):
    rows, begun, asked = Organisation.objects.values("pk"), threading.Event(), threading.Event()

    def slowly() -> int:
        begun.set()
        asked.wait(10)
        return counted()

    def ask() -> int:
        try:
            begun.wait(10)
            asked.set()
            return fresh.kept("n", rows, slowly)
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        others = [pool.submit(ask) for _ in range(4)]
        first = fresh.kept("n", rows, slowly)
        assert {each.result() for each in others} == {first}
    assert len(counted.times) == 1


@pytest.mark.django_db(transaction=True)
def test_a_sum_that_could_not_be_worked_out_is_tried_again_by_whoever_asks_next(here, counted):
    rows = Organisation.objects.values("pk")

    def fails() -> int:
        raise ValueError

    with pytest.raises(ValueError):
        fresh.kept("n", rows, fails)
    assert fresh.kept("n", rows, counted) == Organisation.objects.count()


@pytest.mark.django_db(transaction=True)
def test_a_seal_and_what_is_not_journalled_leave_what_is_visible_as_it_was(here, counted):
    rows = Organisation.objects.values("pk")
    chain.seal()
    first = fresh.kept("n", rows, counted)
    Notice.objects.create(user=here.officer, key="k", text="消息", at=timezone.now())
    assert fresh.kept("n", rows, counted) == first and len(counted.times) == 1
    Organisation.objects.create(name="新单位")
    assert fresh.kept("n", rows, counted) == first + 1
    chain.seal()
    Organisation.objects.create(name="更新的单位")
    assert fresh.kept("n", rows, counted) == first + 2


@pytest.mark.django_db(transaction=True)
def test_a_change_is_seen_though_more_than_is_counted_waits_for_a_seal(here, counted):
    rows = Organisation.objects.values("pk")
    chain.seal()
    Organisation.objects.bulk_create(
        Organisation(name=f"单位{number}") for number in range(fresh.UNSEALED - 2)
    )
    first = fresh.kept("n", rows, counted)
    for turn in range(1, 6):
        Organisation.objects.create(name=f"又一个单位{turn}")
        assert fresh.kept("n", rows, counted) == first + turn


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time: nobody is overtaken")
@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_others_overtook_changes_the_stamp_when_it_is_over(here, counted):
    rows = Organisation.objects.values("pk")
    first = fresh.kept("n", rows, counted)
    with closing(connection.copy()) as slow:
        slow.set_autocommit(False)
        with slow.cursor() as cursor:
            cursor.execute(
                "UPDATE base_organisation SET name = '迟到的单位' WHERE id = %s", [here.science.pk]
            )
        Organisation.objects.create(name="抢先的单位")
        chain.seal()
        assert fresh.kept("n", rows.filter(name="迟到的单位"), counted) == first + 1
        done = len(counted.times)
        slow.commit()
    fresh.kept("n", rows.filter(name="迟到的单位"), counted)
    assert len(counted.times) == done + 1
