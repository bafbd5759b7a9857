"""An enterprise checks itself: each condition said, what is missing, what would change it; nothing kept."""

from __future__ import annotations

import pytest

from luodi.rules import names
from luodi.site.base.models import JournalEntry

GIVEN = {
    "filing_date": "2026-07-01", "resident": "true", "sound_accounts": "true", "staff": "100", "tech_staff": "12",
    "sales": "10000", "assets": "3000", "costs": "1454.545455", "rd_spend": "320", "ip_class_1": "0", "ip_class_2": "4",
    "barred_product": "false", "major_accident": "false", "environmental_offence": "false",
    "research_misconduct": "false", "on_bad_list": "false", "hnte_certificate": "false", "national_award": "false",
    "rd_institution": "false", "led_standard": "false", "barred_sector": "false",
}  # fmt: skip


@pytest.mark.parametrize("name", names())
def test_every_rule_has_a_form_and_judges_an_empty_one(client, db, name):
    assert client.get(f"/check/{name}/").status_code == 200
    answer = client.post(f"/check/{name}/", {})
    assert answer.status_code == 200
    assert "lines" in answer.context or answer.context["form"].errors


def test_verdicts_and_what_would_change_them(client, db):
    page = client.post("/check/tech_sme/", GIVEN)
    assert page.context["whole"] == ("✗", "not_met", "不符合科技型中小企业条件")
    points = next(line for line in page.context["lines"] if line.words == "综合评价得分不低于60分")
    assert (points.verdict, points.figure, points.limit, points.article) == (
        "not_met",
        "58分",
        "≥ 60分",
        "办法第六条（五）",
    )
    assert (
        "“科技人员数”由12.0改为15.0" in page.context["changes"]
        or "“科技人员数”由12改为15" in page.context["changes"]
    )


def test_what_is_missing_is_named(client, db):
    given = {key: value for key, value in GIVEN.items() if not key.startswith("ip_")}
    page = client.post("/check/tech_sme/", given | {"tech_staff": "25", "rd_spend": "200", "sales": "5000"})
    assert page.context["whole"][1] == "unknown"
    assert page.context["missing"] == ["Ⅰ类知识产权数", "Ⅱ类知识产权数"]


def test_a_bad_value_is_said_at_its_field_and_nothing_is_kept(client, db):
    page = client.post("/check/tech_sme/", GIVEN | {"staff": "-5"})
    assert "staff" in page.context["form"].errors
    assert JournalEntry.objects.count() == 0


def test_an_unknown_rule_is_no_page(client, db):
    assert client.get("/check/nothing/").status_code == 404


def test_what_no_enterprise_is_stands_apart(client, db):
    page = client.get("/check/").content.decode()
    own, elsewhere = page.split("环境质量和政策审查")
    assert "高新技术企业认定" in own and "公平竞争审查" not in own
    assert "公平竞争审查" in elsewhere and "高新技术企业认定" not in elsewhere
