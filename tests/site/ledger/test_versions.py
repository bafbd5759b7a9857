from __future__ import annotations

import itertools

import city
import intake
import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luodi.site.base.action import Actor
from luodi.site.base.models import Job, JournalEntry
from luodi.site.base.refusals import NotNow, Unfit
from luodi.site.ledger.actions import adopt, bulk, duties, review
from luodi.site.ledger.comparing import counts, table
from luodi.site.ledger.models import Commitment, Duty, Finding
from luodi.site.ledger.values import Values
from luodi.site.ledger.versions import compare, difference, plain, sentences, written


@pytest.fixture
def by(here):
    return Actor(here.officer)


@pytest.fixture
def first(here):
    return intake.adopted(here.officer)


def second(here, first, text: str = intake.SECOND):
    return intake.upload(here.officer, text, decision=first.decision)


def shown(version) -> list[tuple[str, str, str | None]]:
    found = version.findings.select_related("twin")
    return [(each.state, each.quote, each.twin.quote if each.twin else None) for each in found]


def test_only_the_differences_wait_for_review(here, first):
    version = second(here, first)
    assert version.number == 2
    url = reverse("ledger:version", args=[version.pk])
    assert Job.objects.latest("id").result_url == f"{url}?group=proposed"
    assert shown(version) == [
        ("proposed", "全市高新技术企业达到260家以上", "全市高新技术企业达到200家以上"),
        ("accepted", "建成示例创新中心", "建成示例创新中心"),
        ("accepted", "健全创新发展考核体系", "健全创新发展考核体系"),
        ("proposed", "设立创新发展资金", None),
    ]
    assert intake.whole(version)


def test_adopting_the_second_text_brings_the_ledger_up_to_date(here, by, first):
    before = {each.number: each.pk for each in first.commitments.all()}
    version = second(here, first)
    review.accept_rest(by, version)
    gone = Commitment.objects.get(pk=before["0004"])
    with pytest.raises(NotNow, match="不再出现的承诺有1条"):
        adopt.adopt(by, version, drop=[])
    assert adopt.adopt(by, version, drop=[gone.pk]) == adopt.Adopted(1, 1, 2, 1)
    live = Commitment.objects.filter(decision=first.decision, dropped_in=None).order_by("number")
    assert [(each.number, each.quote, each.adopted_in_id) for each in live] == [
        ("0001", "全市高新技术企业达到260家以上", version.pk),
        ("0002", "建成示例创新中心", version.pk),
        ("0003", "健全创新发展考核体系", version.pk),
        ("0005", "设立创新发展资金", version.pk),
    ]
    assert [each.pk for each in live][:3] == [before["0001"], before["0002"], before["0003"]]
    assert all(version.text[each.start : each.end] == each.quote for each in live)
    gone.refresh_from_db()
    assert (gone.dropped_in, gone.adopted_in) == (version, first)
    entry = JournalEntry.objects.filter(table="ledger_commitment", row=before["0001"]).latest("id")
    assert (entry.action, float(entry.before["value"]), float(entry.after["value"])) == (
        "intake.adopt",
        200.0,
        260.0,
    )
    first.refresh_from_db()
    assert first.state == "adopted" and intake.whole(first)


def test_what_a_person_made_of_an_unchanged_sentence_is_carried(here, by):
    version = intake.upload(here.officer)
    review.correct(
        by, intake.finding(version, "示例创新中心"),
        values=Values.of(intake.finding(version, "示例创新中心"))._replace(title="创新中心", deadline="2024-06"),
    )  # fmt: skip
    start = version.text.index("建立企业备案制度")
    review.add(by, version, values=Values("measure", start, start + 8, "建立企业备案制度", "企业备案"))
    review.reject(by, intake.finding(version, "考核体系"))
    review.accept_rest(by, version)
    adopt.adopt(by, version)
    version.refresh_from_db()
    later = second(
        here, version, intake.FIRST.replace("（2023年3月1日通过）", "（2023年3月1日通过,2024年5月6日修订）")
    )
    assert shown(later) == [
        ("accepted", "全市高新技术企业达到200家以上", "全市高新技术企业达到200家以上"),
        ("accepted", "建立企业备案制度", "建立企业备案制度"),
        ("accepted", "建成示例创新中心", "建成示例创新中心"),
        ("rejected", "健全创新发展考核体系", None),
        ("accepted", "定期开展专项督查", "定期开展专项督查"),
    ]
    carried = intake.finding(later, "示例创新中心")
    assert (carried.data["title"], carried.data["deadline"]) == ("创新中心", "2024-06")
    assert intake.whole(later)
    assert adopt.adopt(by, later) == adopt.Adopted(0, 0, 4, 0)


def test_what_reads_as_before_in_a_changed_sentence_is_carried_too(here, by):
    text = "示例市关于创新的决定\n一、任务\n1.平台。建成示例创新中心,{more}建成示例实验室,建成示例测试场。\n"
    version = intake.upload(here.officer, text.format(more=""))
    review.reject(by, intake.finding(version, "测试场"))
    review.accept_rest(by, version)
    adopt.adopt(by, version)
    version.refresh_from_db()
    later = second(here, version, text.format(more="建成示例博物馆,"))
    assert shown(later) == [
        ("accepted", "建成示例创新中心", "建成示例创新中心"),
        ("proposed", "建成示例博物馆", None),
        ("accepted", "建成示例实验室", "建成示例实验室"),
        ("rejected", "建成示例测试场", None),
    ]


def test_a_deadline_changed_in_another_sentence_is_a_change(here, by):
    text = "示例市关于创新的决定\n一、目标\n1.平台。到{year}年实现以下目标。建成示例创新中心。\n"
    first = intake.adopted(here.officer, text.format(year=2025))
    assert first.findings.get().data["deadline"] == "2025"
    version = second(here, first, text.format(year=2027))
    assert shown(version) == [("proposed", "建成示例创新中心", "建成示例创新中心")]


def held(here, by, prepare, old: str, new: str, letters: str = ""):
    """The second text of a decision whose first was put right by a person, with some words replaced."""
    text = intake.FIRST.replace("健全创新", f"{letters}健全创新")
    first = intake.upload(here.officer, text)
    prepare(first)
    review.accept_rest(by, first)
    adopt.adopt(by, first)
    return intake.upload(here.officer, text.replace(old, new), decision=first.decision)


def merged(by, version):
    review.merge(by, intake.finding(version, "考核体系"), second=intake.finding(version, "专项督查"))


WHOLE = "健全创新发展考核体系。定期开展专项督查"


def test_what_was_merged_over_two_sentences_is_carried_whole(here, by):
    later = held(here, by, lambda first: merged(by, first), "200家", "260家")
    assert shown(later)[1:] == [
        ("accepted", "建成示例创新中心", "建成示例创新中心"),
        ("accepted", WHOLE, WHOLE),
    ]
    assert intake.whole(later)


@pytest.mark.parametrize(
    ("old", "new", "first", "second"),
    [
        ("定期开展专项督查", "定期开展专项督查和评估", "健全创新发展考核体系", "定期开展专项督查和评估"),
        ("健全创新发展考核体系", "健全科技创新发展考核体系", "健全科技创新发展考核体系", "定期开展专项督查"),
    ],
)
def test_when_half_of_a_merger_changed_both_halves_are_asked_again(here, by, old, new, first, second):
    later = held(here, by, lambda version: merged(by, version), old, new)
    assert shown(later)[2:] == [("proposed", first, WHOLE), ("proposed", second, None)]
    assert [each.quote for each in adopt.falling_away(later)] == [WHOLE]


def test_what_a_person_put_right_stays_right_when_the_figure_changes(here, by):
    def prepare(first):
        target = intake.finding(first, "200家")
        values = Values.of(target)
        review.correct(
            by, target,
            values=values._replace(
                title="高企倍增", deadline="2025-06-30", area="全市", lead=("市经信局",), cooperating=("市科技局",)
            ),
        )  # fmt: skip

    later = held(here, by, prepare, "200家", "260家")
    one = intake.finding(later, "260家")
    assert (one.state, one.data["value"], one.data["title"]) == ("proposed", 260.0, "高企倍增")
    assert (one.data["deadline"], one.data["area"]) == ("2025-06-30", "全市")
    assert one.units == {"lead": ["市经信局"], "cooperating": ["市科技局"]}


def test_a_title_with_the_old_figure_is_not_kept(here, by):
    def prepare(first):
        target = intake.finding(first, "200家")
        review.correct(by, target, values=Values.of(target)._replace(title="高企达200家"))

    later = held(here, by, prepare, "200家", "260家")
    assert intake.finding(later, "260家").data["title"] == "高新技术企业不低于260家"


def test_what_changed_in_the_text_itself_is_not_overruled_by_an_old_correction(here, by):
    def prepare(first):
        target = intake.finding(first, "200家")
        review.correct(by, target, values=Values.of(target)._replace(deadline="2025-06-30"))

    later = held(here, by, prepare, "1.壮大企业。到2025年", "1.壮大企业。到2027年")
    one = intake.finding(later, "200家")
    assert (one.state, one.data["deadline"]) == ("proposed", "2027")


def test_what_a_person_added_is_asked_again_where_its_sentence_changed(here, by):
    def prepare(first):
        start = first.text.index("建立企业备案制度")
        review.add(by, first, values=Values("measure", start, start + 8, "", "企业备案"))

    later = held(here, by, prepare, "建立企业备案制度", "建立完善企业备案制度")
    assert ("proposed", "建立完善企业备案制度", "建立企业备案制度") in shown(later)
    assert intake.finding(later, "备案").data["title"] == "企业备案"
    assert intake.whole(later)


@pytest.mark.parametrize("letters", ["cafe\u0301", "\uff76\uff9e\uff7f"])
@pytest.mark.parametrize("changed", ["建立企业备案制度", "建立完善企业备案制度"])
def test_a_letter_written_with_two_signs_shifts_nothing(here, by, letters, changed):
    old = intake.FIRST.replace("建立企业备案制度", f"{letters}建立企业备案制度")
    first = intake.upload(here.officer, old)
    start = first.text.index("建立企业备案制度")
    review.add(by, first, values=Values("measure", start, start + 8, "", "企业备案"))
    review.accept_rest(by, first)
    adopt.adopt(by, first)
    new = old.replace("2023年3月1日", "2024年3月1日").replace("建立企业备案制度", changed)
    later = intake.upload(here.officer, new, decision=first.decision)
    stands = "accepted" if changed in old else "proposed"
    assert (stands, changed, "建立企业备案制度") in shown(later)
    assert intake.whole(later)


def test_a_merger_behind_a_letter_of_two_signs_is_carried_whole(here, by):
    later = held(here, by, lambda first: merged(by, first), "2023年3月1日", "2024年3月1日", "cafe\u0301,")
    assert ("accepted", WHOLE, WHOLE) in shown(later)


def test_a_sentence_that_moved_and_changed_a_little_still_carries_its_promise_on(here, by, first):
    moved = intake.FIRST.replace("健全创新发展考核体系。", "").replace(
        "建立企业备案制度。", "建立企业备案制度。健全科技创新发展考核体系。"
    )
    later = second(here, first, moved)
    assert ("proposed", "健全科技创新发展考核体系", "健全创新发展考核体系") in shown(later)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_changes_nothing_decided_is_lost_unseen(here, by, data):
    """Each promise goes on in the new text, word for word without being asked or else for review, or is named as gone."""
    first = intake.adopted(here.officer)
    parts = data.draw(st.permutations([part + "。" for part in intake.FIRST.split("。") if part.strip()]))
    parts = [part for part in parts if data.draw(st.integers(0, 5))]
    parts = [part.replace("200", "260") if data.draw(st.booleans()) else part for part in parts]
    later = second(here, first, "中共示例市委关于创新的决定\n" + "".join(parts) + "\n完")
    assert later.state == "review"
    falling = {each.finding_id for each in adopt.falling_away(later)}
    for old in first.findings.filter(state__in=Finding.TAKEN):
        goes_on = later.findings.filter(twin=old)
        assert goes_on.filter(state__in=Finding.TAKEN).exists() or old.pk in falling
        if old.quote in later.text:
            assert later.findings.filter(quote__contains=old.quote).exists(), (
                "its words stand, and nobody is asked"
            )
    assert intake.whole(later)


def test_layout_and_width_change_nothing(here, by, first):
    other = intake.FIRST.replace(",", "，").replace("\n", "\n\n　　").replace("200", "２００")
    version = second(here, first, other)
    assert {each.state for each in version.findings.all()} == {"accepted"}
    assert version.findings.exclude(twin=None).count() == 4
    assert intake.whole(version)
    assert adopt.adopt(by, version) == adopt.Adopted(0, 1, 3, 0)  # the quote is printed in full width now


def test_a_sentence_that_moved_is_carried(here, by, first):
    one = "健全创新发展考核体系。"
    moved = intake.FIRST.replace(one, "") + "4.改进考核。" + one + "\n"
    version = second(here, first, moved)
    assert {each.state for each in version.findings.all()} == {"accepted"}
    adopt.adopt(by, version)
    assert Commitment.objects.get(decision=first.decision, number="0003").article == "4"


def test_words_that_still_stand_never_vanish_unseen(here, by, first):
    one = "健全创新发展考核体系。"
    # among the general aims reading takes it for no measure
    version = second(here, first, intake.FIRST.replace(one, "").replace("2.建好平台。", "2.建好平台。" + one))
    assert ("proposed", one[:-1], one[:-1]) in shown(version)
    assert list(adopt.falling_away(version).values_list("number", flat=True)) == ["0003"]
    review.accept_rest(by, version)
    assert adopt.adopt(by, version) == adopt.Adopted(0, 1, 3, 0)


def test_a_twin_that_is_none_is_cut(here, by, first):
    version = second(here, first)
    changed = intake.finding(version, "260家")
    review.separate(by, changed)
    review.accept_rest(by, version)
    gone = [each.pk for each in adopt.falling_away(version)]
    assert len(gone) == 2
    assert adopt.adopt(by, version, drop=gone) == adopt.Adopted(2, 0, 2, 2)


def test_an_added_finding_can_carry_a_promise_on(here, by, first):
    version = second(here, first)
    old = first.findings.get(quote="定期开展专项督查")
    start = version.text.index("设立创新发展资金")
    review.reject(by, intake.finding(version, "发展资金"))
    review.add(by, version, values=Values("measure", start, start + 8, "", "设立创新发展资金"), twin=old)
    review.accept_rest(by, version)
    assert adopt.adopt(by, version) == adopt.Adopted(0, 2, 2, 0)


def test_a_finding_carries_on_no_promise_of_another_decision(here, by, first):
    version = intake.upload(here.officer, intake.SECOND)
    values = Values("measure", 0, 5, "", "标题")
    with pytest.raises(Unfit):
        review.add(by, version, values=values, twin=first.findings.first())


def test_duties_of_what_is_gone_are_offered_not_withdrawn(here, by, first, client):
    commitment = first.commitments.get(number="0004")
    duty = duties.register(by, commitment)
    duties.assign(by, duty, lead=here.science, due_on=city.date(2030, 12, 31))
    version = second(here, first)
    review.accept_rest(by, version)
    adopt.adopt(by, version, drop=[commitment.pk])
    duty.refresh_from_db()
    assert duty.state == "registered"
    client.force_login(here.officer)
    url = reverse("ledger:dropped", args=[first.decision_id])
    assert duty.number in client.get(url).content.decode()
    assert client.post(url, {"chosen": [duty.pk], "reason": " "}).status_code == 422
    with pytest.raises(Unfit):
        bulk.withdraw_many(by, first.decision, chosen=[], reason="新文本删去")
    assert client.post(url, {"chosen": [duty.pk], "reason": "新文本删去"}).status_code == 302
    assert Duty.objects.get(pk=duty.pk).state == "withdrawn"
    assert "没有需要处理的责任事项" in client.get(url).content.decode()


def test_the_two_texts_stand_side_by_side(here, first, client):
    version = second(here, first)
    client.force_login(here.officer)
    page = client.get(reverse("ledger:compare", args=[version.pk])).content.decode()
    assert "未变14句,移动0句,修改1句,新增1句,删去1句。" in page
    assert "<del>200</del>" in page and "<ins>260</ins>" in page
    assert "<ins>设立创新发展资金。</ins>" in page and "<del>定期开展专项督查。</del>" in page


def test_a_third_text_is_held_against_the_second(here, by, first):
    version = intake.adopted(here.officer, intake.SECOND, first.decision)
    third = intake.upload(here.officer, intake.FIRST, decision=first.decision)
    changed = intake.finding(third, "200家")
    assert changed.twin == intake.finding(version, "260家")
    assert third.number == 3


texts = st.lists(
    st.sampled_from(["建成中心。", "达到20家;", "健全机制", "\n", "，", " ", "推进改革。", "𠮷"]), max_size=25
).map("".join)


@given(texts)
def test_sentences_hold_every_visible_character_once(text):
    found = sentences(text)
    assert "".join(each.plain for each in found) == "".join(text.split()).replace("，", ",").replace(";", ";")
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@given(texts, texts)
def test_every_sentence_of_both_texts_has_its_line(old, new):
    rows = compare(old, new)
    assert [row.new for row in rows if row.new] == sentences(new)
    assert sorted(row.old for row in rows if row.old) == sentences(old)
    assert all(row.old.plain == row.new.plain for row in rows if row.kind in ("same", "moved"))
    lines = counts(table(old, new))
    assert lines["same"] + lines["moved"] + lines["changed"] + lines["new"] == len(sentences(new))


@given(texts, texts)
def test_a_difference_gives_both_sides_back(old, new):
    parts = difference(old, new)
    assert "".join(words for kind, words in parts if kind != "new") == old
    assert "".join(words for kind, words in parts if kind != "gone") == new


def test_a_text_against_itself_is_all_same(first):
    assert {row.kind for row in compare(first.text, first.text)} == {"same"}
    assert Finding.objects.filter(version=first).count() == 4


signs = st.sampled_from("建， \u3000e\u0301\uff76\uff9eﬁ𠮷㎡\u1112\u1161½")


@settings(max_examples=400)
@given(st.lists(signs).map("".join))
def test_every_bare_character_has_its_place(text):
    places = written(text, 0, len(text))
    assert len(places) == len(plain(text))
    for first, last in itertools.combinations_with_replacement(range(len(places)), 2):
        start, end = places[first][0], places[last][1]
        assert plain(text)[first : last + 1] in plain(text[start:end])


def test_what_a_person_added_over_two_sentences_is_asked_again_whole_where_its_words_still_stand(here, by):
    quote = "全市高新技术企业达到200家以上。建立企业备案制度"

    def prepare(first):
        start = first.text.index(quote)
        review.add(by, first, values=Values("measure", start, start + len(quote), "", "两句"))

    later = held(here, by, prepare, "到2025年,全市", "到2027年底,全市")
    assert ("proposed", quote, quote) in shown(later)
    assert [each.quote for each in later.findings.filter(kind="measure")].count(quote) == 1
    assert intake.whole(later)
