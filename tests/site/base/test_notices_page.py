from __future__ import annotations

import pytest

from luodi.site.base import notices


def test_what_is_unread_is_said_in_a_word_not_by_weight_alone(here, client):
    notices.tell([here.officer], "k1", "请审核。")
    client.force_login(here.officer)
    assert client.get("/notices/").content.decode().count("未读") == 1
    client.post("/notices/read/")
    assert "未读" not in client.get("/notices/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_notice_of_the_clock_is_there_at_once(here, client):
    client.force_login(here.officer)
    assert "定时催复" not in client.get("/notices/").content.decode()
    notices.tell([here.officer], "by-clock", "定时催复")  # the journal keeps no notices: nothing else changes
    assert "定时催复" in client.get("/notices/").content.decode()
