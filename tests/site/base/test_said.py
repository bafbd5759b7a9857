"""What was done is said on the next page, whatever the form."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone


def sent(client, url: str, **values: object) -> str:
    page = client.get(url).content.decode()
    token = re.search(r'name="form_token" value="([^"]+)"', page)
    answer = client.post(url, {"form_token": token[1] if token else "", **values}, follow=True)
    assert answer.redirect_chain, answer.content.decode()
    return answer.content.decode()


@pytest.mark.parametrize(
    ("url", "values", "words"),
    [
        ("/areas/new/", {"name": "丁县", "kind": "county"}, "已办理:新增区域。"),
        ("/areas/{county}/", {"name": "甲甲县", "kind": "county"}, "已保存。"),
        ("/people/{officer}/change/", {"name": "赵某某", "email": ""}, "已保存。"),
        ("/organisations/{science}/", {"name": "示例市科技局", "kind": "bureau", "version": "1"}, "已保存。"),
    ],
)
def test_what_an_administrator_did_is_said(here, client, url, values, words):
    client.force_login(here.administrator)
    at = {"county": here.county.pk, "officer": here.officer.pk, "science": here.science.pk}
    if "version" in values:
        values = values | {"version": here.science.version}
    assert words in sent(client, url.format(**at), **values)


def test_a_colleague_asked_to_act_is_said(here, client):
    client.force_login(here.science_lead)
    today = timezone.localdate()
    page = sent(
        client, f"/people/{here.science_lead.pk}/delegate/",
        deputy=here.science_staff.pk, since=today, until=today + timedelta(days=3), reason="休假",
    )  # fmt: skip
    assert "已办理:委托代办。" in page


def test_a_new_password_is_said(here, client):
    client.force_login(here.science_staff)
    words = {
        "old_password": "pw-science_staff",
        "new_password1": "Guan-shan-2026",
        "new_password2": "Guan-shan-2026",
    }
    assert "密码已修改" in sent(client, "/password/", **words)


def test_who_cannot_sign_in_reads_whom_to_ask(db, client):
    assert "请联系系统管理员" in client.get("/login/").content.decode()
