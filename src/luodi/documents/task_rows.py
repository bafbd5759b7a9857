"""The rows of a task table (任务分工表) and what changed between two states of it.

A row is one target, milestone or measure with the units that answer for it. Its id ties it to the record and
the span it came from; a row without id was added by people.
"""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from luodi.core.record import Findings, Measure, Milestone, Target
from luodi.documents import words
from luodi.documents.outline import Outline
from luodi.documents.plain import clean, number, one_line
from luodi.documents.task_cells import CELL_MAXIMUM, NotReadableError, deadline_of, names_of, text_of

Source = Literal["target", "milestone", "measure"]

STATUSES: Final = ("未启动", "推进中", "已完成", "滞后", "已调整", "已销号")
"""What may stand in 状态; an empty cell means that nothing was reported."""

HEADERS: Final = {
    "provision": "条款",
    "task": "任务",
    "indicator": "量化目标/指标",
    "value": "目标值",
    "unit": "单位",
    "lead": "牵头单位",
    "units": "责任单位",
    "leader": "责任领导",
    "deadline": "时限",
    "stage": "阶段节点",
    "acceptance": "验收标准",
    "evidence": "佐证材料",
    "status": "状态",
}
"""Field of a row → the column people know it by, in the table's order."""


class TaskRow(msgspec.Struct, kw_only=True, frozen=True):
    """One row of the task table.

    Attributes:
        id: ties the row to its record and span, such as ``target/T4/1539-1594``; None for a row people added.
        provision: the provision it comes from, as people refer to it (条款).
        task: the sentence (任务).
        indicator: what is measured, or what is to be there (量化目标/指标).
        value: the figure aimed at, in ``unit``; two figures for a range (目标值).
        unit: unit of the figure (单位).
        lead: leading units (牵头单位).
        units: cooperating and responsible units (责任单位).
        leader: the person in charge (责任领导).
        deadline: a year, month, date or two years; None when none is set (时限).
        stage: steps on the way (阶段节点).
        acceptance: when it counts as done (验收标准).
        evidence: what proves it (佐证材料).
        status: one of :data:`STATUSES`, or empty (状态).
    """

    id: str | None = None
    provision: str = ""
    task: str = ""
    indicator: str = ""
    value: tuple[float, ...] = ()
    unit: str = ""
    lead: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    leader: str = ""
    deadline: str | None = None
    stage: str = ""
    acceptance: str = ""
    evidence: str = ""
    status: str = ""


class TaskTable(msgspec.Struct, kw_only=True, frozen=True):
    """A task table: the document it belongs to and its rows in order."""

    title: str
    document_sha256: str
    version: str
    rows: tuple[TaskRow, ...]


class Change(msgspec.Struct, kw_only=True, frozen=True):
    """One difference between two states of a table.

    Attributes:
        what: whether a cell was changed, or a row added or removed.
        row: id of the row; None for an added one.
        task: the row's sentence, so that people know which one it is.
        column: the column's header; empty for whole rows.
        before: the cell as it was, as text.
        after: the cell as it is, as text.
    """

    what: Literal["changed", "added", "removed"]
    row: str | None
    task: str
    column: str = ""
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        name = self.task if len(self.task) <= 40 else self.task[:39] + "…"
        if self.what == "added":
            return f"新增 {name}"
        if self.what == "removed":
            return f"删除 {self.row} {name}"
        return f"修改 {self.row} {self.column}：{self.before or '（空）'} → {self.after or '（空）'}"


def table(findings: Findings) -> TaskTable:
    """Make the task table of a reading: its targets, milestones and measures in the order of the text."""
    from luodi import __version__

    outline = Outline(findings)
    records: list[tuple[Source, Target | Milestone | Measure]] = [
        *(("target", target) for target in findings.targets),
        *(("milestone", milestone) for milestone in findings.milestones),
        *(("measure", measure) for measure in findings.measures),
    ]
    records.sort(key=lambda pair: (pair[1].start, pair[1].end))
    seen: dict[str, int] = {}
    rows = []
    for source, record in records:
        name = f"{source}/{one_line(record.id) or '-'}/{record.start}-{record.end}"
        seen[name] = seen.get(name, 0) + 1
        rows.append(_row(record, name if seen[name] == 1 else f"{name}/{seen[name]}", outline))
    return TaskTable(
        title=text_of(one_line(findings.document.title or "")),
        document_sha256=findings.document.text_sha256,
        version=__version__,
        rows=tuple(rows),
    )


def _row(record: Target | Milestone | Measure, name: str, outline: Outline) -> TaskRow:
    lead, cooperating = outline.units(record.provision)
    row = TaskRow(
        id=name,
        provision=text_of(outline.label(record.provision)),
        task=text_of(record.quote),
        lead=names_of("、".join(lead)),
        units=names_of("、".join(cooperating)),
    )
    if isinstance(record, Measure):
        return row
    row = msgspec.structs.replace(row, deadline=_deadline(record.deadline))
    if isinstance(record, Milestone):
        return msgspec.structs.replace(row, indicator=text_of(record.what))
    return msgspec.structs.replace(
        row,
        indicator=text_of(
            f"{record.indicator}（{qualifier}）" if (qualifier := _qualifier(record)) else record.indicator
        ),
        value=tuple(_held(v) for v in (record.value, record.value_high) if v is not None),
        unit=text_of(record.unit or ""),
    )


def _qualifier(target: Target) -> str:
    parts = [words.CHANGES.get((target.kind, target.direction), "")]
    if target.kind not in {"growth", "increment"} and target.direction == "decrease":
        parts.append("下降")
    parts.append(words.against(target))
    if target.restates:
        parts.append("重申前文")
    return clean("，".join(part for part in parts if part))


def _held(value: float) -> float:
    """Cut a figure to what a workbook keeps: 15 significant digits, up to 9.99…e307."""
    return max(-CELL_MAXIMUM, min(CELL_MAXIMUM, float(f"{value:.15g}")))


def _deadline(value: str | None) -> str | None:
    try:
        return deadline_of(value)
    except NotReadableError:
        # the reading's own word is kept as it stands; only what people type is refused
        return text_of(value or "") or None


def changes(before: TaskTable, after: TaskTable) -> list[Change]:
    """Name every difference between two states of a table: removed rows, changed cells, added rows.

    Example:
        >>> row = TaskRow(id="target/T1/0-9", task="高新技术企业达到192家", value=(192.0,), unit="家")
        >>> edited = msgspec.structs.replace(row, value=(200.0,), status="推进中")
        >>> def make(*rows): return TaskTable(title="", document_sha256="", version="", rows=rows)
        >>> for change in changes(make(row), make(edited, TaskRow(task="另设专班"))): print(change)
        修改 target/T1/0-9 目标值：192 → 200
        修改 target/T1/0-9 状态：（空） → 推进中
        新增 另设专班
    """
    now = {row.id: row for row in after.rows if row.id is not None}
    was = {row.id: row for row in before.rows if row.id is not None}
    found = [
        Change(what="removed", row=row.id, task=row.task)
        for row in before.rows
        if row.id is not None and row.id not in now
    ]
    for name, row in was.items():
        if name in now:
            found += [
                Change(
                    what="changed",
                    row=name,
                    task=row.task,
                    column=header,
                    before=shown(getattr(row, field)),
                    after=shown(getattr(now[name], field)),
                )
                for field, header in HEADERS.items()
                if getattr(row, field) != getattr(now[name], field)
            ]
    found += [
        Change(what="added", row=None, task=row.task)
        for row in after.rows
        if row.id is None or row.id not in was
    ]
    return found


def shown(value: str | tuple[str, ...] | tuple[float, ...] | None) -> str:
    """Print a row's field as its cell shows it.

    >>> shown((10.0, 12.5)), shown(("市科技局", "市教育局")), shown(None)
    ('10～12.5', '市科技局、市教育局', '')
    """
    if value is None or isinstance(value, str):
        return value or ""
    floats = [part for part in value if isinstance(part, float)]
    if floats:
        return "～".join(number(part) for part in floats)
    return "、".join(str(part) for part in value)
