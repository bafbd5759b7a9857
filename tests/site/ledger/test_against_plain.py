"""What is asked of the database, held against the same question put plainly in Python, over ledgers made by lot."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import busy
import city
import pytest
from django.core.cache import cache
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from luodi.site.base.models import Area, Delegation, Grant, Organisation, Role, Setting, User
from luodi.site.base.rights import UNIT_ROLES, sees_all, standing
from luodi.site.ledger import listing
from luodi.site.ledger.doers import hands_on
from luodi.site.ledger.models import (
    Check,
    ClosingRequest,
    Commitment,
    CoUnit,
    Decision,
    DocumentVersion,
    Duty,
    Evidence,
    Extension,
    Node,
    Pressing,
    Report,
)
from luodi.site.ledger.queries import (
    charts,
    commitments_seen_by,
    days,
    desks,
    duties_seen_by,
    narrow,
    overview,
    reports_seen_by,
    steps,
    timeline,
)
from luodi.site.ledger.queries.seen import reach, seen_among
from luodi.site.ledger.rules import can_see_duty
from luodi.site.public import queries as public

RUNNING = ("handed_down", "in_progress", "checking")
SEEDS = range(2)


def again(user: User) -> User:
    """The same person in a later request."""
    return User.objects.get(pk=user.pk)


@pytest.fixture(params=SEEDS)
def lot(request, here) -> SimpleNamespace:
    """A ledger made by lot: units below units, parks in counties, people of several roles, duties in every state."""
    lot = random.Random(request.param)
    park = Area.objects.create(name="园区", kind="park", parent=here.county)
    other = Area.objects.create(name="乙县", kind="county", parent=here.city, column=1, row=0)
    below = Organisation.objects.create(name="下属单位", parent=here.science, area=park)
    gone = Organisation.objects.create(name="撤销单位", area=other, dissolved_on=date(2026, 1, 1))
    units = [here.science, here.economy, here.countyhall, below, gone, None]
    people = [
        here.officer, here.leader, here.evaluator, here.science_lead, here.science_staff, here.economy_lead,
        here.county_contact, here.administrator,
        city.person("below_staff", Role.UNIT_STAFF, below), city.person("two", Role.UNIT_STAFF, here.economy),
        city.person("nowhere", Role.COUNTY, None, None), city.person("no_unit", Role.UNIT_LEAD, None),
    ]  # fmt: skip
    Grant.objects.create(user=people[-3], role=Role.COUNTY, organisation=here.countyhall, area=other)
    today = timezone.localdate()
    Delegation.objects.create(absent=here.science_lead, deputy=here.economy_staff, since=today, until=today)
    people.append(here.economy_staff)
    promises = _promises(lot, here)
    file = busy.stored(here)
    for number in range(60):
        _duty(lot, here, number, promises, units, [here.county, other, park, here.city, None], file)
    here.people, here.lot = [again(each) for each in people], lot
    return here


def _promises(lot: random.Random, here: SimpleNamespace) -> list[Commitment]:
    second = Decision.objects.create(title="第二份决定", area=here.city, published=True)
    version = DocumentVersion.objects.create(decision=second, number=1, text=city.TEXT, state="adopted")
    made = []
    for number in range(12):
        each = city.commitment(
            here, number=f"2{number:03d}", deadline=lot.choice([None, date(2026, 12, 31), date(2030, 12, 31)])
        )
        each.article = lot.choice(["一", "二", ""])
        each.article_heading = {"一": "目标", "二": "任务", "": ""}[each.article]
        each.published = lot.random() < 0.6
        if lot.random() < 0.6:
            each.decision, each.adopted_in = second, version
        if lot.random() < 0.15:
            each.dropped_in = version
        each.save()
        made.append(each)
    return made


def _duty(lot, here, number, promises, units, areas, file) -> None:
    today, now = timezone.localdate(), timezone.now()
    state = lot.choice([*Duty.State.values, "in_progress", "in_progress", "handed_down"])
    due = lot.choice([None, *(today + timedelta(days=lot.randint(-40, 40)) for _ in range(6))])
    closed = (
        lot.choice([now, now - timedelta(days=lot.randint(0, 60))])
        if state in ("closed", "archived")
        else None
    )
    duty = Duty.objects.create(
        commitment=lot.choice(promises), number=f"L{number:03d}", title=f"任务{number}", state=state, lead=lot.choice(units),
        area=lot.choice(areas), light=lot.choice(Duty.Light.values), percent=lot.choice([0, 50, Decimal("99.99"), 100]),
        lag=lot.choice([None, 0, 5, 5]), due_on=due, first_due_on=lot.choice([due, today]), starts_on=None, closed_at=closed,
        reported_at=lot.choice([None, now - timedelta(days=lot.randint(0, 60))]),
        cause=lot.choice(["", "land"]), person=lot.choice([None, here.science_staff]),
    )  # fmt: skip
    before = list(Duty.objects.filter(commitment=duty.commitment, parent=None).exclude(pk=duty.pk))
    if before and lot.random() < 0.3:
        duty.parent = lot.choice(before)
        duty.save()
    for unit in lot.sample([unit for unit in units if unit], lot.choice([0, 0, 1, 2])):
        CoUnit.objects.create(duty=duty, organisation=unit)
    for day in {today + timedelta(days=lot.randint(-20, 20)) for _ in range(lot.randint(0, 3))} | (
        {due} if due and lot.random() < 0.3 else set()
    ):
        Node.objects.create(
            duty=duty, title=f"节点{day}", due_on=day, percent=lot.choice([20, 100]), reached_on=lot.choice([None, None, today])
        )  # fmt: skip
    for _ in range(lot.choice([0, 0, 1, 2, 3])):
        at = now - timedelta(days=lot.randint(0, 50))
        report = Report.objects.create(
            duty=duty, organisation=lot.choice(units[:5]), by=lot.choice([here.science_staff, here.officer]), at=at, percent=10,
            text="进展", state=lot.choice(Report.State.values), reviewed_at=lot.choice([None, at]), reviewed_by=here.officer,
        )  # fmt: skip
        if lot.random() < 0.4:
            state = lot.choice(Evidence.State.values)
            Evidence.objects.create(
                duty=duty,
                report=report,
                file=file,
                organisation=report.organisation,
                by=report.by,
                state=state,
            )
    if due and lot.random() < 0.3:
        Extension.objects.create(
            duty=duty, asked_at=now, asked_by=here.science_lead, old_due_on=due, new_due_on=due + timedelta(days=3), cause="land",
            reason="x", state=lot.choice(Extension.State.values),
        )  # fmt: skip
    if lot.random() < 0.2:
        ClosingRequest.objects.create(duty=duty, by=here.science_lead, at=now)
        Check.objects.create(duty=duty, by=here.officer, organisation=here.office, at=now, result="passed")
    if due and lot.random() < 0.2:
        Pressing.objects.create(duty=duty, kind="remind", due_on=due, key=f"k{duty.pk}", text="提醒", at=now)


def every() -> list[Duty]:
    found = Duty.objects.select_related("commitment__decision", "lead", "area").prefetch_related(
        "co_units", "nodes"
    )
    return list(found.order_by("id"))


def seen(person: User) -> list[Duty]:
    return [duty for duty in every() if can_see_duty.test(person, duty)]


def asked(address: str, person: User) -> list[int]:
    """Ids of the duties that the list behind an address shows."""
    _page, _mark, query = address.partition("?")
    narrowed = narrow.narrowed(duties_seen_by(person), QueryDict(query))
    assert narrowed.fits, (address, narrowed.words)
    return sorted(narrowed.duties.values_list("pk", flat=True))


def test_what_one_may_see(lot):
    for person in lot.people:
        mine = [duty.pk for duty in seen(person)]
        assert sorted(duties_seen_by(person).values_list("pk", flat=True)) == mine, person
        promised = {duty.commitment_id for duty in every() if duty.pk in mine}
        shown = {
            each.pk
            for each in Commitment.objects.select_related("decision")
            if sees_all.test(person) or each.pk in promised or (each.published and each.decision.published)
        }
        assert set(commitments_seen_by(person).values_list("pk", flat=True)) == shown
        assert seen_among(person, Commitment.objects.select_related("decision")) == shown
        told = [each.pk for each in Report.objects.order_by("id") if each.duty_id in mine]
        assert sorted(reports_seen_by(person).values_list("pk", flat=True)) == told


def test_the_pages_of_every_order_hold_each_duty_once(lot):
    for sort, order in listing.SORTS.items():
        pks, key = [], ""
        while True:
            part = listing.sliced(Duty.objects.all(), sort, key, 7)
            pks += [duty.pk for duty in part.rows]
            if not (key := part.next_key):
                break
        rows = {duty.pk: getattr(duty, order.column) for duty in every()}
        known = sorted(
            ((value, pk) for pk, value in rows.items() if value is not None), reverse=order.falling
        )
        assert pks == [pk for _value, pk in known] + [pk for pk, value in rows.items() if value is None], sort


def test_every_number_of_a_desk_counts_the_rows_behind_it(lot, client):
    for person in lot.people:
        client.force_login(person)
        for desk in ("office", "leader", "evaluator", "unit", "county"):
            page = client.get("/ledger/", {"desk": desk})
            if (
                page.status_code != 200
                or page.context.get("desk") is None
                or page.context["desk"].name != desk
            ):
                continue
            for name in ("lanes", "times", "queue", "week"):
                for number in page.context.get(name) or ():
                    if number.url:
                        assert len(asked(number.url, person)) == number.amount, (person, desk, name, number)


def test_every_cell_of_an_overview_counts_the_rows_behind_it(lot):
    for person in lot.people:
        duties = duties_seen_by(person)
        for kind in overview.KINDS:
            for line in overview.matrix(kind, duties):
                assert len(asked(line.url, person)) == line.total, (kind, line)
                for cell in line.cells:
                    assert len(asked(cell.url, person)) == cell.amount, (kind, line.title, cell)
        for tile in overview.tiles(duties):
            assert len(asked(tile.url, person)) == tile.total
        for make in charts.CHARTS.values():
            for series in make(duties).series:
                for value, url in zip(series.values, series.urls, strict=True):
                    assert value is None or len(asked(url, person)) == value, (series.name, url)
        found = {duty.commitment.decision_id for duty in seen(person)}
        assert [each.pk for each in overview.decisions_of(duties)] == sorted(found, reverse=True)


def test_the_lines_of_desks(lot):
    edge, (since, until) = narrow.first_day_not_late(timezone.localdate()), narrow.days_soon()
    for person in lot.people:
        mine = sorted((duty for duty in seen(person) if duty.due_on), key=lambda duty: (duty.due_on, duty.pk))
        late = [duty for duty in mine if duty.state in ("handed_down", "in_progress") and duty.due_on < edge]
        assert desks.most_late(reach(person)) == late[:10]
        soon = [duty for duty in mine if duty.state in RUNNING and since <= duty.due_on <= until]
        assert desks.due_soon(reach(person)) == soon[:10]


def test_what_is_at_hand(lot):
    today = timezone.localdate()
    edge = narrow.first_day_not_late(today)
    for person in lot.people:
        units, leads = (
            standing(person).units(*UNIT_ROLES),
            standing(person).units(Role.UNIT_LEAD, Role.COUNTY),
        )
        rows = []
        for duty in every():
            if duty.state not in RUNNING:
                continue
            if duty.lead_id not in units and not units & {
                each.organisation_id for each in duty.co_units.all()
            }:
                continue
            last = duty.reports.order_by("-id").first()
            waits = duty.extensions.filter(state="asked").first()
            known = steps.AtHand(
                duty.pk, duty.number, duty.title, duty.lead_id, duty.state, duty.due_on, duty.percent, duty.light, duty.light_reason,
                duty.reported_at, last.state if last else None, waits.new_due_on if waits else None,
                duty.parts.exclude(state="withdrawn").exists(),
            )  # fmt: skip
            step = steps.step(known, duty.lead_id in units, duty.lead_id in leads, today, edge)
            rows.append(
                (
                    step.urgency,
                    {"red": 0, "yellow": 1}.get(duty.light, 2),
                    duty.due_on or date.max,
                    duty.pk,
                    step,
                )
            )
        rows.sort(key=lambda row: row[:4])
        assert [(each.duty.pk, each.step) for each in steps.by_urgency(person)] == [
            (row[3], row[4]) for row in rows
        ][:50]


def test_the_month(lot):
    today = timezone.localdate()
    for person in lot.people:
        mine = [duty for duty in seen(person) if duty.state in RUNNING]
        for first in (today.replace(day=1), (today.replace(day=1) - timedelta(days=1)).replace(day=1)):
            for week in days.month(duties_seen_by(person), first):
                for day in week:
                    due = [(duty.pk, duty.title, None) for duty in mine if duty.due_on == day.day]
                    nodes = sorted(
                        (node.pk, duty.pk, node.title)
                        for duty in mine
                        for node in duty.nodes.all()
                        if node.due_on == day.day != duty.due_on and node.reached_on is None
                    )
                    expected = due + [(duty, title, pk) for pk, duty, title in nodes]
                    assert [(each.duty, each.title, each.node) for each in day.due] == expected[:4], day.day
                    assert day.more == max(0, len(expected) - 4)
                    if expected:
                        assert len(asked(day.rows, person)) == len(expected)


def test_the_feed(lot):
    since = timezone.localdate() - timedelta(days=30)
    for person in lot.people:
        units = standing(person).units(*UNIT_ROLES)
        expected = Counter()
        for duty in seen(person):
            helped = units & {each.organisation_id for each in duty.co_units.all()}
            if duty.state not in RUNNING or not (sees_all.test(person) or duty.lead_id in units or helped):
                continue
            if duty.due_on and duty.due_on >= since:
                expected[duty.due_on, duty.pk, None] += 1
            for node in duty.nodes.all():
                if node.reached_on is None and node.due_on >= since and node.due_on != duty.due_on:
                    expected[node.due_on, duty.pk, node.pk] += 1
        assert Counter((day, due.duty.pk, due.node) for day, due in days.own_days(person)) == expected


def test_the_time_line(lot):
    for person in lot.people[:4]:
        duties = seen(person)
        moments = timeline.of(duties, person)
        assert moments == sorted(moments, key=lambda each: each.at, reverse=True)
        mine = {duty.pk for duty in duties}
        assert {each.duty.pk for each in moments} <= mine
        told = Report.objects.filter(duty__in=mine)
        count = told.count() + told.exclude(reviewed_at=None).count()
        shown = sum(each.anchor.startswith("report-") for each in moments)
        assert shown == count or len(moments) == timeline.MOST


def test_what_the_public_sees(lot):
    shown = [
        each
        for each in Commitment.objects.select_related("decision").order_by("id")
        if each.published and each.decision.published and each.dropped_in_id is None
    ]
    assert sorted(public.commitments().values_list("pk", flat=True)) == [each.pk for each in shown]
    opened = [
        duty
        for duty in every()
        if duty.commitment_id in {each.pk for each in shown}
        and duty.parent_id is None
        and duty.state in ("handed_down", "in_progress", "checking", "closed", "archived")
    ]
    for promise in public.promises(public.commitments().order_by("id")):
        mine = [duty for duty in opened if duty.commitment_id == promise.commitment.pk]
        assert [(part.unit, part.area, part.day.due) for part in promise.parts] == [
            (str(duty.lead or ""), str(duty.area or ""), duty.due_on) for duty in mine
        ]
    by_area = Counter(duty.area_id for duty in opened if duty.area_id)
    assert {int(tile.url.partition("=")[2]): tile.total for tile in public.tiles("/x")} == {
        area.pk: by_area[area.pk] for area in Area.objects.exclude(kind="city")
    }


PAGES = (
    "/ledger/", "/ledger/duties/", "/ledger/duties/export.csv", "/ledger/mine/", "/ledger/calendar/", "/ledger/search/?q=机密", "/ledger/overview/",
    "/ledger/decisions/", "/ledger/papers/", "/ledger/pressings/", "/ledger/inspections/", "/ledger/conferences/", "/notices/", "/public/commitments/", "/public/data/commitments.csv",
    *(f"/ledger/duties/?waiting={kind}" for kind in narrow.WAITING),
)  # fmt: skip


@pytest.mark.parametrize("lot", [2], indirect=True)
def test_no_page_names_a_duty_that_one_may_not_see(lot, client):
    for duty in Duty.objects.all():
        Duty.objects.filter(pk=duty.pk).update(title=f"机密{duty.pk:04d}", light_reason=f"机密{duty.pk:04d}")
        Report.objects.filter(duty=duty).update(text=f"机密{duty.pk:04d}")
        Node.objects.filter(duty=duty).update(title=f"机密{duty.pk:04d}")
        Pressing.objects.filter(duty=duty).update(text=f"机密{duty.pk:04d}")
    for person in (lot.science_staff, lot.economy_lead, lot.county_contact):
        mine = {duty.pk for duty in seen(again(person))}
        family = mine | {duty.parent_id for duty in every() if duty.pk in mine}
        family |= {duty.pk for duty in every() if duty.parent_id in mine}  # a whole is shown with its parts
        hidden = [f"机密{duty.pk:04d}" for duty in every() if duty.pk not in family]
        assert hidden
        client.force_login(person)
        for page in (*PAGES, *(f"/ledger/duties/{pk}/" for pk in sorted(mine)[:5])):
            answer = client.get(page, follow=True)
            text = b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode()
            assert answer.status_code == 200 and not [title for title in hidden if title in text], (
                person,
                page,
            )


def sums(person: User) -> list[object]:
    """All that pages keep of the ledger until something changes."""
    duties, today = duties_seen_by(person), timezone.localdate()
    kept: list[object] = [
        desks.lanes(duties),
        desks.time(duties),
        desks.this_week(duties),
        desks.queue(duties, *narrow.WAITING),
    ]
    kept += [days.month(duties, today.replace(day=1)), overview.tiles(duties), overview.decisions_of(duties)]
    kept += [overview.matrix(kind, duties) for kind in overview.KINDS]
    kept += [make(duties).as_json() for make in charts.CHARTS.values()]
    return [*kept, listing.counted(duties, listing.sliced(duties, "due", size=2)), public.tiles("/")]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lot", [3], indirect=True)
def test_no_kept_sum_outlives_a_change(lot):
    node = Node.objects.filter(reached_on=None, duty__state="in_progress").first()
    report = Report.objects.filter(state="submitted").first()
    changes = (
        lambda: Node.objects.filter(pk=node.pk).update(reached_on=timezone.localdate()),
        lambda: Duty.objects.filter(pk=node.duty_id).update(light="red", due_on=timezone.localdate()),
        lambda: CoUnit.objects.create(duty=Duty.objects.filter(lead=lot.countyhall).first(), organisation=lot.science),
        lambda: Report.objects.filter(pk=report.pk).update(state="returned"),
        lambda: Extension.objects.filter(state="asked").update(state="refused"),
        lambda: Evidence.objects.filter(state="offered").update(state="accepted"),
        lambda: Organisation.objects.filter(pk=lot.science.pk).update(short_name="科技局"),
        lambda: Area.objects.filter(pk=lot.county.pk).update(name="甲市"),
        lambda: Commitment.objects.update(article_heading="改了"),
        lambda: Setting.objects.create(name="own_holidays", value={timezone.localdate().isoformat(): True}),
        lambda: Duty.objects.filter(state="handed_down").update(state="withdrawn"),
    )  # fmt: skip
    for person in (lot.officer, lot.science_lead, lot.county_contact):
        sums(person)
    for number, change in enumerate(changes):
        change()
        shown = [sums(person) for person in (lot.officer, lot.science_lead, lot.county_contact)]
        cache.clear()
        if (
            connection.vendor == "postgresql"
        ):  # rows may come in another order than before, as after its own upkeep
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        anew = [sums(person) for person in (lot.officer, lot.science_lead, lot.county_contact)]
        assert shown == anew, number


def test_who_had_a_hand_in_a_duty(lot):
    for duty in every():
        told = [(each.organisation_id, each.by_id) for each in (*duty.reports.all(), *duty.evidence.all())]
        units = (
            {unit for unit, _by in told}
            | {each.organisation_id for each in duty.co_units.all()}
            | {duty.lead_id}
        )
        people = (
            {by for _unit, by in told}
            | {each.by_id for each in duty.closing_requests.all()}
            | {duty.person_id}
        )
        hands = hands_on(Duty.objects.get(pk=duty.pk))
        assert (hands.units, hands.people) == (units - {None}, people - {None})


def test_the_page_of_a_duty_shows_its_reports_and_its_history_once(lot, client):
    client.force_login(lot.officer)
    for duty in every()[:25]:
        told = list(duty.reports.order_by("-id"))
        page = client.get(f"/ledger/duties/{duty.pk}/").context
        shown = [each for each, _verbs, _figures in page["reports"]]
        while page["older_reports"]:
            page = client.get(f"/ledger/duties/{duty.pk}/", {"older": page["older_reports"]}).context
            shown += [each for each, _verbs, _figures in page["reports"]]
        assert shown == told
        assert [row for row, _may in page["evidence"]] == list(duty.evidence.all())
