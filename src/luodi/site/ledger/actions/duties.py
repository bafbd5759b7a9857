"""From a commitment to closed duties (立项、交办、签收、销号): the verbs that move a duty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from luodi.site.base.action import Actor, action
from luodi.site.base.guard import locked
from luodi.site.base.holders import works_in
from luodi.site.base.models import Area, Organisation, User
from luodi.site.base.refusals import NotNow, Unfit
from luodi.site.base.rights import acting_for

from .. import lights, loose_ends, machine
from ..doers import dissolved, hands_on, judging_unit
from ..due_days import day_fault
from ..helping import LONGEST
from ..locking import one_at_a_time
from ..models import Check, ClosingRequest, Commitment, CoUnit, Duty, FormTime
from ..rules import RIGHTS
from ..timing import UNTIMED, Spent, note_time
from .extensions import give
from .telling import tell_checkers, tell_office, tell_unit


@action("duty.register", gettext_lazy("立项"), right=RIGHTS["register"])
def register(
    actor: Actor, commitment: Commitment, *, standard: str = "", starts_on: date | None = None
) -> Duty:
    """Put a commitment on the list (立项): it becomes a duty that a unit can be given.

    Raises:
        NotNow: it is on the list already.
    """
    one_at_a_time(commitment.pk)  # two would both find it free
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


@action("duty.register_draft", gettext_lazy("立项"), right=RIGHTS["register"])
def register_draft(actor: Actor, duty: Duty) -> Duty:
    """Put a duty that waits as a draft on the list (立项); one made from a commitment is on it from the start."""
    duty = locked(duty)
    machine.move(duty, "register")
    duty.starts_on = duty.starts_on or timezone.localdate()
    lights.shine(duty)
    duty.save()
    return duty


@action("duty.assign", gettext_lazy("明确责任"), right=RIGHTS["assign"])
def assign(
    actor: Actor,
    duty: Duty,
    *,
    lead: Organisation,
    due_on: date,
    version: int | None = None,
    co_units: Sequence[Organisation] = (),
    shares: Mapping[int, str] | None = None,
    person: User | None = None,
    area: Area | None = None,
    standard: str | None = None,
    cause: str = "",
    reason: str = "",
) -> Duty:
    """Say who is responsible and by when (明确牵头单位、协办单位、责任人和时限).

    A later day, once the duty was handed down, is an extension like any other: decided by who may, for a cause and a
    reason, and counted (see :func:`.extensions.give`).

    Args:
        actor: the office.
        duty: the duty.
        lead: who leads it.
        due_on: by when.
        version: what the page showed.
        co_units: who helps.
        shares: what each of these does (分工), by the unit's id; None leaves it as it is.
        person: who is responsible in the lead unit.
        area: where; None: the lead unit's area.
        standard: by what its end is judged; None leaves it as it is.
        cause: why a later day, of :class:`.Cause`.
        reason: the same in words.

    Raises:
        Unfit: the unit is dissolved, leads and helps at once, the person is not of it, the day has passed, or lies before
            a node or a part, or after the whole.
        Stale: somebody else changed the duty since.
    """
    duty = locked(duty, version)
    machine.move(duty, "assign")
    wrong: dict[str, str] = {}
    if lead.dissolved_on:
        wrong["lead"] = dissolved(lead)
    gone = [unit for unit in co_units if unit.dissolved_on]
    if gone:
        wrong["co_units"] = " ".join(map(dissolved, gone))
    if lead in co_units:
        wrong["co_units"] = _("“%(unit)s”已是牵头单位,不能同时协办。") % {"unit": lead}
    if set(shares or ()) - {unit.pk for unit in co_units}:
        wrong["shares"] = _("写了分工的单位须同时选为协办单位。")
    if any(len(part) > LONGEST for part in (shares or {}).values()):
        wrong["shares"] = _("分工不超过%(limit)s字。") % {"limit": LONGEST}
    if person and not works_in(person, lead):
        wrong["person"] = _("“%(person)s”不在“%(unit)s”任职,请选择该单位人员。") % {
            "person": person,
            "unit": lead,
        }
    if due_on != duty.due_on and due_on < timezone.localdate():
        wrong["due_on"] = _("时限%(day)s已过,请填写今天或以后的日期。") % {"day": due_on}
    if fault := day_fault(duty, due_on):
        wrong["due_on"] = fault
    if wrong:
        raise Unfit(wrong)
    moved = duty.lead_id not in (None, lead.pk)
    duty.lead, duty.person = lead, person
    if is_later(duty, due_on):
        give(actor, duty, new_due_on=due_on, cause=cause, reason=reason)
    duty.due_on = due_on
    duty.area = area or lead.area
    duty.first_due_on = duty.first_due_on or due_on
    if standard is not None:
        duty.standard = standard
    lights.shine(duty)
    duty.save()
    _helped_by(duty, co_units, shares)
    if moved and duty.running:
        tell_unit(duty, f"assigned:{duty.pk}:{duty.version}", gettext_noop("由贵单位接续承办:%(title)s"))
    return duty


def _helped_by(duty: Duty, co_units: Sequence[Organisation], shares: Mapping[int, str] | None) -> None:
    """Keep who helps with a duty, and what each does."""
    duty.co_units.exclude(organisation__in=co_units).delete()
    kept = {each.organisation_id: each for each in duty.co_units.all()}
    for unit in co_units:
        helping = kept.get(unit.pk) or CoUnit(duty=duty, organisation=unit)
        part = helping.part if shares is None else shares.get(unit.pk, "").strip()
        if helping.pk is None or part != helping.part:
            helping.part = part
            helping.save()
            kept[unit.pk] = helping


def is_later(duty: Duty, due_on: date) -> bool:
    """Whether a day would give a duty that was handed down more time than its unit was told."""
    told = duty.handed_down_at is not None or duty.running
    return told and duty.due_on is not None and due_on > duty.due_on


@action("duty.hand_down", gettext_lazy("交办"), right=RIGHTS["hand_down"])
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
    tell_unit(duty, f"handed-down:{duty.pk}:{duty.version}", gettext_noop("新交办:%(title)s,请签收。"))
    return duty


@action("duty.sign", gettext_lazy("签收"), right=RIGHTS["sign"])
def sign(actor: Actor, duty: Duty) -> Duty:
    """Sign for a duty (签收)."""
    duty = locked(duty)
    machine.move(duty, "sign")
    duty.signed_at = timezone.now()
    if duty.person_id is None and actor.user is not None:
        duty.person_id = acting_for(actor.user, RIGHTS["sign"], duty) or actor.user.pk  # a deputy's time ends
    lights.shine(duty)
    duty.save()
    return duty


@action("duty.decline", gettext_lazy("退回交办"), right=RIGHTS["decline"])
def decline(actor: Actor, duty: Duty, *, reason: str, spent: Spent = UNTIMED) -> Duty:
    """Give back what was handed down to the wrong unit (退回交办), with the reason."""
    duty = locked(duty)
    machine.move(duty, "decline")
    if not reason.strip():
        raise Unfit({"reason": _("请说明退回的理由,例如应由哪个单位承办。")})
    lights.shine(duty)
    duty.save()
    words = gettext_noop("%(unit)s退回“%(title)s”:%(reason)s") % {
        "unit": duty.lead,
        "title": duty.title,
        "reason": reason,
    }
    tell_office(duty, f"declined:{duty.pk}:{duty.version}", words)
    note_time(actor, FormTime.Kind.DECLINING, duty.lead, spent, duty)
    return duty


@action("duty.ask_close", gettext_lazy("申请销号"), right=RIGHTS["ask_close"])
def ask_close(actor: Actor, duty: Duty, *, text: str = "", spent: Spent = UNTIMED) -> Duty:
    """Ask to close a duty (申请销号): all its parts closed, evidence offered. A request for more time lapses with it.

    Args:
        actor: the lead unit's lead, or the county's contact.
        duty: the duty.
        text: what the unit says of the result; whoever checks reads it.
        spent: what filling the form in took.

    Raises:
        NotNow: a part is still open, or nothing proves it yet.
    """
    duty = locked(duty)
    machine.move(duty, "ask_close")
    loose_ends.no_open_part(duty)
    if not duty.evidence.exclude(state="refused").exists():
        raise NotNow(_("请先随反馈提交佐证材料,再申请销号。"))
    loose_ends.drop_requests(duty, gettext_noop("单位已申请销号,延期申请失效。"))
    ClosingRequest.objects.create(duty=duty, by=actor.user, at=timezone.now(), text=text.strip())
    note_time(actor, FormTime.Kind.CLOSING, duty.lead, spent, duty)
    lights.shine(duty)
    duty.save()
    tell_checkers(duty, f"nobody-checks:{duty.pk}:{duty.version}")
    return duty


@action("duty.close", gettext_lazy("销号"), right=RIGHTS["close"])
def close(actor: Actor, duty: Duty, *, note: str = "") -> Duty:
    """Close a duty (销号), after a check by another unit, on evidence that another unit accepted.

    Raises:
        NotNow: no evidence is accepted yet, or only by a unit that has taken the duty over since; a report waits for its
            review, or a finding for its rectification.
    """
    duty = locked(duty)
    machine.move(duty, "close")
    accepted = duty.evidence.filter(state="accepted", judged_for__isnull=False)
    if not accepted.exclude(judged_for__in=hands_on(duty).units).exists():
        raise NotNow(_("还没有被办理单位以外的单位认可的佐证材料。请先核验佐证,再销号。"))
    loose_ends.nothing_unread(duty)
    loose_ends.nothing_to_rectify(duty)
    _checked(actor, duty, Check.Result.PASSED, note)
    duty.closed_at, duty.percent = timezone.now(), Decimal(100)
    lights.shine(duty)
    duty.save()
    lights.roll_up(duty)
    tell_unit(duty, f"closed:{duty.pk}:{duty.version}", gettext_noop("已销号:%(title)s"))
    return duty


@action("duty.send_back", gettext_lazy("核查不通过"), right=RIGHTS["send_back"])
def send_back(actor: Actor, duty: Duty, *, note: str) -> Duty:
    """Send a duty back to work after a check that failed (核查不通过)."""
    duty = locked(duty)
    machine.move(duty, "send_back")
    if not note.strip():
        raise Unfit({"note": _("请写明不通过的理由和整改要求。")})
    _checked(actor, duty, Check.Result.FAILED, note)
    lights.shine(duty)
    duty.save()
    tell_unit(duty, f"sent-back:{duty.pk}:{duty.version}", gettext_noop("核查不通过,请整改:%(title)s"))
    return duty


@action("duty.reopen", gettext_lazy("恢复办理"), right=RIGHTS["reopen"])
def reopen(actor: Actor, duty: Duty, *, reason: str) -> Duty:
    """Take a closed duty up again (恢复办理), for evidence that turned out false or a result that did not last.

    Raises:
        NotNow: the duty above is closed too: that one comes first.
    """
    duty = locked(duty)
    machine.move(duty, "reopen")
    if not reason.strip():
        raise Unfit({"reason": _("请说明恢复办理的理由。")})
    loose_ends.under_open_whole(duty)
    duty.closed_at = None
    lights.shine(duty)
    duty.save()
    tell_unit(duty, f"reopened:{duty.pk}:{duty.version}", gettext_noop("恢复办理:%(title)s"))
    return duty


@action("duty.archive", gettext_lazy("归档"), right=RIGHTS["archive"])
def archive(actor: Actor, duty: Duty) -> Duty:
    """Put a closed duty into the archive (归档)."""
    duty = locked(duty)
    machine.move(duty, "archive")
    lights.shine(duty)
    duty.save()
    return duty


@action("duty.withdraw", gettext_lazy("撤销"), right=RIGHTS["withdraw"])
def withdraw(actor: Actor, duty: Duty, *, reason: str) -> Duty:
    """Take a duty off the list (撤销), with the reason; its history stays, what waits for a word is told it is off.

    Raises:
        NotNow: a part of it is not over: that one is withdrawn, or hung elsewhere, first.
    """
    duty = locked(duty)
    handed_down = duty.running
    machine.move(duty, "withdraw")
    if not reason.strip():
        raise Unfit({"reason": _("请说明撤销的理由。")})
    loose_ends.no_open_part(duty)
    loose_ends.drop_requests(duty, gettext_noop("事项已撤销。"))
    loose_ends.return_unread(actor, duty, gettext_noop("事项已撤销。"))
    lights.shine(duty)
    duty.save()
    if duty.parent_id:
        lights.roll_up(duty)
    if handed_down:
        words = gettext_noop("已撤销,不再办理:“%(title)s”,%(reason)s")
        tell_unit(
            duty, f"withdrawn:{duty.pk}:{duty.version}", words % {"title": duty.title, "reason": reason}
        )
    return duty


def _checked(actor: Actor, duty: Duty, result: str, note: str) -> None:
    unit = judging_unit(actor, hands_on(duty).units)
    Check.objects.create(
        duty=duty, organisation=unit, by=actor.user, at=timezone.now(), result=result, note=note
    )


def next_number(decision_id: int) -> str:
    """The next free number of a commitment in a decision (编号)."""
    numbers = Commitment.objects.filter(decision=decision_id).annotate(length=Length("number"))
    last = numbers.filter(number__regex=r"^[0-9]+$").order_by("-length", "-number").first()
    return f"{int(last.number) + 1 if last else 1:04d}"
