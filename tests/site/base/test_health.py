from __future__ import annotations

import os
import re
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from luodi.site.base import heartbeat, jobs
from luodi.site.base.journal import chain
from luodi.site.base.models import Job
from luodi.site.base.queries import health


@pytest.fixture
def beating(here):
    heartbeat.path().touch()


def test_all_in_order_is_one_word_without_details(beating, client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"ok": True})
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_worker_that_is_gone_is_told_and_only_the_administrator_reads_why(here, client):
    heartbeat.path().touch()
    os.utime(heartbeat.path(), (time.time() - 300, time.time() - 300))
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"ok": False})
    client.force_login(here.administrator)
    page = client.get("/health/").content.decode()
    said = re.search(r"(\d+)秒前有心跳,可能已停止。请重新启动 luodi serve", page)
    assert said and int(said[1]) >= 300
    heartbeat.path().unlink()
    assert "从未运行" in client.get("/health/").content.decode()


def test_rows_that_wait_too_long_for_their_seal_are_told(beating, monkeypatch):
    assert all(check.fine for check in health.checks())
    monkeypatch.setattr(health, "SEALED_WITHIN", timedelta(0))
    assert [check.title for check in health.checks() if not check.fine] == ["留痕封存"]


@pytest.mark.django_db(transaction=True)
def test_sealed_rows_do_not_wait(here):
    chain.seal()
    assert health.checks()[-1] == health.Check(True, "留痕封存", "全部已封存")


def test_a_full_disk_is_told(beating, monkeypatch):
    monkeypatch.setattr(health, "FREE", 2**62)
    assert [check.title for check in health.checks() if not check.fine] == ["磁盘"]


@pytest.mark.django_db(transaction=True)
def test_a_database_that_does_not_answer_is_told_and_not_asked_again(here):
    connection.close()
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        pytest.skip("a database in memory always answers")
    connection.settings_dict["NAME"] = "nothing_of_this_name"
    try:
        found = health.checks()
    finally:
        connection.settings_dict["NAME"] = name
        connection.close()
    assert (found[0].fine, found[0].title) == (False, "数据库")
    assert "留痕封存" not in [check.title for check in found]


@pytest.fixture
def slow_kind():
    yield lambda function: jobs.KINDS.__setitem__("test.slow", function)
    jobs.KINDS.pop("test.slow", None)


def test_a_worker_that_lost_its_lease_writes_nothing_more(here, slow_kind):
    def overtaken(progress, arguments):
        Job.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
        taken = jobs.take()  # another worker, which is at it now
        assert (taken.pk, taken.tries) == (progress.job.pk, 2)
        progress(1, 1)
        raise AssertionError("it went on")

    slow_kind(overtaken)
    job = jobs.enqueue("test.slow", "慢", here.officer)
    jobs.run(jobs.take())
    job.refresh_from_db()
    assert (job.state, job.tries, job.done) == ("running", 2, 0)


def test_a_worker_that_ends_late_does_not_end_the_job_of_another(here, slow_kind):
    def late(progress, arguments):
        Job.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
        jobs.take()
        return "/late/"

    slow_kind(late)
    job = jobs.enqueue("test.slow", "慢", here.officer)
    jobs.run(jobs.take())
    job.refresh_from_db()
    assert (job.state, job.result_url) == ("running", "")
