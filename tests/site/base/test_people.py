from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest
from at_once import run_at_once
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from luodi.site.base.action import Actor
from luodi.site.base.actions import grants, people
from luodi.site.base.models import Delegation, Grant, JournalEntry, Notice, Role, User
from luodi.site.base.refusals import NotAllowed, NotNow, Unfit
from luodi.site.base.rights import standing, valid_today


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_a_new_account_signs_in_with_its_one_time_password_and_must_choose_its_own(here, client):
    answer = _signed_in(here.administrator).post(
        "/people/new/", {"username": "zhangsan", "name": "张三", "email": ""}
    )
    made = User.objects.get(username="zhangsan")
    password = answer.context["accounts"][0].password
    assert answer.content.decode().count(password) == 1
    assert "no-store" in answer.headers["Cache-Control"]
    assert (made.must_change_password, made.check_password(password)) == (True, True)
    assert client.post("/login/", {"username": "zhangsan", "password": password}).url == "/home/"
    assert client.get("/ledger/duties/").url == "/password/"
    chosen = {
        "old_password": password,
        "new_password1": "wuyue-chunfeng-7",
        "new_password2": "wuyue-chunfeng-7",
    }
    assert client.post("/password/", chosen).url == "/home/"
    assert client.get("/account/").status_code == 200
    assert not fresh(made).must_change_password


def test_a_second_click_makes_no_second_account_and_shows_no_password(here):
    client = _signed_in(here.administrator)
    form = {"username": "zhangsan", "name": "张三", "form_token": "t" * 32}
    client.post("/people/new/", form)
    again = client.post("/people/new/", form)
    assert User.objects.filter(name="张三").count() == 1
    assert again.url == f"/people/{User.objects.get(name='张三').pk}/"


@pytest.mark.django_db(transaction=True)
def test_of_many_clicks_at_once_one_gives_a_password_and_the_others_change_nothing(here):
    url, form = f"/people/{here.officer.pk}/reset/", {"form_token": "t" * 32}
    clients = [_signed_in(here.administrator) for _ in range(6)]
    answers = run_at_once(*(partial(client.post, url, form) for client in clients))
    assert sorted(each.status_code for each in answers) == [200, 302, 302, 302, 302, 302]
    (told,) = (each for each in answers if each.status_code == 200)
    assert fresh(here.officer).check_password(told.context["accounts"][0].password)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"username": "officer", "name": "x"}, "username"),
        ({"username": "OFFICER", "name": "x"}, "username"),
        ({"username": "a b", "name": "x"}, "username"),
        ({"username": "ok", "name": "  "}, "name"),
        ({"username": "ok", "name": "x", "email": "nobody"}, "email"),
    ],
)
def test_what_no_account_can_be(here, given, field):
    with pytest.raises(Unfit) as refused:
        people.make(Actor(here.administrator), **given)
    assert list(refused.value.fields) == [field]


def test_a_reset_ends_the_sessions_of_the_person(here):
    theirs = _signed_in(here.officer)
    assert theirs.get("/account/").status_code == 200
    account = people.reset(Actor(here.administrator), here.officer)
    assert theirs.get("/account/").status_code == 302
    assert fresh(here.officer).check_password(account.password)


def test_a_closed_account_signs_in_no_more_until_it_is_opened_again(here, client):
    people.close(Actor(here.administrator), here.officer)
    assert client.post("/login/", {"username": "officer", "password": "pw-officer"}).status_code == 200
    with pytest.raises(NotNow, match="停用"):
        people.reset(Actor(here.administrator), fresh(here.officer))
    account = people.reopen(Actor(here.administrator), fresh(here.officer))
    assert client.post("/login/", {"username": "officer", "password": account.password}).status_code == 302
    with pytest.raises(NotNow, match="没有停用"):
        people.reopen(Actor(here.administrator), account.user)


def test_a_reset_that_meets_a_closing_does_not_open_the_account(here):
    as_read = User.objects.get(pk=here.science_staff.pk)
    people.close(Actor(here.administrator), here.science_staff)
    with suppress(NotNow):
        people.reset(Actor(here.administrator), as_read)
    assert not User.objects.get(pk=as_read.pk).is_active


def test_the_site_is_never_left_without_an_administrator(here):
    actor = Actor(here.administrator)
    with pytest.raises(NotNow, match="自己"):
        people.close(actor, here.administrator)
    with pytest.raises(NotNow, match="唯一"):
        people.close(Actor.system(), here.administrator)
    with pytest.raises(NotNow, match="唯一"):
        grants.end(actor, here.administrator.grants.get())
    grants.give(actor, here.officer, role=Role.ADMINISTRATOR)
    grants.end(actor, here.administrator.grants.get())
    assert not standing(fresh(here.administrator)).has(Role.ADMINISTRATOR)


@pytest.mark.django_db(transaction=True)
def test_administrators_who_close_each_other_at_once_leave_one(here):
    grants.give(Actor(here.administrator), here.officer, role=Role.ADMINISTRATOR)

    def close_in_return():
        try:
            people.close(Actor(fresh(here.officer)), fresh(here.administrator))
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            people.close(Actor(here.administrator), here.officer)
            other = pool.submit(close_in_return)
            wait([other], timeout=1)  # it sees nothing of the first yet
        assert isinstance(other.exception(), NotNow)
    assert fresh(here.administrator).is_active


def test_name_and_mail_change_and_are_journalled(here):
    people.change(Actor(here.administrator), here.officer, name="王五", email="wang@example.gov.cn")
    entry = JournalEntry.objects.filter(table="base_user", row=here.officer.pk).latest("id")
    assert (entry.action, entry.before["name"], entry.after["name"]) == ("account.change", "officer", "王五")


@pytest.mark.parametrize(
    ("role", "unit", "area", "field"),
    [
        ("unit_lead", None, None, "organisation"),
        ("office", None, None, "organisation"),
        ("county", "countyhall", None, "area"),
        ("county", None, "county", "organisation"),
        ("leader", "science", None, "organisation"),
        ("unit_lead", "science", "county", "area"),
        ("mayor", None, None, "role"),
    ],
)
def test_a_role_needs_what_it_is_held_in(here, role, unit, area, field):
    where = {
        "organisation": getattr(here, unit) if unit else None,
        "area": getattr(here, area) if area else None,
    }
    with pytest.raises(Unfit) as refused:
        grants.give(Actor(here.administrator), here.leader, role=role, **where)
    assert list(refused.value.fields) == [field]


def test_a_role_is_held_from_a_day_to_a_day(here):
    today = timezone.localdate()
    day = timedelta(days=1)
    actor = Actor(here.administrator)
    later = grants.give(actor, here.leader, role=Role.OFFICE, organisation=here.office, since=today + day)
    assert not standing(fresh(here.leader)).has(Role.OFFICE)
    tomorrow = Grant.objects.filter(valid_today(today + day), user=here.leader, role=Role.OFFICE)
    assert tomorrow.get() == later
    grants.end(actor, later)
    assert not tomorrow.exists()
    with pytest.raises(NotNow, match="终止"):
        grants.end(actor, later)


def test_a_role_is_not_given_twice_nor_to_a_closed_account(here):
    actor = Actor(here.administrator)
    with pytest.raises(Unfit, match="已有"):
        grants.give(actor, here.science_lead, role=Role.UNIT_LEAD, organisation=here.science)
    people.close(actor, here.leader)
    with pytest.raises(Unfit, match="停用"):
        grants.give(actor, fresh(here.leader), role=Role.UNIT_LEAD, organisation=here.science)


def test_only_an_administrator_administers(here):
    for who in (here.officer, here.leader, here.science_lead):
        with pytest.raises(NotAllowed):
            people.make(Actor(who), username="x", name="x")
        with pytest.raises(NotAllowed):
            grants.give(Actor(who), who, role=Role.ADMINISTRATOR)
        with pytest.raises(NotAllowed):
            people.choose_password(Actor(who), here.administrator, password="wuyue-chunfeng-7")


def test_delegations_are_made_by_the_person_or_an_administrator_and_ended_by_them(here):
    today = timezone.localdate()
    made = grants.delegate(
        Actor(here.science_lead), here.science_lead, deputy=here.science_staff, since=today, until=today
    )
    assert Notice.objects.filter(user=here.science_staff).count() == 1
    with pytest.raises(NotAllowed):
        grants.end_delegation(Actor(here.science_staff), made)
    with pytest.raises(NotAllowed):
        grants.delegate(Actor(here.officer), here.science_lead, deputy=here.officer, since=today, until=today)
    with pytest.raises(Unfit, match="已委托"):
        grants.delegate(
            Actor(here.administrator), here.science_lead, deputy=here.science_staff, since=today, until=today
        )
    grants.end_delegation(Actor(here.science_lead), made)
    assert not Delegation.objects.exists()


def test_a_delegation_that_ran_ends_yesterday(here):
    today = timezone.localdate()
    made = Delegation.objects.create(
        absent=here.science_lead, deputy=here.science_staff, since=today - timedelta(days=3), until=today
    )
    grants.end_delegation(Actor(here.administrator), made)
    assert Delegation.objects.get().until == today - timedelta(days=1)
    with pytest.raises(NotNow):
        grants.end_delegation(Actor(here.administrator), made)


@pytest.mark.parametrize(("since", "until", "field"), [(0, -1, "until"), (-5, -2, "until"), (0, 3, "deputy")])
def test_what_no_delegation_can_be(here, since, until, field):
    today = timezone.localdate()
    deputy = here.science_lead if field == "deputy" else here.science_staff
    with pytest.raises(Unfit) as refused:
        grants.delegate(
            Actor(here.science_lead), here.science_lead, deputy=deputy,
            since=today + timedelta(days=since), until=today + timedelta(days=until),
        )  # fmt: skip
    assert list(refused.value.fields) == [field]


def test_the_language_chosen_is_kept_and_speaks_at_the_next_sign_in(here):
    _signed_in(here.officer).post("/account/language/", {"language": "en"})
    assert fresh(here.officer).language == "en"
    client = Client()
    client.post("/login/", {"username": "officer", "password": "pw-officer"})
    assert client.cookies["django_language"].value == "en"
    assert '<html lang="en">' in client.get("/account/").content.decode()
    with pytest.raises(NotAllowed):
        people.choose_language(Actor(here.leader), here.officer, language="zh-hans")


def test_the_command_gives_a_new_password_and_opens_only_when_told(here, capsys):
    call_command("new_password", "officer")
    password = capsys.readouterr().out.split("password ")[1].split()[0]
    assert fresh(here.officer).check_password(password)
    assert fresh(here.officer).must_change_password
    people.close(Actor(here.administrator), fresh(here.officer))
    with pytest.raises(CommandError, match="--open"):
        call_command("new_password", "officer")
    call_command("new_password", "officer", "--open")
    assert fresh(here.officer).is_active
    with pytest.raises(CommandError, match="there is no account nobody"):
        call_command("new_password", "nobody")


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_list_of_people_asks_as_often_for_fifty_as_for_three(here, count, django_assert_max_num_queries):
    for number in range(count):
        user = User.objects.create_user(f"p{number}", name=f"人{number}")
        Grant.objects.create(user=user, role=Role.UNIT_STAFF, organisation=here.science)
    client = _signed_in(here.administrator)
    with django_assert_max_num_queries(12):
        assert client.get("/people/").status_code == 200
    with django_assert_max_num_queries(14):
        assert client.get("/organisations/").status_code == 200
