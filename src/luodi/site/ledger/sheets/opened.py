"""Opening a workbook that somebody sent (打开上传的工作簿): what could harm is refused in one sentence."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from django.core.files.uploadedfile import UploadedFile
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from luodi.core.errors import InputError
from luodi.reading.sources.zipped import Package
from luodi.site.base.languages import joined
from luodi.site.base.uploads import TooLarge, WrongFile, checked

from .columns import EARLIER, KIND, MARKER, SALT

if TYPE_CHECKING:
    from lxml.etree import _Element
    from openpyxl.workbook import Workbook

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_UNPACKED: Final = 60 * 1024 * 1024
CONTENT: Final = "[content_types].xml"


def opened(upload: UploadedFile) -> Workbook:
    """The workbook, once nothing in it can harm and it is known as one of this site's.

    Raises:
        TooLarge: more than 10 MB.
        WrongFile: no workbook, damaged, a zip bomb, with macros, or another site's or template's.
    """
    if (upload.name or "").lower().endswith((".xlsm", ".xltm", ".xlsb", ".xls")):
        raise WrongFile(_("带宏的或旧格式的工作簿不能上传,请另存为.xlsx。"))
    checked(upload, (".xlsx",))
    if (upload.size or 0) > MOST_BYTES:
        raise TooLarge(_("填报表超过10 MB的上限,没有读取。请使用下载的填报表,不要插入图片。"))
    data = upload.read()
    _harmless(data, upload.name or "")
    return _ours(data)


def _harmless(data: bytes, name: str) -> None:
    try:
        package = Package(data, name)
        parts = package.names()
        if sum(package.size(part) for part in parts) > MOST_UNPACKED:
            raise WrongFile(_("工作簿解压后远大于正常的填报表,没有读取。请使用下载的填报表。"))
        if CONTENT not in parts:
            raise WrongFile(_("这不是Excel工作簿,没有读取。请上传下载的填报表。"))
        if any("vba" in part or "macro" in part for part in parts) or b"macroEnabled" in package.read(
            CONTENT
        ):
            raise WrongFile(_("工作簿带有宏,没有读取。请另存为不带宏的.xlsx。"))
        for part in parts:
            if part.endswith((".xml", ".rels", ".vml")):
                tree = package.xml(part)  # refuses entities, and what unpacks to more than it says
                merged = _merged(tree) if part.startswith("xl/worksheets/") else []
                if merged:
                    words = _("填报表里有合并的单元格:%(cells)s,没有读取。请取消合并,每一行各填各的。")
                    raise WrongFile(words % {"cells": joined(merged[:5])})
    except InputError as error:
        raise WrongFile(
            _("工作簿已损坏、加密,或解压后远大于正常表格,没有读取。请使用下载的填报表。")
        ) from error


def _merged(sheet: _Element | None) -> list[str]:
    """The ranges of a sheet that were merged into one cell: only the first of their rows would be read."""
    return [] if sheet is None else [str(cell.get("ref")) for cell in sheet.iter("{*}mergeCell")]


def _ours(data: bytes) -> Workbook:
    import openpyxl

    foreign = WrongFile(_("这不是本网站的填报表,没有读取。请先下载填报表,在其中填写后上传。"))
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        row = next(book[MARKER].iter_rows(max_row=1, max_col=2, values_only=True), ())
    except Exception as error:  # openpyxl raises whatever a foreign file makes it raise
        raise foreign from error
    if row and row[0] in EARLIER:
        raise WrongFile(_("这是网站更新以前下载的填报表,没有读取。请重新下载,把填好的内容粘贴过去。"))
    if len(row) != 2 or row[0] != KIND:
        raise foreign
    try:
        Signer(salt=SALT).unsign(str(row[1]))
    except BadSignature:
        raise foreign from None
    return book
