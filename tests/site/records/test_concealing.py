"""The journal is no way round what a register hides: personal columns are read by its keepers and the office only."""

from __future__ import annotations

import pytest
import registered

from luodi.site.base.action import Actor
from luodi.site.base.models import Grant, JournalEntry, Role
from luodi.site.records.actions.changes import ask_change
from luodi.site.records.models import Batch, ChangeRequest, Keeper, Problem, model_of

NAME = "示例人名甲"
VALUES = {"number": "RC-2025-000001", "name": NAME, "employer": "91990102MA0000015A"}


@pytest.fixture
def here(here):
    batch = Batch.objects.create(register="person", title="t", valid=True, state="applied")
    here.row = model_of("person").objects.create(
        batch=batch, **{f"c_{name}": value for name, value in VALUES.items()}
    )
    Problem.objects.create(batch=batch, row=2, column="name", text=f"“{NAME}”的格式不对。")
    ask_change(Actor(here.officer), "person", kind="remove", row=here.row, reason="调离")
    ChangeRequest.objects.create(register="person", kind="new", values=VALUES, reason="新进", by=here.officer)
    return here


def read(client, person) -> str:
    """All that the journal's pages say of these tables to a person."""
    client.force_login(person)
    tables = ("records_person", "records_changerequest", "records_problem")
    pages = [f"/journal/?table={table}" for table in tables]
    pages += [
        f"/journal/{pk}/" for pk in JournalEntry.objects.filter(table__in=tables).values_list("pk", flat=True)
    ]
    answers = [client.get(page) for page in pages]
    assert {answer.status_code for answer in answers} == {200}
    return "\n".join(answer.content.decode() for answer in answers)


@pytest.mark.parametrize("who", ["administrator", "evaluator"])
def test_who_does_not_keep_the_register_reads_no_personal_data_in_the_journal(here, client, who):
    text = read(client, getattr(here, who))
    assert NAME not in text and VALUES["employer"] not in text
    assert "个人信息,不显示" in text and VALUES["number"] in text


def test_the_office_and_who_keeps_it_read_it(here, client):
    assert NAME in read(client, here.officer)
    Grant.objects.create(user=here.science_lead, role=Role.EVALUATOR, organisation=here.evaluators)
    assert NAME not in read(client, here.science_lead)
    Keeper.objects.create(register="person", organisation=here.science)
    assert NAME in read(client, here.science_lead)


def test_a_register_without_personal_data_is_read_as_before(here, client):
    batch = Batch.objects.create(register="organisation", title="t", valid=True, state="applied")
    model_of("organisation").objects.create(batch=batch, c_code="91990102MA0000015A", c_name="示例甲公司")
    client.force_login(here.evaluator)
    assert "示例甲公司" in client.get("/journal/?table=records_organisation").content.decode()


def test_a_request_names_no_person_that_its_register_hides(here, client):
    values = {"kind": "technology_commissioner", "person": "P00000009", "unit": registered.holder(1)}
    asked = ChangeRequest.objects.create(
        register="appointment", kind="new", values=values, reason="新聘", by=here.officer
    )
    client.force_login(here.officer)
    assert "登记簿“人员”中没有P00000009" in client.get(f"/records/requests/{asked.pk}/").content.decode()
    client.force_login(here.evaluator)
    text = client.get(f"/records/requests/{asked.pk}/").content.decode()
    assert "P00000009" not in text
    assert f"登记簿“单位”中没有{registered.holder(1)}" in text
