from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luodi.site.base import option_kinds as kinds
from luodi.site.base import options
from luodi.site.base.action import Actor
from luodi.site.base.actions import settings as actions
from luodi.site.base.models import JournalEntry, Setting
from luodi.site.base.refusals import NotAllowed, Unfit


def test_every_default_is_what_its_own_page_accepts(db):
    for name, option in options.OPTIONS.items():
        assert option.accepted.parse(option.accepted.show(option.default)) == option.default, name


def test_what_is_set_is_got_and_what_equals_the_default_is_not_kept(here):
    actor = Actor(here.administrator)
    assert actions.change(actor, typed={"reminder_leads": "5，2、0", "site_name": "落地"}) == [
        "reminder_leads"
    ]
    assert options.get("reminder_leads") == [5, 2, 0]
    assert JournalEntry.objects.get(table="base_setting").after["value"] == [5, 2, 0]
    assert actions.change(actor, typed={"reminder_leads": "10, 3, 0, -1, -5"}) == ["reminder_leads"]
    assert not Setting.objects.exists()


def test_the_site_bears_the_name_that_was_set(here, client):
    page = client.get("/login/").content.decode()
    assert "· 落地</title>" in page and ">落地</a>" in page
    english = client.get("/login/", headers={"accept-language": "en"}).content.decode()
    assert "· Luodi</title>" in english
    actions.change(Actor(here.administrator), typed={"site_name": "示例市督查"})
    for language in ("zh-hans", "en"):
        page = client.get("/login/", headers={"accept-language": language}).content.decode()
        assert "· 示例市督查</title>" in page and ">示例市督查</a>" in page


def test_codes_of_papers_are_set_under_the_papers_names(here):
    shown = options.OPTIONS["paper_codes"].accepted.show(options.get("paper_codes"))
    assert shown == "督办单 = 督\n通报 = 督通\n督查周报 = 督报"
    actions.change(Actor(here.administrator), typed={"paper_codes": "督查周报=周报\norder=督\n通报 = 督通"})
    assert options.get("paper_codes") == {"order": "督", "circular": "督通", "brief": "周报"}
    with pytest.raises(Unfit) as refused:
        actions.change(Actor(here.administrator), typed={"paper_codes": "督办单 = 督"})
    assert refused.value.fields == {"paper_codes": "须逐行填写:督办单、通报、督查周报,例如:督办单 = 督。"}


def test_one_wrong_setting_and_none_is_changed(here):
    typed = {
        "site_name": "示例",
        "reminder_leads": "三",
        "reminder_hours": "17, 9",
        "lights": "disco",
        "x": "1",
    }
    with pytest.raises(Unfit) as refused:
        actions.change(Actor(here.administrator), typed=typed)
    assert refused.value.fields == {
        "reminder_leads": "“三”不是整数。",
        "reminder_hours": "须从小到大。",
        "lights": "请从列表中选择。",
        "x": "没有名为“x”的设置。",
    }
    assert not Setting.objects.exists()


def test_only_an_administrator_sets(here):
    with pytest.raises(NotAllowed):
        actions.change(Actor(here.officer), typed={"site_name": "x"})


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (kinds.numbers(0, 23, count=2), "9"),
        (kinds.numbers(0, 23), "24"),
        (kinds.numbers(0, 23), "3, 3"),
        (kinds.words(3), "四个字的"),
        (kinds.words(3), ""),
        (kinds.days(), "2026-02-30 放假"),
        (kinds.days(), "2026-02-03 休息"),
        (kinds.named({"order": "督办单"}), "order 督"),
        (kinds.named({"a": "甲", "b": "乙"}), "a = 督\nb = 督"),
    ],
)
def test_what_is_not_accepted_is_said(kind, text):
    with pytest.raises(ValueError, match=r"[\u4e00-\u9fff]"):
        kind.parse(text)


@given(st.dictionaries(st.dates().map(lambda day: day.isoformat()), st.booleans()))
def test_days_come_back_as_they_were(days):
    kind = kinds.days()
    assert kind.parse(kind.show(days)) == days


@given(st.lists(st.integers(-60, 120), min_size=1, unique=True))
def test_numbers_come_back_as_they_were(found):
    kind = kinds.numbers(-60, 120)
    assert kind.parse(kind.show(found)) == found


def test_the_page_keeps_what_was_typed_beside_what_is_wrong(here, client):
    client.force_login(here.administrator)
    typed = {name: each.accepted.show(each.default) for name, each in options.OPTIONS.items()}
    answer = client.post("/settings/", typed | {"site_name": "示例站", "reminder_hours": "一"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="示例站"' in page and "“一”不是整数。" in page
    assert client.post("/settings/", typed | {"site_name": "示例站"}).url == "/settings/"
    assert options.get("site_name") == "示例站"
