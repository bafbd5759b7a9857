from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import city
import pytest
from at_once import run_at_once
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from luodi.site.base.action import Actor
from luodi.site.base.models import JournalEntry, Notice
from luodi.site.base.refusals import NotAllowed, NotNow, Unfit
from luodi.site.ledger.actions import duties, parts, pressing, progress
from luodi.site.ledger.actions.progress import Given, Told
from luodi.site.ledger.models import CoUnit, Duty, Figure, Node, Pressing, Report

PDF = b"%PDF-1.4 made up"


def pdf(name="验收.pdf", more=b""):
    return SimpleUploadedFile(name, PDF + more)


def told(percent=50, text="已建成一期", **more):
    return Told(text, None if percent is None else Decimal(percent), **more)


def test_a_report_keeps_what_was_said_with_files_figures_and_minutes_and_moves_no_percent_yet(here):
    duty = city.duty(here)
    said = told(60, cause="funds", figures=[Given("高新技术企业", "2026", Decimal(120), "家")], files=[pdf()])
    made = progress.report(Actor(here.science_staff), duty, said, minutes=Decimal("2.26"))
    duty.refresh_from_db()
    assert (made.organisation, made.percent, made.cause, made.minutes, made.state) == (
        here.science, Decimal(60), "funds", Decimal("2.3"), "submitted",
    )  # fmt: skip
    assert (duty.percent, duty.reported_at, duty.version) == (0, made.at, 1)
    file = made.evidence.get()
    assert (file.organisation, file.state, file.file.name, file.file.size) == (
        here.science, "offered", "验收.pdf", len(PDF),
    )  # fmt: skip
    assert made.figures.values_list("indicator", "period", "value", "unit").get() == (
        "高新技术企业", "2026", Decimal(120), "家",
    )  # fmt: skip
    assert list(Notice.objects.values_list("user__username", flat=True)) == ["officer"]


def test_accepting_sets_percent_cause_light_nodes_and_the_duty_above(here):
    whole = city.duty(here, starts_on=date(2020, 1, 1))
    today = timezone.localdate()
    part = city.duty(here, parent=whole, weight=3, starts_on=today, due_on=today + timedelta(days=900))
    city.duty(here, parent=whole, weight=1, percent=20)
    near = Node.objects.create(duty=part, title="一期", due_on=today + timedelta(days=100), percent=40)
    far = Node.objects.create(duty=part, title="二期", due_on=today + timedelta(days=500), percent=80)
    made = progress.report(Actor(here.science_staff), part, told(60))
    progress.accept_report(Actor(here.officer), made, note="好")
    for thing in (whole, part, near, far, made):
        thing.refresh_from_db()
    assert (part.percent, part.light, part.cause) == (60, "green", "")
    assert (whole.percent, whole.version) == (50, 2)
    assert (near.reached_on, far.reached_on) == (timezone.localdate(made.at), None)
    assert (made.state, made.reviewed_by, made.review_note) == ("accepted", here.officer, "好")


def test_an_older_report_accepted_later_changes_no_percent(here):
    duty = city.duty(here)
    first, second = (progress.report(Actor(here.science_staff), duty, told(p)) for p in (40, 70))
    progress.accept_report(Actor(here.officer), second)
    progress.accept_report(Actor(here.officer), first)
    duty.refresh_from_db()
    assert duty.percent == 70


def test_a_report_is_reviewed_once_and_returned_with_a_reason_of_which_its_unit_is_told(here):
    made = progress.report(Actor(here.science_staff), city.duty(here), told())
    with pytest.raises(Unfit) as refused:
        progress.return_report(Actor(here.officer), made, note=" ")
    assert set(refused.value.fields) == {"note"}
    progress.return_report(Actor(here.officer), made, note="请附验收文件")
    with pytest.raises(NotNow, match=r"officer处理为“已退回”"):
        progress.accept_report(Actor(here.officer), made)
    made.refresh_from_db()
    assert (made.state, made.review_note) == ("returned", "请附验收文件")
    noticed = Notice.objects.filter(key=f"returned:{made.pk}").values_list("user__username", flat=True)
    assert set(noticed) == {"science_lead", "science_staff"}


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        (told(None), {"percent"}),
        (told(101), {"percent"}),
        (told("NaN"), {"percent"}),
        (told(50, text=" "), {"text"}),
        (told(50, cause="weather"), {"cause"}),
        (told(None, text=""), {"percent", "text"}),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_nothing_is_kept(here, said, fields):
    with pytest.raises(Unfit) as refused:
        progress.report(Actor(here.science_staff), city.duty(here), said)
    assert set(refused.value.fields) == fields
    assert Report.objects.count() == 0


def test_a_duty_that_is_behind_asks_for_a_cause(here):
    duty = city.duty(here, starts_on=date(2020, 1, 1), due_on=timezone.localdate() + timedelta(days=10))
    with pytest.raises(Unfit) as refused:
        progress.report(Actor(here.science_staff), duty, told(20))
    assert set(refused.value.fields) == {"cause"}
    progress.report(Actor(here.science_staff), duty, told(20, cause="land"))
    progress.report(Actor(here.science_staff), duty, told(99))


def test_a_duty_with_parts_is_not_reported_by_percent_and_keeps_that_of_its_parts(here):
    whole = city.duty(here, percent=30, starts_on=timezone.localdate())
    city.duty(here, parent=whole, percent=30)
    with pytest.raises(Unfit) as refused:
        progress.report(Actor(here.science_staff), whole, told(90))
    assert set(refused.value.fields) == {"percent"}
    made = progress.report(Actor(here.science_staff), whole, told(None))
    progress.accept_report(Actor(here.officer), made)
    whole.refresh_from_db()
    assert (made.percent, whole.percent) == (30, 30)


def test_a_co_unit_tells_its_part_and_moves_no_percent(here):
    duty = city.duty(here, percent=10)
    CoUnit.objects.create(duty=duty, organisation=here.economy)
    with pytest.raises(Unfit):
        progress.report(Actor(here.economy_staff), duty, told(90))
    made = progress.report(Actor(here.economy_staff), duty, told(None, files=[pdf()]))
    progress.accept_report(Actor(here.officer), made)
    duty.refresh_from_db()
    assert (made.organisation, made.evidence.get().organisation, duty.percent) == (
        here.economy, here.economy, 10,
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        progress.report(Actor(here.county_contact), duty, told(None))


def test_a_figure_that_is_known_is_not_kept_twice_and_a_revision_is(here):
    for value in (120, 120, 130):
        figures = [Given("高新技术企业", "2026", Decimal(value), "家")]
        progress.report(Actor(here.science_staff), city.duty(here), told(50, figures=figures))
    assert list(Figure.objects.values_list("value", flat=True)) == [130, 120]


def test_a_bad_file_keeps_nothing_of_the_report(here):
    from luodi.site.base.uploads import WrongFile

    bad = SimpleUploadedFile("验收.pdf", b"MZ\x90 program")
    with pytest.raises(WrongFile):
        progress.report(Actor(here.science_staff), city.duty(here), told(files=[bad]))
    assert Report.objects.count() == 0


def test_one_form_for_several_duties_is_all_or_nothing_and_names_every_fault(here):
    good, bad, worse = (city.duty(here) for _ in range(3))
    pairs = [(good, told(50)), (bad, told(None)), (worse, told(50, text=""))]
    with pytest.raises(Unfit) as refused:
        progress.report_many(Actor(here.science_staff), pairs, minutes=Decimal(3))
    assert set(refused.value.fields) == {f"{bad.pk}-percent", f"{worse.pk}-text"}
    assert Report.objects.count() == 0
    pairs = [(each, told(50)) for each in (good, bad, worse)]
    made = progress.report_many(Actor(here.science_staff), pairs, minutes=Decimal("1.0"))
    assert [each.minutes for each in made] == [Decimal("0.4"), Decimal("0.3"), Decimal("0.3")]
    assert len({each.at for each in made}) == 1
    entries = JournalEntry.objects.filter(table="ledger_report").values_list("action", "user")
    assert set(entries) == {("duty.report", here.science_staff.pk)}


@given(st.decimals(0, 1440, places=1), st.integers(1, 60))
def test_shares_of_minutes_add_up(minutes, count):
    shares = progress.split(minutes, count)
    assert (sum(shares), len(shares)) == (minutes, count)
    assert max(shares) - min(shares) <= Decimal("0.1")


@pytest.mark.parametrize("minutes", [Decimal(-1), Decimal("NaN"), None])
def test_minutes_that_make_no_sense_are_left_out(minutes):
    assert progress.split(minutes, 2) == [None, None]


def test_breaking_down_withdrawing_and_moving_keep_the_mean_of_the_parts(here):
    officer = Actor(here.officer)
    whole, other = city.duty(here, percent=40), city.duty(here)
    made_of = [parts.Part(name, here.science, Decimal(1), date(2029, 1, 1)) for name in "甲乙"]
    one, two = parts.break_down(officer, whole, parts=made_of)
    whole.refresh_from_db()
    assert (whole.percent, one.number, two.number) == (0, f"{whole.number}.1", f"{whole.number}.2")
    Duty.objects.filter(pk=one.pk).update(percent=80)
    duties.withdraw(officer, two, reason="并入甲")
    whole.refresh_from_db()
    assert whole.percent == 80
    parts.move_under(officer, one, parent=other)
    for each in (whole, other):
        each.refresh_from_db()
    assert (whole.percent, other.percent) == (80, 80)
    (three,) = parts.break_down(officer, whole, parts=made_of[:1])
    assert three.number == f"{whole.number}.3"


@pytest.mark.django_db(transaction=True)
def test_two_who_report_at_the_same_time_are_both_kept(here):
    duty = city.duty(here)
    people = [here.science_lead, here.science_staff] * 4
    found = run_at_once(
        *(
            lambda p=p, n=n: progress.report(Actor(p), duty, told(n, text=f"第{n}次", cause="other"))
            for n, p in enumerate(people, 1)
        )
    )
    assert {made.text for made in found} == {f"第{n}次" for n in range(1, 9)}
    assert set(Report.objects.values_list("text", flat=True)) == {f"第{n}次" for n in range(1, 9)}
    duty.refresh_from_db()
    assert duty.reported_at in {made.at for made in found}


@pytest.mark.django_db(transaction=True)
def test_two_parts_accepted_at_the_same_time_both_count_above(here):
    whole = city.duty(here)
    below = [city.duty(here, parent=whole) for _ in range(4)]
    made = [progress.report(Actor(here.science_staff), part, told(80)) for part in below]
    found = run_at_once(
        *(lambda each=each: progress.accept_report(Actor(here.officer), each) for each in made)
    )
    assert [type(each) for each in found] == [Report] * 4
    whole.refresh_from_db()
    assert whole.percent == 80


@pytest.mark.django_db(transaction=True)
def test_a_report_that_two_accept_at_the_same_time_is_accepted_once(here):
    made = progress.report(Actor(here.science_staff), city.duty(here), told())
    found = run_at_once(*(lambda: progress.accept_report(Actor(here.officer), made) for _ in range(2)))
    assert sorted(type(each).__name__ for each in found) == ["NotNow", "Report"]


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_the_same_time_close_no_circle(here):
    one, two = city.duty(here), city.duty(here)
    found = run_at_once(
        lambda: parts.move_under(Actor(here.officer), one, parent=two),
        lambda: parts.move_under(Actor(here.officer), two, parent=one),
    )
    assert sorted(type(each).__name__ for each in found) == ["Duty", "Unfit"]
    assert Duty.objects.exclude(parent=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_form_about_whole_and_parts_never_locks_out_a_review_of_a_part(here):
    """Whoever needs several duties takes the parts before the whole, as the mean of the parts is worked out."""
    whole = city.duty(here)
    below = [city.duty(here, parent=whole) for _ in range(6)]
    staff, officer = Actor(here.science_staff), Actor(here.officer)
    for _ in range(6):
        waiting = [progress.report(staff, part, told(80)) for part in below]
        every = [(whole, told(None)), *((part, told(90)) for part in below)]
        found = run_at_once(
            lambda every=every: progress.report_many(staff, every),
            lambda: pressing.remind_many(officer, [whole, *below]),
            *(lambda each=each: progress.accept_report(officer, each) for each in waiting),
        )
        assert [each for each in found if isinstance(each, Exception) and not isinstance(each, Unfit)] == []
        Pressing.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_moving_a_part_never_locks_out_reviews_on_either_side(here):
    whole = city.duty(here)
    left, right = (city.duty(here, parent=whole) for _ in range(2))
    moved = city.duty(here, parent=left)
    below = [city.duty(here, parent=each) for each in (left, right, left, right)]
    staff, officer = Actor(here.science_staff), Actor(here.officer)
    for target in (right, left, right, left, right, left):
        waiting = [progress.report(staff, part, told(80)) for part in below]
        found = run_at_once(
            lambda target=target: parts.move_under(officer, moved, parent=target),
            *(lambda each=each: progress.accept_report(officer, each) for each in waiting),
        )
        assert [each for each in found if isinstance(each, Exception)] == []
