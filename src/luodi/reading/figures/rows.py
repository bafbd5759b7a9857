"""Figures in tables (表格): which column names, which measures, and what year each column speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from luodi.core.record import Comparator, Kind
from luodi.reading.figures import names
from luodi.reading.figures.figure import Figure
from luodi.reading.figures.scopes import Frame, Scope
from luodi.reading.figures.sentences import of_block
from luodi.reading.numerals import number
from luodi.reading.page import Page
from luodi.reading.units import COUNT_WORDS, UNIT, split_scale
from luodi.reading.when import moments

Role = Literal["name", "unit", "value", "growth", "text", "when", "skip"]

_CELL: Final = re.compile(
    r"\s*(?P<sign>[≥≤<>＜＞≈]|大于等于|小于等于|不低于|不超过|约)?(?P<minus>-|－|"
    r"−)?[\[［〔]?(?P<value>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:(?:-|—|~|～|－|–|至)(?P<high>\d+(?:\.\d+)?))?[\]］〕]?(?P<unit>"
    + UNIT
    + r"|万|亿)?(?P<after>以上|以下|以内|左右|〔\d+〕)?[\]］]?(?:（[^）]{0,12}）)?\Z"
)
_SIGNS: Final[dict[str, Comparator]] = {
    "≥": "ge", "大于等于": "ge", "不低于": "ge", "≤": "le", "小于等于": "le", "不超过": "le",
    "<": "lt", "＜": "lt", ">": "gt", "＞": "gt", "≈": "approx", "约": "approx",
}  # fmt: skip
_AFTER: Final[dict[str, Comparator]] = {"以上": "ge", "以下": "le", "以内": "le", "左右": "approx"}
_NUMBERING: Final = re.compile(
    r"序号|编号|属性|备注|类型|性质|指标类型|责任|牵头|配合|单位名称|负责|主管|完成单位|实施单位|协办|"
    r"主办|承办"
)
_NAME: Final = re.compile(r"指标|名称|项目|产品|品种|类别|种类|行业|地区|分类|内容")
_UNIT: Final = re.compile(r"(?:计量)?单位")
_GROWTH: Final = re.compile(r"增长|增速|±|同比|比上年|增减|年均|累计增|增幅|变化")
_VALUE: Final = re.compile(
    r"绝对数|产量|总量|数量|数值|年末数|期末|实际|完成|合计|总计|金额|实绩|全年|本年|累计|存量|指标值|"
    r"规模|面积|人数|额|数|水平|占比|比重"
)
_TARGET: Final = re.compile(r"目标|规划|计划|预期")
_WHEN: Final = re.compile(r"时限|时间|节点|期限|进度")
_TASK: Final = re.compile(r"任务|措施|工作|目标|内容|事项|举措|要求")
_YEARLY: Final = re.compile(r"年均")
_YEAR: Final = re.compile(r"(?P<year>(?:19|20)\d\d)")
_SURE_NAME: Final = re.compile("指标|名称|项目|产品")
_DONE: Final = re.compile(r"实际|现状|基期|基数|完成|实绩")
_ONLY_UNIT: Final = re.compile(rf"(?:万|亿|千|百)?(?:{UNIT})")
_FOOTNOTE: Final = re.compile(r"\[\d+\]|〔\d+〕")
_THAN_YEAR: Final = re.compile(r"(?:[较比](?:20|19)\d\d年|累计)\Z")
_BRACKET_UNIT: Final = re.compile(rf"[（(](?P<unit>(?:万|亿|千|百|十|万亿)?(?:{UNIT}))[）)]")
_CAPTION_UNIT: Final = re.compile(rf"单位：\s*(?P<unit>(?:万|亿|千|百)?(?:{UNIT}))")
_GLUED_UNIT: Final = re.compile(
    r"(?<=..)(?:[万亿]元|元|万?吨|万?千克|[万亿]?千瓦时|[万亿]?立方米|公里|万?人次?|万?公顷|万?亩|"
    r"万?[头只户台辆套件])\Z"
)
"""A unit that columns parted by spaces left at the name's end."""
_SUB: Final = re.compile(
    r"^(?:#|其中：?|[　\s]*其中：?|\*|[①-⑳]|[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．])+"
)
_DECREASE: Final = re.compile(r"(?:累计)?(?:降低|下降|减少|降幅|压减)(?:率|比例|幅度)?(?:（[^）]*）)?\Z")


@dataclass(slots=True)
class _Column:
    role: Role
    year: int | None = None
    unit: str | None = None
    target: bool = False
    yearly: bool = False


def of_table(
    page: Page, blocks: Sequence[int], scopes: Sequence[Scope | None], frame: Frame
) -> Iterator[tuple[int, Figure]]:
    """Find the figures of one table, each with the row's block.

    Args:
        page: the folded text.
        blocks: numbers of the table's rows, one after the other.
        scopes: the scope of every block.
        frame: what holds for the document.
    """
    cells = {at: _cells(page, at) for at in blocks}
    columns: list[_Column] | None = None
    caption = _caption_unit(page, blocks[0])
    above = ""
    for at in blocks:
        scope = scopes[at]
        if scope is None:
            continue
        header = _header(page, cells[at], scope, frame)
        if header is not None:
            columns = header
            continue
        if columns is None or len(columns) < len(cells[at]) - 1:
            columns = _guess(page, cells[at])
        if columns is None:
            yield from _texts(page, at, cells[at], None, scope, frame)
            continue
        if not any(c.role == "value" for c in columns):
            yield from _texts(page, at, cells[at], columns, scope, frame)
            continue
        figures = list(_figures(page, cells[at], columns, caption, scope, frame, above))
        name = next(
            (
                page.flat[a:b]
                for (a, b), c in zip(cells[at], columns, strict=False)
                if c.role == "name" and b > a
            ),
            "",
        )
        if not _SUB.match(name):
            above = names.clean(_BRACKET_UNIT.sub("", name))
        if not figures and any(len(page.flat[a:b]) > 12 for a, b in cells[at]):
            figures = [f for _, f in _texts(page, at, cells[at], columns, scope, frame)]
        for figure in figures:
            yield at, figure


def _cells(page: Page, at: int) -> list[tuple[int, int]]:
    block = page.blocks[at]
    found, start = [], block.start
    while True:
        tab = page.flat.find("\t", start, block.end)
        if tab < 0:
            found.append((start, block.end))
            return found
        found.append((start, tab))
        start = tab + 1


def _caption_unit(page: Page, first: int) -> str | None:
    for at in range(first - 1, max(-1, first - 4), -1):
        block = page.blocks[at]
        text = page.flat[block.start : block.end]
        if len(text) > 60:
            return None
        found = _CAPTION_UNIT.search(text)
        if found:
            return found["unit"]
    return None


def _header(page: Page, cells: Sequence[tuple[int, int]], scope: Scope, frame: Frame) -> list[_Column] | None:
    texts = [page.flat[a:b] for a, b in cells]
    if any(_CELL.match(t) and not _YEAR.fullmatch(t) for t in texts[1:] if t) or any(
        len(t) > 16 or "，" in t for t in texts
    ):
        return None
    said = sum(
        bool(
            _NUMBERING.search(t)
            or _NAME.search(t)
            or _UNIT.search(t)
            or _GROWTH.search(t)
            or _TARGET.search(t)
            or _WHEN.search(t)
            or _TASK.search(t)
            or _VALUE.search(t)
            or _YEAR.search(t)
        )
        for t in texts
        if t
    )
    if said < 2 or said < len([t for t in texts if t]) * 0.5:
        return None
    columns: list[_Column] = []
    numeric = any(_GROWTH.search(t) or _YEAR.search(t) or _VALUE.fullmatch(t) for t in texts) or any(
        _UNIT.fullmatch(t) for t in texts
    )
    named = False
    for text in texts:
        columns.append(_column(text, scope, frame, numeric=numeric, named=named))
        named = named or bool(columns[-1].role == "name" and _SURE_NAME.search(text))
    if numeric and not named:
        free = next((c for c in columns if c.role in ("text", "skip")), None)
        if free is not None:
            free.role = "name"
    last = max((i for i, c in enumerate(columns) if c.role == "name"), default=0)
    for column in columns[:last]:
        # 类别 | 指标: the last of them names what is measured
        column.role = "skip" if column.role == "name" else column.role
    return columns


def _column(text: str, scope: Scope, frame: Frame, *, numeric: bool, named: bool) -> _Column:
    if not text or (_NUMBERING.search(text) and "年" not in text):
        return _Column("skip")
    if _UNIT.fullmatch(text):
        return _Column("unit")
    unit = _BRACKET_UNIT.search(text)
    year = _YEAR.search(text)
    if _YEARLY.search(text) or (_GROWTH.search(text) and numeric):
        ahead = scope.mood != "review" and not (year and frame.base and int(year["year"]) < frame.base)
        return _Column(
            "growth",
            int(year["year"]) if year else None,
            "%",
            target=ahead,
            yearly=bool(_YEARLY.search(text)),
        )
    if _WHEN.search(text):
        return _Column("when")
    if year and numeric:
        value = int(year["year"])
        ahead = scope.mood != "review" and (
            bool(_TARGET.search(text))
            or frame.base is None
            or value > frame.base
            or (value == frame.base and not _past_column(text, scope))
        )
        if _DONE.search(text):
            ahead = False
        return _Column("value", value, unit["unit"] if unit else None, target=ahead)
    if _NAME.search(text) and not named and not _TASK.search(text.replace("内容", "")):
        return _Column("name")
    if numeric and _TARGET.search(text):
        return _Column("value", None, unit["unit"] if unit else None, target=scope.mood != "review")
    if numeric and _VALUE.search(text) and named:
        return _Column("value", None, unit["unit"] if unit else None, target=False)
    return _Column("text")


def _past_column(text: str, scope: Scope) -> bool:
    return scope.last is not None and str(scope.last) not in text


def _guess(page: Page, cells: Sequence[tuple[int, int]]) -> list[_Column] | None:
    """A table without a head: a name, perhaps a unit, then figures."""
    texts = [page.flat[a:b] for a, b in cells]
    if len(texts) < 2 or not any(_CELL.match(t) for t in texts[1:]):
        return None
    columns = [_Column("name")]
    for text in texts[1:]:
        if _ONLY_UNIT.fullmatch(text):
            columns.append(_Column("unit"))
        else:
            columns.append(
                _Column("value" if not any(c.role == "value" for c in columns) else "growth", unit=None)
            )
    return columns


def _figures(
    page: Page,
    cells: Sequence[tuple[int, int]],
    columns: Sequence[_Column],
    caption: str | None,
    scope: Scope,
    frame: Frame,
    above: str,
) -> Iterator[Figure]:
    flat = page.flat
    name, start, unit = "", cells[0][0], None
    for (a, b), column in zip(cells, columns, strict=False):
        text = flat[a:b]
        if column.role == "name" and not name and text:
            name, start = text, a
        elif column.role == "unit" and text:
            unit = text
    if not name:
        return
    bracket = _BRACKET_UNIT.search(name)
    plain = _SUB.sub("", _BRACKET_UNIT.sub("", name) if bracket else name)
    plain = _FOOTNOTE.sub("", plain).strip("　 ")
    unit = unit or (bracket["unit"] if bracket else None)
    glued = _GLUED_UNIT.search(plain) if unit is None and caption is None else None
    if glued:
        plain, unit = plain[: glued.start()], glued[0]
    decreasing = _DECREASE.search(plain)
    if not plain:
        return
    for (a, b), column in zip(cells, columns, strict=False):
        if column.role not in ("value", "growth"):
            continue
        cell = _CELL.match(flat[a:b])
        if cell is None:
            continue
        growth = column.role == "growth"
        own = cell["unit"]
        of = own or ("%" if growth else column.unit or unit or caption or "")
        if (growth and "百分点" in flat[a:b]) or (
            growth and unit in ("%", "‰") and not column.yearly and not own
        ):
            of = "个百分点"
        value = number(cell["value"])
        comparator: Comparator = _AFTER.get(cell["after"] or "") or _SIGNS.get(cell["sign"] or "") or "eq"
        down = bool(cell["minus"]) or bool(decreasing and not growth)
        if cell["minus"] and not growth:
            continue
        named = plain
        kind: Kind = "level"
        if decreasing and not growth:
            named = _THAN_YEAR.sub("", plain[: decreasing.start()]) or plain
            kind = "growth"
        elif growth:
            named, kind = (
                (plain + "年均增长" if column.yearly else plain),
                ("growth" if of == "%" else "increment"),
            )
        elif of in ("%", "‰"):
            kind = "share"
        elif plain.startswith(("新增", "净增")):
            kind = "increment"
        elif split_scale(of)[1] in COUNT_WORDS:
            kind = "count"
        what: Literal["target", "observed"] = (
            "target" if column.target and not frame.communique else "observed"
        )
        if growth and what == "target" and not any(c.target for c in columns if c.role == "value"):
            what = "observed"
        year = str(column.year) if column.year else None
        if year is None and growth and what == "target":
            year = next(
                (str(c.year) for c in reversed(columns) if c.role == "value" and c.target and c.year), None
            )
        yield Figure(
            start=start,
            end=b,
            name=named,
            comparator="range" if cell["high"] else comparator,
            value=value,
            high=number(cell["high"]) if cell["high"] else None,
            unit=of,
            kind=kind,
            direction="decrease" if down else "increase",
            year=year or scope.year,
            what=what,
        )


def _texts(
    page: Page,
    at: int,
    cells: Sequence[tuple[int, int]],
    columns: Sequence[_Column] | None,
    scope: Scope,
    frame: Frame,
) -> Iterator[tuple[int, Figure]]:
    """Cells that hold sentences are read as sentences; the row's own time limit dates them."""
    when: str | None = None
    last: int | None = None
    for number_, (a, b) in enumerate(cells):
        column = columns[number_] if columns and number_ < len(columns) else None
        if column is not None and column.role == "when":
            dated = [m for m in moments(page.flat[a:b], frame.base) if m.role == "time"]
            if dated:
                when, last = dated[-1].label, dated[-1].last
    own = Scope(scope.mood, True, when, last) if when else scope
    for number_, (a, b) in enumerate(cells):
        column = columns[number_] if columns and number_ < len(columns) else None
        if b - a < 5 or (column is not None and column.role in ("when", "skip", "unit")):
            continue
        for figure in of_block(page.flat, a, b, own, frame):
            yield at, figure
