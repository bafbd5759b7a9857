from __future__ import annotations

import pytest

from luodi.site.base import notices
from luodi.site.base.action import Actor
from luodi.site.base.actions.notices import read_all
from luodi.site.base.models import Notice
from luodi.site.base.refusals import NotAllowed


def test_what_is_unread_is_said_in_a_word_not_by_weight_alone(here, client):
    notices.tell([here.officer], "k1", "请审核。")
    client.force_login(here.officer)
    assert client.get("/notices/").content.decode().count("未读") == 1
    client.post("/notices/read/")
    assert "未读" not in client.get("/notices/").content.decode()


def test_nobody_marks_what_somebody_else_was_told_as_read(here):
    notices.tell([here.officer, here.leader], "k1", "请审核。")
    with pytest.raises(NotAllowed):
        read_all(Actor(here.leader), here.officer)
    assert read_all(Actor(here.officer), here.officer) == 1
    assert list(Notice.objects.filter(read_at=None)) == [Notice.objects.get(user=here.leader)]


@pytest.mark.django_db(transaction=True)
def test_what_is_told_after_the_page_was_opened_is_on_it_when_it_is_opened_again(here, client):
    client.force_login(here.officer)
    assert "请审核。" not in client.get("/notices/").content.decode()
    notices.tell([here.officer], "k1", "请审核。")
    assert "请审核。" in client.get("/notices/").content.decode()
