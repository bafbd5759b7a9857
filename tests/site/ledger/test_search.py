from __future__ import annotations

import busy
import city
import pytest
from django.core.management import call_command
from django.db import connection, transaction

from luodi.matching import parse
from luodi.site.base.action import Actor
from luodi.site.ledger.actions import duties as verbs
from luodi.site.ledger.models import Duty, Report, SearchMark
from luodi.site.ledger.search import index
from luodi.site.ledger.search.find import find
from luodi.site.ledger.search.sources import SOURCES


def found(person, text: str) -> dict[str, set[str]]:
    return {each.source.name: {str(hit.thing) for hit in each.hits} for each in find(person, parse(text))}


def duty(here, title: str, lead=None) -> Duty:
    made = city.duty(here, lead)
    made.title = title
    made.save()
    return made


def report(here, of: Duty, text: str) -> Report:
    return Report.objects.create(
        duty=of, organisation=of.lead, at=busy.moment("2026-05-01"), percent=10, text=text
    )


@pytest.fixture
def three(here):
    return [
        duty(here, "新建养老服务中心"),
        duty(here, "住房保障提标扩面"),
        duty(here, "晶硅光伏产业链招商", here.economy),
    ]


@pytest.mark.parametrize("state", ["fresh", "indexed"])
@pytest.mark.parametrize(
    ("word", "place"), [("养老", 0), ("住房", 1), ("光伏", 2), ("招商", 2), ("保障", 1), ("老服", 0)]
)
def test_words_of_two_characters_are_found_before_and_after_indexing(here, three, state, word, place):
    if state == "indexed":
        assert index.catch_up(1000) > 0
        assert not SearchMark.objects.exists()
    assert found(here.officer, word)["duty"] == {str(three[place])}


def test_all_words_must_be_there_and_a_phrase_as_it_stands(here, three):
    index.catch_up(1000)
    assert found(here.officer, "养老 中心")["duty"] == {str(three[0])}
    assert found(here.officer, "养老 住房")["duty"] == set()
    assert found(here.officer, '"养老服务中心"')["duty"] == {str(three[0])}
    assert found(here.officer, '"服务养老"')["duty"] == set()
    assert found(here.officer, "中心新建")["duty"] == {str(three[0])}


def test_the_index_proposes_and_the_text_decides(here):
    split = duty(here, "养老金、老服务区")  # holds 养老 and 老服 and 服务, but not 养老服务
    index.catch_up(1000)
    assert found(here.officer, "养老服务")["duty"] == set()
    assert found(here.officer, "老服务")["duty"] == {str(split)}


def test_letters_figures_and_full_width_signs(here):
    made = duty(here, "PM2.5降到32微克/立方米")
    report(here, made, "已达31.5,较2025年改善")
    index.catch_up(1000)
    for text in ("pm2.5", "PM2.5", "32微克", "微克/立方米"):
        assert found(here.officer, text)["duty"] == {str(made)}, text
    assert len(found(here.officer, "2025年")["report"]) == 1
    assert len(found(here.officer, "202")["report"]) == 0  # a number is looked for whole
    assert found(here.officer, "pm")["duty"] == {str(made)}  # a Latin word may be cut short
    assert len(found(here.officer, "31.5")["report"]) == 1


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "'",
        "*",
        "-",
        "养老 OR 住房",
        "NEAR(养老)",
        "养老'; DROP",
        "\\",
        "a:b",
        "()",
        "养老\n住房",
        "%",
        "_",
        "😀",
    ],
)
def test_no_sign_is_taken_for_an_operator(here, three, text, client):
    index.catch_up(1000)
    find(here.officer, parse(text))
    client.force_login(here.officer)
    assert client.get("/ledger/search/", {"q": text}).status_code == 200


def test_exact_hits_in_the_heading_rank_first(here):
    far = duty(here, "服务质量提升行动")
    report(here, far, "养老机构服务水平提高,体系完善")
    near = duty(here, "健全养老服务体系")
    loose = duty(here, "体系建设:养老服务")
    index.catch_up(1000)
    hits = next(each.hits for each in find(here.officer, parse("养老服务体系")) if each.source.name == "duty")
    assert [hit.thing for hit in hits] == [near, loose]


def test_each_sees_only_what_is_theirs(here, three):
    report(here, three[0], "养老床位已建成")
    report(here, three[2], "养老项目不涉及")
    index.catch_up(1000)
    assert len(found(here.officer, "养老")["report"]) == 2
    assert found(here.science_staff, "光伏")["duty"] == set()
    assert found(here.economy_staff, "光伏")["duty"] == {str(three[2])}
    assert len(found(here.science_staff, "养老")["report"]) == 1
    assert found(here.county_contact, "养老") == {source.name: set() for source in SOURCES}
    assert found(here.science_lead, "高新技术企业")["commitment"] == {str(here.commitment)}
    assert found(here.county_contact, "高新技术企业")["commitment"] == set()


def test_bulk_changes_and_hands_in_the_database_are_not_missed(here, three):
    index.catch_up(1000)
    Duty.objects.filter(pk=three[0].pk).update(title="托育园建设")
    assert found(here.officer, "托育")["duty"] == {str(Duty.objects.get(pk=three[0].pk))}
    assert found(here.officer, "养老")["duty"] == set()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_duty SET title = '托幼一体化' WHERE id = %s", [three[1].pk])
    assert len(found(here.officer, "托幼")["duty"]) == 1
    Report.objects.bulk_create(
        [
            Report(
                duty=three[2],
                organisation=here.economy,
                at=busy.moment("2026-05-01"),
                percent=1,
                text=f"拆迁第{n}批",
            )
            for n in range(3)
        ]
    )
    assert len(found(here.officer, "拆迁")["report"]) == 3
    index.catch_up(1000)
    assert len(found(here.officer, "拆迁")["report"]) == 3
    Report.objects.all().delete()
    assert found(here.officer, "拆迁")["report"] == set()
    index.catch_up(1000)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_search_report")
        assert cursor.fetchone() == (0,)


def test_a_light_that_changes_leaves_no_mark(here, three):
    index.catch_up(1000)
    Duty.objects.update(light="red", percent=50, light_reason="滞后")
    assert SearchMark.objects.count() == 0


def test_an_action_indexes_in_its_own_transaction(here):
    index.catch_up(1000)
    made = verbs.register(Actor(here.officer), here.commitment, standard="通过专家组验收")
    assert not SearchMark.objects.exists()
    assert found(here.officer, "验收")["duty"] == {str(made)}
    with pytest.raises(RuntimeError), transaction.atomic():
        verbs.withdraw(Actor(here.officer), made, reason="重复")
        raise RuntimeError
    assert found(here.officer, "验收")["duty"] == {str(made)}


def test_reindexing_gives_the_same_and_forgets_what_is_gone(here, three):
    index.catch_up(1000)
    before = {source.table: rows(source.table) for source in SOURCES}
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {SOURCES[1].table} WHERE rowid = %s", [three[0].pk])
        token = "'x'" if connection.vendor == "sqlite" else "'x'::tsvector"
        cursor.execute(f"INSERT INTO {SOURCES[2].table} (rowid, tokens) VALUES ({10**9}, {token})")
    call_command("reindex")
    assert {source.table: rows(source.table) for source in SOURCES} == before


def rows(table: str) -> list:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rowid, tokens FROM {table} ORDER BY rowid")
        return cursor.fetchall()


def test_hits_are_marked_and_nothing_in_them_is_markup(here, client):
    made = duty(here, "<b>养老</b><script>alert(1)</script>")
    report(here, made, "x" * 300 + "住房<img src=x>" + "y" * 300)
    client.force_login(here.officer)
    page = client.get("/ledger/search/", {"q": "养老"}).content.decode()
    assert '&lt;b&gt;<mark class="span">养老</mark>&lt;/b&gt;&lt;script&gt;' in page
    page = client.get("/ledger/search/", {"q": "住房"}).content.decode()
    assert '<mark class="span">住房</mark>&lt;img src=x&gt;' in page
    assert "x" * 100 not in page
    page = client.get("/ledger/search/", {"q": "<script>养"}).content.decode()
    assert "<script>养" not in page


def test_one_character_is_asked_for_more(here, client):
    client.force_login(here.officer)
    assert "请至少输入两个字" in client.get("/ledger/search/", {"q": "的"}).content.decode()
    assert "没有找到" in client.get("/ledger/search/", {"q": "不存在"}).content.decode()
