from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import busy
import city
import pytest
from django.utils import timezone

from luodi.site.base.action import Actor
from luodi.site.base.models import Area, Delegation, Grant, Job, JournalEntry, Role
from luodi.site.ledger import lights
from luodi.site.ledger.actions import duties, shining
from luodi.site.ledger.models import (
    Commitment,
    CoUnit,
    Decision,
    DocumentVersion,
    Duty,
    Extension,
    Finding,
    Report,
)
from luodi.site.ledger.queries import (
    charts,
    commitments_seen_by,
    desks,
    duties_seen_by,
    lanes,
    narrow,
    overview,
    setup,
    steps,
    timeline,
)
from luodi.site.ledger.queries.seen import seen_among
from luodi.site.ledger.rules import can_see_duty


@pytest.fixture
def full(here):
    busy.places(here)
    busy.fill(here, 40)
    return here


def linked(client, url: str) -> int:
    """How many rows the page behind a number counts."""
    return int(re.search(r"共(\d+)项", client.get(url).content.decode())[1])


@pytest.mark.parametrize("who", ["officer", "leader", "science_lead", "county_contact", "evaluator"])
def test_every_number_counts_the_rows_it_leads_to(full, client, who):
    person = getattr(full, who)
    client.force_login(person)
    duties = duties_seen_by(person)
    numbers = [
        *desks.lanes(duties),
        *desks.time(duties),
        *desks.queue(duties, *narrow.waiting_words()),
        *desks.this_week(duties),
    ]
    for number in numbers:
        if number.url:
            assert linked(client, number.url) == number.amount, number
    for kind in overview.KINDS:
        lines = overview.matrix(kind, duties)
        assert sum(line.total for line in lines) == lanes.on_the_list(duties).count()
        for line in lines:
            assert sum(cell.amount for cell in line.cells) == line.total
        for cell in [cell for line in lines for cell in line.cells if cell.amount][:6]:
            assert linked(client, cell.url) == cell.amount, cell


@pytest.mark.parametrize("name", sorted(charts.CHARTS))
def test_every_point_of_a_chart_counts_the_rows_it_leads_to(full, client, name):
    client.force_login(full.officer)
    chart = client.get(f"/ledger/overview/charts/{name}.json").json()
    points = [
        (n, url)
        for series in chart["series"]
        for n, url in zip(series["values"], series["urls"], strict=True)
        if n
    ]
    assert points
    for n, url in points[:: max(1, len(points) // 8)]:
        assert linked(client, url) == n, url
    table = client.get("/ledger/overview/charts/").content.decode()
    assert all(label in table for label in chart["labels"])


def test_charts_are_cut_to_what_one_may_see(full, client):
    client.force_login(full.science_staff)
    chart = client.get("/ledger/overview/charts/months.json").json()
    total = sum(sum(series["values"]) for series in chart["series"])
    assert total == lanes.on_the_list(duties_seen_by(full.science_staff)).count() < Duty.objects.count()
    client.force_login(full.administrator)
    assert client.get("/ledger/overview/charts/months.json").status_code == 403
    client.force_login(full.officer)
    assert client.get("/ledger/overview/charts/none.json").status_code == 404


def test_a_due_day_on_a_holiday_is_late_only_after_the_next_working_day():
    assert narrow.first_day_not_late(date(2026, 10, 8)) == date(
        2026, 10, 1
    )  # the first working day after the holidays
    assert narrow.first_day_not_late(date(2026, 11, 25)) == date(2026, 11, 25)  # a Wednesday


test_a_due_day_on_a_holiday_is_late_only_after_the_next_working_day = pytest.mark.django_db(
    test_a_due_day_on_a_holiday_is_late_only_after_the_next_working_day
)


def test_late_means_what_the_light_calls_late(here):
    today = timezone.localdate()
    for back in range(12):
        city.duty(here, due_on=today - timedelta(days=back), percent=Decimal(100))
    for duty in Duty.objects.all():
        lights.shine(duty)
        duty.save()
    assert set(Duty.objects.filter(narrow.late())) == set(Duty.objects.filter(light="red"))


@pytest.mark.parametrize(
    "query",
    [
        "lane=blue",
        "lead=x",
        "lead=999",
        "month=2026-99",
        "day=x",
        "waiting=all",
        "due=a",
        "cause=zzz",
        "area=999",
        "decision=q",
    ],
)
def test_a_filter_that_means_nothing_shows_nothing_and_says_so(full, client, query):
    client.force_login(full.officer)
    page = client.get(f"/ledger/duties/?{query}").content.decode()
    assert "共0项" in page and ("不是可用的筛选值" in page)


def step_of(here, person, duty: Duty) -> str:
    return next(each.step.words for each in steps.by_urgency(person) if each.duty.pk == duty.pk)


def test_the_one_thing_to_do_next(here):
    today = timezone.localdate()
    soon = today + timedelta(days=60)
    lead = here.science_lead
    duty = city.duty(here, state="handed_down", due_on=soon, starts_on=today)
    assert step_of(here, lead, duty) == "签收"
    duty.state = "in_progress"
    duty.save()
    assert step_of(here, lead, duty) == "首次反馈进展"
    report = Report.objects.create(
        duty=duty, organisation=here.science, at=timezone.now(), percent=20, text="x"
    )
    Duty.objects.update(reported_at=report.at)
    assert step_of(here, lead, duty) == "等待反馈审核"
    Report.objects.update(state="returned")
    assert step_of(here, lead, duty) == "按退回意见修改后重新反馈"
    Report.objects.update(state="accepted")
    assert step_of(here, lead, duty) == "按节点推进"
    Duty.objects.update(light="yellow", reported_at=timezone.now() - timedelta(days=31))
    assert step_of(here, lead, duty) == "进度滞后:反馈进展和措施"
    asked = Extension.objects.create(
        duty=duty,
        asked_at=timezone.now(),
        old_due_on=soon,
        new_due_on=soon + timedelta(days=9),
        cause="land",
        reason="x",
    )
    assert step_of(here, lead, duty) == f"等待延期审批(申请延至{asked.new_due_on})"
    Extension.objects.update(state="refused")
    Duty.objects.update(percent=100, light="green")
    assert step_of(here, lead, duty) == "申请销号"
    assert step_of(here, here.science_staff, duty) == "请负责人申请销号"
    Duty.objects.update(percent=50, due_on=today - timedelta(days=20))
    assert step_of(here, lead, duty) == "已逾期:反馈进展,需要时申请延期"
    Duty.objects.update(state="checking")
    assert step_of(here, lead, duty) == "等待核查"


def test_urgent_things_stand_first_and_other_units_do_not(here):
    calm = city.duty(here, due_on=date(2031, 1, 1), reported_at=timezone.now())
    helped = city.duty(here, here.economy, due_on=date(2026, 12, 1))
    CoUnit.objects.create(duty=helped, organisation=here.science)
    city.duty(here, here.economy)
    urgent = city.duty(here, state="handed_down", due_on=date(2032, 1, 1))
    city.duty(here, state="closed")
    mine = steps.by_urgency(here.science_staff)
    assert [(each.duty.pk, each.leads) for each in mine] == [
        (urgent.pk, True),
        (helped.pk, False),
        (calm.pk, True),
    ]


def test_who_has_several_roles_chooses_the_desk(here, client):
    Grant.objects.create(user=here.officer, role=Role.LEADER)
    client.force_login(here.officer)
    page = client.get("/ledger/").content.decode()
    assert "等我办理" in page and 'href="?desk=leader"' in page
    assert "红黄灯最多的单位" in client.get("/ledger/?desk=leader").content.decode()
    assert "等我办理" in client.get("/ledger/?desk=administrator").content.decode()  # not one of theirs
    client.force_login(here.leader)
    assert "选择工作台" not in client.get("/ledger/").content.decode()


def test_worst_first(here):
    for light, unit in (
        ("red", here.science),
        ("red", here.economy),
        ("red", here.economy),
        ("yellow", here.countyhall),
        ("green", here.office),
    ):
        city.duty(here, unit, light=light)
    rows = desks.worst_units(Duty.objects.all())
    assert [(row["title"], row["red"], row["yellow"]) for row in rows] == [
        ("市经信局", 2, 0),
        ("市科技局", 1, 0),
        ("甲县", 0, 1),
    ]


@pytest.mark.django_db
def test_of_an_empty_site_nothing_is_said_to_be_there(settings):
    words = {item.title: item.words for item in setup.items()}
    assert words["单位负责人"] == "建立单位、开通账号之后,为每个单位的负责人授权。"
    assert words["督查机构"].startswith("还没有督查机构。请先新增一个单位")
    assert words["瓦片图位置"] == "还没有县(市、区);要用瓦片图时再新增。"


def test_the_administrator_is_told_what_is_to_be_set_up(here, client):
    state = {item.title: item.fine for item in setup.items()}
    assert state["督查办公室人员"] and state["单位"] and state["决定"]
    Grant.objects.filter(role=Role.OFFICE).delete()
    Job.objects.create(kind="x", title="x")
    Job.objects.update(at=timezone.now() - timedelta(minutes=9))
    state = {item.title: item.fine for item in setup.items()}
    assert not state["督查办公室人员"] and not state["后台任务"] and not state["备份"]
    client.force_login(here.administrator)
    for item in setup.items():
        assert not item.url or client.get(item.url).status_code == 200, item.title


def test_a_role_that_is_over_sets_nothing_up(here):
    yesterday = timezone.localdate() - timedelta(days=1)
    Grant.objects.filter(role__in=(Role.OFFICE, Role.UNIT_LEAD)).update(until=yesterday)
    words = {item.title: item.words for item in setup.items()}
    assert words["督查办公室人员"].startswith("还没有督查办公室人员")
    assert words["单位负责人"] == "2个单位还没有负责人或联络员"


def test_rows_that_wait_long_for_their_seal_are_told_though_others_came_just_now(here):
    hour_ago = timezone.now() - timedelta(hours=1)
    JournalEntry.objects.create(at=hour_ago, tx=0, table="base_user", row=1, kind="U")
    city.person("newcomer", Role.LEADER)
    (said,) = (item for item in setup.items() if item.title == "留痕封存")
    assert not said.fine


def test_a_backup_counts_once_it_is_whole(here, settings, tmp_path):
    settings.WORKSPACE = settings.WORKSPACE._replace(folder=tmp_path)

    def said():
        return next(item for item in setup.items() if item.title == "备份")

    assert (said().fine, "luodi manage backup" in said().words) == (False, True)
    (tmp_path / "backups" / ".20260101-000000.partial").mkdir(parents=True)
    assert not said().fine
    made = tmp_path / "backups" / "20260102-000000" / "manifest.json"
    made.parent.mkdir()
    made.write_text("{}")
    assert (said().fine, said().words) == (True, "最近24小时内做过")


def test_tiles_show_the_most_pressing_light_and_lead_to_the_county_s_rows(here, client):
    city.duty(here, here.countyhall, light="yellow")
    city.duty(here, here.countyhall, light="red")
    (tile,) = overview.tiles(duties_seen_by(here.leader))
    assert (tile.title, tile.status, tile.red, tile.yellow, tile.total) == ("甲县", "red", 1, 1, 2)
    client.force_login(here.leader)
    assert linked(client, tile.url) == 2
    assert f'href="{tile.url}"' in client.get("/ledger/overview/map/").content.decode()


def test_a_timeline_tells_everything_once_newest_first(here, client):
    from luodi.site.base.action import Actor
    from luodi.site.ledger.actions import duties as verbs

    duty = verbs.register(Actor(here.officer), here.commitment)
    verbs.assign(Actor(here.officer), duty, lead=here.science, due_on=here.commitment.deadline)
    verbs.hand_down(Actor(here.officer), duty)
    verbs.sign(Actor(here.science_lead), duty)
    Report.objects.create(
        duty=duty, organisation=here.science, at=timezone.now(), percent=20, text="已选址<b>"
    )
    client.force_login(here.science_staff)
    for url in (f"/ledger/duties/{duty.pk}/timeline/", f"/ledger/commitments/{here.commitment.pk}/timeline/"):
        page = client.get(url).content.decode()
        order = [
            page.index(word)
            for word in ("反馈:20%", "<strong>签收", "<strong>交办", "<strong>明确责任", "<strong>立项")
        ]
        assert order == sorted(order)
        assert "已选址&lt;b&gt;" in page
    client.force_login(here.economy_staff)
    for url in (f"/ledger/duties/{duty.pk}/timeline/", f"/ledger/commitments/{here.commitment.pk}/timeline/"):
        assert client.get(url).status_code == 403


def test_articles_are_counted_decision_by_decision(full, client):
    old = Duty.objects.first().commitment.decision
    other = Decision.objects.create(title="另一决定", area=old.area)
    moved = Duty.objects.filter(parent=None).order_by("-id").first().commitment
    version = DocumentVersion.objects.create(decision=other, number=1, state="adopted", text=moved.quote)
    Commitment.objects.filter(pk=moved.pk).update(
        decision=other, adopted_in=version, start=0, end=len(moved.quote)
    )
    client.force_login(full.officer)
    newest = client.get("/ledger/overview/article/").content.decode()
    assert f'<h2><a href="/ledger/decisions/{other.pk}/">另一决定' in newest
    asked = client.get("/ledger/overview/article/", {"decision": old.pk}).content.decode()
    assert f'<h2><a href="/ledger/decisions/{old.pk}/">' in asked
    on_list = lanes.on_the_list(Duty.objects.all())
    for page, decision in ((newest, other), (asked, old)):
        counted = [
            int(each) for each in re.findall(rf'decision={decision.pk}&amp;article=[^"]*">(\d+)</a>', page)
        ]
        totals = on_list.filter(commitment__decision=decision).count()
        assert sum(counted) == totals > 0
    leader = desks.worst_articles(Duty.objects.all(), 100)
    assert {row["title"].split(" ")[0] for row in leader} <= {"另一决定", old.title}


def test_an_empty_desk_says_what_to_do_first(here, client):
    client.force_login(here.officer)
    assert "台账还是空的" in client.get("/ledger/").content.decode()
    assert "这里会出现图表" in client.get("/ledger/overview/charts/").content.decode()
    city.duty(here)
    assert "台账还是空的" not in client.get("/ledger/").content.decode()
    assert "data-chart" in client.get("/ledger/overview/charts/").content.decode()


@pytest.mark.parametrize(
    "who", ["officer", "science_lead", "science_staff", "economy_lead", "county_contact", "evaluator"]
)
def test_those_among_a_few_commitments_that_one_sees_are_those_of_all_that_one_sees(full, who):
    person = getattr(full, who, None)
    if person is None:
        pytest.skip("nobody of that name in the city")
    Decision.objects.update(published=True)
    every = Commitment.objects.select_related("decision")
    for published in (False, True):
        Commitment.objects.filter(pk=every.order_by("-id")[0].pk).update(published=published)
        seen = set(commitments_seen_by(person).values_list("pk", flat=True))
        assert seen_among(person, every.all()) == seen
    assert seen_among(person, []) == set()


def test_a_county_sees_the_parks_within_it(here, client):
    park = Area.objects.create(name="甲县高新区", kind="park", parent=here.county)
    other = Area.objects.create(name="乙县", kind="county", parent=here.city)
    inside, outside = city.duty(here, here.economy), city.duty(here, here.economy)
    for duty, area in ((inside, park), (outside, other)):
        duty.area = area
        duty.save()
    contact = here.county_contact
    assert set(duties_seen_by(contact)) == {inside}
    assert can_see_duty.test(contact, inside)
    assert not can_see_duty.test(contact, outside)
    client.force_login(contact)
    page = client.get("/ledger/?desk=county").content.decode()
    (url,) = {unescape(each) for each in re.findall(r'href="([^"]*lane=none[^"]*)"', page)}
    assert linked(client, url) == sum(each.light == "none" for each in Duty.objects.filter(area=park))


def test_what_is_urgent_comes_first_however_much_else_there_is(here):
    today = timezone.localdate()
    for number in range(3 * steps.AT_HAND + 1):
        city.duty(
            here, due_on=None if number % 2 else today + timedelta(days=9), light="green", number=f"W{number}"
        )
    late = city.duty(here, due_on=today - timedelta(days=40), light="red")
    to_sign = city.duty(here, state="handed_down", due_on=today + timedelta(days=300), light="green")
    first = [each.duty.pk for each in steps.by_urgency(here.science_lead)[:2]]
    assert first == [late.pk, to_sign.pk]


def test_the_filters_name_no_decision_of_which_no_text_was_adopted(here, client):
    draft = Decision.objects.create(title="尚未采用的决定", area=here.city)
    client.force_login(here.science_staff)
    assert draft.title not in client.get("/ledger/duties/").content.decode()
    assert draft.title not in client.get(f"/ledger/duties/?decision={draft.pk}").content.decode()
    assert here.decision.title in client.get(f"/ledger/duties/?decision={here.decision.pk}").content.decode()


def test_what_the_clock_changes_every_night_buries_nothing_that_people_did(here):
    duty = city.duty(here, due_on=date(2030, 12, 31))
    duties.assign(Actor(here.officer), duty, lead=here.economy, due_on=date(2030, 12, 31))
    for number in range(timeline.MOST + 5):
        shining.shine_all(date(2027, 1, 1) if number % 2 else date(2031, 6, 1))
    assert "明确责任" in [
        moment.title for moment in timeline.of([Duty.objects.get(pk=duty.pk)], here.officer)
    ]


def test_a_duty_that_is_broken_down_wants_no_first_report_of_its_own(here):
    whole = city.duty(here, due_on=timezone.localdate() + timedelta(days=60))
    part = city.duty(here, here.economy, parent=whole)
    assert step_of(here, here.science_lead, whole) == "督促分解任务推进"
    Duty.objects.filter(pk=part.pk).update(state="withdrawn")
    assert step_of(here, here.science_lead, whole) == "首次反馈进展"


def test_a_desk_names_its_unit_its_lines_open_and_the_next_step_is_one_click_away(here, client):
    duty = city.duty(here, due_on=timezone.localdate() + timedelta(days=60))
    client.force_login(here.science_lead)
    page = client.get("/ledger/").content.decode()
    assert "市科技局</span></h1>" in page
    assert f'<a class="next" href="/ledger/duties/{duty.pk}/do/report/">首次反馈进展</a>' in page
    assert f'<a href="/ledger/duties/{duty.pk}/">{duty.number} {duty.title}</a>' in page
    assert client.get(f"/ledger/duties/{duty.pk}/do/report/").status_code == 200
    Duty.objects.update(state="handed_down")
    assert (
        f'<a class="next" href="/ledger/duties/{duty.pk}/">签收</a>'
        in client.get("/ledger/").content.decode()
    )
    client.force_login(here.county_contact)
    page = client.get("/ledger/").content.decode()
    assert "甲县</span></h1>" in page
    assert page.index("本级政府承办") < page.index("落在本县(市、区)的事项")


def test_a_text_that_waits_is_on_the_office_s_desk_one_click_away(here, client):
    later = DocumentVersion.objects.create(
        decision=here.decision, number=2, text="建成中心。", state="review"
    )
    Finding.objects.create(version=later, kind="measure", start=0, end=4, quote="建成中心", state="proposed")
    client.force_login(here.officer)
    page = client.get("/ledger/").content.decode()
    line = f'<a href="/ledger/texts/{later.pk}/">{here.decision.title} · 版本2</a> · 还有1条待审核'
    assert line in page


def test_the_first_way_of_an_administrator_chooses_the_kind_of_unit_that_is_missing(here, client):
    here.office.kind = "bureau"
    here.office.save()
    client.force_login(here.administrator)
    way = re.search(r'href="(/organisations/new/[^"]*)"', client.get("/ledger/").content.decode())[1]
    form = client.get(way).content.decode()
    assert re.search(r'<option value="office" selected', form)
    token = re.search(r'name="form_token" value="([^"]+)"', form)[1]
    values = {"form_token": token, "name": "示例市政府督查室", "kind": "office", "short_name": "", "code": ""}
    assert "已新增“示例市政府督查室”。" in client.post(way, values, follow=True).content.decode()


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/ledger/calendar/", "查看到期日历"),
        ("/ledger/overview/", "查看总览"),
        ("/ledger/search/", "检索"),
    ],
)
def test_whoever_may_not_see_a_page_is_told_which_right_is_missing(here, client, address, title):
    client.force_login(here.administrator)
    answer = client.get(address)
    assert (answer.status_code, f"您没有“{title}”的权限" in answer.content.decode()) == (403, True)


def test_who_acts_for_a_colleague_reads_for_whom_and_how_long(here, client):
    today = timezone.localdate()
    Delegation.objects.create(
        absent=here.science_lead, deputy=here.science_staff, since=today, until=today + timedelta(days=5)
    )
    client.force_login(here.science_staff)
    page = client.get("/ledger/").content.decode()
    assert f"您正在代science_lead办理,至{today + timedelta(days=5)}" in page
    client.force_login(here.economy_staff)
    assert "您正在代" not in client.get("/ledger/").content.decode()
