"""Units from a table (导入单位): new ones are made, those that are there are brought up to date by their name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..action import Actor
from ..actions import organisations
from ..languages import by_label
from ..models import Area, Organisation
from ..tables import Row
from .plan import Fault, Plan, Sort, Step, missing, unknown

NAME, SHORT, KIND, AREA, PARENT, CODE = COLUMNS = (
    "全称", "简称", "类别", "所在区域", "上级单位", "统一社会信用代码",
)  # fmt: skip
FIELD = {NAME: "name", SHORT: "short_name", KIND: "kind", CODE: "code"}


def kinds() -> dict[str, str]:
    """Kinds of units by the words people write."""
    return by_label(Organisation.Kind)


def plan(rows: Sequence[Row]) -> Plan:
    """Judge all rows (检查全部行)."""
    faults = missing(rows, (NAME,))
    known = {unit.name: unit for unit in Organisation.objects.select_related("area", "parent")}
    areas = list(Area.objects.values_list("name", flat=True))
    coming = {row.cells[NAME] for row in rows}
    seen: dict[str, int] = {}
    steps = []
    for row in rows:
        cells = row.cells
        if not cells[NAME]:
            continue
        if cells[NAME] in seen:
            faults.append(Fault(row.number, NAME, _("与第%(row)s行重复。") % {"row": seen[cells[NAME]]}))
        seen.setdefault(cells[NAME], row.number)
        if cells[KIND] and cells[KIND] not in kinds():
            faults.append(unknown(row, KIND, list(kinds())))
        if cells[AREA] and cells[AREA] not in areas:
            faults.append(unknown(row, AREA, areas))
        above = known.get(cells[PARENT])
        if cells[PARENT] and above is None and cells[PARENT] not in coming:
            faults.append(unknown(row, PARENT, [*known]))
        if above is not None and above.dissolved_on:
            faults.append(Fault(row.number, PARENT, _("“%(unit)s”已撤销。") % {"unit": above}))
        kind = kinds().get(cells[KIND], Organisation.Kind.BUREAU.value)
        own = organisations.faults(cells[NAME], cells[SHORT], kind, cells[CODE].upper())
        faults += [
            Fault(row.number, next(k for k, v in FIELD.items() if v == name), words)
            for name, words in own.items()
        ]
        steps.append(_step(row, known.get(cells[NAME])))
    faults += _circles(rows, known)
    return Plan(sorted(faults), steps)


def _step(row: Row, unit: Organisation | None) -> Step:
    name = row.cells[NAME]
    if unit is None:
        return Step(row.number, "new", name, _("新增"))
    changes = [
        f"{column}:{before or '—'} → {row.cells[column]}"
        for column, before in _as_written(unit).items()
        if row.cells[column] and row.cells[column] != before
    ]
    return Step(row.number, "changed" if changes else "same", name, _(";").join(changes) or _("不变"))


def _as_written(unit: Organisation) -> dict[str, str]:
    return {
        SHORT: unit.short_name,
        KIND: unit.get_kind_display(),
        AREA: unit.area.name if unit.area else "",
        PARENT: unit.parent.name if unit.parent else "",
        CODE: unit.code,
    }


def _circles(rows: Sequence[Row], known: dict[str, Organisation]) -> list[Fault]:
    """Units that would stand under themselves, by the tree as it will be."""
    above = {name: unit.parent.name for name, unit in known.items() if unit.parent}
    above |= {row.cells[NAME]: row.cells[PARENT] for row in rows if row.cells[PARENT]}
    found = []
    for row in rows:
        at, passed = row.cells[NAME], set[str]()
        while at in above and at not in passed:
            passed.add(at)
            at = above[at]
        if at in passed and at == row.cells[NAME]:
            found.append(Fault(row.number, PARENT, _("上级单位形成循环。")))
    return found


def write(actor: Actor, rows: Sequence[Row]) -> list[Any]:
    """Make and change the units, those above first."""
    areas = {area.name: area for area in Area.objects.all()}
    waiting, made = {row.cells[NAME]: row for row in rows}, []
    while waiting:
        for name, row in list(waiting.items()):
            if row.cells[PARENT] in waiting:
                continue
            made.append(_write(actor, row, areas))
            del waiting[name]
    return made


def _write(actor: Actor, row: Row, areas: dict[str, Area]) -> Organisation:
    unit = Organisation.objects.select_related("area", "parent").filter(name=row.cells[NAME]).first()
    there = _as_written(unit) if unit else dict.fromkeys(COLUMNS, "")
    cells = {column: row.cells[column] or there[column] for column in COLUMNS[1:]}
    values: dict[str, Any] = {
        "name": row.cells[NAME],
        "short_name": cells[SHORT],
        "kind": kinds().get(cells[KIND], Organisation.Kind.BUREAU.value),
        "code": cells[CODE],
        "area": areas.get(cells[AREA]),
        "parent": Organisation.objects.filter(name=cells[PARENT]).first() if cells[PARENT] else None,
    }
    if unit is None:
        return organisations.make(actor, **values)
    return organisations.change(actor, unit, **values) if cells != {c: there[c] for c in cells} else unit


SORT = Sort(
    gettext_lazy("单位"),
    COLUMNS,
    (NAME,),
    (
        ("示例市委督查室", "督查室", "督查机构", "", "", ""),
        ("示例市科学技术局", "市科技局", "部门", "", "", ""),
    ),
    plan,
    write,
)
