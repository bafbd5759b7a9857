from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import transaction

from luodi.site.base import fresh
from luodi.site.base.models import Organisation


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
