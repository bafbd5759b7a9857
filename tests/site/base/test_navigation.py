"""The bar: what each role finds side by side, and what under the menu."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from luodi.site.base import navigation
from luodi.site.base.models import Grant, Role

FOLDED = {
    "officer": ["日历", "填报负担", "留痕", "后台任务", "公开", "企业自评"],
    "science_lead": ["日历", "公开", "企业自评"],
    "leader": ["日历", "填报负担", "公开", "企业自评"],
    "evaluator": ["日历", "留痕", "公开", "企业自评"],
    "county_contact": ["日历", "公开", "企业自评"],
    "administrator": [],
}


def bar(client, url: str = "/account/") -> navigation.Bar:
    return client.get(url).context["navigation"]


@pytest.mark.parametrize("who", FOLDED)
def test_what_is_rarer_goes_under_the_menu_where_room_is_short(here, client, who):
    client.force_login(getattr(here, who))
    found = bar(client)
    assert [str(each.title) for each in found.folded] == FOLDED[who]
    assert len(found.side_by_side) <= navigation.ROOM


def test_who_has_two_roles_finds_the_administrator_s_pages_under_the_menu(here, client):
    Grant.objects.create(user=here.officer, role=Role.ADMINISTRATOR)
    client.force_login(here.officer)
    found = bar(client)
    assert len(found.side_by_side) <= navigation.ROOM
    assert {"人员", "运行状况"} <= {str(each.title) for each in found.folded}


def test_nobody_without_an_account_is_shown_a_menu(db, client):
    answer = client.get("/")
    assert [str(each.title) for each in answer.context["navigation"].side_by_side] == ["公开", "企业自评"]
    assert '<details class="more"' not in answer.content.decode()


def test_the_present_page_is_marked_inside_the_menu_and_on_it(here, client):
    client.force_login(here.officer)
    page = client.get(reverse("journal")).content.decode()
    assert re.search(r'<summary class="nav-link active" aria-current="true">更多</summary>', page)
    assert re.search(
        r'<li><a class="nav-link active" href="/journal/" aria-current="page">留痕</a></li>', page
    )
    assert page.count('aria-current="page"') == 1


def test_no_part_of_the_menu_is_marked_on_another_page(here, client):
    client.force_login(here.officer)
    assert not bar(client).inside
    assert '<summary class="nav-link">更多</summary>' in client.get("/account/").content.decode()
