"""A row that others must find does not go, nor take another key, while they stand."""

from __future__ import annotations

from datetime import date

import pytest
import registered
from django.db import connection

from luodi.core.registers import load
from luodi.site.base.action import Actor
from luodi.site.base.refusals import Unfit
from luodi.site.records import referrers
from luodi.site.records.actions.changes import ask_change, decide_change
from luodi.site.records.models import Batch, ChangeRequest, Keeper, model_of
from luodi.site.records.referrers import StillReferred, refuse_if_referred, requiring
from luodi.site.records.show import typed


@pytest.fixture
def here(here):
    for register in ("facility", "chain_node"):
        Keeper.objects.create(register=register, organisation=here.science)
    here.leader_of_keeper = here.science_lead
    return here


def row(register: str, **values):
    batch = Batch.objects.create(register=register, title="t", valid=True, state="applied")
    return model_of(register).objects.create(
        batch=batch, **{f"c_{name}": value for name, value in values.items()}
    )


def facility(number: str = "SS-2025-000001"):
    return row(
        "facility", number=number, kind="instrument", name="示例仪器", owner=registered.holder(1),
        area="990102", shared=True, opened_on=date(2025, 1, 1),
    )  # fmt: skip


def booking(number: int, of: str = "SS-2025-000001"):
    return row("booking", number=f"YY-2025-{number:06}", facility=of, user=registered.holder(1))


def node(code: str, **values):
    return row(
        "chain_node", code=code, chain="晶硅光伏", name=code, position="front", presence="strong", **values
    )


def removal(here, made) -> ChangeRequest:
    return ask_change(Actor(here.officer), made.register.id, kind="remove", row=made, reason="停用")


def changed(here, made, **values) -> ChangeRequest:
    given = {name: typed(value) for name, value in made.values().items()} | values
    return ask_change(
        Actor(here.officer), made.register.id, kind="change", row=made, values=given, reason="改号", confirmed=True
    )  # fmt: skip


def test_the_registers_that_must_find_others_are_those_declared():
    found = {name: [(each.id, [column.name for column in columns]) for each, columns in requiring(name)] for name in load()}  # fmt: skip
    assert {name: pairs for name, pairs in found.items() if pairs} == {
        "facility": [("booking", ["facility"])], "chain_node": [("chain_node", ["parent", "feeds"])],
    }  # fmt: skip


def test_a_facility_with_bookings_cannot_be_removed_and_they_are_named(here):
    made = facility()
    booking(1)
    with pytest.raises(StillReferred) as refused:
        removal(here, made)
    assert str(refused.value) == (
        "登记簿“预约”中有1条记录引用SS-2025-000001(YY-2025-000001)。请先变更或撤销这些记录,再办理。"
    )
    for number in (5, 4, 3, 2):
        booking(number)
    with pytest.raises(StillReferred) as refused:
        removal(here, made)
    assert "有5条记录引用SS-2025-000001(YY-2025-000001、YY-2025-000005、YY-2025-000004等)" in str(
        refused.value
    )
    assert ChangeRequest.objects.count() == 0


def test_what_came_after_it_was_asked_counts_when_it_is_decided(here):
    made = facility()
    asked = removal(here, made)
    later = booking(1)
    with pytest.raises(StillReferred):
        decide_change(Actor(here.leader_of_keeper), asked, agree=True)
    asked.refresh_from_db()
    assert (asked.state, Batch.objects.filter(register="facility").count()) == ("asked", 1)
    later.replaced_in = later.batch
    later.save()
    decide_change(Actor(here.leader_of_keeper), asked, agree=True)
    assert not model_of("facility").objects.visible().exists()


def test_rows_that_are_not_seen_do_not_hold_it_and_another_row_of_the_key_lets_it_go(here):
    made = facility()
    unseen, old = booking(1), booking(2)
    Batch.objects.filter(pk=unseen.batch_id).update(valid=False)
    old.replaced_in = old.batch
    old.save()
    booking(3, of="SS-2025-000002")
    refuse_if_referred(made)
    booking(4)
    facility()
    refuse_if_referred(made)


def test_a_node_is_held_by_its_parts_and_by_what_feeds_it_but_not_by_itself(here):
    made = node("PV-01", feeds="PV-01")
    refuse_if_referred(made)
    node("PV-02", parent="PV-01", feeds="PV-01")
    node("PV-03", feeds="PV-01")
    with pytest.raises(StillReferred, match=r"有2条记录引用PV-01\(PV-02、PV-03\)"):
        refuse_if_referred(made)


def test_a_key_that_others_must_find_is_not_changed_but_all_else_is(here):
    made = facility()
    booking(1)
    with pytest.raises(Unfit) as refused:
        changed(here, made, number="SS-2025-000009")
    assert "有1条记录引用SS-2025-000001" in refused.value.fields["number"]
    assert changed(here, made, name="示例仪器二").state == "asked"
    lonely = facility("SS-2025-000002")
    assert changed(here, lonely, number="SS-2025-000008").state == "asked"


def test_a_node_that_refers_to_itself_takes_its_new_key_along(here):
    made = node("PV-01", feeds="PV-01")
    with pytest.raises(Unfit) as refused:
        changed(here, made, code="PV-09")
    assert refused.value.fields == {"feeds": "引用的是本记录原来的编号,请改为新的编号。"}
    assert changed(here, made, code="PV-09", feeds="PV-09").state == "asked"


def test_many_are_counted_so_far_and_no_further(here, monkeypatch):
    monkeypatch.setattr(referrers, "COUNTED", 2)
    made = facility()
    for number in range(1, 5):
        booking(number)
    with pytest.raises(StillReferred, match="有2条以上记录引用"):
        refuse_if_referred(made)


@pytest.mark.parametrize("place", ["ask", "decide"])
def test_the_page_says_so_and_keeps_what_was_typed(here, client, place):
    made = facility()
    client.force_login(here.officer)
    url = f"/records/facility/{made.pk}/remove/"
    if place == "decide":
        asked = removal(here, made)
        client.force_login(here.leader_of_keeper)
        url = f"/records/requests/{asked.pk}/decide/"
    booking(1)
    answer = client.post(url, {"reason": "停用了", "do": "agree", "note": "停用了", "version": 1})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "登记簿“预约”中有1条记录引用SS-2025-000001" in text and "停用了" in text


def test_the_rows_are_found_by_the_index_of_the_column(db):
    """Not by walking the table: of a million bookings a removal reads those of one facility."""
    made = facility()
    for number in range(3):
        booking(number, of=f"SS-2025-{number:06}")
    with connection.cursor() as cursor:
        statements: list[tuple[str, object]] = []

        def noted(execute, sql, params, many, context):
            statements.append((sql, params))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(noted), pytest.raises(StillReferred):
            refuse_if_referred(made)
        assert len(statements) == 2
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        for sql, params in statements:
            cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{sql}", params)
            plan = "\n".join(str(line) for line in cursor.fetchall())
            table = "booking_facility" if "records_booking" in sql else "facility_number"
            assert f"records_{table}_" in plan, plan
