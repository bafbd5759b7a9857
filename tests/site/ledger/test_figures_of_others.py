"""A figure that another unit gave is offered with its source named, to whoever may see it; nothing is overwritten."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import city
import pytest
import workbooks
from django.urls import reverse

from luodi.site.base.action import Actor
from luodi.site.ledger.actions import progress
from luodi.site.ledger.actions.progress import Given, Told
from luodi.site.ledger.models import CoUnit, Duty, Figure, Report
from luodi.site.ledger.reporting import asked_of

MINE = "/ledger/mine/"
WORDS = "沿用市经信局 2026年5月填报的数据:2026:120家"


def helped(here, **values):
    """A duty of the science bureau with which the economy bureau helps."""
    duty = city.duty(here, **values)
    CoUnit.objects.create(duty=duty, organisation=here.economy)
    return duty


def figure(here, duty, unit=None, *, period="2026", value=120, measure="家", month=5, state="submitted"):
    unit = unit or here.economy
    at = datetime(2026, month, 3, tzinfo=UTC)
    told = Report.objects.create(duty=duty, organisation=unit, at=at, percent=1, text="x", state=state)
    made = Figure.objects.create(
        organisation=unit, indicator="高新技术企业", period=period, value=value, unit=measure, report=told
    )
    Figure.objects.filter(pk=made.pk).update(at=at)
    return made


def do(duty):
    return f"/ledger/duties/{duty.pk}/do/report/"


def other(here, duty, person=None):
    return asked_of(person or here.science_staff, [duty])[duty.pk].other


def typed(given, **values):
    return {
        "percent": "60",
        "text": "现在",
        "cause": "",
        "period": "2026",
        "value": "",
        "reuse": str(given.pk),
    } | values


def test_it_is_offered_with_its_source_and_taken_over_by_a_tick(here, client):
    duty = helped(here)
    theirs = figure(here, duty)
    client.force_login(here.science_staff)
    page = client.get(do(duty)).content.decode()
    assert WORDS in page and 'name="value" value="120"' not in page
    assert client.post(do(duty), typed(theirs)).status_code == 302
    own = Figure.objects.exclude(pk=theirs.pk).values_list(
        "organisation", "period", "value", "unit", "source"
    )
    assert own.get() == (here.science.pk, "2026", 120, "家", theirs.pk)
    assert (
        "沿用市经信局2026-05-03填报的数据"
        in client.get(reverse("ledger:duty", args=[duty.pk])).content.decode()
    )
    assert other(here, duty) is None  # now the unit has its own


def test_without_the_tick_nothing_is_taken_over(here, client):
    duty = helped(here)
    theirs = figure(here, duty)
    client.force_login(here.science_staff)
    client.post(do(duty), typed(theirs, reuse=[]))
    assert list(Figure.objects.all()) == [theirs]


def test_the_form_for_several_duties_offers_it_too_and_a_tick_alone_is_a_row_that_says_something(
    here, client
):
    duty = helped(here)
    theirs = figure(here, duty)
    client.force_login(here.science_staff)
    assert WORDS in client.get(MINE).content.decode()
    row = {f"{duty.pk}-{name}": value for name, value in typed(theirs, percent="", text="").items()}
    assert client.post(MINE, row).status_code == 422  # a figure comes with a report
    row |= {f"{duty.pk}-percent": "60", f"{duty.pk}-text": "现在"}
    assert client.post(MINE, row).status_code == 302
    assert Figure.objects.filter(source=theirs, organisation=here.science).count() == 1


def test_typed_and_ticked_it_is_asked_which(here, client):
    duty = helped(here)
    theirs = figure(here, duty)
    client.force_login(here.science_staff)
    answer = client.post(do(duty), typed(theirs, value="125"))
    assert answer.status_code == 422 and "请去掉勾选" in answer.content.decode()
    assert Figure.objects.count() == 1


def test_what_the_other_unit_corrected_meanwhile_is_not_taken_over_unseen(here, client):
    duty = helped(here)
    theirs = figure(here, duty)
    figure(here, duty, value=130)
    client.force_login(here.science_staff)
    answer = client.post(do(duty), typed(theirs))
    assert answer.status_code == 422 and "已有变动" in answer.content.decode()
    assert not Figure.objects.filter(organisation=here.science).exists()


def test_one_s_own_figure_stands(here, client):
    duty = helped(here)
    own = figure(here, duty, here.science, value=118)
    theirs = figure(here, duty)
    assert other(here, duty) is None
    newer = figure(here, duty, period="2027", value=150)
    assert other(here, duty) == newer  # of another period: offered beside one's own
    client.force_login(here.science_staff)
    page = client.get(do(duty)).content.decode()
    assert 'name="value" value="118"' in page and "市经信局 2026年5月填报的数据:2027:150家" in page
    client.post(do(duty), typed(newer, value="118"))  # the known figure still stands in its box
    assert list(Figure.objects.filter(organisation=here.science).values_list("period", "value")) == [
        ("2027", 150), ("2026", 118),
    ]  # fmt: skip
    given = Given("高新技术企业", "2026", Decimal(120), "家", theirs)
    progress.report(Actor(here.science_staff), duty, Told("又", Decimal(61), figures=[given]))
    assert Figure.objects.filter(organisation=here.science, period="2026").get() == own


@pytest.mark.parametrize(
    ("values", "offered"),
    [({}, True), ({"measure": "户"}, False), ({"state": "returned"}, False), ({"state": "accepted"}, True)],
)
def test_only_what_stands_and_is_of_the_same_measure_is_offered(here, values, offered):
    duty = helped(here)
    theirs = figure(here, duty, **values)
    assert other(here, duty) == (theirs if offered else None)


def test_only_to_whoever_may_see_the_other_duty(here, client):
    duty, foreign = city.duty(here), city.duty(here, here.economy)
    theirs = figure(here, foreign)
    Figure.objects.create(
        organisation=here.economy, indicator="高新技术企业", period="2026", value=99, unit="家"
    )
    assert other(here, duty) is None
    client.force_login(here.science_staff)
    answer = client.post(do(duty), typed(theirs))
    assert (answer.status_code, Figure.objects.filter(organisation=here.science).count()) == (302, 0)
    CoUnit.objects.create(duty=foreign, organisation=here.science)
    assert other(here, duty) == theirs


def test_the_newest_of_several_is_offered(here):
    duty = helped(here)
    figure(here, duty, value=110, month=3)
    newest = figure(here, duty, value=120)
    assert other(here, duty) == newest


def test_the_workbook_names_it_beside_the_row(here, client):
    figure(here, helped(here))
    book = workbooks.handed(client, here.science_staff)
    found = [workbooks.cell(book, 1, name).value for name in ("period", "value", "others")]
    assert found == [str(date.today().year), None, "市经信局 2026年5月填报 2026:120家"]


def faults(answer):
    return [(fault.row, fault.column) for fault in answer.context["faults"]]


def ticked(here, client, rows=1, **values):
    """A workbook of some duties in which another unit's figure is taken over in the first."""
    book = workbooks.handed(client, here.science_staff)
    for row in range(1, rows + 1):
        workbooks.fill(book, row, **({"percent": 60, "text": "现在", "reuse": "是"} | values))
    return book


def kept_by(unit):
    return list(
        Figure.objects.filter(organisation=unit).values_list(
            "indicator", "period", "value", "unit", "source", "report__text", "by__username"
        )
    )


@pytest.mark.parametrize("word", ["是", "Yes", "yes", " 是 "])
def test_the_workbook_takes_it_over_with_the_record_that_the_form_makes(here, client, word):
    duty = helped(here)
    theirs = figure(here, duty)
    book = ticked(here, client, reuse=word)
    assert not workbooks.cell(book, 1, "reuse").protection.locked
    answer = workbooks.upload(client, book)
    assert (answer.status_code, faults(answer)) == (200, [])
    assert answer.context["changes"][0].figure == ("", WORDS)
    assert workbooks.confirm(client, answer).status_code == 302
    by_workbook = kept_by(here.science)
    assert by_workbook == [("高新技术企业", "2026", 120, "家", theirs.pk, "现在", "science_staff")]

    Report.objects.filter(organisation=here.science).update(state="returned")  # as if it had not been
    client.post(do(duty), typed(theirs))
    by_form = kept_by(here.science)
    assert by_form == by_workbook * 2


def test_a_workbook_without_the_word_takes_nothing_over(here, client):
    figure(here, helped(here))
    for word in (None, "否", "No", "—"):
        answer = workbooks.upload(client, ticked(here, client, reuse=word))
        assert answer.context["changes"][0].figure.new == ""
    assert workbooks.confirm(client, answer).status_code == 302
    assert kept_by(here.science) == []


def test_every_bad_take_over_is_named_at_once_and_nothing_is_taken(here, client):
    figure(here, helped(here))
    figure(here, helped(here))
    none = city.duty(here, here.economy, due_on=date(2031, 1, 1))
    CoUnit.objects.create(duty=none, organisation=here.science)
    Duty.objects.filter(pk=none.pk).update(commitment=city.commitment(here, "0002").pk)
    none.refresh_from_db()
    none.commitment.indicator = "无人填报的指标"
    none.commitment.save()
    book = ticked(here, client, rows=3)
    workbooks.fill(book, 1, reuse="也许", period="2026", value=5)
    workbooks.fill(book, 2, period="2026", value=130)
    workbooks.fill(book, 3, percent=None)
    answer = workbooks.upload(client, book)
    assert answer.status_code == 422
    assert faults(answer) == [(row, "沿用") for row in (5, 6, 7)]
    words = [fault.words for fault in answer.context["faults"]]
    assert (
        "既不是“是”也不是空白" in words[0]
        and "已填写数据" in words[1]
        and "没有其他单位填报的数据" in words[2]
    )
    assert Report.objects.filter(organisation=here.science).count() == 0


def test_a_take_over_alone_is_a_row_that_says_something(here, client):
    figure(here, helped(here))
    answer = workbooks.upload(client, ticked(here, client, percent=None, text=None))
    assert answer.status_code == 422
    assert faults(answer) == [(5, "本次进度(%)"), (5, "进展情况")]


@pytest.mark.parametrize("later", [False, True])
def test_what_the_other_unit_corrected_after_the_download_is_not_taken_over_unseen(here, client, later):
    duty = helped(here)
    figure(here, duty)
    book = ticked(here, client)
    if not later:
        figure(here, duty, value=130)
    answer = workbooks.upload(client, book)
    if later:  # between preview and confirmation
        figure(here, duty, value=130)
        answer = workbooks.confirm(client, answer)
    assert (answer.status_code, faults(answer)) == (422, [(5, "沿用")])
    assert "已有变动" in answer.context["faults"][0].words
    assert (kept_by(here.science), Report.objects.filter(organisation=here.science).count()) == ([], 0)


def test_a_figure_that_was_not_offered_cannot_be_slipped_in(here, client):
    figure(here, helped(here))
    foreign = figure(here, city.duty(here, here.economy), period="2027")
    hidden = Figure.objects.create(
        organisation=here.economy, indicator="高新技术企业", period="2028", value=9, unit="家"
    )
    for made_up in (foreign.pk, hidden.pk, 10**9, "x", -1):
        book = ticked(here, client)
        workbooks.fill(book, 1, other=made_up)
        answer = workbooks.upload(client, book)
        column = "沿用" if isinstance(made_up, int) and made_up > 0 else "编号"
        assert (answer.status_code, faults(answer)) == (422, [(5, column)]), made_up


def test_a_figure_of_one_s_own_that_stands_in_the_row_is_not_typed(here, client):
    duty = helped(here)
    figure(here, duty, here.science, period="2025", value=118)
    theirs = figure(here, duty)
    book = ticked(
        here, client, last=workbooks.cell(workbooks.handed(client, here.science_staff), 1, "last").value
    )
    answer = workbooks.upload(client, book)
    assert answer.status_code == 200 and workbooks.confirm(client, answer).status_code == 302
    assert [row[1:5] for row in kept_by(here.science)] == [
        ("2026", 120, "家", theirs.pk), ("2025", 118, "家", None),
    ]  # fmt: skip


def test_the_page_costs_the_same_whatever_is_offered(here, client, django_assert_max_num_queries):
    client.force_login(here.science_staff)
    found = {}
    for rows in (1, 3, 50):
        while Duty.objects.count() < rows:
            figure(here, helped(here), value=Duty.objects.count())
        with django_assert_max_num_queries(25) as asked:
            client.get(MINE)
        found[rows] = len(asked)
    assert found[3] == found[50]
