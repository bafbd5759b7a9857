"""References to what is in no register: pointed out, or refused where the declaration says so."""

from __future__ import annotations

import csv
from datetime import date

import pytest
import registered
from django.core.files.uploadedfile import SimpleUploadedFile

from luodi.core.errors import InputError
from luodi.core.registers import check, load
from luodi.site.base import jobs
from luodi.site.base.action import Actor
from luodi.site.base.refusals import NotNow, Unfit
from luodi.site.records.actions import imports
from luodi.site.records.actions.changes import ask_change
from luodi.site.records.loading import load_folder
from luodi.site.records.models import Batch, model_of
from luodi.site.records.references import refusals, unregistered, warnings

BOOKING = ("number", "facility", "user", "outside", "used_on", "begins", "hours", "status")


def start(here, lines: list[str], register: str, header: tuple[str, ...]) -> Batch:
    data = "\n".join([",".join(header), *lines]) + "\n"
    upload = SimpleUploadedFile("a.csv", data.encode())
    batch = imports.start_import(Actor(here.officer), register, upload=upload)
    jobs.work_off()
    batch.refresh_from_db()
    return batch


def recognitions(here, *numbers: int, **values: str) -> Batch:
    lines = [",".join(registered.line(each, **values).values()) for each in numbers]
    return start(here, lines, "recognition", registered.TITLES)


def booking(number: int, facility: str) -> str:
    return f"YY-2025-{number:06},{facility},{registered.holder(1)},否,2025-03-0{number},09:30,2,used"


def facility(number: str = "SS-2025-000001", **values):
    batch = Batch.objects.create(register="facility", title="t", valid=True, state="applied")
    return model_of("facility").objects.create(
        batch=batch,
        c_number=number,
        c_kind="instrument",
        c_name="示例仪器",
        c_owner=registered.holder(1),
        **values,
    )


def told(batch: Batch) -> list[tuple[int, str, str, bool]]:
    return [(each.row, each.column, each.text, each.warning) for each in batch.problems.all()]


def test_a_holder_in_no_register_is_pointed_out_and_comes_in_all_the_same(here):
    registered.organisation(1, "示例甲")
    batch = recognitions(here, 1, 2, 3)
    said = [f"登记簿“单位”中没有{registered.holder(number)}。" for number in (2, 3)]
    assert told(batch) == [(3, "holder", said[0], True), (4, "holder", said[1], True)]
    assert (batch.state, batch.counts["new"], batch.counts["warnings"]) == ("staged", 3, 2)
    imports.apply_import(Actor(here.officer), batch)
    assert model_of("recognition").objects.visible().count() == 3


def test_a_code_is_pointed_out_once_with_how_often_it_stands_there(here):
    batch = recognitions(here, 1, 2, 3, 持有单位=registered.holder(9))
    assert told(batch) == [(2, "holder", f"登记簿“单位”中没有{registered.holder(9)},共3行。", True)]


def test_rows_that_are_unseen_or_replaced_do_not_count_as_registered(here):
    unseen, gone = registered.organisation(1, "甲"), registered.organisation(2, "乙")
    Batch.objects.filter(pk=unseen.batch_id).update(valid=False)
    gone.replaced_in = gone.batch
    gone.save()
    registered.organisation(3, "丙")
    assert [row for row, *_ in told(recognitions(here, 1, 2, 3))] == [2, 3]


def test_a_wrong_code_is_an_error_and_the_others_of_the_file_are_still_pointed_out(here):
    lines = [",".join(registered.line(1, 持有单位="91990102MA0000015A").values()), ",".join(registered.line(2).values())]  # fmt: skip
    batch = start(here, lines, "recognition", registered.TITLES)
    assert [(row, warning) for row, _, _, warning in told(batch)] == [(2, False), (3, True)]
    assert batch.counts == {"problems": 1, "wrong": 1, "warnings": 1}


def test_the_preview_shows_them_and_its_file_tells_them_from_errors(here, client):
    client.force_login(here.officer)
    batch = recognitions(here, 1)
    text = client.get(f"/records/batches/{batch.pk}/").content.decode()
    assert "不影响入库" in text and f"登记簿“单位”中没有{registered.holder(1)}" in text and "确认入库" in text
    lines = (
        client.get(f"/records/batches/{batch.pk}/problems.csv").getvalue().decode("utf-8-sig").splitlines()
    )
    assert list(csv.reader(lines)) == [
        ["文件", "行", "列", "问题", "类别"],
        ["a.csv", "2", "持有单位", f"登记簿“单位”中没有{registered.holder(1)}。", "提示"],
    ]


def test_a_booking_of_no_facility_is_refused_with_row_and_column(here):
    registered.organisation(1, "甲")
    facility()
    lines = [booking(1, "SS-2025-000001"), booking(2, "SS-2025-000002"), booking(3, "SS-2025-000002")]
    batch = start(here, lines, "booking", BOOKING)
    said = "登记簿“设施设备”中没有SS-2025-000002,请先登记再引用。"
    assert told(batch) == [(3, "facility", said, False), (4, "facility", said, False)]
    assert (batch.state, batch.counts) == (
        "refused",
        {"required": {"facility": 1}, "problems": 2, "wrong": 2},
    )
    assert model_of("booking").objects.count() == 0


def test_a_register_that_must_hold_the_reference_may_not_change_before_the_rows_come_in(here):
    made = facility()
    batch = start(here, [booking(1, "SS-2025-000001")], "booking", BOOKING)
    assert batch.state == "staged"
    gone = Batch.objects.create(register="facility", title="t", valid=True, state="applied")
    made.replaced_in = gone
    made.save()
    with pytest.raises(NotNow):
        imports.apply_import(Actor(here.officer), batch)
    again = imports.check_again(Actor(here.officer), batch)
    jobs.work_off()
    again.refresh_from_db()
    assert again.state == "refused"


def test_rows_of_one_file_may_refer_to_each_other(here):
    header = ("code", "chain", "name", "parent", "position", "presence")
    first = "PV-01-03,晶硅光伏,硅片,PV-01,middle,strong"
    whole = "PV-01,晶硅光伏,硅材料,,front,strong"
    assert start(here, [first, whole], "chain_node", header).state == "staged"
    batch = start(here, [first], "chain_node", header)
    said = "登记簿“产业链节点”中没有PV-01,请先登记再引用。"
    assert told(batch) == [(2, "parent", said, False)]


def test_files_of_one_folder_may_refer_to_each_other_whatever_their_names(here, tmp_path):
    columns = load()["facility"].kinds["instrument"].example
    (tmp_path / "facility.csv").write_text(
        "\n".join([",".join(columns), ",".join(str(value) for value in columns.values())]), encoding="utf-8"
    )
    (tmp_path / "booking.csv").write_text(
        "\n".join([",".join(BOOKING), booking(1, str(columns["number"]))]), encoding="utf-8"
    )
    counts = load_folder(tmp_path)
    assert [counts[name]["new"] for name in ("booking", "facility")] == [1, 1]
    (tmp_path / "booking.csv").write_text(
        "\n".join([",".join(BOOKING), booking(1, "SS-2099-000001")]), encoding="utf-8"
    )
    with pytest.raises(InputError, match=r"booking.csv row 2, column facility"):
        load_folder(tmp_path)
    assert model_of("booking").objects.count() == 1


def test_a_form_refuses_what_must_exist_and_tells_the_decider_of_the_rest(here, client):
    values = {
        "number": "YY-2025-000001", "facility": "SS-2025-000009", "user": registered.holder(1), "outside": "否",
        "used_on": "2025-03-01", "begins": "09:30", "hours": "2", "status": "used",
    }  # fmt: skip
    with pytest.raises(Unfit) as refused:
        ask_change(Actor(here.officer), "booking", kind="new", values=values, reason="r")
    assert refused.value.fields == {"facility": "登记簿“设施设备”中没有SS-2025-000009,请先登记再引用。"}
    facility("SS-2025-000009")
    asked = ask_change(Actor(here.officer), "booking", kind="new", values=values, reason="r")
    client.force_login(here.officer)
    text = client.get(f"/records/requests/{asked.pk}/").content.decode()
    assert f"登记簿“单位”中没有{registered.holder(1)}。" in text
    registered.organisation(1, "甲")
    assert "请留意" not in client.get(f"/records/requests/{asked.pk}/").content.decode()


def test_one_query_a_column_however_many_rows(here, django_assert_num_queries):
    rows = [
        {"kind": "high_tech_enterprise", "number": f"GR20239{each:07}", "holder": registered.holder(each), "level": "national",
         "area": "990102", "issuer": "厅", "valid_from": date(2023, 1, 1), "valid_to": date(2025, 1, 1)}
        for each in range(300)
    ]  # fmt: skip
    for each in range(0, 300, 2):
        registered.organisation(each, f"示例{each}")
    checked = check(load()["recognition"], rows)
    assert checked.total == 0
    with django_assert_num_queries(1):
        found = unregistered(checked)
    assert [row for row, _, _ in warnings(found).lines] == list(range(1, 300, 2))
    assert refusals(found, 300).total == 0
