from __future__ import annotations

import pytest
from django.urls import reverse

from luodi.site.base import jobs
from luodi.site.base.action import Actor
from luodi.site.base.actions.jobs import stop
from luodi.site.base.models import Job
from luodi.site.base.refusals import NotAllowed, NotNow


@jobs.kind("test.counting")
def counting(progress: jobs.Progress, arguments: dict) -> str:
    for done in range(arguments["total"]):
        progress._told = 0.0  # tell each step, however quick they follow each other
        progress(done, arguments["total"], f"step {done}")
        if done == arguments.get("ask_stop_at"):
            stop(Actor(None), progress.job)
    return "/home/"


def job(by, **values) -> Job:
    return Job.objects.create(kind="test.counting", title="数数", arguments={"total": 3} | values, by=by)


def test_a_job_runs_and_its_page_leads_to_the_result(here, client):
    made = job(here.officer)
    client.force_login(here.officer)
    page = client.get(reverse("job", args=[made.pk])).content.decode()
    assert 'hx-trigger="every 1s"' in page and "排队中" in page
    jobs.work_off()
    page = client.get(reverse("job", args=[made.pk])).content.decode()
    assert "hx-trigger" not in page and 'href="/home/"' in page
    assert "step 2" not in page  # what it was at last doing is over


def test_the_part_that_moves_is_answered_alone(here, client):
    client.force_login(here.officer)
    url = reverse("job", args=[job(here.officer).pk])
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and part.lstrip().startswith('<div id="job"')


def test_a_waiting_job_that_is_stopped_never_begins(here, client):
    made = job(here.officer)
    client.force_login(here.officer)
    assert client.post(reverse("job_stop", args=[made.pk])).status_code == 302
    assert jobs.work_off() == 0
    made.refresh_from_db()
    assert (made.state, made.done) == ("stopped", 0)


def test_a_running_job_stops_at_its_next_word(here):
    made = job(here.officer, total=10, ask_stop_at=4)
    jobs.work_off()
    made.refresh_from_db()
    assert (made.state, made.done, made.message) == ("stopped", 5, "已按要求停止,没有留下半成品。")


def test_a_job_that_is_over_is_not_stopped(here):
    made = job(here.officer)
    jobs.work_off()
    with pytest.raises(NotNow):
        stop(Actor(here.officer), made)


def test_another_persons_job_is_neither_seen_nor_stopped(here, client):
    made = job(here.officer)
    client.force_login(here.science_lead)
    assert client.get(reverse("job", args=[made.pk])).status_code == 403
    with pytest.raises(NotAllowed):
        stop(Actor(here.science_lead), made)
    assert "数数" not in client.get(reverse("jobs")).content.decode()


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_list_keeps_to_its_queries(here, client, django_assert_max_num_queries, count):
    for _ in range(count):
        job(here.officer)
    client.force_login(here.officer)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("jobs")).content.decode()
    assert page.count("<tr>") == count + 1


def test_an_empty_list_says_what_it_is_for(here, client):
    client.force_login(here.officer)
    assert "您还没有发起过后台任务" in client.get(reverse("jobs")).content.decode()
