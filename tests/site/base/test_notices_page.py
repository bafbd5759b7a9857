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
def test_what_is_told_after_the_page_was_opened_is_on_it_when_it_is_opened_again(here, client):
    client.force_login(here.officer)
    assert "请审核。" not in client.get("/notices/").content.decode()
    notices.tell([here.officer], "k1", "请审核。")
    assert "请审核。" in client.get("/notices/").content.decode()
