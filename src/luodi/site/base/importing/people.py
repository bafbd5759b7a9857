"""People and their roles from a table (导入人员): a row for each role; an account is made at its first row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..action import Actor
from ..actions import grants, people
from ..languages import by_label
from ..models import Area, Grant, Organisation, Role, User
from ..rights import valid_today
from ..tables import Row
from .plan import Fault, Plan, Sort, Step, missing, unknown

USERNAME, NAME, EMAIL, ROLE, UNIT, AREA, SINCE, UNTIL = COLUMNS = (
    "用户名", "姓名", "电子邮箱", "角色", "任职单位", "区域", "自", "至",
)  # fmt: skip
FIELD = {"username": USERNAME, "name": NAME, "email": EMAIL, "role": ROLE, "organisation": UNIT, "area": AREA, "since": SINCE, "until": UNTIL}  # fmt: skip


def roles() -> dict[str, str]:
    """Roles by the words people write."""
    return by_label(Role)


class There:
    """What is there already, read once."""

    def __init__(self) -> None:
        self.users = {user.username.lower(): user for user in User.objects.all()}
        self.units = {unit.name: unit for unit in Organisation.objects.all()}
        self.short = {unit.short_name: unit for unit in self.units.values() if unit.short_name}
        self.areas = {area.name: area for area in Area.objects.all()}
        held = Grant.objects.filter(valid_today())
        self.held = set(held.values_list("user_id", "role", "organisation_id", "area_id"))

    def unit(self, name: str) -> Organisation | None:
        """A unit by its full or short name."""
        return self.units.get(name) or self.short.get(name)


def plan(rows: Sequence[Row]) -> Plan:
    """Judge all rows (检查全部行)."""
    there = There()
    faults = missing(rows, (USERNAME, NAME, ROLE))
    names: dict[str, tuple[int, str]] = {}
    seen: dict[tuple[str, ...], int] = {}
    steps = []
    for row in rows:
        cells = row.cells
        if not (cells[USERNAME] and cells[NAME] and cells[ROLE]):
            continue
        faults += _own(row, there, names)
        faults += _role(row, there)
        key = (cells[USERNAME].lower(), cells[ROLE], cells[UNIT], cells[AREA])
        if key in seen:
            faults.append(Fault(row.number, ROLE, _("与第%(row)s行重复。") % {"row": seen[key]}))
        seen.setdefault(key, row.number)
        steps.append(_step(row, there, names))
    return Plan(sorted(faults), steps)


def _own(row: Row, there: There, names: dict[str, tuple[int, str]]) -> list[Fault]:
    cells, key = row.cells, row.cells[USERNAME].lower()
    own = people.faults(cells[USERNAME], cells[NAME], cells[EMAIL])
    found = [Fault(row.number, FIELD[field], words) for field, words in own.items()]
    user = there.users.get(key)
    if user is not None and user.name != cells[NAME]:
        words = _("用户名“%(username)s”已属于“%(name)s”。") % {"username": user.username, "name": user.name}
        found.append(Fault(row.number, NAME, words))
    elif user is not None and not user.is_active:
        found.append(Fault(row.number, USERNAME, _("这一账号已停用。请先恢复账号。")))
    first, name = names.setdefault(key, (row.number, cells[NAME]))
    if name != cells[NAME]:
        words = _("同一用户名在第%(row)s行的姓名是“%(name)s”。") % {"row": first, "name": name}
        found.append(Fault(row.number, NAME, words))
    return found


def _role(row: Row, there: There) -> list[Fault]:
    cells = row.cells
    if cells[ROLE] not in roles():
        return [unknown(row, ROLE, list(roles()))]
    found = []
    unit, area = there.unit(cells[UNIT]), there.areas.get(cells[AREA])
    if cells[UNIT] and unit is None:
        found.append(unknown(row, UNIT, list(there.units)))
    if cells[AREA] and area is None:
        found.append(unknown(row, AREA, list(there.areas)))
    days: dict[str, date | None] = {}
    for column in (SINCE, UNTIL):
        try:
            days[column] = _day(cells[column])
        except ValueError:
            words = _("“%(value)s”不是日期,例如 2026-01-31。") % {"value": cells[column]}
            found.append(Fault(row.number, column, words))
    if found:
        return found
    wrong = grants.faults(roles()[cells[ROLE]], unit, area, days[SINCE], days[UNTIL])
    return [Fault(row.number, FIELD[field], words) for field, words in wrong.items()]


def _step(row: Row, there: There, names: dict[str, tuple[int, str]]) -> Step:
    cells = row.cells
    user = there.users.get(cells[USERNAME].lower())
    role = f"{cells[ROLE]} {cells[UNIT]} {cells[AREA]}".strip()
    if user is None:
        first = names[cells[USERNAME].lower()][0] == row.number
        words = _("开通账号并授权:%(role)s") if first else _("授权:%(role)s")
        return Step(row.number, "new", cells[NAME], words % {"role": role})
    if _held(user, row, there):
        return Step(row.number, "same", cells[NAME], _("不变"))
    return Step(row.number, "changed", cells[NAME], _("授权:%(role)s") % {"role": role})


def _held(user: User, row: Row, there: There) -> bool:
    unit, area = there.unit(row.cells[UNIT]), there.areas.get(row.cells[AREA])
    role = roles().get(row.cells[ROLE], "")
    return (user.pk, role, unit.pk if unit else None, area.pk if area else None) in there.held


def write(actor: Actor, rows: Sequence[Row]) -> list[Any]:
    """Open the accounts and give the roles; the new accounts with their one-time passwords."""
    there, opened = There(), []
    for row in rows:
        cells, key = row.cells, row.cells[USERNAME].lower()
        if key not in there.users:
            account = people.make(actor, username=cells[USERNAME], name=cells[NAME], email=cells[EMAIL])
            there.users[key] = account.user
            opened.append(account)
        if _held(there.users[key], row, there):
            continue
        grants.give(
            actor,
            there.users[key],
            role=roles()[cells[ROLE]],
            organisation=there.unit(cells[UNIT]),
            area=there.areas.get(cells[AREA]),
            since=_day(cells[SINCE]),
            until=_day(cells[UNTIL]),
        )
    return opened


def _day(text: str) -> date | None:
    return date.fromisoformat(text.replace("/", "-").replace(".", "-")) if text else None


SORT = Sort(
    gettext_lazy("人员"),
    COLUMNS,
    (USERNAME, NAME, ROLE),
    (
        ("zhangsan", "张三", "", "督查办公室", "示例市委督查室", "", "", ""),
        ("lisi", "李四", "", "单位负责人", "示例市科学技术局", "", "2026-01-01", ""),
    ),
    plan,
    write,
)
