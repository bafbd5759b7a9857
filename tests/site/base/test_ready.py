"""Questions made ready give what the queryset itself gives."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from inspect import signature
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.db import NotSupportedError, close_old_connections, connection, transaction
from django.db.models import Q, QuerySet, Value
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luodi.site.base.models import Area, Grant, JournalEntry, Organisation, Role, User
from luodi.site.base.ready import LONG, SHAPES, As, Unready, first, ready

SHANGHAI = ZoneInfo("Asia/Shanghai")


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


def test_a_number_beyond_the_databases_own_finds_nothing(here: SimpleNamespace) -> None:
    @ready
    def people(keys: list[int], other: int) -> QuerySet[User]:
        return User.objects.filter(Q(pk__in=keys) | Q(pk=other)).order_by("id")

    @ready
    def person(pk: int) -> QuerySet[User]:
        return User.objects.filter(pk=pk)

    user = User.objects.order_by("id")[0]
    for beyond in (2**31, 2**63 - 1, 2**63, 10**30):
        assert person(beyond) == []
        assert people([user.pk, min(beyond, 2**62)], beyond) == [user]  # Django takes none larger in a list


def test_a_small_column_is_not_taken_for_an_empty_answer(here: SimpleNamespace) -> None:
    @ready
    def ordered(place: int) -> QuerySet[Area]:
        return Area.objects.filter(column=place).order_by("id")

    Area.objects.update(column=7)
    assert Area._meta.get_field("column").get_internal_type() == "PositiveSmallIntegerField"
    assert ordered(7) == list(Area.objects.order_by("id")) != []
    assert ordered(8) == []


def test_none_and_yes_or_no_in_a_list_are_what_django_takes_them_for(here: SimpleNamespace) -> None:
    @ready
    def units(keys: list[int | None]) -> QuerySet[Organisation]:
        return Organisation.objects.filter(pk__in=keys).order_by("id")

    @ready
    def people(active: list[bool]) -> QuerySet[User]:
        return User.objects.filter(is_active__in=active).order_by("id")

    one, other = Organisation.objects.order_by("id")[:2]
    for keys in ([one.pk, None], [None, other.pk], [None, None], [other.pk, None]):
        assert units(keys) == list(Organisation.objects.filter(pk__in=keys).order_by("id"))
    User.objects.filter(pk=User.objects.order_by("id")[0].pk).update(is_active=False)
    for active in ([True, False], [False, False], [True, True], [False, True]):
        assert people(active) == list(User.objects.filter(is_active__in=active).order_by("id"))


def test_a_value_that_is_worked_on_as_well_as_handed_over_is_refused(db: None) -> None:
    @ready
    def few(number: int) -> QuerySet[User]:
        return User.objects.filter(pk__gte=number)[:number]

    @ready
    def later(number: int) -> QuerySet[User]:
        return User.objects.filter(Q(pk=number) | Q(pk=number + 1))

    for question in (few, later):
        with pytest.raises(Unready, match="more than hand its values"):
            question(1)


def test_words_in_the_readers_language_are_refused(here: SimpleNamespace) -> None:
    @ready
    def named(pk: int) -> QuerySet[User, str]:
        return User.objects.filter(pk=pk).values_list(Value(gettext("责任事项")), flat=True)

    for language in ("zh-hans", "en"):
        with translation.override(language), pytest.raises(Unready, match="more than hand its values"):
            named(here.officer.pk)


def test_a_moment_without_a_time_zone_is_refused(db: None) -> None:
    @ready
    def since(moment: datetime) -> QuerySet[JournalEntry]:
        return JournalEntry.objects.filter(at__gte=moment)

    with pytest.raises(Unready, match="time zone"):
        since(datetime(2026, 1, 1))


WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    words=st.lists(st.sampled_from(["office", "leader", "%", "‹0›", ""]) | WORDS, max_size=9),
    word=st.sampled_from([None, "office", "unit_lead", "‹0›", "%s"]) | WORDS,
    keys=st.lists(st.integers(-3, 30) | st.integers(-(2**62), 2**62) | st.none(), max_size=20),
    key=st.none() | st.integers(-1, 30) | st.integers(2**31, 2**62),
    day=st.none() | st.dates(date(2, 1, 1)),
    moment=st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=st.just(SHANGHAI)),
    active=st.booleans(),
)
def test_whatever_is_asked_the_rows_are_those_of_the_queryset(
    here: SimpleNamespace, words, word, keys, key, day, moment, active
) -> None:
    for question in EVERY:
        given = {"words": words, "word": word, "keys": keys, "key": key, "day": day, "moment": moment}
        values = [(given | {"active": active})[name] for name in signature(question.ask).parameters]
        assert question(*values) == list(question.ask(*values))


def _by_words(words, active):
    return User.objects.filter(grants__role__in=words, is_active=active).distinct().order_by("id")


def _by_word(word, keys):
    found = Grant.objects.exclude(role=word).exclude(organisation__in=keys)
    return found.select_related("user").order_by("id")


def _by_key(key, keys, day):
    return (
        Grant.objects.filter(Q(user=key) | Q(pk__in=keys) | Q(until=day))
        .values_list("pk", "user")
        .order_by("pk")
    )


def _by_moment(moment, key):
    return (
        JournalEntry.objects.filter(at__lt=moment).exclude(pk=key).values_list("pk", flat=True).order_by("pk")
    )


EVERY = [ready(each) for each in (_by_words, _by_word, _by_key, _by_moment)]


@pytest.mark.django_db(transaction=True)
def test_a_column_that_becomes_wider_while_the_site_runs_stops_no_page(here: SimpleNamespace) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's driver prepares a statement anew by itself")

    @ready
    def places(pk: int) -> QuerySet[Area]:
        return Area.objects.filter(pk=pk)

    for _ in range(8):
        assert places(here.city.pk) == [here.city]
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("ALTER TABLE base_area ALTER COLUMN name TYPE varchar(190)")
        for _ in range(8):
            assert places(here.city.pk) == [here.city]
        with pytest.raises(NotSupportedError), transaction.atomic():
            places(here.city.pk)
        close_old_connections()  # as at the end of each page
        with transaction.atomic():
            assert places(here.city.pk) == [here.city]
    finally:
        with other.cursor() as cursor:
            length = Area._meta.get_field("name").max_length
            cursor.execute(f"ALTER TABLE base_area ALTER COLUMN name TYPE varchar({length})")
        other.close()
