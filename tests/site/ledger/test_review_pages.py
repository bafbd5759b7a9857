from __future__ import annotations

import re
from pathlib import Path

import intake
import pytest
from django.urls import reverse
from django.utils.html import escape

from luodi.site.base.action import Actor
from luodi.site.ledger import parts
from luodi.site.ledger.actions import review
from luodi.site.ledger.models import Decision, DocumentVersion, Finding

TABLE = Path(__file__).parents[1] / "permissions" / "intake.csv"
WHO = {
    "administrator": "administrator", "office": "officer", "unit_lead_other": "economy_lead",
    "unit_lead_own": "science_lead", "unit_staff_own": "science_staff", "county": "county_contact",
    "evaluator": "evaluator", "leader": "leader",
}  # fmt: skip


@pytest.fixture
def version(here, client):
    client.force_login(here.officer)
    return intake.upload(here.officer)


def words_of(page: str) -> str:
    """The text panel without its marks."""
    panel = page.split('<div id="text"')[1].split(">", 1)[1].split("</div>")[0]
    return re.sub(r"</?mark[^>]*>", "", panel)


def test_the_page_shows_the_whole_text_beside_every_finding(version, client):
    page = client.get(reverse("ledger:version", args=[version.pk])).content.decode()
    assert words_of(page) == escape(version.text)
    for each in version.findings.all():
        assert f'id="f{each.pk}"' in page and f'id="s{each.start}"' in page
        assert f'data-f="{each.pk}">{each.quote}</mark>' in page
    assert "牵头 市科技局 · 协办 市档案馆" in page
    assert "还有4条待审核" in page and "目标 1" in page and "举措 2" in page


def test_the_filter_shows_one_kind_and_one_state(version, client, here):
    review.accept(Actor(here.officer), intake.finding(version, "考核体系"))
    url = reverse("ledger:version", args=[version.pk])
    page = client.get(url, {"kind": "measure", "group": "taken"}).content.decode()
    assert page.count('<li id="f') == 1 and "健全创新发展考核体系" in page
    assert words_of(page) == escape(version.text)
    assert client.get(url, {"kind": "<b>", "group": "x"}).content.decode().count('<li id="f') == 4


def test_overlapping_spans_are_marked_without_losing_a_letter(version, client, here):
    target = intake.finding(version, "200家")
    whole = review.Values.of(target)._asdict() | {
        "start": target.start - 8,
        "end": target.end - 4,
        "quote": "",
    }
    added = review.add(Actor(here.officer), version, values=review.Values(**whole))
    page = client.get(reverse("ledger:version", args=[version.pk])).content.decode()
    assert words_of(page) == escape(version.text)
    assert f'data-f="{added.pk} {target.pk}">' in page
    assert f'data-f="{added.pk}">' in page and f'data-f="{target.pk}">' in page


def test_verbs_work_as_plain_form_posts(version, client):
    target, measure = intake.finding(version, "200家"), intake.finding(version, "专项督查")
    url = reverse("ledger:review", args=[version.pk])
    answer = client.post(url, {"do": f"accept:{target.pk}:", "kind": "target", "group": ""})
    assert answer.url == f"{reverse('ledger:version', args=[version.pk])}?kind=target#f{target.pk}"
    client.post(url, {"do": f"merge:{measure.pk}:"})
    client.post(url, {"do": "accept_rest"})
    states = sorted(version.findings.values_list("quote", "state"))
    assert states == [
        ("健全创新发展考核体系", "merged"),
        ("健全创新发展考核体系。定期开展专项督查", "added"),
        ("全市高新技术企业达到200家以上", "accepted"),
        ("定期开展专项督查", "merged"),
        ("建成示例创新中心", "accepted"),
    ]


def test_the_script_gets_only_what_changed(version, client):
    target = intake.finding(version, "200家")
    url = reverse("ledger:review", args=[version.pk])
    ask = {"headers": {"Accept": "application/json"}}
    parts = client.post(url, {"do": f"accept:{target.pk}:"}, **ask).json()["parts"]
    assert set(parts) == {f"f{target.pk}", "counts"}
    assert "已接受" in parts[f"f{target.pk}"] and "还有3条待审核" in parts["counts"]
    stale = client.post(url, {"do": f"reject:{target.pk}:"}, **ask)
    assert stale.status_code == 409 and "officer" in stale.json()["error"]


def test_a_correction_that_does_not_fit_keeps_what_was_typed(version, client):
    target = intake.finding(version, "200家")
    typed = {
        "kind": "target", "title": "高企倍增", "deadline": "明年", "indicator": "高企", "comparator": "ge", "value": "260",
        "start": target.start, "end": target.end, "quote": target.quote, "seen": "", "do": "correct",
    }  # fmt: skip
    url = reverse("ledger:finding", args=[target.pk])
    answer = client.post(url, typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and "时限“明年”无法识别" in page and 'value="高企倍增"' in page
    assert client.post(url, typed | {"deadline": "2026"}).status_code == 302
    target.refresh_from_db()
    assert (target.state, target.data["value"], target.data["deadline"]) == ("corrected", 260.0, "2026")


def test_units_are_corrected_in_the_form_one_a_line(version, client):
    target = intake.finding(version, "200家")
    url = reverse("ledger:finding", args=[target.pk])
    page = client.get(url).content.decode()
    assert "市科技局\n市经信局</textarea>" in page
    typed = {
        "kind": "target", "title": "高企", "indicator": "高企", "comparator": "ge", "value": "200", "start": target.start,
        "end": target.end, "quote": target.quote, "seen": "", "do": "correct",
        "lead": " 市经信局 \r\n\r\n", "cooperating": "市科技局\r\n各县(市、区)人民政府",
    }  # fmt: skip
    twice = client.post(url, typed | {"cooperating": "市经信局"})
    assert twice.status_code == 422 and "“市经信局”已是牵头单位" in twice.content.decode()
    assert client.post(url, typed).status_code == 302
    target.refresh_from_db()
    assert target.units == {"lead": ["市经信局"], "cooperating": ["市科技局", "各县(市、区)人民政府"]}
    page = client.get(reverse("ledger:version", args=[version.pk])).content.decode()
    assert "牵头 市经信局 · 协办 市科技局、各县(市、区)人民政府" in page


def test_a_quote_over_two_lines_survives_the_browsers_line_ends(version, client):
    start = version.text.index("二、保障措施")
    end = version.text.index("健全")
    typed = {
        "kind": "measure", "title": "加强领导", "start": start, "end": end, "do": "correct", "seen": "",
        "quote": version.text[start:end].replace("\n", "\r\n"),
    }  # fmt: skip
    assert client.post(reverse("ledger:finding_add", args=[version.pk]), typed).status_code == 302
    assert Finding.objects.get(version=version, data__title="加强领导").quote == version.text[start:end]


def test_words_typed_are_found_in_the_text_without_selecting_them(version, client):
    url = reverse("ledger:finding_add", args=[version.pk])
    assert 'name="words"' in client.get(url).content.decode()
    typed = {
        "kind": "measure",
        "title": "",
        "start": "0",
        "end": "0",
        "quote": "",
        "do": "correct",
        "seen": "",
    }
    wrong = client.post(url, typed | {"words": "没有这段文字"})
    page = wrong.content.decode()
    assert wrong.status_code == 422 and "原文中没有“没有这段文字”" in page and 'value="没有这段文字"' in page
    assert client.post(url, typed | {"words": " 二、保障措施 3.加强领导"}).status_code == 302
    made = Finding.objects.get(version=version, state="added")
    assert made.quote == "二、保障措施\n3.加强领导" == version.text[made.start : made.end]
    assert made.data["title"] == "二、保障措施 3.加强领导"


def test_words_that_stand_twice_are_those_after_the_finding_at_hand(version, client):
    url = reverse("ledger:finding_add", args=[version.pk])
    second = version.text.rindex("到2025年")
    typed = {"kind": "measure", "title": "", "words": "到2025年", "near": second - 3, "do": "correct"}
    client.post(url, typed)
    assert Finding.objects.get(version=version, state="added").start == second
    assert client.post(url, typed | {"near": len(version.text)}).status_code == 302
    first = version.text.index("到2025年")
    assert Finding.objects.filter(version=version, state="added", start=first).exists()


def test_splitting_on_its_page(version, client):
    target = intake.finding(version, "200家")
    url = reverse("ledger:finding", args=[target.pk])
    answer = client.post(url, {"do": "split", "parts": "全市高新技术企业\r\n达到200家以上", "seen": ""})
    first = Finding.objects.get(version=version, quote="全市高新技术企业")
    assert answer.url == f"{reverse('ledger:version', args=[version.pk])}#f{first.pk}"


def test_the_form_comes_alone_when_the_page_asks(version, client):
    url = reverse("ledger:finding", args=[intake.finding(version, "200家").pk])
    assert "<html" not in client.get(url, headers={"X-Part": "1"}).content.decode()
    whole = client.get(url).content.decode()
    assert "<html" in whole and "全市高新技术企业达到200家以上" in words_of(whole)


def test_a_text_that_failed_offers_another_upload(here, client):
    client.force_login(here.officer)
    version = intake.upload(here.officer, b" ", "空白.txt")
    page = client.get(reverse("ledger:version", args=[version.pk])).content.decode()
    assert "文件里没有文字。请检查是否选对了文件。" in page
    assert reverse("ledger:decision_upload", args=[version.decision_id]) in page


def test_an_adopted_text_shows_no_verbs(here, client):
    client.force_login(here.science_lead)
    version = intake.adopted(here.officer)
    page = client.get(reverse("ledger:version", args=[version.pk])).content.decode()
    assert 'name="do"' not in page and "全市高新技术企业" in page


def test_a_text_under_review_is_not_shown_to_units(here, version, client):
    client.force_login(here.science_lead)
    assert client.get(reverse("ledger:version", args=[version.pk])).status_code == 403
    assert client.get(reverse("ledger:decision", args=[version.decision_id])).status_code == 403
    assert version.decision.title not in client.get(reverse("ledger:decisions")).content.decode()


def many(version: DocumentVersion, count: int) -> None:
    """A text of one article with 9,000 characters, and findings all over it."""
    version.findings.all().delete()
    version.text = "推动创新要素集聚和成果转化,健全工作机制。" * 430
    version.save()
    Finding.objects.bulk_create(
        [
            Finding(
                version=version, kind=("target", "milestone", "measure")[n % 3], provision="一", start=n * 17,
                end=n * 17 + 24, quote=version.text[n * 17 : n * 17 + 24],
                data={"id": f"m{n}", "title": f"第{n}项推动创新要素集聚", "deadline": "2025"},
                units={"lead": ["市科技局"], "cooperating": ["市经信局", "市财政局"]},
            )
            for n in range(count)
        ]
    )  # fmt: skip


@pytest.mark.parametrize("count", [1, 3, 50, 500])
def test_the_review_page_keeps_to_its_queries_and_its_size(
    version, client, django_assert_max_num_queries, count
):
    many(version, count)
    with django_assert_max_num_queries(12):
        answer = client.get(reverse("ledger:version", args=[version.pk]))
    page = answer.content.decode()
    whole = count <= parts.WHOLE
    assert page.count('<li id="f') == (count if whole else parts.SIZE)
    assert words_of(page) == version.text if whole else version.text.startswith(words_of(page))
    assert len(answer.content) < 60_000 + 1_400 * count


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_list_of_decisions_keeps_to_its_queries(here, client, django_assert_max_num_queries, count):
    client.force_login(here.officer)
    Decision.objects.bulk_create([Decision(title=f"决定{n}", area=here.city) for n in range(count - 1)])
    with django_assert_max_num_queries(10):
        page = client.get(reverse("ledger:decisions")).content.decode()
    assert page.count("<tr>") == count + 1


def test_a_decision_leads_to_the_text_that_waits_for_review(version, client):
    there = reverse("ledger:version", args=[version.pk])
    page = client.get(reverse("ledger:decision", args=[version.decision_id])).content.decode()
    assert f'<a class="btn btn-primary" href="{there}">审核版本1</a>' in page
