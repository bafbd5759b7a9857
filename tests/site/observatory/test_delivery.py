from __future__ import annotations

from datetime import date
from pathlib import Path

import city
import pytest
from at_once import run_at_once
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luodi.api import report
from luodi.site.base import jobs
from luodi.site.base.action import Actor
from luodi.site.base.models import Job
from luodi.site.base.refusals import NotAllowed, NotNow, Unfit
from luodi.site.ledger.models import Commitment
from luodi.site.observatory import actions, queries
from luodi.site.observatory.models import DeliveryLine, DeliveryRun

LESHAN = Path(__file__).parents[3] / "examples" / "leshan"


@pytest.fixture
def loaded(settings):
    settings.CITY = str(LESHAN)


@pytest.fixture
def run(here, loaded):
    actions.ask(Actor(here.officer), as_of=date(2025, 6, 30))
    assert jobs.work_off() == 1
    return DeliveryRun.objects.get()


def test_the_site_keeps_what_the_library_says(run, here):
    said = report(LESHAN, date(2025, 6, 30))
    assert run.totals["by_status"] == said.totals.by_status
    assert (run.as_of, run.by, run.city["zh"]) == (date(2025, 6, 30), here.officer, "乐山市")
    kept = list(DeliveryLine.objects.values_list("quote", "status", "evidence"))
    assert kept == [(each.quote, each.status, each.evidence) for each in said.promises]
    assert queries.promise(DeliveryLine.objects.first()) == said.promises[0]
    assert Job.objects.get().result_url == f"/observatory/{run.pk}/"


def test_the_same_question_is_answered_once(run, here):
    actions.ask(Actor(here.leader), as_of=date(2025, 6, 30))
    jobs.work_off()
    assert DeliveryRun.objects.count() == 1
    actions.ask(Actor(here.leader), as_of=date(2024, 6, 30))
    jobs.work_off()
    assert list(DeliveryRun.objects.values_list("as_of", flat=True)) == [date(2024, 6, 30), date(2025, 6, 30)]


def test_lines_are_tied_to_commitments_with_the_same_place_in_the_same_text(here, loaded):
    said = report(LESHAN)
    promise = said.promises[3]
    here.version.text_sha256 = said.document.text_sha256
    here.version.save()
    commitment = city.commitment(here, number="0009")
    Commitment.objects.filter(pk=commitment.pk).update(
        start=promise.start, end=promise.end, quote=promise.quote
    )
    actions.ask(Actor(here.officer))
    jobs.work_off()
    tied = DeliveryLine.objects.filter(commitment=commitment)
    there = [
        position
        for position, each in enumerate(said.promises, 1)
        if (each.start, each.end) == (promise.start, promise.end)
    ]
    assert list(tied.values_list("position", flat=True)) == there
    assert DeliveryLine.objects.exclude(commitment=None).count() == len(there)


def test_who_may_ask_and_for_which_day(here, loaded, settings):
    with pytest.raises(NotAllowed):
        actions.ask(Actor(here.science_lead))
    with pytest.raises(Unfit, match="还没有到"):
        actions.ask(Actor(here.officer), as_of=date(2099, 1, 1))
    actions.ask(Actor(here.officer))
    with pytest.raises(NotNow, match="还没有结束"):
        actions.ask(Actor(here.officer))
    settings.WORKSPACE = settings.WORKSPACE._replace(kind="generated")
    with pytest.raises(NotNow, match="不得混用"):
        actions.ask(Actor(here.officer))
    settings.CITY = ""
    with pytest.raises(NotNow, match="luodi serve --city"):
        actions.ask(Actor(here.officer))


def test_pages_show_every_promise_with_its_figures_and_sources(run, here, client):
    client.force_login(here.leader)
    page = client.get("/observatory/").content.decode()
    for line in run.lines.filter(restates=False):
        assert f"/observatory/{run.pk}/{line.position}/" in page
    line = next(each for each in run.lines.all() if queries.chart(each)["figures"])
    detail = client.get(f"/observatory/{run.pk}/{line.position}/").content.decode()
    drawn = client.get(f"/observatory/{run.pk}/{line.position}/chart.json").json()
    assert drawn["path"]
    for point in drawn["figures"]:
        assert f'id="{point["anchor"]}"' in detail
    for row in queries.rows(line):
        assert row.figure.row in detail
    only = client.get(f"/observatory/{run.pk}/?status=missed").content.decode()
    assert only.count("/台账") == 0 and only.count(f"/observatory/{run.pk}/") < page.count(
        f"/observatory/{run.pk}/"
    )


def test_a_form_sent_twice_starts_one_job(here, loaded, client):
    client.force_login(here.officer)
    for _ in range(2):
        answer = client.post("/observatory/ask/", {"as_of": "2025-06-30", "form_token": "t-1"})
        assert (answer.status_code, answer.url) == (302, "/observatory/")
    assert Job.objects.count() == 1
    assert "截止日期" in client.get("/observatory/").content.decode()
    assert client.get("/observatory/progress/").status_code == 200
    assert client.post("/observatory/ask/", {"as_of": "明天"}).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_at_once_start_one_job(here, loaded):
    done = run_at_once(*[lambda: actions.ask(Actor(here.officer))] * 6)
    assert sorted(type(each).__name__ for each in done) == ["Job"] + ["NotNow"] * 5
    assert Job.objects.count() == 1


def test_units_do_not_see_the_city_s_report(run, here, client):
    for who in (here.science_lead, here.county_contact, here.administrator):
        client.force_login(who)
        for url in (
            "/observatory/",
            f"/observatory/{run.pk}/",
            f"/observatory/{run.pk}/1/",
            f"/observatory/{run.pk}/1/chart.json",
        ):
            assert client.get(url).status_code == 403


def test_the_list_asks_no_more_for_70_promises_than_for_3(run, here, client):
    client.force_login(here.officer)
    with CaptureQueriesContext(connection) as many:
        client.get(f"/observatory/{run.pk}/")
    run.lines.filter(position__gt=3).delete()
    with CaptureQueriesContext(connection) as few:
        client.get(f"/observatory/{run.pk}/")
    run.lines.filter(position__gt=1).delete()
    with CaptureQueriesContext(connection) as one:
        client.get(f"/observatory/{run.pk}/")
    assert len(one) == len(few) == len(many) <= 25


def test_the_leader_finds_the_totals_on_the_desk(run, here, client):
    client.force_login(here.leader)
    page = client.get("/ledger/").content.decode()
    assert "目标落实情况" in page and f"/observatory/{run.pk}/?status=missed" in page


def test_the_desk_does_not_ask_for_what_cannot_be_worked_out(here, loaded, client, settings):
    client.force_login(here.leader)
    assert "计算落实情况" in client.get("/ledger/").content.decode()
    settings.CITY = ""
    page = client.get("/ledger/").content.decode()
    assert "计算落实情况" not in page and "没有加载本市的目标和公开数据" in page
    assert "luodi serve --city" in client.get("/observatory/").content.decode()


def test_only_the_office_publishes_a_report(run, here):
    with pytest.raises(NotAllowed):
        actions.publish(Actor(here.leader), run, published=True)
    assert actions.publish(Actor(here.officer), run, published=True).published
    assert not actions.publish(Actor(here.officer), run, published=False).published
