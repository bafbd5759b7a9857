from __future__ import annotations

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luodi.site.base import tables
from luodi.site.base.action import Actor
from luodi.site.base.actions import importing as actions
from luodi.site.base.importing import SORTS
from luodi.site.base.models import Grant, Organisation, User
from luodi.site.base.refusals import NotAllowed
from luodi.site.base.uploads import WrongFile

UNITS = "全称,简称,类别,所在区域,上级单位\n"
PEOPLE = "用户名,姓名,电子邮箱,角色,任职单位,区域,自,至\n"


def csv(text: str, name: str = "表.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def xlsx(rows, name: str = "表.xlsx") -> SimpleUploadedFile:
    book, kept = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(kept)
    return SimpleUploadedFile(name, kept.getvalue())


def read(what: str, file):
    return tables.read(file, SORTS[what].columns, SORTS[what].needed)


def import_(client, what: str, file):
    """Upload, confirm the preview, and give both answers."""
    preview = client.post(f"/import/{what}/", {"file": file})
    found = re.search(r'name="sealed" value="([^"]+)"', preview.content.decode())
    if found is None:
        return preview, None
    token = re.search(r'name="form_token" value="([^"]+)"', preview.content.decode())[1]
    form = {"sealed": found[1], "form_token": token}
    return preview, client.post(f"/import/{what}/apply/", form)


@pytest.fixture
def admin(here, client):
    client.force_login(here.administrator)
    return client


def test_units_come_in_after_a_preview_in_any_order_of_the_tree(here, admin):
    text = (
        UNITS
        + "示例市大数据中心,,其他,,示例市数据局\n示例市数据局,数据局,部门,示例市,\n示例市科学技术局,科技局,,,\n"
    )
    before = Organisation.objects.count()
    preview, answer = import_(admin, "units", csv(text))
    assert "新增2行,修改1行,不变0行" in preview.content.decode()
    assert answer.url == "/organisations/"
    assert Organisation.objects.count() == before + 2
    centre = Organisation.objects.get(name="示例市大数据中心")
    assert (centre.parent.name, centre.parent.area, centre.kind) == ("示例市数据局", here.city, "other")
    here.science.refresh_from_db()
    assert (here.science.short_name, here.science.area) == ("科技局", here.city)


def test_the_preview_writes_nothing(here, admin):
    before = Organisation.objects.count()
    admin.post("/import/units/", {"file": csv(UNITS + "示例市数据局,,,,\n")})
    assert Organisation.objects.count() == before


def test_every_bad_row_is_named_at_once_and_none_is_written(here, admin):
    text = (
        UNITS
        + "好单位,,部门,,\n,无名,部门,,\n坏类别,,委员会,,\n坏区域,,,火星,\n坏上级,,,,没有的局\n好单位,,,,\n"
        "甲,,,,乙\n乙,,,,甲\n"
    )
    before = Organisation.objects.count()
    preview, answer = import_(admin, "units", csv(text))
    page = preview.content.decode()
    assert (preview.status_code, answer) == (422, None)
    assert "7处有问题" in page
    for words in (
        "不能为空",
        "“委员会”不在可选范围",
        "“火星”不在可选范围",
        "“没有的局”不在可选范围",
        "与第2行重复",
        "形成循环",
    ):
        assert words in page
    assert Organisation.objects.count() == before


def test_people_come_in_with_roles_and_one_time_passwords_shown_once(here, admin):
    text = (
        PEOPLE
        + "zhang,张三,,单位负责人,市科技局,,2026-01-01,\nzhang,张三,,单位经办人,示例市经济和信息化局,,,\n"
        "li,李四,li@example.gov.cn,县(市、区)联络员,甲县,甲县,,\nofficer,officer,,督查办公室,督查室,,,\n"
    )
    preview, answer = import_(admin, "people", csv(text))
    assert "新增3行,修改0行,不变1行" in preview.content.decode()
    accounts = answer.context["accounts"]
    assert [account.user.username for account in accounts] == ["zhang", "li"]
    assert all(User.objects.get(pk=a.user.pk).check_password(a.password) for a in accounts)
    held = Grant.objects.filter(user__username="zhang").order_by("id").values_list("role", "organisation")
    assert list(held) == [("unit_lead", here.science.pk), ("unit_staff", here.economy.pk)]
    assert Grant.objects.get(user__username="li").area == here.county
    assert Grant.objects.filter(user=here.officer).count() == 1


def test_every_bad_person_is_named_at_once(here, admin):
    text = (
        PEOPLE
        + "a b,甲,,督查办公室,督查室,,,\nofficer,别人,,督查办公室,督查室,,,\nc,丙,,市长,,,,\nd,丁,,单位负责人,,,,\n"
        "e,戊,,县(市、区)联络员,甲县,,,\nf,己,,单位经办人,市科技局,,2026-13-01,\ng,庚,x,市领导,,,,\ng,庚二,,市领导,,,,\n"
    )
    before = User.objects.count()
    preview, answer = import_(admin, "people", csv(text))
    plan = preview.context["plan"]
    assert [(fault.row, fault.column) for fault in plan.faults] == [
        (2, "用户名"), (3, "姓名"), (4, "角色"), (5, "任职单位"), (6, "区域"), (7, "自"), (8, "电子邮箱"), (9, "姓名"),
        (9, "角色"),
    ]  # fmt: skip
    assert (answer, User.objects.count()) == (None, before)


def test_what_changed_between_preview_and_click_is_found(here, admin):
    preview = admin.post("/import/people/", {"file": csv(PEOPLE + "zhang,张三,,单位负责人,市科技局,,,\n")})
    sealed = re.search(r'name="sealed" value="([^"]+)"', preview.content.decode())[1]
    User.objects.create_user("zhang", name="章三")
    answer = admin.post("/import/people/apply/", {"sealed": sealed})
    assert answer.status_code == 422
    assert "用户名“zhang”已属于“章三”" in answer.content.decode()
    assert not Grant.objects.filter(user__username="zhang").exists()


def test_a_second_click_imports_nothing_twice(here, admin):
    preview = admin.post("/import/people/", {"file": csv(PEOPLE + "zhang,张三,,单位负责人,市科技局,,,\n")})
    sealed = re.search(r'name="sealed" value="([^"]+)"', preview.content.decode())[1]
    form = {"sealed": sealed, "form_token": "t" * 32}
    assert admin.post("/import/people/apply/", form).status_code == 200
    assert admin.post("/import/people/apply/", form).url == "/people/"
    assert Grant.objects.filter(user__username="zhang").count() == 1


def test_a_preview_that_was_tampered_with_is_refused(here, admin):
    assert admin.post("/import/people/apply/", {"sealed": "forged"}).url == "/import/people/"


def test_a_preview_of_units_is_no_preview_of_people(here, admin):
    preview = admin.post("/import/units/", {"file": csv(UNITS + "示例市数据局,数据局,部门,,\n")})
    sealed = re.search(r'name="sealed" value="([^"]+)"', preview.content.decode())[1]
    assert admin.post("/import/people/apply/", {"sealed": sealed}).url == "/import/people/"


def test_the_template_can_be_uploaded_again(here, admin):
    Organisation.objects.filter(pk=here.office.pk).update(name="x")
    Organisation.objects.filter(pk=here.science.pk).update(name="y")
    data = b"".join(admin.get("/import/units/template.xlsx").streaming_content)
    preview, answer = import_(admin, "units", SimpleUploadedFile("单位.xlsx", data))
    assert "新增2行" in preview.content.decode()
    assert answer.status_code == 302


def test_a_workbook_reads_like_a_csv(here):
    import datetime

    rows = read(
        "people",
        xlsx(
            [
                SORTS["people"].columns,
                ["li", "李四", None, "市领导", None, None, datetime.date(2026, 1, 2), None],
            ]
        ),
    )
    assert [(row.number, row.cells["自"], row.cells["电子邮箱"]) for row in rows] == [(2, "2026-01-02", "")]


def test_old_spreadsheets_save_in_their_own_encoding(here):
    file = SimpleUploadedFile("表.csv", (UNITS + "数据局,,,,\n").encode("gb18030"))
    assert read("units", file)[0].cells["全称"] == "数据局"


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (csv("全称,颜色\n甲,红\n"), "不认识的列:颜色"),
        (csv("简称\n甲\n"), "缺少的列:全称"),
        (csv("全称,全称\n甲,乙\n"), "重复的列:全称"),
        (csv("全称\n"), "没有数据行"),
        (csv("全称\n" + "甲\n" * 5001), "超过5000行"),
        (csv("全称\n甲\n", "表.pdf"), "类型不能上传"),
        (SimpleUploadedFile("表.xlsx", b"PK\x03\x04broken"), "已损坏或不完整"),
        (SimpleUploadedFile("表.csv", b"\xff\xfe\xff\xfe\x81"), "无法读取"),
    ],
)
def test_what_is_no_table_is_said(here, file, words):
    with pytest.raises(WrongFile, match=words):
        read("units", file)


def test_a_sheet_that_says_it_is_endless_is_read_within_bounds(here):
    """A row far below a sheet's end and a width of all columns: a reader without bounds would fill the memory."""
    import zipfile

    plain = xlsx([["全称"], ["甲"]])
    kept = io.BytesIO()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                data = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', data)
                data = data.replace(
                    b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                )
            new.writestr(part, data)
    rows = read("units", SimpleUploadedFile("表.xlsx", kept.getvalue()))
    assert [row.cells["全称"] for row in rows] == ["甲"]


def test_only_an_administrator_imports(here):
    with pytest.raises(NotAllowed):
        actions.take(Actor(here.officer), what="units", rows=[])
