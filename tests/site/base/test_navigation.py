"""The bar: what each role finds side by side, and what under the menu."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest
from django.urls import reverse

from luodi.site.base import navigation
from luodi.site.base.models import Grant, Role

FOLDED = {
    "officer": ["登记簿到期预警", "填报负担", "留痕", "后台任务", "公开", "企业自评"],
    "science_lead": ["登记簿到期预警", "公开", "企业自评"],
    "leader": ["登记簿到期预警", "填报负担", "公开", "企业自评"],
    "evaluator": ["登记簿到期预警", "留痕", "公开", "企业自评"],
    "county_contact": ["登记簿到期预警", "公开", "企业自评"],
    "administrator": [],
}


class Bar(NamedTuple):
    """The links of a page's bar as they are seen."""

    side_by_side: list[str]
    folded: list[str]


def bar(client, url: str = "/account/") -> Bar:
    page = client.get(url).content.decode()
    whole = page[page.index('<nav class="bar"') : page.index("</nav>")]
    side, _, menu = whole.partition("<details")
    return Bar(re.findall(r"<a [^>]*>([^<]+)</a>", side), re.findall(r"<a [^>]*>([^<]+)</a>", menu))


@pytest.mark.parametrize("who", FOLDED)
def test_what_is_rarer_goes_under_the_menu_where_room_is_short(here, client, who):
    client.force_login(getattr(here, who))
    found = bar(client)
    assert found.folded == FOLDED[who]
    assert len(found.side_by_side) <= navigation.ROOM


def test_who_has_two_roles_finds_the_administrator_s_pages_under_the_menu(here, client):
    Grant.objects.create(user=here.officer, role=Role.ADMINISTRATOR)
    client.force_login(here.officer)
    found = bar(client)
    assert len(found.side_by_side) <= navigation.ROOM
    assert {"人员", "运行状况"} <= set(found.folded)


def test_nobody_without_an_account_is_shown_a_menu(db, client):
    assert bar(client, "/") == Bar(["公开", "企业自评"], [])
    assert '<details class="more"' not in client.get("/").content.decode()


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
    assert '<summary class="nav-link">更多</summary>' in client.get("/account/").content.decode()


def test_the_bar_is_in_the_reader_s_language_each_time(here, client):
    client.force_login(here.officer)
    seen = []
    for language in ("zh-hans", "en", "zh-hans"):
        client.post(reverse("language"), {"language": language, "next": "/account/"})
        seen.append(bar(client).side_by_side[0])
    assert seen[0] == seen[2] != seen[1]
