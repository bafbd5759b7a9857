from __future__ import annotations

from datetime import timedelta

import city
import pytest
from django.utils import timezone

from luodi.site.base.action import Actor
from luodi.site.base.actions import organisations as actions
from luodi.site.base.models import Area, Grant, JournalEntry, Notice, Organisation
from luodi.site.base.queries.organisations import tree
from luodi.site.base.refusals import NotNow, Stale, Unfit
from luodi.site.base.rights import valid_today
from luodi.site.ledger import succession
from luodi.site.ledger.models import CoUnit, Duty


@pytest.fixture
def actor(here):
    return Actor(here.administrator)


def test_units_make_a_tree(here, actor):
    bureau = actions.make(actor, name="示例市数据局", short_name="数据局", code="914403001922038216")
    centre = actions.make(actor, name="示例市大数据中心", parent=bureau)
    branches = {branch.unit.name: branch.depth for branch in tree()}
    assert (branches["示例市数据局"], branches["示例市大数据中心"]) == (0, 1)
    assert (bureau.code, centre.parent) == ("914403001922038216", bureau)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "示例市科学技术局"}, "name"),
        ({"name": "长" * 121}, "name"),
        ({"name": "新局", "kind": "ministry"}, "kind"),
        ({"name": "新局", "code": "914403001922038215"}, "code"),
    ],
)
def test_what_no_unit_can_be(here, actor, given, field):
    with pytest.raises(Unfit) as refused:
        actions.make(actor, **given)
    assert list(refused.value.fields) == [field]


def test_a_unit_never_stands_under_itself(here, actor):
    below = actions.make(actor, name="科技服务中心", parent=here.science)
    for parent in (here.science, below):
        with pytest.raises(Unfit) as refused:
            actions.change(actor, here.science, name=here.science.name, parent=parent)
        assert list(refused.value.fields) == ["parent"]


@pytest.mark.parametrize("ago", [0, 30])
def test_no_role_in_a_dissolved_unit_goes_on_or_begins_later(here, actor, ago):
    today = timezone.localdate()
    began, begins = (today - timedelta(days=10), today + timedelta(days=1))
    for since in (began, begins):
        Grant.objects.create(user=here.leader, role="unit_staff", organisation=here.science, since=since)
    actions.dissolve(actor, here.science, on=today - timedelta(days=ago))
    left = Grant.objects.filter(organisation=here.science)
    assert left.count() == 4
    assert not left.filter(valid_today(today + timedelta(days=1))).exists()
    assert set(left.values_list("until", flat=True)) == {today - timedelta(days=ago)}


def test_a_stale_change_says_who_was_faster_and_keeps_what_was_typed(here, client):
    client.force_login(here.administrator)
    shown = here.science.version
    actions.change(Actor(here.administrator), here.science, name="示例市科技局", version=shown)
    typed = {"name": "示例市科技创新局", "kind": "bureau", "version": shown}
    answer = client.post(f"/organisations/{here.science.pk}/", typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "administrator" in page and "示例市科学技术局 → 示例市科技局" in page
    assert 'value="示例市科技创新局"' in page
    assert f'name="version" value="{shown + 1}"' in page
    with pytest.raises(Stale):
        actions.change(Actor(here.administrator), here.science, name="x", version=shown)


def test_a_unit_with_running_duties_ends_only_with_a_successor_who_gets_them_on_record(here, actor):
    led = city.duty(here)
    over = city.duty(here, state="closed")
    helped = city.duty(here, lead=here.countyhall)
    both = city.duty(here, lead=here.economy)
    for duty in (helped, both):
        CoUnit.objects.create(duty=duty, organisation=here.science)
    Duty.objects.filter(pk=led.pk).update(person=here.science_staff)
    today = timezone.localdate()
    with pytest.raises(Unfit, match="1项未办结的牵头事项、2项协办事项"):
        actions.dissolve(actor, here.science, on=today)
    actions.dissolve(actor, here.science, on=today, successor=here.economy)
    led.refresh_from_db()
    over.refresh_from_db()
    assert (led.lead, led.person, led.version) == (here.economy, None, 2)
    assert over.lead == here.science
    assert [each.organisation for each in helped.co_units.all()] == [here.economy]
    assert list(both.co_units.all()) == []
    entry = JournalEntry.objects.get(table="ledger_duty", row=led.pk, kind="U", action="duty.inherit")
    assert (entry.user, entry.before["lead_id"], entry.after["lead_id"]) == (
        here.administrator.pk, here.science.pk, here.economy.pk,
    )  # fmt: skip
    assert set(Grant.objects.filter(organisation=here.science).values_list("until", flat=True)) == {today}
    assert Notice.objects.filter(user=here.economy_lead).count() == 1


def test_units_below_go_to_the_successor(here, actor):
    below = actions.make(actor, name="科技服务中心", parent=here.science)
    with pytest.raises(Unfit, match="1个下级单位"):
        actions.dissolve(actor, here.science, on=timezone.localdate())
    with pytest.raises(Unfit, match="隶属于"):
        actions.dissolve(actor, here.science, on=timezone.localdate(), successor=below)
    actions.dissolve(actor, here.science, on=timezone.localdate(), successor=here.economy)
    below.refresh_from_db()
    assert below.parent == here.economy


def test_a_unit_ends_once_and_not_tomorrow(here, actor):
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Unfit, match="尚未到"):
        actions.dissolve(actor, here.science, on=tomorrow)
    with pytest.raises(Unfit, match="另一个"):
        actions.dissolve(actor, here.science, on=timezone.localdate(), successor=here.science)
    actions.dissolve(actor, here.science, on=timezone.localdate())
    with pytest.raises(NotNow, match="撤销"):
        actions.dissolve(actor, here.science, on=timezone.localdate())
    with pytest.raises(Unfit, match="已撤销"):
        actions.make(actor, name="新中心", parent=Organisation.objects.get(pk=here.science.pk))


def test_the_office_too_can_hand_duties_on_without_dissolving(here):
    duty = city.duty(here)
    assert succession.inherit(Actor(here.officer), here.economy, predecessor=here.science) == 1
    duty.refresh_from_db()
    assert duty.lead == here.economy


def test_areas_have_their_tiles_and_never_two_on_one(here, actor, client):
    made = actions.make_area(actor, name="乙县", parent=here.city, column=2, row=0, code="511102")
    with pytest.raises(Unfit) as refused:
        actions.make_area(actor, name="丙县", column=2, row=0)
    assert refused.value.fields == {"column": "这一格已是“乙县”。"}
    with pytest.raises(Unfit) as refused:
        actions.change_area(actor, here.city, name="示例市", kind="city", parent=made, column=3)
    assert sorted(refused.value.fields) == ["column", "parent"]
    actions.change_area(actor, made, name="乙区", parent=here.city, column=2, row=1)
    client.force_login(here.administrator)
    assert "乙区" in client.get("/areas/").content.decode()
    assert Area.objects.get(pk=made.pk).row == 1
