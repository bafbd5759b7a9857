from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal

import city
import openpyxl
import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from workbooks import URL, cell, confirm, fill, handed, upload

from luodi.site.base.action import Actor
from luodi.site.ledger.actions import duties, progress
from luodi.site.ledger.actions.progress import Told
from luodi.site.ledger.models import Duty, Figure, Report
from luodi.site.ledger.sheets import cells, taken
from luodi.site.ledger.sheets.columns import COLUMNS, HEAD, PLACE


def faults(answer):
    return [(fault.row, fault.column) for fault in answer.context["faults"]]


def test_the_workbook_holds_what_is_known_and_is_open_only_where_it_is_filled_in(here, client, settings):
    duty = city.duty(here, percent=Decimal("12.5"))
    Duty.objects.filter(pk=duty.pk).update(title="=HYPERLINK(1)")
    Figure.objects.create(
        organisation=here.science, indicator="高新技术企业", period="2025", value=120, unit="家"
    )
    city.duty(here, lead=here.economy)
    book = handed(client, here.science_staff)
    sheet = book.worksheets[0]
    values = {column.field: cell(book, 1, column.field).value for column in COLUMNS}
    assert values == {
        "number": duty.number, "title": "'=HYPERLINK(1)", "due_on": values["due_on"], "light": "未亮灯", "known": 12.5,
        "percent": None, "text": None, "cause": None, "indicator": "高新技术企业", "period": "2025", "value": 120, "unit": "家",
        "others": None, "reuse": "—", "other": 0, "duty": duty.pk, "version": 1, "last": 0, "was": "2025 120",
    }  # fmt: skip
    assert values["due_on"].date() == date(2030, 12, 31)
    opened = {column.field for column in COLUMNS if not cell(book, 1, column.field).protection.locked}
    assert opened == {column.field for column in COLUMNS if column.open} - {"reuse"}
    assert (sheet.protection.sheet, sheet.max_row, len(sheet.data_validations.dataValidation)) == (
        True,
        HEAD + 1,
        3,
    )
    assert sheet.column_dimensions["O"].hidden and book["luodi"].sheet_state == "veryHidden"
    assert "GENERATED" not in sheet["A1"].value
    settings.WORKSPACE = settings.WORKSPACE._replace(kind="generated")
    assert "GENERATED" in handed(client, here.science_staff).worksheets[0]["A1"].value


def test_what_is_handed_out_and_filled_in_is_shown_old_and_new_then_taken(here, client):
    one, two = (city.duty(here) for _ in range(2))
    progress.report(Actor(here.science_staff), one, Told("从前", Decimal(50)))
    Figure.objects.create(
        organisation=here.science, indicator="高新技术企业", period="2026", value=120, unit="家"
    )
    book = handed(client, here.science_staff)
    fill(book, 1, percent="60.5%", text="现在", value=130)
    fill(book, 2, percent=70, text=20261127, cause="资金")
    book.worksheets[0]["C2"] = 3
    answer = upload(client, book)
    changes = answer.context["changes"]
    assert [(c.duty, c.text, c.percent, c.cause, c.figure) for c in changes] == [
        (one, ("从前", "现在"), ("0.00%", "60.50%"), "", ("2026 120", "2026 130")),
        (two, ("", "20261127"), ("0.00%", "70.00%"), "资金", ("2026 120", "2026 120")),
    ]
    assert Report.objects.count() == 1
    done = [confirm(client, answer) for _ in range(2)]
    assert [each.status_code for each in done] == [302, 302]
    made = Report.objects.order_by("id").values_list("duty", "percent", "text", "cause", "minutes")[1:]
    assert list(made) == [
        (one.pk, Decimal("60.5"), "现在", "", Decimal("1.5")), (two.pk, 70, "20261127", "funds", Decimal("1.5")),
    ]  # fmt: skip
    assert list(Figure.objects.values_list("value", flat=True)) == [120, 130, 120]


def test_untouched_it_changes_nothing(here, client):
    city.duty(here)
    answer = upload(client, handed(client, here.science_staff))
    assert (answer.status_code, answer.context["count"], answer.context["rows"]) == (200, 0, None)


def test_every_bad_cell_is_named_at_once_and_nothing_is_taken(here, client):
    for _ in range(6):
        day = timezone.localdate()  # eight tenths of the time are over
        city.duty(here, starts_on=day - timedelta(days=800), due_on=day + timedelta(days=200))
    book = handed(client, here.science_staff)
    fill(book, 1, percent=120, text="x")
    fill(book, 2, percent="=1+1", text="x", cause="天气")
    fill(book, 3, percent=90, text="好的一行", value="很多")
    fill(book, 4, text="没有进度")
    fill(book, 5, percent=1, text="落后而没有原因")
    fill(book, 6, percent=95, text="也是好的")
    answer = upload(client, book)
    assert answer.status_code == 422
    assert faults(answer) == [
        (HEAD + 1, "本次进度(%)"), (HEAD + 2, "本次进度(%)"), (HEAD + 2, "滞后原因"), (HEAD + 3, "数据"),
        (HEAD + 4, "本次进度(%)"), (HEAD + 5, "滞后原因"),
    ]  # fmt: skip
    text = answer.content.decode()
    assert f"第{HEAD + 2}行,滞后原因:没有“天气”这一原因,可选:用地、资金" in text
    assert 'name="rows"' not in text and Report.objects.count() == 0


def test_a_row_that_went_stale_says_who_changed_what(here, client):
    one, two = (city.duty(here) for _ in range(2))
    book = handed(client, here.science_staff)
    duties.assign(
        Actor(here.officer), one, lead=here.science, due_on=date(2031, 1, 1), cause="land", reason="用地"
    )
    progress.report(Actor(here.science_lead), two, Told("先说了", Decimal(50)))
    for row in (1, 2):
        fill(book, row, percent=60, text="x")
    answer = upload(client, book)
    text = answer.content.decode()
    assert faults(answer) == [(HEAD + 1, "编号"), (HEAD + 2, "编号")]
    assert "officer于" in text and "完成时限:2030-12-31 → 2031-01-01" in text
    assert "science_lead已于" in text


def test_what_goes_stale_between_preview_and_confirmation_is_not_taken(here, client):
    _one, two = (city.duty(here) for _ in range(2))
    book = handed(client, here.science_staff)
    for row in (1, 2):
        fill(book, row, percent=60, text="x")
    answer = upload(client, book)
    progress.report(Actor(here.science_lead), two, Told("先说了", Decimal(50)))
    late = confirm(client, answer)
    assert (late.status_code, faults(late), Report.objects.count()) == (422, [(HEAD + 2, "编号")], 1)


def test_a_row_of_another_unit_or_one_made_up_is_refused(here, client):
    city.duty(here), city.duty(here)
    other = city.duty(here, lead=here.economy)
    book = handed(client, here.science_staff)
    fill(book, 1, percent=60, text="x", duty=other.pk)
    fill(book, 2, percent=60, text="x", duty="abc")
    answer = upload(client, book)
    assert faults(answer) == [(HEAD + 1, "编号"), (HEAD + 2, "编号")]
    assert other.title not in answer.content.decode()


def test_a_preview_of_another_person_or_a_forged_one_is_refused(here, client):
    city.duty(here)
    book = handed(client, here.science_staff)
    fill(book, 1, percent=60, text="x")
    answer = upload(client, book)
    client.force_login(here.science_lead)
    assert confirm(client, answer).status_code == 422
    assert client.post(URL, {"rows": "forged"}).status_code == 422
    assert Report.objects.count() == 0


def packed(**parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return buffer.getvalue()


def foreign():
    book = openpyxl.Workbook()
    book.active.append(["编号", "任务"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


ENTITY = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.xlsm", b"PK\x03\x04", "带宏的或旧格式"),
        ("a.xls", b"\xd0\xcf", "带宏的或旧格式"),
        ("a.pdf", b"%PDF-1.4", "类型不能上传"),
        ("a.xlsx", b"%PDF-1.4", "内容与扩展名不符"),
        ("a.xlsx", b"", "空文件"),
        ("a.xlsx", b"PK\x03\x04 cut short", "已损坏"),
        ("a.xlsx", packed(a_xml=b"0" * 80_000_000), "解压后远大于"),
        ("a.xlsx", packed(a_xml=b"<a/>"), "这不是Excel工作簿"),
        ("a.xlsx", packed(**{"[Content_Types]_xml": ENTITY}), "已损坏"),
        ("a.xlsx", packed(**{"[Content_Types]_xml": b"<a/>", "xl__vbaProject.bin": b"x"}), "带有宏"),
        ("a.xlsx", packed(**{"[Content_Types]_xml": b"<a>application/vnd.ms-excel.sheet.macroEnabled</a>"}), "带有宏"),
        ("a.xlsx", packed(**{"[Content_Types]_xml": b"<a/>"}), "不是本网站的填报表"),
        ("a.xlsx", foreign(), "不是本网站的填报表"),
    ],
)  # fmt: skip
def test_what_is_no_workbook_of_ours_is_refused_in_one_sentence(here, client, name, data, words):
    client.force_login(here.science_staff)
    answer = upload(client, data, name)
    assert answer.status_code == 422
    # the general check of uploads may be the first to see that a packed file is no workbook
    assert words in answer.context["refused"] or "内容与扩展名不符" in answer.context["refused"]
    assert Report.objects.count() == 0


def test_a_workbook_signed_by_another_site_is_refused(here, client):
    city.duty(here)
    book = handed(client, here.science_staff)
    book["luodi"]["B1"] = "3|2026-01-01:forged"
    assert "不是本网站的填报表" in upload(client, book).context["refused"]


@given(st.one_of(st.none(), st.text(max_size=12), st.floats(), st.integers(), st.booleans(), st.dates()))
def test_a_cell_is_a_percent_or_is_refused_in_words(value):
    try:
        found = cells.percent(value)
    except cells.Bad as bad:
        assert "0到100" in str(bad)
    else:
        assert found is None or (0 <= found <= 100 and found.as_tuple().exponent >= -2)


@given(st.decimals(-(10**6), 10**6, places=6))
def test_a_number_survives_being_typed_as_text(value):
    assert cells.number(str(value)) == value
    assert cells.number(f"{value:,}") == value


def test_a_sheet_is_known_by_its_columns_wherever_it_stands(here, client):
    city.duty(here)
    book = handed(client, here.science_staff)
    fill(book, 1, percent=60, text="x")
    book.create_sheet("我的草稿", 0).append(["随便", "写的"])
    assert upload(client, book).context["count"] == 1
    book.copy_worksheet(book["填报"])
    assert "有2页填报表" in upload(client, book).context["refused"]


@pytest.mark.parametrize("spoil", ["insert", "delete", "rename"])
def test_columns_that_were_moved_or_renamed_are_refused(here, client, spoil):
    city.duty(here)
    book = handed(client, here.science_staff)
    sheet = book.worksheets[0]
    fill(book, 1, percent=60, text="x")
    if spoil == "insert":
        sheet.insert_cols(PLACE["percent"])
    elif spoil == "delete":
        sheet.delete_cols(PLACE["light"])
    else:
        sheet.cell(HEAD, PLACE["percent"]).value = "上次进度"
    assert "列名与下载时不同" in upload(client, book).context["refused"]


def test_merged_cells_are_refused_with_their_place(here, client):
    for _ in range(2):
        city.duty(here)
    book = handed(client, here.science_staff)
    fill(book, 1, percent=60, text="x")
    book.worksheets[0].merge_cells(f"G{HEAD + 1}:G{HEAD + 2}")
    assert f"合并的单元格:G{HEAD + 1}:G{HEAD + 2}" in upload(client, book).context["refused"]


def test_a_percentage_means_what_the_sheet_shows(here, client):
    """Whoever types 60% into a spreadsheet leaves 0.6 in the file."""
    for _ in range(2):
        city.duty(here)
    here.commitment.unit = "%"
    here.commitment.save()
    book = handed(client, here.science_staff)
    for row, share in ((1, 0.6), (2, 0.005)):
        fill(book, row, percent=share, text="x", period="2026", value=0.018)
        cell(book, row, "percent").number_format = "0%"
        cell(book, row, "value").number_format = "0.00%"
    lines = taken.taken(openpyxl.load_workbook(io.BytesIO(saved(book)), read_only=True)).lines
    assert [(line.percent, line.value) for line in lines] == [
        (Decimal(60), Decimal("1.8")), (Decimal("0.5"), Decimal("1.8")),
    ]  # fmt: skip
    fill(book, 1, unit="家")
    answer = upload(client, book)
    assert (HEAD + 1, "数据") in faults(answer)


def saved(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_figure_that_was_changed_is_not_passed_over_in_silence(here, client):
    for _ in range(2):
        city.duty(here)
    Figure.objects.create(
        organisation=here.science,
        indicator="高新技术企业",
        period="2026",
        value=Decimal("120.123456"),
        unit="家",
    )
    book = handed(client, here.science_staff)
    assert upload(client, book).context["count"] == 0
    fill(book, 2, value=131)
    answer = upload(client, book)
    assert faults(answer) == [(HEAD + 2, "本次进度(%)"), (HEAD + 2, "进展情况")]
    fill(book, 2, text="又认定11家", percent=60)
    confirm(client, upload(client, book))
    assert Figure.objects.values_list("value", flat=True)[0] == 131


def test_hidden_rows_are_shown_and_days_are_written_as_days(here, client):
    city.duty(here)
    book = handed(client, here.science_staff)
    fill(book, 1, percent=60, text=date(2026, 11, 27), period=date(2026, 12, 31), value=130)
    book.worksheets[0].row_dimensions[HEAD + 1].hidden = True
    (change,) = upload(client, book).context["changes"]
    assert (change.text.new, change.figure.new) == ("2026-11-27", "2026-12-31 130")


@pytest.mark.parametrize("key", [10**20, -1, "1e9", True])
def test_a_key_that_was_tampered_with_is_refused(here, client, key):
    city.duty(here)
    book = handed(client, here.science_staff)
    fill(book, 1, percent=60, text="x", duty=key)
    assert faults(upload(client, book)) == [(HEAD + 1, "编号")]


def test_a_row_pasted_far_below_is_named_not_lost(here, client):
    city.duty(here)
    book = handed(client, here.science_staff)
    fill(book, 1500, percent=60, text="粘贴在下面")
    assert faults(upload(client, book)) == [(HEAD + 1500, "编号")]


def test_the_same_file_taken_twice_reports_once(here, client):
    city.duty(here)
    book = handed(client, here.science_staff)
    fill(book, 1, percent=60, text="x")
    confirm(client, upload(client, book))
    again = upload(client, book)
    assert (again.status_code, faults(again), Report.objects.count()) == (422, [(HEAD + 1, "编号")], 1)


def test_a_row_copied_onto_another_is_named(here, client):
    city.duty(here)
    book = handed(client, here.science_staff)
    for row in (1, 2):
        fill(book, row, percent=60, text="x")
        for field in ("duty", "version", "last"):
            fill(book, row, **{field: cell(book, 1, field).value})
    assert faults(upload(client, book)) == [(HEAD + 2, "编号")]


@pytest.mark.parametrize("field", ["percent", "value"])
def test_a_truth_shown_as_a_percentage_is_a_bad_cell(here, client, field):
    city.duty(here)
    book = handed(client, here.science_staff)
    fill(book, 1, percent=95, text="x", unit="%")
    fill(book, 1, **{field: True})
    cell(book, 1, field).number_format = "0%"
    answer = upload(client, book)
    assert (answer.status_code, faults(answer)) == (422, [(HEAD + 1, str(COLUMNS[PLACE[field] - 1].title))])


@pytest.mark.parametrize("field", ["duty", "version", "last", "percent"])
def test_a_number_without_end_is_a_bad_cell(here, client, field):
    city.duty(here)
    book = handed(client, here.science_staff)
    fill(book, 1, percent=95, text="x")
    fill(book, 1, **{field: 123456789})
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"<v>123456789</v>", b"<v>1E999</v>")
    assert sheet != parts["xl/worksheets/sheet1.xml"]
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    answer = upload(client, buffer.getvalue())
    column = COLUMNS[PLACE["percent" if field == "percent" else "number"] - 1]
    assert (answer.status_code, faults(answer)) == (422, [(HEAD + 1, str(column.title))])
