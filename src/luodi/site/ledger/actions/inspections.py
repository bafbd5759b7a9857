"""Special inspections (专项督查): plan, list, draw, findings, conclusion, objection, rectification, check.

Sources: 政府督查工作条例, in force 2021-02-01: plan and no repeat art. 15, conclusion art. 16, objection within 30 days and
answer within 30 days art. 17, check of the rectification art. 18.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from luodi.site.base import options
from luodi.site.base.action import Actor, action
from luodi.site.base.guard import held, locked
from luodi.site.base.holders import reached
from luodi.site.base.models import Area, Organisation, Role, User
from luodi.site.base.notices import tell
from luodi.site.base.refusals import NotNow, Unfit
from luodi.site.base.rights import UNIT_ROLES

from .. import calendar, rules, sampling
from ..models import Duty, FormTime, Inspection, InspectionItem, SamplingFrame
from ..timing import UNTIMED, Spent, note_time

OBJECTION_DAYS: Final = 30
"""Days for an objection, and days for its answer (art. 17)."""
INSPECTED: Final = (*Duty.RUNNING, Duty.State.CLOSED)
State = Inspection.State
Item = InspectionItem.State


@action("inspection.plan", gettext_lazy("制定督查计划"), right=rules.can_inspect)
def plan(
    actor: Actor,
    inspection: Inspection | None,
    *,
    title: str,
    starts_on: date,
    ends_on: date,
    basis: str = "",
    scope: str = "",
    version: int | None = None,
) -> Inspection:
    """Plan an inspection, or change a plan (制定督查计划).

    Raises:
        Unfit: it has no title, or ends before it begins.
        NotNow: it is no plan any more.
        Stale: somebody else changed it since.
    """
    plan = locked(inspection, version) if inspection else Inspection(by=actor.user)
    _in(plan, State.PLANNED)
    wrong = {}
    if not title.strip():
        wrong["title"] = _("请填写名称。")
    if ends_on < starts_on:
        wrong["ends_on"] = _("结束日期早于开始日期。")
    if wrong:
        raise Unfit(wrong)
    plan.title, plan.basis, plan.scope = title.strip()[:200], basis.strip()[:200], scope.strip()
    plan.starts_on, plan.ends_on = starts_on, ends_on
    plan.save()
    return plan


@action("inspection.list", gettext_lazy("列出抽样名录"), right=rules.can_inspect)
def list_frame(
    actor: Actor,
    inspection: Inspection,
    *,
    by: str,
    size: int,
    lights: Sequence[str] = (),
    units: Sequence[Organisation] = (),
    areas: Sequence[Area] = (),
    leave_out_recent: bool = True,
) -> SamplingFrame:
    """Fix the list from which the sample will be drawn (列出抽样名录), in place of one listed before.

    Args:
        actor: the office.
        inspection: a plan.
        by: stratum: light, unit or area.
        size: how many are to be drawn.
        lights: only these lights; empty: all.
        units: only duties of these units; empty: all.
        areas: only these areas; empty: all.
        leave_out_recent: without duties that were inspected a short while ago (art. 15: no repeat).

    Raises:
        NotNow: the sample is drawn already.
        Unfit: no duty fits, or nothing is to be drawn.
    """
    inspection = locked(inspection)
    _in(inspection, State.PLANNED)
    found = Duty.objects.filter(state__in=INSPECTED)
    if lights:
        found = found.filter(light__in=lights)
    if units:
        found = found.filter(lead__in=units)
    if areas:
        found = found.filter(area__in=areas)
    if leave_out_recent:
        found = found.exclude(pk__in=recently_inspected(inspection.starts_on, but=inspection.pk))
    rows = [list(row) for row in found.order_by("pk").values_list("pk", "number", _column(by))]
    for row in rows:
        row[2] = str(row[2] if row[2] is not None else "—")
    wrong = {}
    if by not in Inspection.Stratum.values:
        wrong["by"] = _("请选择分层方式。")
    if size < 1:
        wrong["size"] = _("抽查数量至少为1。")
    if not rows:
        wrong["size"] = _("没有符合条件的责任事项,请放宽范围。")
    if wrong:
        raise Unfit(wrong)
    SamplingFrame.objects.filter(inspection=inspection).delete()
    frame = SamplingFrame.objects.create(
        inspection=inspection, rows=rows, size=min(size, len(rows)), sha256=sampling.fingerprint(rows)
    )
    inspection.sample_by = by
    inspection.save()
    return frame


@action("inspection.draw", gettext_lazy("抽样"), right=rules.can_inspect)
def draw(actor: Actor, inspection: Inspection, *, seed: int | None = None) -> list[InspectionItem]:
    """Draw the sample from the list (抽样); the inspection is under way from then on.

    Args:
        actor: the office.
        inspection: a plan with a list.
        seed: drawn by lot if None; kept, so that the draw can be done again.

    Raises:
        NotNow: nothing is listed, or the sample is drawn already.
    """
    inspection = locked(inspection)
    _in(inspection, State.PLANNED)
    frame = SamplingFrame.objects.filter(inspection=inspection).first()
    if frame is None:
        raise NotNow(_("请先列出抽样名录,再抽样。"))
    inspection.seed = secrets.randbelow(10**9) if seed is None else seed
    drawn = sampling.draw(frame.rows, frame.size, inspection.seed)
    items = InspectionItem.objects.bulk_create(
        InspectionItem(inspection=inspection, duty_id=pk) for pk in drawn
    )
    inspection.state = State.UNDER_WAY
    inspection.save()
    return items


@action("inspection.find", gettext_lazy("记录督查发现"), right=rules.can_check)
def find(
    actor: Actor,
    item: InspectionItem,
    *,
    finding: str = "",
    rectify_by: date | None = None,
    version: int | None = None,
) -> InspectionItem:
    """Write down what was found (记录督查发现): nothing wrong if ``finding`` is empty.

    Raises:
        NotNow: the inspection is not under way.
        Unfit: a fault has no day for its rectification, or one that has passed.
        Stale: somebody else changed it since.
    """
    item = locked(item, version)
    _in(held(item.inspection), State.UNDER_WAY)  # nobody concludes it meanwhile
    if finding.strip():
        if rectify_by is None:
            raise Unfit({"rectify_by": _("请填写整改时限。")})
        if rectify_by < timezone.localdate():
            raise Unfit({"rectify_by": _("整改时限已过,请填写今天或以后的日期。")})
    item.finding = finding.strip()
    item.rectify_by = rectify_by if item.finding else None
    item.state = Item.FAULT if item.finding else Item.CLEAN
    item.save()
    return item


@action("inspection.conclude", gettext_lazy("作出督查结论"), right=rules.can_inspect)
def conclude(
    actor: Actor, inspection: Inspection, *, conclusion: str, version: int | None = None
) -> Inspection:
    """Conclude an inspection (作出督查结论, art. 16) and tell the units; from this day objections count their 30 days.

    Raises:
        NotNow: it is not under way, or something drawn was not looked at yet.
        Unfit: the conclusion is empty.
        Stale: somebody else changed it since.
    """
    inspection = locked(inspection, version)
    _in(inspection, State.UNDER_WAY)
    left = inspection.items.filter(state=Item.OPEN).count()
    if left:
        raise NotNow(_("还有%(count)s项没有记录督查发现。") % {"count": left})
    if not conclusion.strip():
        raise Unfit({"conclusion": _("请填写督查结论。")})
    inspection.conclusion, inspection.concluded_on = conclusion.strip(), timezone.localdate()
    faults = inspection.items.filter(state=Item.FAULT)
    inspection.state = State.RECTIFYING if faults.exists() else State.ENDED
    inspection.save()
    words = gettext_noop("专项督查“%(title)s”已作出结论。如有异议,请于%(day)s前提出。") % {
        "title": inspection.title,
        "day": objection_until(inspection),
    }
    tell(
        _people(inspection.items.values("duty__lead")),
        f"inspection:{inspection.pk}",
        words,
        _address(inspection),
    )
    return inspection


@action("inspection.object", gettext_lazy("提出申诉"), right=rules.can_answer_inspection)
def object_to(
    actor: Actor, item: InspectionItem, *, text: str, version: int | None = None, spent: Spent = UNTIMED
) -> InspectionItem:
    """Object to a finding (提出申诉, art. 17), once, within 30 days of the conclusion.

    Raises:
        NotNow: there is no conclusion or no fault, the 30 days are over, or it was objected to before.
        Unfit: no reason is given.
        Stale: somebody else changed it since.
    """
    item = locked(item, version, "inspection")
    until = objection_until(item.inspection)
    if until is None or item.state not in (Item.FAULT, Item.RECTIFIED):
        raise NotNow(_("目前没有可以申诉的督查发现。"))
    if timezone.localdate() > until:
        raise NotNow(_("申诉期限(结论之日起30日,至%(day)s)已过。") % {"day": until})
    if item.objected_on is not None:
        raise NotNow(_("已于%(day)s提出申诉。") % {"day": item.objected_on})
    if not text.strip():
        raise Unfit({"objection": _("请填写申诉意见和理由。")})
    item.objection, item.objected_on = text.strip(), timezone.localdate()
    item.save()
    words = gettext_noop("“%(duty)s”的督查发现有申诉,请于%(day)s前答复。") % {
        "duty": item.duty.title,
        "day": answer_until(item),
    }
    tell(reached([Role.OFFICE]), f"objection:{item.pk}", words, _address(item.inspection))
    note_time(actor, FormTime.Kind.OBJECTION, item.duty.lead, spent, item)
    return item


@action("inspection.answer_objection", gettext_lazy("答复申诉"), right=rules.can_inspect)
def answer_objection(
    actor: Actor, item: InspectionItem, *, text: str, upheld: bool, version: int | None = None
) -> InspectionItem:
    """Answer an objection (答复申诉, art. 17: within 30 days); one that is upheld clears the duty.

    Raises:
        NotNow: there is no objection, or it was answered.
        Unfit: the answer is empty.
        Stale: somebody else changed it since.
    """
    item = locked(item, version, "inspection")
    if item.objected_on is None or item.objection_answered_on is not None:
        raise NotNow(_("没有待答复的申诉。"))
    if not text.strip():
        raise Unfit({"objection_answer": _("请填写答复内容。")})
    item.objection_answer, item.objection_answered_on = text.strip(), timezone.localdate()
    item.objection_upheld = upheld
    if upheld:
        item.state = Item.CLEAN
    item.save()
    words = gettext_noop("对“%(duty)s”督查发现的申诉已答复:%(result)s。") % {
        "duty": item.duty.title,
        "result": gettext_noop("申诉成立") if upheld else gettext_noop("申诉不成立"),
    }
    tell(_people([item.duty.lead_id]), f"objection-answered:{item.pk}", words, _address(item.inspection))
    _end_if_done(item.inspection)
    return item


@action("inspection.rectify", gettext_lazy("报告整改"), right=rules.can_answer_inspection)
def rectify(
    actor: Actor, item: InspectionItem, *, text: str, version: int | None = None, spent: Spent = UNTIMED
) -> InspectionItem:
    """Report that a fault was put right (报告整改).

    Raises:
        NotNow: no fault is open.
        Unfit: nothing is told.
        Stale: somebody else changed it since.
    """
    item = locked(item, version, "inspection")
    if item.state != Item.FAULT or item.inspection.state != State.RECTIFYING:
        raise NotNow(_("目前没有需要整改的问题。"))
    if not text.strip():
        raise Unfit({"rectification": _("请填写整改情况。")})
    item.rectification, item.rectified_on, item.state = text.strip(), timezone.localdate(), Item.RECTIFIED
    item.save()
    words = gettext_noop("“%(duty)s”已报告整改,请核查。") % {"duty": item.duty.title}
    tell(reached([Role.OFFICE]), f"rectified:{item.pk}:{item.version}", words, _address(item.inspection))
    note_time(actor, FormTime.Kind.RECTIFICATION, item.duty.lead, spent, item)
    return item


@action("inspection.verify", gettext_lazy("核查整改"), right=rules.can_check)
def verify(
    actor: Actor, item: InspectionItem, *, passed: bool, note: str = "", version: int | None = None
) -> InspectionItem:
    """Check a rectification (核查整改, art. 18): passed, or back to the unit with the reason.

    Raises:
        NotNow: no rectification waits for a check.
        Unfit: it failed and no reason is given.
        Stale: somebody else changed it since.
    """
    item = locked(item, version, "inspection")
    if item.state != Item.RECTIFIED:
        raise NotNow(_("没有待核查的整改。"))
    if not passed and not note.strip():
        raise Unfit({"note": _("请写明整改不到位之处。")})
    item.check_note, item.verified_on = note.strip(), timezone.localdate()
    item.state = Item.VERIFIED if passed else Item.FAULT
    item.save()
    words = gettext_noop("“%(duty)s”的整改%(result)s。") % {
        "duty": item.duty.title,
        "result": gettext_noop("已通过核查") if passed else gettext_noop("未通过核查,请继续整改"),
    }
    key = f"rectification:{item.pk}:{item.version}"
    tell(_people([item.duty.lead_id]), key, words, _address(item.inspection))
    _end_if_done(item.inspection)
    return item


def recently_inspected(on: date, *, but: int | None = None) -> QuerySet[InspectionItem, int]:
    """Ids of duties that another inspection looked at in the months before a day (art. 15: no repeat)."""
    months = int(options.get("inspection_repeat_months"))
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    since = date(year, month + 1, 1)
    items = InspectionItem.objects.filter(inspection__starts_on__gte=since, inspection__starts_on__lte=on)
    return items.exclude(inspection=but).values_list("duty", flat=True)


def objection_until(inspection: Inspection) -> date | None:
    """The last day for objections (art. 17), a holiday moved to the next working day; None before the conclusion."""
    if inspection.concluded_on is None:
        return None
    return calendar.on_or_after(inspection.concluded_on + timedelta(days=OBJECTION_DAYS))


def answer_until(item: InspectionItem) -> date | None:
    """The last day for the answer to an objection (art. 17); None where there is no objection."""
    if item.objected_on is None:
        return None
    return calendar.on_or_after(item.objected_on + timedelta(days=OBJECTION_DAYS))


def _end_if_done(inspection: Inspection) -> None:
    inspection = held(inspection)  # of two who do the last two items at once, the second sees both
    open_items = inspection.items.exclude(state__in=(Item.CLEAN, Item.VERIFIED))
    asked = inspection.items.filter(objected_on__isnull=False, objection_answered_on=None)
    if inspection.state == State.RECTIFYING and not open_items.exists() and not asked.exists():
        inspection.state, inspection.version = State.ENDED, inspection.version + 1
        inspection.save()


def _column(by: str) -> str:
    return {"unit": "lead__name", "area": "area__name"}.get(by, "light")


def _in(inspection: Inspection, state: str) -> None:
    if inspection.state != state:
        words = _("“%(title)s”目前是“%(state)s”,不能这样做。请刷新页面查看最新状态。")
        raise NotNow(words % {"title": inspection.title, "state": inspection.get_state_display()})


def _people(units: Any) -> list[User]:
    return list(reached(UNIT_ROLES, units))


def _address(inspection: Inspection) -> str:
    return reverse("ledger:inspection", args=[inspection.pk])
