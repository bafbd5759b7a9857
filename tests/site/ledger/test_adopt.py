from __future__ import annotations

from datetime import date
from decimal import Decimal

import city
import intake
import pytest
from django.urls import reverse

from luodi.site.base.action import Actor
from luodi.site.base.models import JournalEntry
from luodi.site.base.refusals import NotAllowed, NotNow, Unfit
from luodi.site.ledger.actions import adopt, review
from luodi.site.ledger.actions.duties import next_number
from luodi.site.ledger.models import Commitment
from luodi.site.ledger.wire import articles, day_of, decimal_of


def test_adopting_makes_numbered_commitments_with_article_and_day(here):
    version = intake.adopted(here.officer)
    assert (version.state, version.adopted_by) == ("adopted", here.officer)
    made = version.commitments.order_by("number")
    assert [(each.number, each.kind, each.article, each.article_heading, each.title) for each in made] == [
        ("0001", "target", "1", "壮大企业", "高新技术企业不低于200家"),
        ("0002", "milestone", "2", "建好平台", "建成示例创新中心"),
        ("0003", "measure", "3", "加强领导", "健全创新发展考核体系"),
        ("0004", "measure", "3", "加强领导", "定期开展专项督查"),
    ]
    target = made[0]
    assert (target.indicator, target.comparator, target.value, target.unit, target.deadline) == (
        "高新技术企业", "ge", Decimal(200), "家", date(2025, 12, 31),
    )  # fmt: skip
    assert version.text[target.start : target.end] == target.quote == target.finding.quote
    assert {each.published for each in made} == {False}
    entry = JournalEntry.objects.get(table="ledger_commitment", row=target.pk)
    assert (entry.user, entry.action) == (here.officer.pk, "intake.adopt")


def test_adopting_says_how_many_still_wait(here):
    version = intake.upload(here.officer)
    review.accept(Actor(here.officer), version.findings.first())
    with pytest.raises(NotNow, match="还有3条待审核"):
        adopt.adopt(Actor(here.officer), version)
    assert version.commitments.count() == 0


def test_adopting_nothing_is_refused(here):
    version = intake.upload(here.officer)
    for each in version.findings.all():
        review.reject(Actor(here.officer), each)
    with pytest.raises(NotNow, match="没有可采用的条目"):
        adopt.adopt(Actor(here.officer), version)


def test_what_was_rejected_split_or_merged_makes_no_commitment(here):
    by = Actor(here.officer)
    version = intake.upload(here.officer)
    review.reject(by, intake.finding(version, "示例创新中心"))
    review.split(by, intake.finding(version, "200家"), parts=["全市高新技术企业", "达到200家以上"])
    review.merge(by, intake.finding(version, "专项督查"), second=intake.finding(version, "考核体系"))
    review.accept_rest(by, version)
    adopt.adopt(by, version)
    assert [each.quote for each in version.commitments.order_by("number")] == [
        "全市高新技术企业", "达到200家以上", "健全创新发展考核体系。定期开展专项督查",
    ]  # fmt: skip


def test_only_the_office_adopts(here):
    version = intake.upload(here.officer)
    review.accept_rest(Actor(here.officer), version)
    for who in (here.administrator, here.leader, here.evaluator, here.science_lead):
        with pytest.raises(NotAllowed):
            adopt.adopt(Actor(who), version)


def test_numbers_go_on_past_four_digits(here):
    assert next_number(here.decision.pk) == "0002"
    Commitment.objects.filter(pk=here.commitment.pk).update(number="9999")
    assert next_number(here.decision.pk) == "10000"
    Commitment.objects.filter(pk=here.commitment.pk).update(number="10041")
    assert next_number(here.decision.pk) == "10042"
    Commitment.objects.filter(pk=here.commitment.pk).update(number="甲")
    assert next_number(here.decision.pk) == "0001"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2025", date(2025, 12, 31)), ("2025-06", date(2025, 6, 30)), ("2025-06-15", date(2025, 6, 15)),
        ("2021-2025", date(2025, 12, 31)), (None, None), ("", None),
    ],
)  # fmt: skip
def test_a_deadline_is_its_last_day(written, day):
    assert day_of(written) == day


@pytest.mark.parametrize("value", ["nan", "inf", 1e15, "x"])
def test_a_figure_the_database_cannot_hold_is_refused(value):
    with pytest.raises(ValueError):
        decimal_of(value)


def test_an_article_number_used_twice_is_told_by_its_place():
    def provision(name, parent, level, number):
        return {
            "id": name,
            "parent": parent,
            "level": level,
            "number": number,
            "heading": name,
            "start": 0,
            "end": 1,
        }

    rows = [
        provision("一", None, "chapter", "一、"), provision("一.1", "一", "article", "（一）"),
        provision("一.1.1", "一.1", "item", "1."), provision("二", None, "chapter", "二、"),
        provision("二.1", "二", "article", "（一）"), provision("二.2", "二", "article", "（二）"),
    ]  # fmt: skip
    found = {name: article.label for name, article in articles({"provisions": rows}).items()}
    assert found == {
        "一": "一",
        "一.1": "一.1",
        "一.1.1": "一.1",
        "二": "二",
        "二.1": "二.1",
        "二.2": "（二）",
    }


def test_the_page_adopts_once_and_leads_to_registering(here, client):
    client.force_login(here.officer)
    version = intake.upload(here.officer)
    url = reverse("ledger:adopt", args=[version.pk])
    assert "还有4条待审核" in client.get(url).content.decode()
    assert client.post(url).status_code == 409
    review.accept_rest(Actor(here.officer), version)
    page = client.get(url).content.decode()
    assert "新增承诺4条" in page
    token = page.split('name="form_token" value="')[1].split('"')[0]
    answers = [client.post(url, {"form_token": token}) for _ in range(2)]
    there = reverse("ledger:register", args=[version.decision_id])
    assert [answer.url for answer in answers] == [there, there]
    assert version.commitments.count() == 4


def test_commitments_are_published_and_hidden_by_the_office(here, client):
    version = intake.adopted(here.officer)
    client.force_login(here.officer)
    ticked = list(version.commitments.values_list("pk", flat=True))[:2]
    url = reverse("ledger:decision_publish", args=[version.decision_id])
    client.post(url, {"do": "publish", "chosen": ticked})
    assert set(Commitment.objects.filter(published=True).values_list("pk", flat=True)) == set(ticked)
    client.post(url, {"do": "hide", "chosen": ticked[:1]})
    assert list(Commitment.objects.filter(published=True).values_list("pk", flat=True)) == ticked[1:]
    client.post(url, {"do": "publish_decision"})
    version.decision.refresh_from_db()
    assert version.decision.published
    with pytest.raises(NotAllowed):
        adopt.publish(Actor(here.administrator), version.decision, commitments=ticked, published=True)


def test_a_decision_without_an_adopted_text_is_not_published(here):
    version = intake.upload(here.officer)
    with pytest.raises(NotNow):
        adopt.publish_decision(Actor(here.officer), version.decision, published=True)


def test_a_finding_broken_past_the_actions_stops_the_adoption(here):
    by = Actor(here.officer)
    version = intake.upload(here.officer)
    review.accept_rest(by, version)
    version.findings.filter(kind="target").update(quote="别的话")
    with pytest.raises(Unfit, match="不一致"):
        adopt.adopt(by, version)
    assert version.commitments.count() == 0


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_page_of_a_decision_keeps_to_its_queries(here, client, django_assert_max_num_queries, count):
    lines = "".join(f"{n}.工作。建成第{n}号创新中心。\n" for n in range(1, count + 1))
    version = intake.adopted(here.officer, f"示例市关于创新的决定\n一、任务\n{lines}")
    assert version.commitments.count() == count
    client.force_login(here.officer)
    with django_assert_max_num_queries(18):
        page = client.get(reverse("ledger:decision", args=[version.decision_id])).content.decode()
    assert page.count('name="chosen"') == count
    assert f"立项(还有{count}条)" in page


def test_a_commitment_leads_to_what_became_of_it_for_those_who_may_look(here, client):
    """The city's own commitment is the science bureau's; other units read its words and no more."""
    duty = city.duty(here)
    there = reverse("ledger:commitment_timeline", args=[duty.commitment_id])
    for person, may in ((here.officer, True), (here.science_lead, True), (here.economy_lead, False)):
        client.force_login(person)
        page = client.get(reverse("ledger:decision", args=[here.decision.pk])).content.decode()
        assert (here.commitment.title in page, there in page) == (True, may)


def test_a_later_text_is_named_to_units_only_once_it_is_adopted(here, client):
    first = intake.adopted(here.officer)
    later = intake.upload(here.officer, intake.SECOND, "内部修订稿.txt", decision=first.decision)
    pages = ("/ledger/decisions/", f"/ledger/decisions/{first.decision_id}/")
    for person, named in ((here.science_staff, False), (here.leader, True)):
        client.force_login(person)
        assert all(("版本2" in client.get(page).content.decode()) == named for page in pages)
        assert ("内部修订稿" in client.get(pages[1]).content.decode()) == named
    client.force_login(here.science_staff)
    assert all("版本1" in client.get(page).content.decode() for page in pages)
    assert client.get(reverse("ledger:version", args=[later.pk])).status_code == 403
