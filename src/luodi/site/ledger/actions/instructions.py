"""Leaders' instructions (领导批示、批示件督办): written or recorded, handed down, signed for, answered, reported up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from luodi.site.base import options, store
from luodi.site.base.action import Actor, action
from luodi.site.base.guard import locked
from luodi.site.base.holders import holders, reached
from luodi.site.base.models import Organisation, Role, User
from luodi.site.base.notices import tell
from luodi.site.base.refusals import NotNow, Unfit
from luodi.site.base.rights import UNIT_ROLES, acting_for

from .. import calendar, rules
from ..due_days import too_far
from ..instructing import VERBS, move
from ..models import Commitment, Duty, FormTime, Instruction, InstructionAnswer, SupervisionPaper
from ..timing import UNTIMED, Spent, note_time
from . import tasking
from .duties import hand_down as hand_down_duty

LONGEST: Final = 2000
State = Instruction.State


def usual_day(written_on: date) -> date:
    """The day by which an instruction is usually answered: so many working days on, as the site's setting says."""
    return calendar.add(written_on, int(options.get("instruction_days")))


@action("instruction.write", gettext_lazy("作批示"), right=rules.can_instruct)
def write(
    actor: Actor,
    duty: Duty | None,
    *,
    text: str,
    answer_by: date | None = None,
    paper: SupervisionPaper | None = None,
) -> Instruction:
    """Write an instruction as a leader, or for the leader one acts for (作批示); the office is told.

    Args:
        actor: the leader, or who acts for them.
        duty: what it is about; None where the office shall find or make the duty.
        text: a sentence or two.
        answer_by: when it is to be answered; the usual day if None.
        paper: the paper it was written on.

    Raises:
        Unfit: it has no text, or too long a one, or its day has passed.
    """
    assert actor.user is not None, "an instruction is a person's"
    today = timezone.localdate()
    absent = acting_for(actor.user, rules.can_instruct, duty)
    leader = User.objects.get(pk=absent) if absent else actor.user
    if answer_by is not None and answer_by < today:
        raise Unfit({"answer_by": _("时限%(day)s已过,请填写今天或以后的日期。") % {"day": answer_by}})
    made = Instruction(duty=duty, paper=paper, leader=leader, written_on=today, by=actor.user)
    return _entered(made, text, answer_by)


@action("instruction.record", gettext_lazy("登记批示"), right=rules.can_record_instruction)
def record(
    actor: Actor,
    duty: Duty | None,
    *,
    leader: User,
    text: str,
    written_on: date,
    answer_by: date | None = None,
    paper: SupervisionPaper | None = None,
    upload: store.Sent | None = None,
) -> Instruction:
    """Record an instruction that came on paper (登记批示), with its scan; the journal says who recorded it.

    Raises:
        Unfit: it has no text or too long a one, its writer is no leader today, or its days do not fit.
        WrongFile, TooLarge: the scan is not taken.
    """
    wrong = {}
    if not holders([Role.LEADER]).filter(pk=leader.pk).exists():
        wrong["leader"] = _("“%(person)s”不是市领导,请从列表中选择。") % {"person": leader}
    if written_on > timezone.localdate():
        wrong["written_on"] = _("批示日期晚于今天。")
    if answer_by is not None and answer_by < written_on:
        wrong["answer_by"] = _("办理时限早于批示日期。")
    if wrong:
        raise Unfit(wrong)
    made = Instruction(duty=duty, paper=paper, leader=leader, written_on=written_on, by=actor.user)
    if upload is not None:
        made.file = store.keep(upload, actor.user)
    return _entered(made, text, answer_by)


def _entered(made: Instruction, text: str, answer_by: date | None) -> Instruction:
    text, day = text.strip(), answer_by or usual_day(made.written_on)
    wrong = {}
    if not text:
        wrong["text"] = _("请填写批示内容。")
    if len(text) > LONGEST:
        wrong["text"] = _("批示内容不超过%(most)s字。") % {"most": LONGEST}
    if day.year > calendar.LAST:
        wrong["answer_by"] = too_far(day)
    if made.duty is not None and made.duty.state == Duty.State.WITHDRAWN:
        wrong["duty"] = _("“%(number)s”已撤销,不能再作批示。") % {"number": made.duty.number}
    if wrong:
        raise Unfit(wrong)
    made.text, made.answer_by = text, day
    made.save()
    _tell_office(made, "written", gettext_noop("%(person)s批示,请转办:%(title)s"))
    return made


@action("instruction.place", gettext_lazy("批示对应到责任事项"), right=rules.can_hand_down_instruction)
def place(actor: Actor, instruction: Instruction, *, duty: Duty, version: int | None = None) -> Instruction:
    """Say which duty an instruction is about (对应到责任事项), before it is handed down.

    Raises:
        NotNow: it was handed down.
        Unfit: the duty is withdrawn.
        Stale: somebody else changed it since.
    """
    instruction = locked(instruction, version)
    move(instruction, "place")
    if duty.state == Duty.State.WITHDRAWN:
        raise Unfit({"duty": _("“%(number)s”已撤销,不能再作批示。") % {"number": duty.number}})
    instruction.duty = duty
    instruction.save()
    return instruction


@action("instruction.task", gettext_lazy("批示立为任务"), right=rules.can_hand_down_instruction)
def task(
    actor: Actor,
    instruction: Instruction,
    *,
    commitment: Commitment,
    title: str,
    lead: Organisation,
    due_on: date,
    standard: str = "",
    version: int | None = None,
) -> Instruction:
    """Make an instruction about no duty a task under a commitment (立为任务), handed down to its unit at once.

    The title is the office's own words, for more people see a duty than the instruction it came from.

    Raises:
        NotNow: it has a duty, or was handed down.
        Unfit: the task has no title, its day has passed, or the unit is dissolved.
        Stale: somebody else changed it since.
    """
    instruction = locked(instruction, version)
    move(instruction, "task")
    if instruction.duty_id is not None:
        raise NotNow(_("这一批示已有对应的责任事项。"))
    if not title.strip():
        raise Unfit({"title": _("请填写任务。")})
    made = tasking.make(commitment, "P", title=title, lead=lead, due_on=due_on, standard=standard)
    instruction.duty = hand_down_duty(actor, made)
    instruction.save()
    return instruction


@action("instruction.hand_down", gettext_lazy("转办批示"), right=rules.can_hand_down_instruction)
def hand_down(actor: Actor, instruction: Instruction, *, version: int | None = None) -> Instruction:
    """Hand an instruction to the lead unit of its duty (转办), whose people are told.

    Raises:
        NotNow: it was handed down, or is about no duty yet, or the duty has no lead unit.
        Stale: somebody else changed it since.
    """
    instruction = locked(instruction, version, "duty", "leader")
    move(instruction, "hand_down")
    if instruction.duty is None:
        raise NotNow(_("请先把批示对应到责任事项,或立为任务,再转办。"))
    if instruction.duty.lead_id is None:
        raise NotNow(
            _("“%(number)s”没有牵头单位,请先明确责任,再转办。") % {"number": instruction.duty.number}
        )
    instruction.unit_id = instruction.duty.lead_id
    instruction.handed_down_at = timezone.now()
    instruction.save()
    words = gettext_noop("收到%(person)s批示,请签收并于%(day)s前回复:%(title)s")
    _tell_unit(instruction, "handed-down", words)
    return instruction


@action("instruction.sign", VERBS["sign"].title, right=rules.can_answer_instruction)
def sign(actor: Actor, instruction: Instruction, *, version: int | None = None) -> Instruction:
    """Sign for an instruction as the unit it was handed to (签收).

    Raises:
        NotNow: it was signed for, or is over.
    """
    instruction = locked(instruction, version)
    move(instruction, "sign")
    instruction.signed_at = timezone.now()
    instruction.save()
    return instruction


@action("instruction.answer", VERBS["answer"].title, right=rules.can_answer_instruction)
def answer(
    actor: Actor,
    instruction: Instruction,
    *,
    text: str,
    files: Sequence[store.Sent] = (),
    version: int | None = None,
    spent: Spent = UNTIMED,
) -> InstructionAnswer:
    """Say what was done about an instruction (回复批示), with files; the office is told.

    Raises:
        NotNow: it was not signed for, was answered already, or is over.
        Unfit: nothing is said.
        Stale: somebody else changed it since.
        WrongFile, TooLarge: a file is not taken.
    """
    instruction = locked(instruction, version, "unit", "leader")
    move(instruction, "answer")
    if not text.strip():
        raise Unfit({"text": _("请填写办理情况。")})
    assert instruction.unit is not None
    told = InstructionAnswer.objects.create(
        instruction=instruction, organisation=instruction.unit, by=actor.user, at=timezone.now(), text=text.strip()
    )  # fmt: skip
    told.files.set([store.keep(each, actor.user) for each in files])
    instruction.answered_at = told.at
    instruction.save()
    words = gettext_noop("%(unit)s已回复%(person)s批示,请审核:%(title)s")
    _tell_office(instruction, f"answered:{told.pk}", words)
    note_time(actor, FormTime.Kind.INSTRUCTION, instruction.unit, spent, instruction)
    return told


@action("instruction.send_back", gettext_lazy("退回批示回复"), right=rules.can_review_answer)
def send_back(
    actor: Actor, told: InstructionAnswer, *, note: str, version: int | None = None
) -> InstructionAnswer:
    """Return an answer to the unit with what is missing (退回); the day stays as it was.

    Raises:
        NotNow: it was reviewed.
        Unfit: no reason is given.
        Stale: somebody else changed the instruction since.
    """
    if not note.strip():
        raise Unfit({"note": _("请写明退回的理由。")})
    instruction, told = _reviewed(actor, told, "send_back", note, version)
    words = gettext_noop("对%(person)s批示的回复被退回:%(note)s")
    _tell_unit(instruction, f"returned:{told.pk}", words, note=note.strip())
    return told


@action("instruction.report_up", VERBS["report_up"].title, right=rules.can_review_answer)
def report_up(
    actor: Actor, told: InstructionAnswer, *, note: str = "", version: int | None = None
) -> InstructionAnswer:
    """Report an answer to the leader and close the instruction (呈报办结).

    Raises:
        NotNow: it was reviewed.
        Stale: somebody else changed the instruction since.
    """
    instruction, told = _reviewed(actor, told, "report_up", note, version)
    _tell([instruction.leader], instruction, "reported", gettext_noop("您的批示已办结:%(title)s"))
    _tell_unit(instruction, "closed", gettext_noop("%(person)s批示已办结:%(title)s"))
    return told


@action("instruction.withdraw", VERBS["withdraw"].title, right=rules.can_withdraw_instruction)
def withdraw(
    actor: Actor, instruction: Instruction, *, reason: str, version: int | None = None
) -> Instruction:
    """Take an instruction back (撤回批示), as the leader whose it is, or as the office where it was recorded wrongly.

    Raises:
        NotNow: it is over.
        Unfit: no reason is given.
        Stale: somebody else changed it since.
    """
    instruction = locked(instruction, version, "leader", "unit")
    move(instruction, "withdraw")
    if not reason.strip():
        raise Unfit({"reason": _("请写明理由。")})
    instruction.save()
    words = gettext_noop("%(person)s批示已撤回:%(title)s")
    _tell([instruction.leader], instruction, "withdrawn", words)
    if instruction.unit is not None:
        _tell_unit(instruction, "withdrawn", words)
    return instruction


def _reviewed(
    actor: Actor, told: InstructionAnswer, verb: str, note: str, version: int | None
) -> tuple[Instruction, InstructionAnswer]:
    instruction = locked(told.instruction, version, "leader", "unit")
    told = InstructionAnswer.objects.select_for_update().get(pk=told.pk)
    move(instruction, verb)
    if told.state != InstructionAnswer.State.SUBMITTED:
        raise NotNow(_("这一回复已审核。请刷新页面查看最新状态。"))
    told.reviewed_by, told.reviewed_at, told.note = actor.user, timezone.now(), note.strip()
    up = verb == "report_up"
    told.state = InstructionAnswer.State.REPORTED if up else InstructionAnswer.State.RETURNED
    told.save()
    if up:
        instruction.closed_at = told.reviewed_at
    instruction.save()
    return instruction, told


def _tell_office(instruction: Instruction, key: str, words: str) -> None:
    _tell(reached([Role.OFFICE]), instruction, key, words)


def _tell_unit(instruction: Instruction, key: str, words: str, note: str = "") -> None:
    _tell(reached(UNIT_ROLES, [instruction.unit_id]), instruction, key, words, note)


def _tell(people: Iterable[User], instruction: Instruction, key: str, words: str, note: str = "") -> None:
    """Tell people of an instruction, naming its duty and not its text: notices are mailed, too."""
    said = words % {
        "person": instruction.leader, "unit": instruction.unit, "title": instruction.about, "day": instruction.answer_by, "note": note,
    }  # fmt: skip
    tell(
        people,
        f"instruction:{instruction.pk}:{key}",
        said,
        reverse("ledger:instruction", args=[instruction.pk]),
    )
