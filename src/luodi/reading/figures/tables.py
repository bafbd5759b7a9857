"""Tables of figures (专栏, 主要指标, 统计表) and of tasks, by their columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Literal

from luodi.core.record import Comparator
from luodi.reading.figures.draft import Draft
from luodi.reading.figures.running import read_stretch
from luodi.reading.figures.setting import Frame, Setting
from luodi.reading.numerals import number
from luodi.reading.page import Block, Page
from luodi.reading.units import PERCENT, SCALE, WORD
from luodi.reading.when import Time, times

Role = Literal["name", "unit", "value", "growth", "task", "deadline", "other"]

_NAME: Final = re.compile(r"指标|项目|名称|类别|产品|行业|品名|单位名称|地区|内容")
_UNIT_HEAD: Final = re.compile(r"(?:计量)?单位\Z")
_TASK: Final = re.compile(r"任务|工作内容|重点工作|目标任务|主要内容|工作目标|事项|举措|措施")
_DEADLINE: Final = re.compile(r"时限|完成时间|期限|时间节点|时间要求|进度")
_GROWTH: Final = re.compile(r"增长|增速|增减|±|比上年|同比|降低|下降")
_VALUE: Final = re.compile(
    r"绝对数|绝对量|总量|数量|年末数|产量|实绩|完成|目标值|目标|现状|数值|全年|\d{4}年|指标值|比重|金额|本年"
)
_CELL: Final = re.compile(
    r"(?P<sign>[<>≤≥＜＞]=?|不低于|超过|不超过|约|达到|大于|小于)?(?P<open>[\[〔（【])?(?P<low>-?\d[\d,]*(?:\.\d+)?)(?:(?:-|—|~|～|–|－)(?P<high>\d+(?:\.\d+)?))?"
    r"[\]〕）】]?(?P<unit>%|‰)?(?P<after>以上|以下|左右|以内|及以上)?[\]〕）】]?(?:\[[^\]]*\])?\Z"
)
_PAREN_UNIT: Final = re.compile(rf"[（(](?P<unit>(?:{SCALE})?(?:{WORD})(?:/[^（）]{{1,6}})?|{PERCENT})[）)]")
_CAPTION_UNIT: Final = re.compile(rf"单位：(?P<unit>(?:{SCALE})?(?:{WORD})(?:/[^，。）]{{1,6}})?)")
_MARKS: Final = re.compile(
    r"^(?:其中：?|#|＃|\d{1,2}[.．、]|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十\d]{1,2}）|[①-⑳]|—+|-)+|\[\d+\]|[①-⑳*＊]+\Z"
)
_SIGNS: Final[dict[str, Comparator]] = {
    "<": "lt", "＜": "lt", "小于": "lt", ">": "gt", "＞": "gt", "大于": "gt", "超过": "gt",
    "≤": "le", "<=": "le", "不超过": "le", "以下": "le", "以内": "le", "约": "approx", "左右": "approx",
    "≥": "ge", ">=": "ge", "不低于": "ge", "以上": "ge", "及以上": "ge",
}  # fmt: skip
_FALL: Final = re.compile(r"(?:较(?:20\d\d年)?)?(?:累计)?(?:降低|下降|减少|削减)(?:率|比例|幅度)?\Z")
_RISE: Final = re.compile(r"(?:较(?:20\d\d年)?)?(?:累计)?(?:增长|提高)\Z")
_SINCE: Final = re.compile(r"(?:较|比)(20\d\d)年?")


@dataclass(slots=True)
class Table:
    """Rows of one table, with where they stand."""

    frame: Frame
    setting: Setting
    caption: str
    rows: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class _Column:
    role: Role
    time: Time | None = None
    unit: str | None = None
    title: str = ""


def read_table(page: Page, table: Table) -> list[Draft]:
    """Read a table: figures by their columns, or tasks as running text with their row's deadline."""
    rows = [_cells(page, block) for block in table.rows]
    header = next((i for i, row in enumerate(rows[:3]) if len(row) > 1 and _is_head(page, row)), None)
    drafts: list[Draft] = []
    columns: list[_Column] = []
    if header is None:
        columns = []
    else:
        columns = [_column(page.flat[a:b], table.frame) for a, b in rows[header]]
    tasks = any(column.role == "task" for column in columns) or not columns
    caption = _CAPTION_UNIT.search(table.caption)
    for i, (block, cells) in enumerate(zip(table.rows, rows, strict=True)):
        if header is not None and i <= header:
            continue
        if (
            header is not None
            and _is_head(page, cells)
            and not any(_CELL.match(page.flat[a:b]) for a, b in cells[1:])
        ):
            columns = [_column(page.flat[a:b], table.frame) for a, b in cells]
            continue
        if tasks and not any(c.role == "value" for c in columns):
            found = _task(page, table, columns, cells)
        else:
            found = _figures(page, table, columns, cells, caption["unit"] if caption else None)
        for draft in found:
            draft.provision = block.provision
        drafts += found
    return drafts


def _cells(page: Page, block: Block) -> list[tuple[int, int]]:
    cells = []
    at = block.start
    for cell in page.flat[block.start : block.end].split("\t"):
        cells.append((at, at + len(cell)))
        at += len(cell) + 1
    return cells


def _is_head(page: Page, cells: list[tuple[int, int]]) -> bool:
    texts = [page.flat[a:b] for a, b in cells]
    known = sum(
        any(pattern.search(text) for pattern in (_NAME, _UNIT_HEAD, _TASK, _DEADLINE, _GROWTH, _VALUE))
        and len(text) < 24
        for text in texts
    )
    figures = sum(bool(_CELL.match(text)) for text in texts[1:])
    return known >= 2 and figures == 0 and all(len(text) < 30 for text in texts)


def _column(title: str, frame: Frame) -> _Column:
    paren = _PAREN_UNIT.search(title)
    unit = paren["unit"] if paren else None
    time = next(
        (t for t in times(title, 0, len(title), frame.calendar) if t.explicit and t.role != "baseline"), None
    )
    if _UNIT_HEAD.match(title):
        return _Column("unit", title=title)
    if _DEADLINE.search(title):
        return _Column("deadline", title=title)
    if _GROWTH.search(title):
        return _Column("growth", time, unit or "%", title)
    if _TASK.search(title) and not re.match(r"\d{4}年", title):
        return _Column("task", title=title)
    if _VALUE.search(title) and title not in ("目标名称",) and "指标名称" not in title:
        return _Column("value", time, unit, title)
    if _NAME.search(title):
        return _Column("name", None, unit, title)
    return _Column("other", title=title)


def _task(page: Page, table: Table, columns: list[_Column], cells: list[tuple[int, int]]) -> list[Draft]:
    flat, calendar = page.flat, table.frame.calendar
    deadline: Time | None = table.setting.heading_time
    chosen = []
    for (a, b), column in zip(cells, columns, strict=False):
        if column.role == "deadline":
            found = [t for t in times(flat, a, b, calendar) if t.role != "baseline"]
            deadline = found[-1] if found else deadline
        elif column.role in ("task", "name"):
            chosen.append((a, b))
    drafts: list[Draft] = []
    for a, b in chosen or cells:
        drafts += read_stretch(flat, a, b, table.frame, table.setting.tense, deadline)
    return drafts


def _figures(
    page: Page, table: Table, columns: list[_Column], cells: list[tuple[int, int]], caption: str | None
) -> list[Draft]:
    flat, frame = page.flat, table.frame
    place = next((i for i, column in enumerate(columns) if column.role == "name"), None)
    if place is None:
        place = 1 if columns and len(columns) > 2 and re.search("序号", columns[0].title) else 0
    shift = 0
    if place >= len(cells):
        return []
    a, b = cells[place + shift]
    printed = flat[a:b]
    if _CELL.match(printed):
        return []
    label = _MARKS.sub("", printed)
    paren = _PAREN_UNIT.search(label)
    unit = paren["unit"] if paren else None
    if paren:
        label = label[: paren.start()] + label[paren.end() :]
    for (c, d), column in zip(cells, columns, strict=False):
        if column.role == "unit" and flat[c:d] and flat[c:d] not in ("-", "—", "/"):
            unit = flat[c:d]
    unit = unit or caption
    since = _SINCE.search(label)
    drafts: list[Draft] = []
    for i, ((c, d), column) in enumerate(zip(cells, columns, strict=False)):
        if i == place or column.role not in ("value", "growth"):
            continue
        match = _CELL.match(flat[c:d])
        if match is None:
            continue
        draft = _draft(frame, table.setting, column, match, label, unit)
        draft.start, draft.end = a, d
        if since:
            draft.baseline_year = since[1]
        drafts.append(draft)
    return drafts


def _draft(
    frame: Frame, setting: Setting, column: _Column, match: re.Match[str], label: str, unit: str | None
) -> Draft:
    low = match["low"]
    value = number(low.lstrip("-"))
    comparator: Comparator = _SIGNS.get(match["sign"] or match["after"] or "", "eq")
    high = number(match["high"]) if match["high"] else None
    if high is not None:
        comparator = "range"
    growth = column.role == "growth"
    name, move = label, ""
    fall, rise = _FALL.search(label), _RISE.search(label)
    if fall and fall.start() and not growth:
        name, move = label[: fall.start()], "shrink"
    elif rise and rise.start() and not growth:
        name, move = label[: rise.start()], "grow"
    elif growth:
        move = "grow"
        if "年均" in column.title:
            name = label + "年均增长"
        if low.startswith("-") or re.search("下降|降低", column.title):
            move = "shrink"
    if low.startswith("-") and not growth:
        move = "shrink"
    cell_unit = match["unit"] or (column.unit or "%" if growth else column.unit or unit)
    if growth and column.unit == "%" and unit == "%" and "百分点" in column.title:
        cell_unit = "个百分点"
    tense = setting.tense
    year = str(column.time.last) if column.time else None
    calendar = frame.calendar
    if frame.communique:
        tense = "past"
        year = year or (str(frame.past_year) if frame.past_year else None)
    elif column.time and calendar.start:
        tense = "past" if column.time.last < calendar.start else "future"
    elif column.time and re.search("实际|完成|现状|基期", column.title):
        tense = "past"
    elif not column.time and re.search("现状|实际|完成数|基期", column.title):
        tense = "past"
        year = str(frame.past_year) if frame.past_year else None
    if year is None and tense == "past" and frame.past_year:
        year = str(frame.past_year)
    return Draft(0, 0, name.strip("：，、"), comparator, value, high, cell_unit, tense, year=year, move=move)
