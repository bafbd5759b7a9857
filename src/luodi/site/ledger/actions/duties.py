"""From a commitment to closed duties (立项、交办、签收、分解、销号): the verbs that move a duty."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.site.base.action import Actor, action
from luodi.site.base.guard import locked
from luodi.site.base.models import Area, Organisation, Role, User
from luodi.site.base.notices import tell
from luodi.site.base.refusals import NotNow, Unfit

from .. import lights, machine, rules
from ..models import Check, Commitment, CoUnit, Duty, Node


class Point(NamedTuple):
    """A node to be set: its name, its day, the share of the work planned by then."""

    title: str
    due_on: date
    percent: Decimal


class Part(NamedTuple):
    """A part of a duty to be made: what, who, how much it weighs, by when."""

    title: str
    lead: Organisation
    weight: Decimal
    due_on: date


@action("duty.register", gettext_lazy("立项"), right=rules.can_manage)
def register(
    actor: Actor, commitment: Commitment, *, standard: str = "", starts_on: date | None = None
) -> Duty:
    """Put a commitment on the list (立项): it becomes a duty that a unit can be given.

    Raises:
        NotNow: it is on the list already.
    """
    own = commitment.duties.filter(parent=None, resolution=None)  # tasks of a conference stand beside it
    if own.exclude(state=Duty.State.WITHDRAWN).exists():
        raise NotNow(_("“%(number)s”已经立项。") % {"number": commitment.number})
    count = own.count()
    duty = Duty(
        commitment=commitment,
        number=commitment.number if not count else f"{commitment.number}-R{count}",
        title=commitment.title[:300],
        standard=standard,
        starts_on=starts_on or timezone.localdate(),
        due_on=commitment.deadline,
        first_due_on=commitment.deadline,
    )
    machine.move(duty, "register")
    duty.save()
    return duty


@action("duty.assign", gettext_lazy("明确责任"), right=rules.can_manage)
def assign(
    actor: Actor,
    duty: Duty,
    *,
    lead: Organisation,
    due_on: date,
    version: int | None = None,
    co_units: Sequence[Organisation] = (),
    person: User | None = None,
    area: Area | None = None,
    standard: str | None = None,
) -> Duty:
    """Say who is responsible and by when (明确牵头单位、协办单位、责任人和时限).

    Raises:
        Unfit: the unit is dissolved, leads and helps at once, the person is not of it, or the day has passed.
        Stale: somebody else changed the duty since.
    """
    duty = locked(duty, version)
    machine.move(duty, "assign")
    wrong: dict[str, str] = {}
    if lead.dissolved_on:
        wrong["lead"] = _("“%(unit)s”已于%(day)s撤销,请选择承接其职能的单位。") % {
            "unit": lead,
            "day": lead.dissolved_on,
        }
    if lead in co_units:
        wrong["co_units"] = _("“%(unit)s”已是牵头单位,不能同时协办。") % {"unit": lead}
    if person and not person.grants.filter(organisation=lead).exists():
        wrong["person"] = _("“%(person)s”不在“%(unit)s”任职,请选择该单位人员。") % {
            "person": person,
            "unit": lead,
        }
    if due_on != duty.due_on and due_on < timezone.localdate():
        wrong["due_on"] = _("时限%(day)s已过,请填写今天或以后的日期。") % {"day": due_on}
    if duty.starts_on and due_on < duty.starts_on:
        wrong["due_on"] = _("时限早于开始日期%(day)s。") % {"day": duty.starts_on}
    if wrong:
        raise Unfit(wrong)
    duty.lead, duty.person, duty.due_on = lead, person, due_on
    duty.area = area or lead.area
    duty.first_due_on = duty.first_due_on or due_on
    if standard is not None:
        duty.standard = standard
    lights.shine(duty)
    duty.save()
    duty.co_units.exclude(organisation__in=co_units).delete()
    CoUnit.objects.bulk_create(
        [CoUnit(duty=duty, organisation=unit) for unit in co_units], ignore_conflicts=True
    )
    return duty


@action("duty.plan", gettext_lazy("设置节点"), right=rules.can_break_down)
def plan(actor: Actor, duty: Duty, *, points: Sequence[Point], version: int | None = None) -> Duty:
    """Set the nodes of a duty (设置节点), in place of those it has.

    Raises:
        Unfit: two nodes on one day, a share that falls, or a day outside the duty's time.
    """
    duty = locked(duty, version)
    machine.move(duty, "break_down")
    ordered = sorted(points, key=lambda point: point.due_on)
    for before, after in itertools.pairwise(ordered):
        if after.due_on == before.due_on:
            raise Unfit({"points": _("两个节点在同一天:%(day)s。") % {"day": after.due_on}})
        if after.percent < before.percent:
            raise Unfit({"points": _("“%(title)s”的计划进度低于前一节点。") % {"title": after.title}})
    for point in ordered:
        if duty.due_on and point.due_on > duty.due_on:
            raise Unfit(
                {"points": _("“%(title)s”晚于完成时限%(day)s。") % {"title": point.title, "day": duty.due_on}}
            )
    kept = {node.due_on: node for node in duty.nodes.all()}
    for point in ordered:
        node = kept.pop(point.due_on, None) or Node(duty=duty, due_on=point.due_on)
        node.title, node.percent = point.title, point.percent
        node.save()
    for node in kept.values():
        node.delete()
    lights.shine(duty)
    duty.save()
    return duty


@action("duty.hand_down", gettext_lazy("交办"), right=rules.can_manage)
def hand_down(actor: Actor, duty: Duty) -> Duty:
    """Hand a duty down to its unit (交办), which is told.

    Raises:
        Unfit: no lead unit or no day is set.
    """
    duty = locked(duty)
    machine.move(duty, "hand_down")
    if duty.lead_id is None or duty.due_on is None:
        raise Unfit({"lead": _("请先明确牵头单位和完成时限,再交办。")})
    duty.handed_down_at = timezone.now()
    lights.shine(duty)
    duty.save()
    _tell_unit(duty, f"handed-down:{duty.pk}:{duty.version}", _("新交办:%(title)s,请签收。"))
    return duty


@action("duty.sign", gettext_lazy("签收"), right=rules.can_sign)
def sign(actor: Actor, duty: Duty) -> Duty:
    """Sign for a duty (签收)."""
    duty = locked(duty)
    machine.move(duty, "sign")
    duty.signed_at = timezone.now()
    if duty.person_id is None and actor.user is not None:
        duty.person = actor.user
    lights.shine(duty)
    duty.save()
    return duty


@action("duty.decline", gettext_lazy("退回交办"), right=rules.can_ask)
def decline(actor: Actor, duty: Duty, *, reason: str) -> Duty:
    """Give back what was handed down to the wrong unit (退回交办), with the reason."""
    duty = locked(duty)
    machine.move(duty, "decline")
    if not reason.strip():
        raise Unfit({"reason": _("请说明退回的理由,例如应由哪个单位承办。")})
    duty.save()
    office = User.objects.filter(grants__role=Role.OFFICE, is_active=True).distinct()
    tell(
        office,
        f"declined:{duty.pk}:{duty.version}",
        _("%(unit)s退回“%(title)s”:%(reason)s") % {"unit": duty.lead, "title": duty.title, "reason": reason},
        reverse("ledger:duty", args=[duty.pk]),
    )
    return duty


@action("duty.break_down", gettext_lazy("分解"), right=rules.can_break_down)
def break_down(actor: Actor, duty: Duty, *, parts: Sequence[Part]) -> list[Duty]:
    """Break a duty down into parts with weights (分解); each part goes its own way from 已立项 on.

    Raises:
        Unfit: no part, a weight that is not positive, or a part that ends after the whole.
    """
    duty = locked(duty)
    machine.move(duty, "break_down")
    wrong = [
        _("“%(title)s”:权重须大于零。") % {"title": part.title} for part in parts if part.weight <= 0
    ] + [
        _("“%(title)s”的时限%(day)s晚于上级任务的%(whole)s。")
        % {"title": part.title, "day": part.due_on, "whole": duty.due_on}
        for part in parts
        if duty.due_on and part.due_on > duty.due_on
    ]
    if wrong or not parts:
        raise Unfit({"parts": " ".join(wrong) or _("请至少填写一项分解任务。")})
    taken = duty.parts.count()
    made = []
    for position, part in enumerate(parts, taken + 1):
        child = Duty(
            commitment=duty.commitment,
            parent=duty,
            number=f"{duty.number}.{position}",
            title=part.title,
            weight=part.weight,
            lead=part.lead,
            area=part.lead.area,
            starts_on=timezone.localdate(),
            due_on=part.due_on,
            first_due_on=part.due_on,
        )
        machine.move(child, "register")
        child.save()
        made.append(child)
    duty.save()
    return made


@action("duty.move_under", gettext_lazy("调整上级任务"), right=rules.can_manage)
def move_under(actor: Actor, duty: Duty, *, parent: Duty | None, version: int | None = None) -> Duty:
    """Hang a part under another duty of the same commitment (调整上级任务).

    Raises:
        Unfit: it would stand under itself, or the other belongs to another commitment.
    """
    duty = locked(duty, version)
    above = parent
    while above is not None:
        if above.pk == duty.pk:
            raise Unfit({"parent": _("“%(number)s”不能成为自己的下级。") % {"number": duty.number}})
        above = above.parent
    if parent is not None and parent.commitment_id != duty.commitment_id:
        raise Unfit({"parent": _("上级任务须属于同一承诺事项。")})
    duty.parent = parent
    duty.save()
    return duty


@action("duty.ask_close", gettext_lazy("申请销号"), right=rules.can_ask)
def ask_close(actor: Actor, duty: Duty, *, text: str = "") -> Duty:
    """Ask to close a duty (申请销号): all its parts closed, evidence offered.

    Raises:
        NotNow: a part is still open, or nothing proves it yet.
    """
    duty = locked(duty)
    machine.move(duty, "ask_close")
    open_parts = duty.parts.exclude(state__in=(Duty.State.CLOSED, Duty.State.ARCHIVED, Duty.State.WITHDRAWN))
    if open_parts.exists():
        numbers = "、".join(open_parts.values_list("number", flat=True)[:5])
        raise NotNow(_("还有分解任务没有销号:%(numbers)s。") % {"numbers": numbers})
    if not duty.evidence.exclude(state="refused").exists():
        raise NotNow(_("请先随反馈提交佐证材料,再申请销号。"))
    lights.shine(duty)
    duty.save()
    return duty


@action("duty.close", gettext_lazy("销号"), right=rules.can_check)
def close(actor: Actor, duty: Duty, *, note: str = "") -> Duty:
    """Close a duty (销号), after a check by another unit, on evidence that another unit accepted.

    Raises:
        NotNow: no evidence is accepted yet.
    """
    duty = locked(duty)
    machine.move(duty, "close")
    if not duty.evidence.filter(state="accepted").exists():
        raise NotNow(_("还没有被认可的佐证材料。请先核验佐证,再销号。"))
    _checked(actor, duty, Check.Result.PASSED, note)
    duty.closed_at, duty.percent = timezone.now(), Decimal(100)
    lights.shine(duty)
    duty.save()
    lights.roll_up(duty)
    _tell_unit(duty, f"closed:{duty.pk}:{duty.version}", _("已销号:%(title)s"))
    return duty


@action("duty.send_back", gettext_lazy("核查不通过"), right=rules.can_check)
def send_back(actor: Actor, duty: Duty, *, note: str) -> Duty:
    """Send a duty back to work after a check that failed (核查不通过)."""
    duty = locked(duty)
    machine.move(duty, "send_back")
    if not note.strip():
        raise Unfit({"note": _("请写明不通过的理由和整改要求。")})
    _checked(actor, duty, Check.Result.FAILED, note)
    lights.shine(duty)
    duty.save()
    _tell_unit(duty, f"sent-back:{duty.pk}:{duty.version}", _("核查不通过,请整改:%(title)s"))
    return duty


@action("duty.reopen", gettext_lazy("恢复办理"), right=rules.can_manage)
def reopen(actor: Actor, duty: Duty, *, reason: str) -> Duty:
    """Take a closed duty up again (恢复办理), for evidence that turned out false or a result that did not last."""
    duty = locked(duty)
    machine.move(duty, "reopen")
    if not reason.strip():
        raise Unfit({"reason": _("请说明恢复办理的理由。")})
    duty.closed_at = None
    lights.shine(duty)
    duty.save()
    _tell_unit(duty, f"reopened:{duty.pk}:{duty.version}", _("恢复办理:%(title)s"))
    return duty


@action("duty.archive", gettext_lazy("归档"), right=rules.can_manage)
def archive(actor: Actor, duty: Duty) -> Duty:
    """Put a closed duty into the archive (归档)."""
    duty = locked(duty)
    machine.move(duty, "archive")
    duty.save()
    return duty


@action("duty.withdraw", gettext_lazy("撤销"), right=rules.can_manage)
def withdraw(actor: Actor, duty: Duty, *, reason: str) -> Duty:
    """Take a duty off the list (撤销), with the reason; its history stays."""
    duty = locked(duty)
    machine.move(duty, "withdraw")
    if not reason.strip():
        raise Unfit({"reason": _("请说明撤销的理由。")})
    lights.shine(duty)
    duty.save()
    if duty.parent_id:
        lights.roll_up(duty)
    return duty


def _checked(actor: Actor, duty: Duty, result: str, note: str) -> None:
    from luodi.site.base.rights import standing

    units = standing(actor.user).units(*(role.value for role in Role)) if actor.user else frozenset()
    if not units:
        raise NotNow(_("核查须由有任职单位的人员进行。"))
    Check.objects.create(
        duty=duty, organisation_id=min(units), by=actor.user, at=timezone.now(), result=result, note=note
    )


def _tell_unit(duty: Duty, key: str, text: str) -> None:
    people = User.objects.filter(grants__organisation=duty.lead, is_active=True).distinct()
    tell(people, key, text % {"title": duty.title}, reverse("ledger:duty", args=[duty.pk]))


def next_number(decision_id: int) -> str:
    """The next free number of a commitment in a decision (编号)."""
    last = Commitment.objects.filter(decision=decision_id).aggregate(last=Max("id"))["last"] or 0
    return f"{last + 1:04d}"
