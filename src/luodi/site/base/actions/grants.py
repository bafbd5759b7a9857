"""Roles given and ended (授权), and colleagues who act for each other (代办)."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from .. import rights
from ..action import Actor, action
from ..models import Area, Delegation, Grant, Organisation, Role, User
from ..notices import tell
from ..refusals import NotNow, Unfit
from .people import is_last_administrator

IN_A_UNIT = (Role.OFFICE, Role.UNIT_LEAD, Role.UNIT_STAFF, Role.COUNTY, Role.EVALUATOR)
"""Roles that are held in a unit. The office's and the evaluator's unit is asked for when somebody checks what others did."""


@action("grant.give", gettext_lazy("授权"), right=rights.is_administrator)
def give(
    actor: Actor,
    user: User,
    *,
    role: str,
    organisation: Organisation | None = None,
    area: Area | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Grant:
    """Give a person a role (授权), in a unit where the role is one of a unit, from a day to a day.

    Raises:
        Unfit: unit or area are missing where the role needs them, the unit is dissolved, the days are the wrong way
            round, or the person holds the role already.
    """
    wrong = faults(role, organisation, area, since, until)
    if not user.is_active:
        wrong["user"] = _("“%(user)s”的账号已停用。请先恢复账号,再授权。") % {"user": user}
    held = Grant.objects.filter(user=user, role=role, organisation=organisation, area=area)
    if not wrong and held.filter(rights.valid_today()).exists():
        wrong["role"] = _("“%(user)s”已有这一角色。") % {"user": user}
    if wrong:
        raise Unfit(wrong)
    return Grant.objects.create(
        user=user, role=role, organisation=organisation, area=area, since=since, until=until
    )


def faults(
    role: str, organisation: Organisation | None, area: Area | None, since: date | None, until: date | None
) -> dict[str, str]:
    """What is wrong with a role to be given, by field."""
    wrong: dict[str, str] = {}
    if role not in Role.values:
        return {"role": _("没有这一角色。")}
    title = Role(role).label
    if role in IN_A_UNIT and organisation is None:
        wrong["organisation"] = _("“%(role)s”须指定任职单位。") % {"role": title}
    if role == Role.COUNTY and area is None:
        wrong["area"] = _("“%(role)s”须指定所在区域。") % {"role": title}
    if role not in IN_A_UNIT and organisation is not None:
        wrong["organisation"] = _("“%(role)s”不属于某一单位,请留空。") % {"role": title}
    if role != Role.COUNTY and area is not None:
        wrong["area"] = _("只有县(市、区)联络员须指定区域,请留空。")
    if organisation is not None and organisation.dissolved_on:
        wrong["organisation"] = _("“%(unit)s”已于%(day)s撤销。") % {
            "unit": organisation,
            "day": organisation.dissolved_on,
        }
    if since and until and until < since:
        wrong["until"] = _("截止日期早于开始日期。")
    return wrong


@action("grant.end", gettext_lazy("终止授权"), right=rights.is_administrator)
def end(actor: Actor, grant: Grant, *, until: date | None = None) -> Grant:
    """End a role (终止授权): its last day is ``until``, or was yesterday; the row stays, for what was done with it.

    Raises:
        NotNow: it would leave the site without an administrator, or it is over already.
        Unfit: it would end before it began.
    """
    today = timezone.localdate()
    last = until or today - timedelta(days=1)
    if grant.until is not None and grant.until < today:
        raise NotNow(_("这一授权已于%(day)s终止。") % {"day": grant.until})
    if grant.role == Role.ADMINISTRATOR and last < today and is_last_administrator(grant.user):
        raise NotNow(_("“%(user)s”是唯一的系统管理员。请先授权另一位系统管理员。") % {"user": grant.user})
    if until is not None and grant.since and until < grant.since:
        raise Unfit({"until": _("截止日期早于开始日期%(day)s。") % {"day": grant.since}})
    last_day(grant, last)
    return grant


def last_day(grant: Grant, day: date) -> None:
    """Let a role end with a day, at once begun if it was to begin later; part of an action."""
    grant.until, grant.since = day, min(grant.since, day) if grant.since else None
    grant.save(update_fields=["until", "since"])


@action("delegation.make", gettext_lazy("委托代办"), right=rights.is_oneself | rights.is_administrator)
def delegate(
    actor: Actor, absent: User, *, deputy: User, since: date, until: date, reason: str = ""
) -> Delegation:
    """Let a colleague act for a person on leave (委托代办); what they do so is journalled with both names.

    Raises:
        Unfit: it is the same person, the colleague's account is closed, the days are over or the wrong way round, or
            the two have such a time already.
    """
    wrong: dict[str, str] = {}
    if deputy.pk == absent.pk:
        wrong["deputy"] = _("不能委托本人。")
    elif not deputy.is_active:
        wrong["deputy"] = _("“%(user)s”的账号已停用。") % {"user": deputy}
    if until < since:
        wrong["until"] = _("截止日期早于开始日期。")
    elif until < timezone.localdate():
        wrong["until"] = _("截止日期%(day)s已过。") % {"day": until}
    elif not wrong:
        twice = Delegation.objects.filter(absent=absent, deputy=deputy, since__lte=until, until__gte=since)
        if twice.exists():
            wrong["since"] = _("这段时间已委托“%(user)s”代办。") % {"user": deputy}
    if wrong:
        raise Unfit(wrong)
    made = Delegation.objects.create(
        absent=absent, deputy=deputy, since=since, until=until, reason=reason.strip()[:200]
    )
    words = gettext_noop("%(absent)s委托您自%(since)s至%(until)s代办。") % {
        "absent": absent,
        "since": since,
        "until": until,
    }
    tell([deputy], f"delegation:{made.pk}", words)
    return made


@action("delegation.end", gettext_lazy("结束代办"), right=rights.is_the_absent_one | rights.is_administrator)
def end_delegation(actor: Actor, delegation: Delegation) -> Delegation | None:
    """End a time of acting for somebody (结束代办): yesterday was its last day; one that has not begun is taken away.

    Raises:
        NotNow: it is over already.
    """
    today = timezone.localdate()
    if delegation.until < today:
        raise NotNow(_("这一代办已于%(day)s结束。") % {"day": delegation.until})
    if delegation.since >= today:
        delegation.delete()
        return None
    delegation.until = today - timedelta(days=1)
    delegation.save(update_fields=["until"])
    return delegation
