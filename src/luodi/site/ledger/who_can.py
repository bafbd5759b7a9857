"""What a page says where somebody is missing for the next step (由谁核查、由谁审批、由谁办理): why not, who can, what if nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from luodi.site.base.models import Grant, Role
from luodi.site.base.ready import ready
from luodi.site.base.rights import UNIT_ROLES, Person, standing, valid_today

from .independent import apart_from, in_words
from .models import Duty, Extension
from .offered import may_decide
from .rules import CHECKERS, RIGHTS, has_no_hand_in_it, is_another_unit, is_not_recused


def closing(person: Person, duty: Duty) -> list[str]:
    """Who closes a duty that waits for its check, in sentences; none for who can do it, or where nothing waits."""
    if duty.state != Duty.State.CHECKING or RIGHTS["close"].test(person, duty):
        return []
    apart, said = apart_from(duty), _why_not(person, duty, _("您不能核查本事项:%(why)s。"))
    if apart.office:
        return [*said, _("可以核查、销号的人员:%(people)s。") % {"people": in_words(apart.office)}]
    if apart.evaluators:
        words = _("督查办公室没有人可以核查本事项,由第三方评估核查、销号:%(people)s。")
        return [*said, words % {"people": in_words(apart.evaluators)}]
    return [*said, _nobody_checks()]


def deciding(person: Person, duty: Duty, asked: Sequence[Extension]) -> list[str]:
    """Who decides on more time that was asked for, in sentences; none for who can do it, or where nothing waits."""
    waits = [each for each in asked if each.state == Extension.State.ASKED]
    if not waits or duty.state != Duty.State.IN_PROGRESS or any(may_decide(person, each) for each in waits):
        return []
    said = _why_not(person, duty, _("您不能审批本事项的延期:%(why)s。"), Role.OFFICE)
    able = tuple(
        each for each in apart_from(duty).office if each[0] not in {ask.asked_by_id for ask in waits}
    )
    if able:
        return [*said, _("可以审批延期的人员:%(people)s。") % {"people": in_words(able)}]
    return [*said, _nobody_decides()]


UNMANNED = (Duty.State.REGISTERED, Duty.State.HANDED_DOWN, Duty.State.IN_PROGRESS)


def doing(duty: Duty) -> list[str]:
    """What the lead unit cannot do for want of people, in sentences: one question."""
    if duty.lead_id is None or duty.state not in UNMANNED:
        return []
    roles = set(_roles_in(duty.lead_id, timezone.localdate()))
    if roles.isdisjoint(UNIT_ROLES):
        words = _("牵头单位“%(unit)s”没有经办人员,没有人可以签收和反馈。请系统管理员授予该单位人员角色。")
    elif roles.isdisjoint((Role.UNIT_LEAD, Role.COUNTY)):
        words = _(
            "牵头单位“%(unit)s”没有单位负责人,没有人可以申请延期和销号。请系统管理员授予“单位负责人”角色。"
        )
    else:
        return []
    return [words % {"unit": duty.lead}]


@ready
def _roles_in(unit: int, on: date) -> QuerySet[Grant, str]:
    found = Grant.objects.filter(
        valid_today(on), organisation=unit, role__in=UNIT_ROLES, user__is_active=True
    )
    return found.order_by().values_list("role", flat=True).distinct()


def _nobody_checks() -> str:
    """What to do about a duty that nobody may check."""
    return _(
        "目前没有人可以核查、销号:督查办公室和第三方评估的人员都在办理单位或其下级单位任职、经办过本事项,或已回避。请系统管理员为其他单位的人员"
        "授予“督查办公室”角色(政府可以指定所属部门开展督查),或授予“第三方评估”角色(《政府督查工作条例》第七条、第八条)。"
    )


def _nobody_decides() -> str:
    """What to do about a request for more time that nobody may decide on."""
    return _(
        "目前没有人可以审批延期:督查办公室的人员都在办理单位或其下级单位任职、经办过本事项,或已回避。请系统管理员为其他单位的人员"
        "授予“督查办公室”角色(政府可以指定所属部门开展督查,《政府督查工作条例》第七条)。"
    )


def _why_not(person: Person, duty: Duty, words: str, *roles: str) -> list[str]:
    """Why somebody who else decides on such things does not on this one."""
    if not standing(person).has(*(roles or CHECKERS)):
        return []
    if not is_not_recused.test(person, duty):
        return [words % {"why": _("已回避")}]
    if not has_no_hand_in_it.test(person, duty):
        return [words % {"why": _("您是责任人或经办过本事项")}]
    if not is_another_unit.test(person, duty):
        return [words % {"why": _("您任职的单位办理本事项,或是办理单位的下级单位")}]
    return []
