from __future__ import annotations

from datetime import date

import intake
import pytest
from django.urls import reverse

from luodi.site.base.action import Actor
from luodi.site.base.models import Notice, Organisation
from luodi.site.base.refusals import NotAllowed, Unfit
from luodi.site.ledger.actions import bulk
from luodi.site.ledger.matching import Directory
from luodi.site.ledger.models import Duty


@pytest.fixture
def version(here):
    return intake.adopted(here.officer)


def test_printed_names_are_matched_by_full_and_short_name_where_one_unit_bears_them(here):
    directory = Directory.standing()
    assert directory.find("市科技局") == here.science
    assert directory.find("示例市 科学技术局") == here.science
    assert directory.find("市档案馆") is None
    Organisation.objects.create(name="另一市科学技术局", short_name="市科技局")
    assert Directory.standing().find("市科技局") is None
    Organisation.objects.filter(pk=here.economy.pk).update(dissolved_on=date(2024, 1, 1))
    assert Directory.standing().find("市经信局") is None


def test_the_first_lead_is_offered_and_the_others_help(here):
    offer = Directory.standing().offer(
        {"lead": ["市科技局", "市经信局"], "cooperating": ["甲县", "市档案馆", "市科技局"]}
    )
    assert offer == (here.science, [here.economy, here.countyhall], ["市档案馆"])
    assert Directory.standing().offer({}) == (None, [], [])
    unknown_first = Directory.standing().offer({"lead": ["市档案馆", "市经信局"]})
    assert unknown_first == (None, [here.economy], ["市档案馆"])


def rows_of(version, **of) -> list[bulk.Row]:
    return [bulk.Row(each.pk, **of) for each in version.commitments.order_by("number")]


def test_many_are_registered_and_handed_down_in_one_step(here, version):
    rows = rows_of(version, lead=here.science, co_units=[here.economy], due_on=date(2030, 12, 31))
    made = bulk.register_many(Actor(here.officer), version.decision, rows=rows, hand_down=True)
    assert [(each.number, each.state, each.lead, each.due_on) for each in made] == [
        (f"000{n}", "handed_down", here.science, date(2030, 12, 31)) for n in (1, 2, 3, 4)
    ]
    assert {unit.organisation for each in made for unit in each.co_units.all()} == {here.economy}
    assert Notice.objects.filter(user=here.science_lead).count() == 4


def test_every_problem_is_named_and_nothing_is_done(here, version):
    Organisation.objects.filter(pk=here.economy.pk).update(dissolved_on=date(2024, 1, 1))
    here.economy.refresh_from_db()
    first, second, third, fourth = rows_of(version)
    rows = [
        first._replace(lead=here.science),
        second._replace(lead=here.economy),
        third._replace(problem="没有唯一名为“市档案馆”的单位"),
        fourth,
        bulk.Row(here.commitment.pk),
    ]
    with pytest.raises(Unfit) as error:
        bulk.register_many(
            Actor(here.officer), version.decision, rows=rows, starts_on=date(2023, 3, 1), hand_down=True
        )
    assert set(error.value.fields) == {str(row.commitment) for row in rows[1:]}
    assert "撤销" in error.value.fields[str(second.commitment)]
    assert (Duty.objects.count(), Notice.objects.filter(user=here.science_lead).count()) == (0, 0)


def test_a_promise_of_the_past_begins_with_the_decision(here, version):
    row = rows_of(version, lead=here.science)[0]
    (duty,) = bulk.register_many(
        Actor(here.officer), version.decision, rows=[row], starts_on=date(2023, 3, 1)
    )
    assert (duty.starts_on, duty.due_on, duty.state) == (date(2023, 3, 1), date(2025, 12, 31), "registered")


def test_registering_without_a_unit_waits_for_one(here, version):
    made = bulk.register_many(Actor(here.officer), version.decision, rows=rows_of(version))
    assert {(each.state, each.lead) for each in made} == {("registered", None)}
    with pytest.raises(Unfit, match="已经立项"):
        bulk.register_many(Actor(here.officer), version.decision, rows=rows_of(version)[:1])
    with pytest.raises(NotAllowed):
        bulk.register_many(Actor(here.science_lead), version.decision, rows=rows_of(version))


def test_the_page_offers_what_the_text_prints_and_sets_nothing(here, version, client):
    client.force_login(here.officer)
    url = reverse("ledger:register", args=[version.decision_id])
    page = client.get(url).content.decode()
    one, two = version.commitments.order_by("number")[:2]
    assert f'name="lead-{one.pk}" list="units" value="市科技局"' in page
    assert f'name="co-{one.pk}" value="市经信局"' in page
    assert f'name="due-{one.pk}" value="2025-12-31"' in page
    assert "本站没有对应单位:市档案馆" in page
    assert 'name="starts_on" value="2023-03-01"' in page
    assert Duty.objects.count() == 0
    typed = {
        "starts_on": "2023-03-01", "chosen": [one.pk, two.pk], f"lead-{one.pk}": "市科技局", f"co-{one.pk}": "市经信局、甲县",
        f"due-{one.pk}": "2030-06-30", f"lead-{two.pk}": "没有的局", f"due-{two.pk}": "明年", "do": "hand_down",
    }  # fmt: skip
    answer = client.post(url, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有唯一名为“没有的局”的单位" in page and "完成时限“明年”不是日期" in page
    assert 'value="没有的局"' in page and 'value="2030-06-30"' in page and page.count(" checked>") == 2
    assert Duty.objects.count() == 0
    fixed = {f"lead-{two.pk}": "示例市经济和信息化局", f"due-{two.pk}": ""}
    assert client.post(url, typed | fixed).status_code == 302
    made = Duty.objects.order_by("number")
    assert [(each.lead, each.due_on, each.state) for each in made] == [
        (here.science, date(2030, 6, 30), "handed_down"), (here.economy, date(2025, 12, 31), "handed_down"),
    ]  # fmt: skip
    assert client.get(url).content.decode().count('name="chosen"') == 2


def test_one_unit_and_one_day_serve_all_ticked_rows_that_name_none(here, version, client):
    client.force_login(here.officer)
    pks = list(version.commitments.order_by("number").values_list("pk", flat=True))
    typed = {
        "chosen": pks[1:],
        f"lead-{pks[1]}": "市科技局",
        "lead": "市经信局",
        "due": "2031-06-30",
        "do": "hand_down",
    }
    typed |= {"starts_on": "2023-03-01", f"due-{pks[1]}": "2030-06-30"}
    assert client.post(reverse("ledger:register", args=[version.decision_id]), typed).status_code == 302
    made = Duty.objects.order_by("number")
    assert [(each.lead, each.due_on) for each in made] == [
        (here.science, date(2030, 6, 30)), (here.economy, date(2031, 6, 30)), (here.economy, date(2031, 6, 30)),
    ]  # fmt: skip


def test_the_page_shows_one_article(here, version, client):
    client.force_login(here.officer)
    url = reverse("ledger:register", args=[version.decision_id])
    assert client.get(url, {"article": "3"}).content.decode().count('name="chosen"') == 2


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_page_keeps_to_its_queries(here, client, django_assert_max_num_queries, count):
    lines = "".join(f"{n}.工作。建成第{n}号创新中心。\n" for n in range(1, count + 1))
    version = intake.adopted(here.officer, f"示例市关于创新的决定\n一、任务\n{lines}")
    client.force_login(here.officer)
    with django_assert_max_num_queries(14):
        page = client.get(reverse("ledger:register", args=[version.decision_id])).content.decode()
    assert page.count('name="chosen"') == count
