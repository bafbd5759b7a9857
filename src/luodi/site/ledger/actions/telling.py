"""Who is told of what happens to a duty (通知对象): its unit, the office."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from luodi.site.base.holders import reached
from luodi.site.base.models import Organisation, Role, User
from luodi.site.base.notices import tell
from luodi.site.base.rights import UNIT_ROLES

from ..independent import apart_from
from ..models import Duty


def address(duty: Duty) -> str:
    """Where the duty's page is."""
    return reverse("ledger:duty", args=[duty.pk])


def tell_unit(duty: Duty, key: str, text: str, unit: Organisation | None = None) -> None:
    """Tell everybody who works in the lead unit, or in another one, and who acts for them; ``%(title)s`` in the text becomes the duty's title."""
    tell(reached(UNIT_ROLES, [unit or duty.lead]), key, text.replace("%(title)s", duty.title), address(duty))


def tell_checkers(duty: Duty, key: str) -> None:
    """Tell who checks a duty in the office's place where nobody of the office may; where nobody may at all, who gives out roles."""
    apart = apart_from(duty)
    if apart.office:
        return
    if not apart.evaluators:
        text = gettext_noop(
            "任务%(number)s已申请销号,但没有人可以核查:请为办理单位以外的单位人员授予“督查办公室”或“第三方评估”角色。"
        )
        tell_nobody_can(duty, key, text)
        return
    text = gettext_noop("“%(title)s”已申请销号,督查办公室没有人可以核查,请第三方评估核查。")
    people = User.objects.filter(pk__in=[who for who, _unit in apart.evaluators])
    tell(people, key, text.replace("%(title)s", duty.title), address(duty))


def tell_office(duty: Duty, key: str, text: str) -> None:
    """Tell the supervision office."""
    tell(reached([Role.OFFICE]), key, text.replace("%(title)s", duty.title), address(duty))


def tell_nobody_can(duty: Duty, key: str, text: str) -> None:
    """Tell the administrators that nobody may decide on a duty, whose page they do not see: they give out roles."""
    tell(reached([Role.ADMINISTRATOR]), key, text % {"number": duty.number}, reverse("people"))


def today_key(kind: str, duty: Duty) -> str:
    """A key under which something happens at most once a day to a duty."""
    return f"{kind}:{duty.pk}:{timezone.localdate()}"
