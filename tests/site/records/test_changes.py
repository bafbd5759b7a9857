"""A change of one row: asked for by those who keep the register, decided by somebody else, never overwriting."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import registered

from luodi.site.base.action import Actor
from luodi.site.base.refusals import NotAllowed, NotNow, Stale, Unfit
from luodi.site.records.actions.changes import LooksAlike, ask_change, decide_change
from luodi.site.records.actions.keepers import set_keeper
from luodi.site.records.models import ChangeRequest, Keeper, model_of
from luodi.site.records.queries import counts, versions
from luodi.site.records.show import typed

RECOGNITION = model_of("recognition")


@pytest.fixture
def keeper(here: SimpleNamespace) -> SimpleNamespace:
    set_keeper(Actor(here.officer), "recognition", organisation=here.science)
    return here


def values_of(row, **changes: str) -> dict[str, str]:
    return {name: typed(value) for name, value in row.values().items()} | changes


def new_values(number: int, **changes: str) -> dict[str, str]:
    return {
        "kind": "high_tech_enterprise", "number": f"GR20239{number:07}", "holder": registered.holder(number),
        "level": "national", "area": "990102", "issuer": "示例厅", "valid_from": "2023-10-16", "valid_to": "2026-10-15",
    } | changes  # fmt: skip


def ask(here, row=None, kind="change", **given) -> ChangeRequest:
    given = {"reason": "更正"} | given
    return ask_change(Actor(here.science_staff), "recognition", kind=kind, row=row, **given)


def test_a_change_is_seen_when_the_lead_agrees_and_the_old_row_stays(keeper):
    old = registered.recognition(1)
    asked = ask(keeper, old, values=values_of(old, issuer="另一厅"))
    assert RECOGNITION.objects.visible().get().c_issuer == "示例厅"
    decided = decide_change(Actor(keeper.science_lead), asked, agree=True)
    seen = RECOGNITION.objects.visible().get()
    assert (decided.state, seen.c_issuer, seen.batch) == ("approved", "另一厅", decided.batch)
    old.refresh_from_db()
    assert (old.c_issuer, old.replaced_by, old.replaced_in) == ("示例厅", seen, decided.batch)
    assert [row.pk for row in versions(seen)] == [seen.pk, old.pk] == [row.pk for row in versions(old)]


def test_a_new_row_and_a_removal_are_counted(keeper):
    asked = ask(keeper, kind="new", values=new_values(5))
    decide_change(Actor(keeper.officer), asked, agree=True)
    row = RECOGNITION.objects.visible().get()
    assert (row.c_number, counts()) == ("GR202390000005", {"recognition": 1})
    gone = ask(keeper, row, kind="remove", reason="企业注销")
    decide_change(Actor(keeper.science_lead), gone, agree=True)
    row.refresh_from_db()
    assert (row.removed_because, counts()) == ("企业注销", {"recognition": 0})
    assert not RECOGNITION.objects.visible().exists()


def test_who_asked_does_not_decide_and_staff_and_other_units_neither(keeper):
    asked = ask_change(
        Actor(keeper.science_lead), "recognition", kind="new", values=new_values(5), reason="新增"
    )
    for person in (
        keeper.science_lead,
        keeper.science_staff,
        keeper.economy_lead,
        keeper.leader,
        keeper.evaluator,
    ):
        with pytest.raises(NotAllowed):
            decide_change(Actor(person), asked, agree=True)
    assert decide_change(Actor(keeper.officer), asked, agree=True).state == "approved"


@pytest.mark.parametrize("who", ["economy_staff", "county_contact", "leader", "evaluator", "administrator"])
def test_only_keepers_ask(keeper, who):
    with pytest.raises(NotAllowed):
        ask_change(
            Actor(getattr(keeper, who)), "recognition", kind="new", values=new_values(5), reason="新增"
        )


def test_wrong_values_are_told_by_column(keeper):
    registered.recognition(1)
    with pytest.raises(Unfit) as error:
        ask(keeper, kind="new", values=new_values(2, holder="91990102MA0000015A", valid_to="2020-01-01"))
    assert sorted(error.value.fields) == ["holder", "valid_to"]
    with pytest.raises(Unfit) as error:
        ask(keeper, kind="new", values=new_values(1))
    assert list(error.value.fields) == ["number"]
    with pytest.raises(Unfit) as error:
        ask(keeper, kind="new", values=new_values(3), reason=" ")
    assert list(error.value.fields) == ["reason"]


def test_what_became_wrong_since_it_was_asked_for_is_refused_at_the_decision(keeper):
    asked = ask(keeper, kind="new", values=new_values(1))
    registered.recognition(1)
    with pytest.raises(Unfit):
        decide_change(Actor(keeper.science_lead), asked, agree=True)
    asked.refresh_from_db()
    assert (asked.state, RECOGNITION.objects.count()) == ("asked", 1)


def test_a_row_that_looks_alike_has_to_be_confirmed(keeper):
    there = registered.recognition(1)
    values = new_values(2, holder=registered.holder(1))
    with pytest.raises(LooksAlike) as error:
        ask(keeper, kind="new", values=values)
    assert error.value.rows == [there]
    asked = ask(keeper, kind="new", values=values, confirmed=True)
    with pytest.raises(LooksAlike):
        decide_change(Actor(keeper.science_lead), asked, agree=True)
    assert decide_change(Actor(keeper.science_lead), asked, agree=True, confirmed=True).state == "approved"


def test_a_renewal_looks_like_nothing(keeper):
    registered.recognition(1)
    renewal = new_values(2, holder=registered.holder(1), valid_from="2026-10-16", valid_to="2029-10-15")
    assert ask(keeper, kind="new", values=renewal).state == "asked"


def test_a_name_written_otherwise_looks_alike(here):
    registered.organisation(1, "示例材料(集团)有限公司")
    values = {
        "code": registered.holder(2),
        "name": "示例材料（集团）有限责任公司",
        "category": "enterprise",
        "area": "990102",
    }
    with pytest.raises(LooksAlike):
        ask_change(Actor(here.officer), "organisation", kind="new", values=values, reason="新增")


def test_a_row_that_changed_meanwhile_is_not_changed_again_unseen(keeper):
    old = registered.recognition(1)
    first = ask(keeper, old, values=values_of(old, issuer="甲厅"))
    second = ask(keeper, old, values=values_of(old, issuer="乙厅"))
    decide_change(Actor(keeper.science_lead), first, agree=True)
    with pytest.raises(NotNow):
        decide_change(Actor(keeper.science_lead), second, agree=True)
    with pytest.raises(NotNow):
        ask(keeper, old, values=values_of(old, issuer="丙厅"))
    assert RECOGNITION.objects.visible().get().c_issuer == "甲厅"


def test_a_request_is_decided_once_and_a_refusal_needs_a_note(keeper):
    asked = ask(keeper, kind="new", values=new_values(5))
    with pytest.raises(Unfit):
        decide_change(Actor(keeper.science_lead), asked, agree=False)
    version = asked.version
    decide_change(Actor(keeper.science_lead), asked, agree=False, note="材料不全")
    with pytest.raises((NotNow, Stale)):
        decide_change(Actor(keeper.officer), asked, agree=True, version=version)
    assert not RECOGNITION.objects.exists()


def test_nothing_changed_is_no_change(keeper):
    old = registered.recognition(1)
    with pytest.raises(Unfit):
        ask(keeper, old, values=values_of(old))


def test_keepers_are_set_by_office_or_administrator(here):
    set_keeper(Actor(here.administrator), "norm", organisation=here.economy)
    assert [str(each.organisation) for each in Keeper.objects.all()] == ["市经信局"]
    set_keeper(Actor(here.officer), "norm", organisation=here.economy, keeps=False)
    assert not Keeper.objects.exists()
    with pytest.raises(NotAllowed):
        set_keeper(Actor(here.science_lead), "norm", organisation=here.science)
    with pytest.raises(Unfit):
        set_keeper(Actor(here.officer), "no_such", organisation=here.science)
