from __future__ import annotations

import intake
import pytest

from luodi.site.base.action import Actor
from luodi.site.base.models import JournalEntry
from luodi.site.base.refusals import NotAllowed, NotNow, Stale, Unfit
from luodi.site.ledger.actions import adopt, review
from luodi.site.ledger.matching import Directory
from luodi.site.ledger.models import Finding
from luodi.site.ledger.values import Values


@pytest.fixture
def version(here):
    return intake.upload(here.officer)


@pytest.fixture
def by(here):
    return Actor(here.officer)


def state(finding: Finding) -> str:
    return Finding.objects.get(pk=finding.pk).state


def test_accepting_and_rejecting_leave_their_trace(here, version, by):
    target, measure = intake.finding(version, "200家"), intake.finding(version, "考核体系")
    review.accept(by, target)
    review.reject(by, measure, note="不是承诺")
    assert (state(target), state(measure)) == ("accepted", "rejected")
    entry = JournalEntry.objects.filter(table="ledger_finding", row=target.pk).latest("id")
    assert (entry.user, entry.action, entry.before["state"]) == (here.officer.pk, "review.accept", "proposed")
    review.accept(by, measure)
    assert state(measure) == "accepted"
    review.undo(by, measure)
    assert state(measure) == "proposed"


def test_only_the_office_reviews(here, version):
    target = intake.finding(version, "200家")
    for who in (here.administrator, here.leader, here.evaluator, here.science_lead):
        with pytest.raises(NotAllowed):
            review.accept(Actor(who), target)
    assert state(target) == "proposed"


def test_correcting_moves_the_span_with_its_quote(version, by):
    target = intake.finding(version, "200家")
    values = Values.of(target)
    start = version.text.index("到2025年,全市")
    corrected = review.correct(
        by,
        target,
        values=values._replace(start=start, end=target.end, quote="", title="高企200家", value=210.0),
    )
    corrected.refresh_from_db()
    assert corrected.quote == "到2025年,全市高新技术企业达到200家以上"
    assert (corrected.state, corrected.data["value"], corrected.data["title"]) == (
        "corrected",
        210.0,
        "高企200家",
    )
    assert corrected.data["direction"] == "increase"  # what the form does not show stays
    assert intake.whole(version)
    review.reject(by, corrected)
    review.accept(by, corrected)
    assert state(corrected) == "corrected"


def test_responsible_units_are_put_right_and_reach_the_list(here, version, by):
    target = intake.finding(version, "200家")
    printed = {"lead": ["市科技局", "市经信局"], "cooperating": []}
    assert target.units == printed
    values = Values.of(target)
    review.correct(by, target, values=values._replace(lead=("市经信局",), cooperating=("市科技局", "甲县")))
    target.refresh_from_db()
    assert (target.state, target.units) == (
        "corrected", {"lead": ["市经信局"], "cooperating": ["市科技局", "甲县"]},
    )  # fmt: skip
    offer = Directory.standing().offer(target.units)
    assert (offer.lead, offer.cooperating) == (here.economy, [here.science, here.countyhall])
    review.undo(by, target)
    assert review.accept(by, target).state == "corrected"  # what was put right is not as it was read
    review.correct(by, target, values=Values.of(target)._replace(lead=(), cooperating=()))
    target.refresh_from_db()
    assert target.units == {}
    review.correct(by, target, values=Values.of(target)._replace(lead=None, cooperating=None))
    target.refresh_from_db()
    assert target.units == printed


def test_units_follow_a_span_that_moves_only_while_nobody_named_others(version, by):
    target, there = intake.finding(version, "200家"), version.text.index("制定出台")
    moved = Values.of(target)._replace(kind="measure", start=there, end=there + 12, quote="")
    review.correct(by, target, values=moved)
    target.refresh_from_db()
    assert target.units == {"lead": ["市科技局"], "cooperating": ["市档案馆"]}
    back = version.text.index("建立企业")
    named = Values.of(target)._replace(start=back, end=back + 8, quote="", lead=("市财政局",))
    review.correct(by, target, values=named)
    target.refresh_from_db()
    assert target.units == {"lead": ["市财政局"], "cooperating": ["市档案馆"]}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"quote": "别的话"}, "quote"),
        ({"start": 0, "end": 100000, "quote": ""}, "quote"),
        ({"start": 5, "end": 5, "quote": ""}, "quote"),
        ({"title": " "}, "title"),
        ({"deadline": "明年"}, "deadline"),
        ({"deadline": "2025-13"}, "deadline"),
        ({"indicator": ""}, "indicator"),
        ({"comparator": "bigger"}, "comparator"),
        ({"comparator": "range", "value_high": None}, "value_high"),
        ({"comparator": "range", "value_high": 100.0}, "value_high"),
        ({"value": float("inf")}, "value"),
        ({"value": 1e20}, "value"),
        ({"unit": "家" * 31}, "unit"),
        ({"kind": "wish"}, "kind"),
        ({"lead": ("市科技局", "市科技局")}, "lead"),
        ({"lead": ("局" * 101,)}, "lead"),
        ({"cooperating": tuple(f"{n}局" for n in range(61))}, "cooperating"),
        ({"lead": ("市科技局",), "cooperating": ("市科技局",)}, "cooperating"),
    ],
)
def test_what_cannot_stand_in_the_ledger_is_named_by_field(version, by, change, field):
    target = intake.finding(version, "200家")
    with pytest.raises(Unfit) as error:
        review.correct(by, target, values=Values.of(target)._replace(**change))
    assert field in error.value.fields
    assert state(target) == "proposed"


def test_all_wrong_fields_are_named_at_once(version, by):
    target = intake.finding(version, "200家")
    values = Values.of(target)._replace(title="", deadline="x", indicator="")
    with pytest.raises(Unfit) as error:
        review.correct(by, target, values=values)
    assert set(error.value.fields) == {"title", "deadline", "indicator"}


def test_adding_from_the_text_trims_white_space(version, by):
    start = version.text.index("建立企业备案制度") - 1
    end = version.text.index("制度。") + 3
    made = review.add(by, version, values=Values("measure", start, end, "", "建立企业备案制度"))
    made.refresh_from_db()
    assert (made.quote, made.state) == ("。建立企业备案制度。", "added")
    spaced = review.add(by, version, values=Values("measure", 0, 14, "", "标题"))
    assert spaced.quote == version.text[:13]
    assert made.provision == "一.1"
    assert made.units == {"lead": ["市科技局", "市经信局"], "cooperating": []}
    assert intake.whole(version)


def test_splitting_needs_the_same_words(version, by):
    measure = intake.finding(version, "200家")
    for parts in (
        ["全市高新技术企业", "达到300家以上"],
        ["全市高新技术企业达到200家以上"],
        ["全市", "高新技术企业"],
        [],
    ):
        with pytest.raises(Unfit):
            review.split(by, measure, parts=parts)
    first, second = review.split(by, measure, parts=["全市高新技术企业", " 达到200家以上 "])
    assert (first.quote, second.quote, state(measure)) == ("全市高新技术企业", "达到200家以上", "split")
    assert [each.state for each in Finding.objects.filter(origin=measure)] == ["proposed", "proposed"]
    assert intake.whole(version)
    with pytest.raises(NotNow):
        review.accept(by, measure)


def test_a_split_is_undone(version, by):
    measure = intake.finding(version, "200家")
    review.split(by, measure, parts=["全市高新技术企业", "达到200家以上"])
    review.undo(by, measure)
    assert (state(measure), version.findings.count()) == ("proposed", 4)


def test_a_split_whose_part_was_split_is_undone_from_below(version, by):
    measure = intake.finding(version, "200家")
    first, _ = review.split(by, measure, parts=["全市高新技术企业", "达到200家以上"])
    review.split(by, first, parts=["全市", "高新技术企业"])
    with pytest.raises(NotNow):
        review.undo(by, measure)
    review.undo(by, first)
    review.undo(by, measure)
    assert version.findings.count() == 4


def test_merging_spans_both_and_is_undone(version, by):
    one, two = intake.finding(version, "考核体系"), intake.finding(version, "专项督查")
    whole = review.merge(by, two, second=one)
    assert (whole.quote, whole.state) == ("健全创新发展考核体系。定期开展专项督查", "added")
    assert (state(one), state(two)) == ("merged", "merged")
    assert intake.whole(version)
    review.undo(by, one)
    assert (state(one), state(two), version.findings.count()) == ("proposed", "proposed", 4)


def test_merging_far_things_or_a_thing_with_itself_is_refused(here, by):
    text = intake.FIRST.replace("二、保障措施", "二、保障措施\n" + "说明文字。" * 500)
    version = intake.upload(here.officer, text)
    one, two = intake.finding(version, "200家"), intake.finding(version, "专项督查")
    with pytest.raises(Unfit):
        review.merge(by, two, second=one)
    with pytest.raises(Unfit):
        review.merge(by, one, second=one)


def test_a_stale_review_is_told_who_changed_what(here, version, by):
    target = intake.finding(version, "200家")
    seen = target.stamp
    review.reject(by, target, seen=seen)
    with pytest.raises(Stale) as error:
        review.accept(by, target, seen=seen)
    assert error.value.who == "officer"
    assert any("待审核" in words or "proposed → rejected" in words for words in error.value.changes)
    assert state(target) == "rejected"


def test_the_rest_is_accepted_in_one_step_by_kind_or_all(version, by):
    review.reject(by, intake.finding(version, "考核体系"))
    assert review.accept_rest(by, version, kind="target") == 1
    assert review.accept_rest(by, version) == 2
    assert [each.state for each in version.findings.all()] == ["accepted", "accepted", "rejected", "accepted"]


def test_the_rest_is_accepted_all_or_nothing_and_all_faults_are_named(version, by):
    bad = version.findings.filter(kind="measure")
    for each in bad:
        each.data = each.data | {"title": ""}
        each.save()
    with pytest.raises(Unfit) as error:
        review.accept_rest(by, version)
    assert set(error.value.fields) == {str(each.pk) for each in bad}
    assert version.findings.filter(state="proposed").count() == 4


def test_after_adoption_nothing_in_the_text_changes(here, by):
    version = intake.adopted(here.officer)
    target = version.findings.first()
    values = Values.of(target)
    for change in (
        lambda: review.accept(by, target),
        lambda: review.reject(by, target),
        lambda: review.undo(by, target),
        lambda: review.correct(by, target, values=values),
        lambda: review.split(by, target, parts=["全市", "高新技术企业达到200家以上"]),
        lambda: review.merge(by, target, second=version.findings.last()),
        lambda: review.add(by, version, values=values),
        lambda: review.separate(by, target),
        lambda: review.accept_rest(by, version),
        lambda: adopt.adopt(by, version),
    ):
        with pytest.raises(NotNow, match="已采用"):
            change()
    assert [each.state for each in version.findings.all()] == ["accepted"] * 4


def test_the_rest_says_which_of_it_a_person_had_corrected(version, by):
    target = intake.finding(version, "200家")
    values = review.Values(**review.Values.of(target)._asdict() | {"title": "高企倍增", "quote": ""})
    review.undo(by, review.correct(by, target, values=values))
    assert review.accept_rest(by, version) == 4
    assert sorted(version.findings.values_list("quote", "state")) == [
        ("健全创新发展考核体系", "accepted"),
        ("全市高新技术企业达到200家以上", "corrected"),
        ("定期开展专项督查", "accepted"),
        ("建成示例创新中心", "accepted"),
    ]
