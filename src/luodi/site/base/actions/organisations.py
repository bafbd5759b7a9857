"""Units and areas (单位、区域): made, renamed, moved in their trees, dissolved."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .. import rights, succession
from ..action import Actor, action
from ..guard import locked
from ..languages import joined
from ..models import Area, Grant, Organisation
from ..refusals import NotNow, Unfit
from .grants import last_day


@action("organisation.make", gettext_lazy("新增单位"), right=rights.is_administrator)
def make(
    actor: Actor,
    *,
    name: str,
    short_name: str = "",
    kind: str = Organisation.Kind.BUREAU,
    code: str = "",
    area: Area | None = None,
    parent: Organisation | None = None,
) -> Organisation:
    """Add a unit (新增单位).

    Raises:
        Unfit: the name is taken or too long, the code is none, or the unit above is dissolved.
    """
    unit = Organisation()
    _fill(unit, name, short_name, kind, code, area, parent)
    unit.save()
    return unit


@action("organisation.change", gettext_lazy("修改单位"), right=rights.is_administrator)
def change(
    actor: Actor,
    unit: Organisation,
    *,
    name: str,
    short_name: str = "",
    kind: str = Organisation.Kind.BUREAU,
    code: str = "",
    area: Area | None = None,
    parent: Organisation | None = None,
    version: int | None = None,
) -> Organisation:
    """Rename a unit or move it in the tree (更名、调整隶属关系).

    Raises:
        Unfit: as for making one, or it would stand under itself.
        Stale: somebody else changed it since.
    """
    _lock_tree(Organisation)
    unit = locked(unit, version)
    _fill(unit, name, short_name, kind, code, area, parent)
    unit.save()
    return unit


def _fill(
    unit: Organisation,
    name: str,
    short_name: str,
    kind: str,
    code: str,
    area: Area | None,
    parent: Organisation | None,
) -> None:
    name, short_name, code = name.strip(), short_name.strip(), code.strip().upper()
    wrong = faults(name, short_name, kind, code)
    if "name" not in wrong and Organisation.objects.filter(name=name).exclude(pk=unit.pk).exists():
        wrong["name"] = _("已有名为“%(name)s”的单位。") % {"name": name}
    if parent is not None and parent.dissolved_on:
        wrong["parent"] = _("“%(unit)s”已撤销,请选择其他上级单位。") % {"unit": parent}
    if parent is not None and unit.pk and _closes_a_circle(unit, parent):
        wrong["parent"] = _("“%(unit)s”不能隶属于自己或自己的下级。") % {"unit": unit}
    if wrong:
        raise Unfit(wrong)
    unit.name, unit.short_name, unit.kind, unit.code = name, short_name, kind, code
    unit.area, unit.parent = area, parent


def faults(name: str, short_name: str, kind: str, code: str) -> dict[str, str]:
    """What is wrong with a unit's own fields, by field."""
    from luodi.core.identifiers import holds  # brings numpy along

    wrong: dict[str, str] = {}
    if not 1 <= len(name) <= 120:
        wrong["name"] = _("请填写单位全称,最多120个字符。")
    if len(short_name) > 40:
        wrong["short_name"] = _("简称最多40个字符。")
    if kind not in Organisation.Kind.values:
        wrong["kind"] = _("类别须为:%(accepted)s。") % {"accepted": joined(Organisation.Kind.labels)}
    if code and not holds("credit_code", code):
        wrong["code"] = _("“%(code)s”不是统一社会信用代码(18位,末位为校验码)。") % {"code": code}
    return wrong


@action("organisation.dissolve", gettext_lazy("撤销单位"), right=rights.is_administrator)
def dissolve(
    actor: Actor,
    unit: Organisation,
    *,
    on: date,
    successor: Organisation | None = None,
    version: int | None = None,
) -> Organisation:
    """Dissolve a unit (撤销单位): what it holds, and the units below it, go to its successor; roles in it end.

    Raises:
        NotNow: it is dissolved already.
        Unfit: the day is to come, the successor is none, or there is none and the unit still holds something.
    """
    _lock_tree(Organisation)
    unit = locked(unit, version)
    if unit.dissolved_on:
        raise NotNow(_("“%(unit)s”已于%(day)s撤销。") % {"unit": unit, "day": unit.dissolved_on})
    wrong: dict[str, str] = {}
    if on > timezone.localdate():
        wrong["on"] = _("撤销日期%(day)s尚未到,请届时再办理。") % {"day": on}
    if successor is not None and (successor.pk == unit.pk or successor.dissolved_on):
        wrong["successor"] = _("承接单位须为另一个未撤销的单位。")
    if successor is not None and successor.pk != unit.pk and _is_below(successor, unit):
        wrong["successor"] = _("承接单位隶属于“%(unit)s”。请先调整其隶属关系。") % {"unit": unit}
    below = Organisation.objects.filter(parent=unit, dissolved_on=None)
    if successor is None:
        held = succession.held_by(unit)
        if count := below.count():
            held.append(ngettext("%(count)s个下级单位", "%(count)s个下级单位", count) % {"count": count})
        if held:
            wrong["successor"] = _("“%(unit)s”还有%(held)s,请指定承接单位。") % {
                "unit": unit,
                "held": joined(held),
            }
    if wrong:
        raise Unfit(wrong)
    if successor is not None:
        for each in succession.INHERITANCES:
            each.hand_over(actor, unit, successor)
        for child in below:
            child.parent, child.version = successor, child.version + 1
            child.save()
    for grant in Grant.objects.filter(Q(until=None) | Q(until__gt=on), organisation=unit):
        last_day(grant, on)
    unit.dissolved_on = on
    unit.save()
    return unit


def _lock_tree(model: type[Organisation] | type[Area]) -> None:
    """Let nobody else move in the tree meanwhile: two moves at once could close a circle."""
    list(model._default_manager.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def _closes_a_circle(thing: Organisation | Area, parent: Organisation | Area) -> bool:
    """Whether a thing stands above what shall be above it, as the tree stands in the database."""
    above = dict(type(thing)._default_manager.values_list("pk", "parent"))
    at: int | None = parent.pk
    while at is not None and at != thing.pk:
        at = above.get(at)
    return at is not None


def _is_below(unit: Organisation, above: Organisation) -> bool:
    return unit.pk in rights.units_under(frozenset({above.pk}))


@action("area.make", gettext_lazy("新增区域"), right=rights.is_administrator)
def make_area(
    actor: Actor,
    *,
    name: str,
    kind: str = Area.Kind.COUNTY,
    code: str = "",
    parent: Area | None = None,
    column: int | None = None,
    row: int | None = None,
) -> Area:
    """Add an area (新增区域) with its place on the schematic tile map.

    Raises:
        Unfit: the name or the tile is taken, the code is none, or only half of a place is given.
    """
    area = Area()
    _fill_area(area, name, kind, code, parent, column, row)
    area.save()
    return area


@action("area.change", gettext_lazy("修改区域"), right=rights.is_administrator)
def change_area(
    actor: Actor,
    area: Area,
    *,
    name: str,
    kind: str = Area.Kind.COUNTY,
    code: str = "",
    parent: Area | None = None,
    column: int | None = None,
    row: int | None = None,
) -> Area:
    """Rename an area, move it in the tree or on the tile map (修改区域)."""
    _lock_tree(Area)
    area = Area.objects.get(pk=area.pk)
    _fill_area(area, name, kind, code, parent, column, row)
    area.save()
    return area


def _fill_area(
    area: Area, name: str, kind: str, code: str, parent: Area | None, column: int | None, row: int | None
) -> None:
    name, code = name.strip(), code.strip()
    others = Area.objects.exclude(pk=area.pk)
    wrong: dict[str, str] = {}
    if not 1 <= len(name) <= 60:
        wrong["name"] = _("请填写名称,最多60个字符。")
    elif others.filter(name=name).exists():
        wrong["name"] = _("已有名为“%(name)s”的区域。") % {"name": name}
    if kind not in Area.Kind.values:
        wrong["kind"] = _("类别须为:%(accepted)s。") % {"accepted": joined(Area.Kind.labels)}
    if code and not (code.isascii() and code.isdigit() and len(code) in (6, 9, 12)):
        wrong["code"] = _("行政区划代码为6位、9位或12位数字。")
    if (column is None) != (row is None):
        wrong["column"] = _("行和列须同时填写,或都留空。")
    for name_, value in (("column", column), ("row", row)):
        if value is not None and not 0 <= value <= 9:
            wrong[name_] = _("行和列为0到9的整数。")
    if column is not None and row is not None and not wrong:
        there = others.filter(column=column, row=row).first()
        if there is not None:
            wrong["column"] = _("这一格已是“%(area)s”。") % {"area": there}
    if parent is not None and area.pk and _closes_a_circle(area, parent):
        wrong["parent"] = _("“%(area)s”不能属于自己或自己的下级。") % {"area": area}
    if wrong:
        raise Unfit(wrong)
    area.name, area.kind, area.code, area.parent, area.column, area.row = (
        name,
        kind,
        code,
        parent,
        column,
        row,
    )
