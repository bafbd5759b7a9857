from __future__ import annotations

import csv
import io
import re
from datetime import date

import busy
import city
import pytest
from django.apps import apps
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from luodi.site.base.models import StoredFile
from luodi.site.base.store import keep_bytes
from luodi.site.ledger.models import Commitment, Duty, Edition, Report
from luodi.site.observatory.models import DeliveryLine, DeliveryRun
from luodi.site.public import queries

PAGES = (
    "/", "/public/commitments/", "/public/commitments/?area=1", "/public/data/commitments.csv", "/public/data/commitments.json",
)  # fmt: skip


def publish(here) -> None:
    here.decision.published = True
    here.decision.save()
    Commitment.objects.update(published=True)


def every_page(client, here) -> str:
    urls = [*PAGES, f"/public/decisions/{here.decision.pk}/"]
    urls += [f"/public/commitments/{pk}/" for pk in Commitment.objects.values_list("pk", flat=True)]
    answers = [client.get(url) for url in urls]
    return "\n".join(answer.content.decode() for answer in answers)


def test_nothing_is_shown_before_it_is_published(here, client):
    busy.fill(here, 3)
    secret = marked(exclude=())
    text = every_page(client, here)
    assert [name for name in secret if name in text] == []
    assert client.get(f"/public/decisions/{here.decision.pk}/").status_code == 404
    assert client.get(f"/public/commitments/{here.commitment.pk}/").status_code == 404
    assert "还没有向社会公开的内容" in client.get("/").content.decode()


def test_of_what_is_published_nothing_internal_is_shown(here, client):
    busy.places(here)
    busy.fill(here, 8)
    publish(here)
    secret = marked(exclude=("Commitment", "Decision", "Organisation", "Area", "DocumentVersion"))
    text = every_page(client, here)
    assert [name for name in secret if name in text] == []
    for person in ("science_lead", "officer", "science_staff"):
        assert person not in text


def test_a_promise_without_a_day_of_its_own_shows_the_day_set_for_its_duty(here, client):
    Commitment.objects.update(deadline=None)
    duty = city.duty(here)
    publish(here)
    row = client.get("/public/commitments/").content.decode()
    assert f"{duty.due_on:%Y-%m-%d}" in row


def test_an_empty_site_leads_those_who_work_on_it_to_the_door(here, client):
    assert "工作人员登录" in client.get("/").content.decode()
    client.force_login(here.officer)
    assert "工作人员登录" not in client.get("/").content.decode()


def test_an_unpublished_commitment_of_a_published_decision_stays_hidden(here, client):
    busy.fill(here, 2)
    publish(here)
    Commitment.objects.filter(pk=here.commitment.pk).update(
        published=False, title="暗号题", quote="暗号句", indicator="暗号标"
    )
    text = every_page(client, here)
    assert "暗号" not in text
    assert client.get(f"/public/commitments/{here.commitment.pk}/").status_code == 404
    here.decision.published = False
    here.decision.save()
    assert client.get("/public/data/commitments.json").json()["commitments"] == []


def marked(exclude: tuple[str, ...]) -> list[str]:
    """Write a secret word into every text field of every row of the rooms, and say the words."""
    words = []
    for room in ("base", "ledger"):
        for model in apps.get_app_config(room).get_models():
            if model.__name__ in exclude or model.__name__.startswith("Journal"):
                continue
            for field in model._meta.concrete_fields:
                text = isinstance(field, models.CharField | models.TextField) and not field.choices
                if text and (field.max_length or 99) >= 12:
                    for pk in model._default_manager.values_list("pk", flat=True):
                        words.append(f"q{len(words):04d}q")
                        model._default_manager.filter(pk=pk).update(**{field.name: words[-1]})
    assert len(words) > 30
    return words


def test_status_in_plain_words_and_where_it_comes_from(here, client):
    publish(here)
    duty = city.duty(here, here.science)
    page = client.get(f"/public/commitments/{here.commitment.pk}/").content.decode()
    assert "正在按计划办理" in page and "还没有数据" in page and "市科技局" in page
    Report.objects.create(
        duty=duty,
        organisation=here.science,
        at=busy.moment("2026-05-01"),
        percent=40,
        text="x",
        state="accepted",
    )
    page = client.get(f"/public/commitments/{here.commitment.pk}/").content.decode()
    assert "责任单位自报(证据等级 D)" in page  # in words first: a letter tells a citizen nothing
    assert "D 责任单位自报。" in client.get("/public/commitments/").content.decode()
    run = DeliveryRun.objects.create(
        as_of="2026-01-01",
        totals={"by_status": {"met": 1}},
        document={"title": "决定"},
        program="1",
        published=False,
    )
    DeliveryLine.objects.create(
        run=run,
        position=1,
        commitment=here.commitment,
        quote="q",
        status="at_risk",
        evidence="direct",
        grade="B",
    )
    assert "官方发布" not in client.get(f"/public/commitments/{here.commitment.pk}/").content.decode()
    DeliveryRun.objects.update(published=True)
    page = client.get(f"/public/commitments/{here.commitment.pk}/").content.decode()
    assert "官方发布(证据等级 B)" in page and "存在风险" in page
    Duty.objects.update(state="closed")
    assert "已完成并经核查" in client.get(f"/public/commitments/{here.commitment.pk}/").content.decode()


PAST, FIRST, AHEAD = date(2026, 3, 31), date(2025, 12, 31), date(2030, 12, 31)


@pytest.mark.parametrize(
    ("deadline", "duties", "shown"),
    [
        (None, [{"due_on": PAST}], (PAST, None)),
        (AHEAD, [{"due_on": PAST}, {"due_on": AHEAD}], (PAST, None)),
        (None, [{"due_on": PAST, "first_due_on": FIRST}], (PAST, FIRST)),
        (PAST, [{"due_on": PAST, "state": "checking"}, {"due_on": FIRST, "state": "closed"}], (PAST, None)),
        (PAST, [{"due_on": AHEAD, "first_due_on": PAST}], (AHEAD, PAST)),
        (None, [{"due_on": AHEAD, "first_due_on": FIRST}], (AHEAD, FIRST)),
        (AHEAD, [{"due_on": date(2030, 6, 30)}], (AHEAD, None)),
        (AHEAD, [], (AHEAD, None)),
        (None, [], (None, None)),
        (None, [{"due_on": None}], (None, None)),
    ],
)  # fmt: skip
def test_the_day_shown_is_the_one_that_makes_it_late_and_the_first_one_if_it_was_put_off(
    here, client, deadline, duties, shown
):
    publish(here)
    Commitment.objects.update(deadline=deadline)
    for values in duties:
        first = values.pop("first_due_on", None)
        made = city.duty(here, **values)
        if first:
            Duty.objects.filter(pk=made.pk).update(first_due_on=first)
    (promise,) = queries.promises(queries.commitments())
    assert tuple(promise.day) == shown
    (record,) = client.get("/public/data/commitments.json").json()["commitments"]
    assert (record["due_on"], record["first_due_on"]) == tuple(day and day.isoformat() for day in shown)
    row = re.search(r'data-label="完成时限">(.*?)</td>', client.get("/public/commitments/").content.decode())[
        1
    ]
    words = re.sub("<[^>]+>", "", row)
    assert words == (str(shown[0]) if shown[0] else "—") + (f" (原定{shown[1]})" if shown[1] else "")


def test_no_promise_says_that_its_day_is_past_without_the_day(here, client):
    publish(here)
    Commitment.objects.update(deadline=None)
    city.duty(here, due_on=PAST)
    for url in ("/public/commitments/", f"/public/commitments/{here.commitment.pk}/"):
        page = client.get(url).content.decode()
        assert "已过期限" in page and f'data-label="完成时限">{PAST}</td>' in page


def test_the_text_marks_published_sentences_and_is_otherwise_the_text(here, client):
    publish(here)
    page = client.get(f"/public/decisions/{here.decision.pk}/").content.decode()
    assert (
        f'<mark class="span" id="c{here.commitment.pk}"><a href="/public/commitments/{here.commitment.pk}/">{city.QUOTE}</a></mark>'
        in page
    )
    here.version.text = "<script>alert(1)</script>" + here.version.text
    here.version.save()
    assert "<script>alert" not in client.get(f"/public/decisions/{here.decision.pk}/").content.decode()


def test_open_data_hold_the_same_and_no_formula(here, client, settings):
    publish(here)
    Commitment.objects.update(title="=1+1")
    table = client.get("/public/data/commitments.csv")
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    (record,) = client.get("/public/data/commitments.json").json()["commitments"]
    assert (rows[0]["title"], record["title"]) == ("'=1+1", "=1+1")
    assert (rows[0]["value"], record["value"], record["deadline"]) == ("200", 200, "2030-12-31")
    assert table["Cache-Control"] == "public, max-age=600"
    assert "generated" not in rows[0]
    settings.WORKSPACE = settings.WORKSPACE._replace(kind="generated")
    table = client.get("/public/data/commitments.csv")
    assert "GENERATED" in table.content.decode() and "-generated." in table["Content-Disposition"]
    assert client.get("/public/data/commitments.json").json()["generated"] is True


def test_only_a_published_edition_can_be_fetched(here, client):
    file = keep_bytes(b"edition", "2026.xlsx", "application/x", here.officer)
    edition = Edition.objects.create(title="2026年度存档", as_of="2026-12-31", file=file)
    assert client.get(f"/public/editions/{edition.pk}/").status_code == 404
    assert "2026年度存档" not in client.get("/").content.decode()
    Edition.objects.update(published=True)
    assert b"".join(client.get(f"/public/editions/{edition.pk}/").streaming_content) == b"edition"
    assert "2026年度存档" in client.get("/").content.decode()
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize("url", PAGES)
def test_public_pages_stay_within_their_budget(here, client, url):
    busy.places(here)
    counts = []
    for more in (1, 2, 47):
        busy.fill(here, more)
        publish(here)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        counts.append(len(asked))
    assert max(counts) <= 25 and counts[1] == counts[2], counts


def test_a_page_is_kept_by_the_visitors_browser_only(here, client):
    answer = client.get("/")
    assert answer["Cache-Control"] == "private, max-age=300"
    assert "Cookie" in answer["Vary"]
    assert client.post("/").status_code == 405
