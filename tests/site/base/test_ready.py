"""Questions made ready give what the queryset itself gives."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext

from luodi.site.base.models import Grant, JournalEntry, Organisation, Role, User
from luodi.site.base.ready import LONG, SHAPES, As, Unready, first, ready


def test_rows_are_those_of_the_queryset_with_what_was_joined_and_fetched(here: SimpleNamespace) -> None:
    def ask(role: str) -> QuerySet[Grant]:
        return Grant.objects.filter(role=role).select_related("organisation", "user").order_by("id")

    question = ready(ask)
    for role in (Role.OFFICE.value, Role.UNIT_LEAD.value, Role.OFFICE.value, "nobody"):
        with CaptureQueriesContext(connection) as asked:
            found = question(role)
            seen = [(each.pk, each.organisation, each.user.name) for each in found]
        assert len(asked) == 1
        assert seen == [(each.pk, each.organisation, each.user.name) for each in ask(role)]


def test_a_list_is_written_out_once_for_each_length(here: SimpleNamespace) -> None:
    @ready
    def units(keys: list[int]) -> QuerySet[Organisation]:
        return Organisation.objects.filter(pk__in=keys).order_by("id")

    keys = list(Organisation.objects.order_by("id").values_list("pk", flat=True))
    assert len(keys) > 3
    for some in ([], keys[:1], keys[1:2], keys[:3], keys[1:], keys[-3:]):
        assert [each.pk for each in units(some)] == some
    assert [each.pk for each in units([*keys, *range(10**6, 10**6 + LONG)])] == keys


def test_none_and_yes_or_no_belong_to_the_shape(here: SimpleNamespace) -> None:
    @ready
    def people(unit: int | None, active: bool) -> QuerySet[User]:
        return User.objects.filter(grants__organisation=unit, is_active=active).distinct().order_by("id")

    unit = Organisation.objects.first()
    assert unit is not None
    for key in (None, unit.pk, None):
        for active in (True, False):
            wanted = User.objects.filter(grants__organisation=key, is_active=active).distinct().order_by("id")
            assert people(key, active) == list(wanted)


def test_days_and_moments_reach_the_database_in_its_own_form(here: SimpleNamespace) -> None:
    @ready
    def valid(day: date) -> QuerySet[Grant, tuple[int, str]]:
        return (
            Grant.objects.filter(Q(since=None) | Q(since__lte=day)).values_list("pk", "role").order_by("pk")
        )

    @ready
    def since(moment: datetime) -> QuerySet[JournalEntry]:
        return JournalEntry.objects.filter(at__gte=moment).order_by("id")

    a_grant = Grant.objects.order_by("id").first()
    assert a_grant is not None
    Grant.objects.filter(pk=a_grant.pk).update(since=date(2025, 6, 1))
    all_of_them = [(each.pk, each.role) for each in Grant.objects.order_by("pk")]
    assert valid(date(2025, 6, 1)) == all_of_them
    assert valid(date(2025, 5, 31)) == [each for each in all_of_them if each[0] != a_grant.pk]
    assert since(datetime(2020, 1, 1, tzinfo=UTC)) == list(JournalEntry.objects.order_by("id"))
    assert since(datetime(2200, 1, 1, tzinfo=UTC)) == []


def test_prefetched_rows_come_with_them(here: SimpleNamespace) -> None:
    @ready
    def person(pk: int) -> QuerySet[User]:
        return User.objects.filter(pk=pk).prefetch_related("grants")

    for user in User.objects.all():
        found = first(person(user.pk))
        with CaptureQueriesContext(connection) as asked:
            assert found is not None
            assert set(found.grants.all()) == set(Grant.objects.filter(user=user))
        assert len(asked) == 1  # the comparison's own
    assert first(person(0)) is None


def test_a_question_that_works_on_its_values_is_refused(db: None) -> None:
    @ready
    def named(word: str) -> QuerySet[User]:
        return User.objects.filter(name__icontains=word)

    with pytest.raises(Unready, match="named"):
        named("王")
    with pytest.raises(Unready, match="float"):
        ready(lambda pk: User.objects.filter(pk=pk))(1.5)


def test_a_value_may_stand_in_several_places(here: SimpleNamespace) -> None:
    @ready
    def found(pk: int) -> QuerySet[User]:
        return User.objects.filter(Q(pk=pk) | Q(grants__user=pk)).distinct()

    for user in User.objects.all():
        assert found(user.pk) == [user]


def test_what_the_question_works_on_is_written_into_it(here: SimpleNamespace) -> None:
    @ready
    def named(word: str, active: bool, limit: int) -> QuerySet[User]:
        return User.objects.filter(name__icontains=word, is_active=active).order_by("id")[:limit]

    for word in ("", "lead", "staff", "nobody"):
        for limit in (1, 2, 50):
            wanted = User.objects.filter(name__icontains=word, is_active=True).order_by("id")[:limit]
            assert named(As(word), True, As(limit)) == list(wanted)


def test_when_too_many_shapes_are_kept_they_are_written_out_anew(here: SimpleNamespace) -> None:
    @ready
    def first_ones(limit: int) -> QuerySet[User]:
        return User.objects.order_by("id")[:limit]

    every = list(User.objects.order_by("id"))
    for _again in range(2):
        for limit in range(1, SHAPES + 3):
            assert first_ones(As(limit)) == every[:limit]


@pytest.mark.django_db(transaction=True)
def test_threads_asking_at_once_get_each_what_it_asked_for() -> None:
    people = [User.objects.create(username=f"person{number}") for number in range(8)]

    @ready
    def person(pk: int) -> QuerySet[User]:
        return User.objects.filter(pk=pk)

    def ask(user: User) -> list[list[User]]:
        try:
            return [found for _ in range(300) if (found := person(user.pk)) != [user]]
        finally:
            connection.close()

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(len(people)) as pool:
            assert list(pool.map(ask, people)) == [[] for _ in people]
    finally:
        sys.setswitchinterval(before)
