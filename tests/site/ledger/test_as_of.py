from __future__ import annotations

import time
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from luodi.site.base.action import Actor
from luodi.site.base.journal import triggers
from luodi.site.base.models import Area, Organisation, Setting
from luodi.site.ledger import as_of
from luodi.site.ledger.actions import conferences, duties, inspections, papers
from luodi.site.ledger.actions import parts as breaking
from luodi.site.ledger.models import Commitment, CoUnit, Duty, Node

MODELS = [model for model in triggers.kept() if model._meta.app_label == "ledger"] + [
    Organisation,
    Area,
    Setting,
]


def table(model) -> list[dict]:
    return list(model._default_manager.order_by("pk").values())


def then(model, moment) -> list[dict]:
    return sorted(as_of.rows(model, moment), key=lambda row: row[model._meta.pk.attname])


def story(here):
    """A duty's life with everything around it; each yield is a moment to look back to."""
    officer, lead = Actor(here.officer), Actor(here.science_lead)
    yield
    duty = duties.register(officer, here.commitment, standard="以认定文件为准")
    yield
    duties.assign(officer, duty, lead=here.science, due_on=date(2030, 6, 30), co_units=[here.economy])
    yield
    breaking.plan(officer, duty, points=[breaking.Point("中期", date(2028, 6, 30), Decimal("40.5"))])
    duties.hand_down(officer, duty)
    yield
    why = {"cause": "land", "reason": "用地"}
    duties.assign(officer, duty, lead=here.economy, due_on=date(2030, 9, 30), **why)  # a co-unit goes
    yield
    duties.assign(officer, duty, lead=here.science, due_on=date(2030, 9, 30))
    duties.sign(lead, duty)
    piece = breaking.Part("第一部分", here.economy, Decimal("2.25"), date(2029, 1, 1))
    breaking.break_down(lead, duty, parts=[piece])
    yield
    breaking.plan(lead, duty, points=[])  # a node goes
    Duty.objects.filter(pk=duty.pk).update(percent=Decimal("33.33"), cause="funds")
    here.commitment.value_high = Decimal("12345678901234.123456")
    here.commitment.save()
    Organisation.objects.filter(pk=here.economy.pk).update(
        name="示例市工业和信息化局", dissolved_on=date(2026, 1, 1)
    )
    yield
    Organisation.objects.filter(pk=here.economy.pk).update(dissolved_on=None)
    paper = papers.draft_orders(officer, [duty])[0]
    yield
    papers.issue(officer, paper)
    sitting = conferences.call(officer, None, title="会", held_on=date(2026, 1, 5), attendees=[here.science])
    resolved = conferences.resolve(officer, sitting, text="x")
    yield
    conferences.strike(officer, resolved)
    day = timezone.localdate()
    plan = inspections.plan(officer, None, title="查", starts_on=day, ends_on=day)
    inspections.list_frame(officer, plan, by="light", size=1)
    inspections.draw(officer, plan, seed=5)
    Setting.objects.create(name="own_holidays", value={"2026-12-31": True, "n": 1.5})
    yield


def test_every_table_is_rebuilt_as_it_was_at_every_step(here):
    snapshots = []
    for _ in story(here):
        snapshots.append((timezone.now(), {model: table(model) for model in MODELS}))
        time.sleep(0.003)  # the journal keeps milliseconds
    assert len(snapshots) == 10
    for moment, tables in snapshots:
        for model, rows in tables.items():
            assert then(model, moment) == rows, (model, moment)


def test_before_anything_there_is_nothing(here):
    assert list(as_of.rows(Duty, timezone.now() - timedelta(days=1))) == []


def test_objects_answer_like_the_ones_of_the_database(here):
    duty = duties.register(Actor(here.officer), here.commitment)
    (found,) = as_of.objects(Duty, timezone.now() + timedelta(seconds=1))
    assert (str(found), found.get_state_display(), found.running) == (str(duty), "已立项", False)


@pytest.mark.parametrize("model", [Duty, Commitment, CoUnit, Node])
def test_a_column_that_came_later_has_its_default(model):
    image = {model._meta.pk.column: 7}
    found = as_of.row(model, image)
    assert found[model._meta.pk.attname] == 7
    assert set(found) == {field.attname for field in model._meta.concrete_fields}


def test_looking_back_takes_one_query_a_table(here, django_assert_num_queries):
    for _ in story(here):
        pass
    with django_assert_num_queries(1):
        list(as_of.rows(Duty, timezone.now()))
