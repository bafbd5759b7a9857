"""Handing the reporting workbook out (下载填报表)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.signing import Signer
from django.utils import timezone
from django.utils.translation import gettext as _

from luodi.site.base.cells import neutral
from luodi.site.base.exports import mark
from luodi.site.base.models import User

from ..models import Duty
from ..models.progress import Cause
from ..reporting import Asked, asked_of, in_words, reportable, source
from .columns import COLUMNS, HEAD, KIND, MARKER, MOST, NOTHING, SALT, Column, figure_in_words
from .pages import PAGES

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet


def instructions() -> list[str]:
    """What the sheet of instructions says."""
    return [
        _(
            "1. 只填写白色单元格:本次进度、进展情况、滞后原因、数据时期、数据、沿用。灰色单元格由系统生成,请不要改动,也不要增删、移动列或合并单元格。"
        ),
        _("2. 没有进展的行不用填;进度、进展情况、滞后原因都空着、数据也没有改动的行不会提交。"),
        _("3. 进度填0到100之间的数,最多两位小数,例如52.5;显示“—”的由分解任务汇总或由牵头单位填报,不用填。"),
        _("4. 按进度将亮黄灯或红灯的,必须从下拉列表中选择滞后原因。"),
        _(
            "5. 数据一栏已带出贵单位填报过的最新数值,没有变化就不用改;其他单位填报过同一指标的,注明了单位和时间,在“沿用”一栏选“是”就沿用那一数据和它的来源,不用再填。"
        ),
        _("6. 请填数值和文字,不要填公式;请保存为.xlsx,不要带宏。"),
        _("7. 上传后先看预览,确认后才提交;有一行不合要求,全部都不提交。佐证材料请在网页上提交。"),
        _("8. 下载之后如果事项有变动,那一行会提示您重新下载,以免覆盖别人的修改。"),
        _(
            "9. 有可以申请延期的事项、待回复的督办单、待整改的问题时,各有一页;填好后与反馈一起提交,空行不提交。"
        ),
    ]


def workbook(user: User) -> bytes:
    """What a person may report, ask for, answer and put right, as a workbook to fill in; at most :data:`MOST` rows a sheet."""
    import openpyxl
    from openpyxl.styles import Protection

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    duties = list(reportable(user)[:MOST])
    asked = asked_of(user, duties)
    sheet["A2"], sheet["C2"] = _("填报用时(分钟,可不填)"), None
    _fill(
        sheet,
        _("填报"),
        _("责任事项填报表。填写说明见最后一页。"),
        COLUMNS,
        [_row(duty, asked[duty.pk]) for duty in duties],
    )
    sheet["C2"].protection = Protection(locked=False)
    handed_out = []
    for page in PAGES.values():
        if rows := page.rows(user):
            _fill(book.create_sheet(), str(page.title), str(page.asks), page.columns, rows)
            handed_out.append(page.code)
    _instruct(book)
    marker = book.create_sheet(MARKER)
    now = timezone.now().isoformat(timespec="seconds")
    marker.append([KIND, Signer(salt=SALT).sign(f"{user.pk}|{now}"), " ".join(handed_out)])
    for cause in Cause:
        marker.append(["", "", str(cause.label)])
    marker.sheet_state = "veryHidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _row(duty: Duty, asked: Asked) -> dict[str, Any]:
    promise, figure = duty.commitment, asked.figure
    year = str(timezone.localdate().year)
    return {
        "number": duty.number,
        "title": duty.title,
        "due_on": duty.due_on,
        "light": str(duty.get_light_display()),
        "known": float(duty.percent),
        "percent": None if asked.percent else NOTHING,
        "indicator": promise.indicator,
        "period": (figure.period if figure else year) if promise.indicator else None,
        "value": float(figure.value) if figure else None,
        "unit": promise.unit,
        "others": f"{source(asked.other)} {in_words(asked.other)}" if asked.other else None,
        "reuse": None if asked.other else NOTHING,
        "duty": duty.pk,
        "version": duty.version,
        "last": asked.last.pk if asked.last else 0,
        "was": figure_in_words(figure.period, Decimal(str(float(figure.value)))) if figure else None,
        "other": asked.other.pk if asked.other else 0,
    }


def _fill(
    sheet: Worksheet, title: str, head: str, columns: tuple[Column, ...], rows: Sequence[dict[str, Any]]
) -> None:
    """Write a sheet: lock what is not filled in, offer causes, accept only percents and days, freeze the head."""
    from openpyxl.styles import Alignment, Font, PatternFill, Protection
    from openpyxl.utils import get_column_letter

    grey, bold = PatternFill("solid", fgColor="EAECF0"), Font(bold=True)
    sheet.title = title
    sheet["A1"] = " ".join([*mark(), head])
    last = max(HEAD + len(rows), HEAD + 1)
    for place, column in enumerate(columns, 1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = column.width
        sheet.column_dimensions[letter].hidden = column.hidden
        sheet.cell(HEAD, place, str(column.title)).font = bold
        for row, values in enumerate(rows, HEAD + 1):
            sheet.cell(row, place, neutral(values.get(column.field)))
        for row in range(HEAD, last + 1):
            cell = sheet.cell(row, place)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if column.open and row > HEAD and cell.value != NOTHING:
                cell.protection = Protection(locked=False)
            else:
                cell.fill = grey
        if (check := _check(column.field)) is not None:
            check.add(f"{letter}{HEAD + 1}:{letter}{last}")
            sheet.add_data_validation(check)
    sheet.freeze_panes = f"C{HEAD + 1}"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False


def _check(field: str) -> DataValidation | None:
    """What the spreadsheet program itself accepts in a column that is filled in."""
    from openpyxl.worksheet.datavalidation import DataValidation

    if field == "cause":
        source = f"{MARKER}!$C$2:$C${len(Cause) + 1}"
        check, words = DataValidation("list", formula1=source), _("请从下拉列表中选择原因。")
    elif field == "percent":
        check = DataValidation("decimal", operator="between", formula1="0", formula2="100")
        words = _("进度须在0到100之间。")
    elif field == "reuse":
        check, words = DataValidation("list", formula1=f'"{_("是")}"'), _("要沿用请选“是”。")
    elif field == "new_due_on":
        check = DataValidation("date", operator="greaterThan", formula1="DATE(2000,1,1)")
        words = _("请填写日期,例如2026-12-31。")
    else:
        return None
    check.error, check.showErrorMessage, check.allow_blank = words, True, True
    return check


def _instruct(book: Workbook) -> None:
    page = book.create_sheet(_("填写说明"))
    page.column_dimensions["A"].width = 110
    for line in (*mark(), *instructions()):
        page.append([line])
    page.protection.sheet = True
