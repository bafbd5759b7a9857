"""What a co-unit does: written where co-units are named, read wherever they stand."""

from __future__ import annotations

import city
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from luodi.site.base.action import Actor
from luodi.site.base.models import JournalEntry, Organisation
from luodi.site.base.refusals import Unfit
from luodi.site.ledger import exporting
from luodi.site.ledger.actions import duties, papers
from luodi.site.ledger.helping import in_words, read, written
from luodi.site.ledger.matching import Directory
from luodi.site.ledger.models import CoUnit, Duty
from luodi.site.ledger.succession import inherit


def parts_of(duty):
    return dict(CoUnit.objects.filter(duty=duty).values_list("organisation__short_name", "part"))


def assign(here, duty, co_units=(), **values):
    return duties.assign(
        Actor(here.officer), duty, lead=here.science, due_on=duty.due_on, co_units=co_units, **values
    )


@pytest.fixture
def directory(here):
    here.hall = Organisation.objects.create(name="示例市人民政府办公室(外事办)", short_name="市政府办")
    return Directory.standing()


@pytest.mark.parametrize(
    ("text", "units", "shares", "problems"),
    [
        ("", [], [], 0),
        ("市经信局", ["economy"], [""], 0),
        ("市经信局(提供场地)、甲县", ["economy", "countyhall"], ["提供场地", ""], 0),
        ("市经信局(场地、水电(含扩容)),甲县(用地)", ["economy", "countyhall"], ["场地、水电(含扩容)", "用地"], 0),
        ("市经信局(提供场地)\n\n 甲县 \r\n", ["economy", "countyhall"], ["提供场地", ""], 0),
        ("示例市人民政府办公室(外事办)", ["hall"], [""], 0),
        ("示例市人民政府办公室(外事办)(涉外手续)", ["hall"], ["涉外手续"], 0),
        ("市经信局(一)、市经信局(二)", ["economy"], ["一"], 0),
        ("没有的局(一)、市经信局", ["economy"], [""], 1),
        ("市经信局(" + "长" * 201 + ")", [], [], 1),
    ],
)  # fmt: skip
def test_co_units_are_read_as_people_write_them(here, directory, text, units, shares, problems):
    found = read(text, directory)
    assert found.units == [getattr(here, name) for name in units]
    assert list(found.shares.values()) == shares
    assert len(found.problems) == problems


@given(st.lists(st.text(alphabet="场地(水)、电,\n; ", max_size=12), max_size=4), st.text(max_size=30))
def test_any_text_is_read_and_what_is_written_is_read_again(parts, anything):
    units = [Organisation(pk=number, name=f"第{number}局") for number in range(len(parts))]
    directory = Directory(units)
    read(anything, directory)
    plain = [part.replace("(", "").replace(")", "").replace("\n", "").strip() for part in parts]
    found = read("、".join(map(written, units, plain)), directory)
    assert (found.units, list(found.shares.values()), found.problems) == (units, plain, [])


def test_what_a_co_unit_does_is_kept_changed_and_left_alone(here):
    duty = city.duty(here)
    both = [here.economy, here.countyhall]
    assign(here, duty, both, shares={here.economy.pk: " 提供场地 "})
    assert parts_of(duty) == {"市经信局": "提供场地", "甲县": ""}
    kept = set(CoUnit.objects.values_list("pk", flat=True))
    assign(here, duty, both)  # says nothing of it
    assert parts_of(duty) == {"市经信局": "提供场地", "甲县": ""}
    assign(here, duty, both, shares={here.countyhall.pk: "征地"})
    assert parts_of(duty) == {"市经信局": "", "甲县": "征地"}
    assert set(CoUnit.objects.values_list("pk", flat=True)) == kept
    assert JournalEntry.objects.filter(table="ledger_counit", kind="U").count() == 2
    for wrong in ({here.office.pk: "x"}, {here.economy.pk: "长" * 201}):
        with pytest.raises(Unfit) as refusal:
            assign(here, duty, both, shares=wrong)
        assert list(refusal.value.fields) == ["shares"]
    assign(here, duty, [here.countyhall])
    assert parts_of(duty) == {"甲县": "征地"}


def test_the_form_takes_and_shows_it_and_the_page_the_report_and_the_files_print_it(here, client):
    duty = city.duty(here)
    client.force_login(here.officer)
    address = reverse("ledger:do", args=[duty.pk, "assign"])
    sent = {
        "lead": here.science.pk, "due_on": duty.due_on, "version": duty.version, "co_units": [here.economy.pk],
        "shares": "市经信局(提供场地)",
    }  # fmt: skip
    bad = client.post(address, sent | {"shares": "没有的局(一)"})
    assert bad.status_code == 422 and "没有唯一名为“没有的局(一)”的单位" in bad.content.decode()
    assert client.post(address, sent | {"shares": "甲县(征地)"}).status_code == 422
    assert client.post(address, sent).status_code == 302
    assert parts_of(duty) == {"市经信局": "提供场地"}
    assert client.get(address).context["form"].initial["shares"] == "市经信局(提供场地)"
    assert "市经信局(提供场地)" in client.get(reverse("ledger:duty", args=[duty.pk])).content.decode()
    (order,) = papers.draft_orders(Actor(here.officer), [duty])
    assert "的协办单位及分工：市经信局(提供场地)。" in order.body
    table = b"".join(exporting.as_csv(Duty.objects.all())).decode()
    assert "协办单位" in table and "市经信局(提供场地)" in table
    client.force_login(here.economy_staff)
    form = client.get(reverse("ledger:do", args=[duty.pk, "report"])).content.decode()
    assert "本单位分工" in form and "提供场地" in form
    client.force_login(here.science_staff)
    assert "本单位分工" not in client.get(reverse("ledger:do", args=[duty.pk, "report"])).content.decode()


def test_the_table_of_registering_takes_it(here, client):
    client.force_login(here.officer)
    pk = here.commitment.pk
    sent = {
        "chosen": pk, f"lead-{pk}": "市科技局", f"co-{pk}": "市经信局(提供场地)、甲县", f"due-{pk}": "2030-01-01",
        "do": "register", "starts_on": "2026-01-01",
    }  # fmt: skip
    assert client.post(reverse("ledger:register", args=[here.decision.pk]), sent).status_code == 302
    assert parts_of(Duty.objects.get()) == {"市经信局": "提供场地", "甲县": ""}


def test_a_unit_that_takes_over_takes_its_part_over(here):
    duty, other = city.duty(here, here.countyhall), city.duty(here, here.countyhall)
    successor = Organisation.objects.create(name="新局", short_name="新局")
    CoUnit.objects.create(duty=duty, organisation=here.economy, part="场地")
    CoUnit.objects.create(duty=duty, organisation=successor, part="资金")
    CoUnit.objects.create(duty=other, organisation=here.economy, part="水电")
    inherit(Actor.system(), successor, predecessor=here.economy)
    assert (parts_of(duty), parts_of(other)) == ({"新局": "资金;场地"}, {"新局": "水电"})


def test_co_units_in_words(here):
    duty = city.duty(here)
    assert in_words(duty.co_units.all()) == ""
    assign(here, duty, [here.economy, here.countyhall], shares={here.countyhall.pk: "征地"})
    assert in_words(duty.co_units.order_by("id")) == "市经信局、甲县(征地)"
