from __future__ import annotations

import contextlib
import socketserver
import threading
from datetime import datetime
from email import message_from_bytes, policy

import pytest
from django.core import mail as outbox

from luodi.site.base import mail, notices
from luodi.site.base.models import Notice

NOW = datetime.fromisoformat("2026-11-20T09:05:00+08:00")


@pytest.fixture
def told(here, settings):
    settings.EMAIL_HOST = "mail.example"
    for number, user in enumerate((here.science_staff, here.science_lead)):
        user.email = f"{user.username}@example.org"
        user.save()
        for each in range(number + 1):
            notices.tell([user], f"k{each}", f"第{each + 1}条")
    Notice.objects.update(at=NOW)
    return here


def test_one_mail_a_person_and_day(told):
    assert mail.digest(NOW) == 2
    notices.tell([told.science_staff], "later", "晚些的一条")
    Notice.objects.filter(key="later").update(at=NOW)
    assert mail.digest(NOW) == 0
    assert mail.digest(NOW.replace(day=21)) == 1
    sent = {each.to[0]: each for each in outbox.outbox[:2]}
    assert sent["science_lead@example.org"].subject == "落地:2条通知"
    assert sent["science_lead@example.org"].body == (
        "science_lead,您有2条通知:\n\n- 第1条\n- 第2条\n\n请登录网站办理。此邮件由系统发出,无需回复。"
    )
    assert "晚些的一条" in outbox.outbox[2].body


def test_without_a_mail_server_nothing_is_mailed(told, settings):
    settings.EMAIL_HOST = ""
    assert (mail.digest(NOW), Notice.objects.filter(mailed_at=None).count()) == (0, 3)


def test_what_was_read_or_is_old_is_not_mailed(told):
    Notice.objects.filter(user=told.science_lead).update(read_at=NOW)
    Notice.objects.filter(user=told.science_staff).update(at=NOW.replace(day=1))
    assert mail.digest(NOW) == 0


def test_a_server_that_refuses_takes_nothing_away(told, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 5
    assert (mail.digest(NOW), Notice.objects.filter(mailed_at=None).count()) == (0, 3)


class _Smtp(socketserver.StreamRequestHandler):
    """As much of SMTP (RFC 5321) as one message needs."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            verb = line[:4].upper().strip()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.got.append(b"".join(lines))  # type: ignore[attr-defined]
            elif verb == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            self.wfile.write(b"250 ok\r\n")


@contextlib.contextmanager
def smtp_server():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Smtp) as server:
        server.got = []
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_real_server_gets_the_mail_in_chinese(told, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with smtp_server() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        assert mail.digest(NOW) == 2
    got = message_from_bytes(server.got[0], policy=policy.default)
    assert (got["To"], got["Subject"]) == ("science_lead@example.org", "落地:2条通知")
    assert "- 第1条" in got.get_content()
    assert Notice.objects.filter(mailed_at=NOW).count() == 3


def test_who_reads_english_is_mailed_the_notices_in_english(told):
    told.science_staff.language = "en"
    told.science_staff.save()
    Notice.objects.filter(user=told.science_staff).update(text="市科技局反馈“孵化器”,请审核。")
    mail.digest(NOW)
    (sent,) = (each for each in outbox.outbox if each.to == ["science_staff@example.org"])
    assert "市科技局 reported on “孵化器”" in sent.body


def test_the_worker_waits_for_a_silent_mail_server_no_longer_than_twenty_seconds():
    assert outbox.get_connection("django.core.mail.backends.smtp.EmailBackend").timeout == 20


def test_a_generated_workspace_says_so_in_every_mail(told, settings):
    settings.WORKSPACE = settings.WORKSPACE._replace(kind="generated")
    mail.digest(NOW)
    assert outbox.outbox[0].subject == "[GENERATED] 落地:2条通知"
    assert outbox.outbox[0].body.startswith("演示数据:")
