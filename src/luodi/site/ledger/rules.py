"""Who may do what in the ledger (台账权限): by unit, by area, by the part one plays in a duty."""

from __future__ import annotations

from typing import Any, Final

import rules
from rules.predicates import Predicate

from luodi.site.base.models import Role
from luodi.site.base.rights import (
    Person,
    is_administrator,
    is_evaluator,
    is_leader,
    is_office,
    sees_all,
    sees_the_ledger,
    standing,
)

from .doers import hands_on
from .independent import apart_from
from .models import (
    Conference,
    DocumentVersion,
    Duty,
    Evidence,
    Extension,
    Inspection,
    InspectionItem,
    Instruction,
    InstructionAnswer,
    Report,
    SavedFilter,
    SupervisionPaper,
)

CHECKERS = (Role.OFFICE.value, Role.EVALUATOR.value)
"""The roles that check (核查、核验人员)."""
UNIT = (Role.UNIT_LEAD.value, Role.UNIT_STAFF.value)


def duty_of(thing: Any) -> Duty | None:
    """The duty that something belongs to: itself, a report's, an extension's, a part of an inspection's."""
    if isinstance(thing, Duty):
        return thing
    if isinstance(thing, Report | Extension | Evidence | InspectionItem):
        return thing.duty
    return thing.instruction.duty if isinstance(thing, InstructionAnswer) else None


@rules.predicate
def leads_the_duty(person: Person, thing: Any) -> bool:
    """Lead or staff of the duty's lead unit (牵头单位人员), or a contact of the county that leads it."""
    duty = duty_of(thing)
    return duty is not None and duty.lead_id in standing(person).units(*UNIT, Role.COUNTY)


@rules.predicate
def answers_for_the_duty(person: Person, thing: Any) -> bool:
    """Lead of the duty's lead unit (牵头单位负责人), or the county's contact: asks for closing and more time."""
    duty = duty_of(thing)
    return duty is not None and duty.lead_id in standing(person).units(Role.UNIT_LEAD, Role.COUNTY)


@rules.predicate
def helps_the_duty(person: Person, thing: Any) -> bool:
    """Lead or staff of a co-unit (协办单位人员)."""
    duty = duty_of(thing)
    if duty is None:
        return False
    units = standing(person).units(*UNIT, Role.COUNTY)
    return any(each.organisation_id in units for each in duty.co_units.all())


@rules.predicate
def is_above_the_duty(person: Person, thing: Any) -> bool:
    """Lead of a unit above the lead unit (上级单位负责人): sees it."""
    duty = duty_of(thing)
    if duty is None or duty.lead_id is None:
        return False
    return duty.lead_id in standing(person).led


@rules.predicate
def leads_the_whole(person: Person, thing: Any) -> bool:
    """Of the unit that leads the duty this one is a part of, or lead of a unit above that one (上级任务牵头单位): sees it."""
    duty = duty_of(thing)
    if duty is None or duty.parent_id is None or duty.parent is None:
        return False
    return (leads_the_duty | is_above_the_duty).test(person, duty.parent)


@rules.predicate
def is_in_the_area(person: Person, thing: Any) -> bool:
    """A county's contact, for a duty in that county (本县)."""
    duty = duty_of(thing)
    return duty is not None and duty.area_id in standing(person).areas(Role.COUNTY)


@rules.predicate
def is_another_unit(person: Person, thing: Any) -> bool:
    """Of no unit that does or did the duty, nor of one below such a unit (核查与办理分离)."""
    duty = duty_of(thing)
    if duty is None:
        return False
    line = standing(person).line
    return bool(line) and line.isdisjoint(hands_on(duty).units)


@rules.predicate
def has_no_hand_in_it(person: Person, thing: Any) -> bool:
    """Neither named for the duty nor having reported on it, proved it or asked to close it, in whatever unit (非经办人)."""
    duty = duty_of(thing)
    return duty is not None and person.pk not in hands_on(duty).people


@rules.predicate
def stands_in_for_the_office(person: Person, thing: Any) -> bool:
    """An evaluator, for a duty that nobody of the office may check (督查办公室无人可以核查时,由第三方评估核查)."""
    duty = duty_of(thing)
    return duty is not None and is_evaluator.test(person) and not apart_from(duty).office


@rules.predicate
def reads_for_the_office(person: Person, thing: Any) -> bool:
    """An evaluator, where everybody of the office is recused (督查办公室全部回避时,由第三方评估审核反馈)."""
    duty = duty_of(thing)
    return duty is not None and is_evaluator.test(person) and not apart_from(duty).reviewed


@rules.predicate
def is_somebody_elses(person: Person, thing: Any) -> bool:
    """A report, an answer or a request that one did not send oneself (非本人提交); true of whatever is none of them."""
    if isinstance(thing, Report | InstructionAnswer):
        return thing.by_id != person.pk
    return not isinstance(thing, Extension) or thing.asked_by_id != person.pk


@rules.predicate
def is_not_recused(person: Person, thing: Any) -> bool:
    """Neither recused oneself nor named by the office (未回避), whoever one acts for."""
    duty = duty_of(thing)
    return duty is not None and all(each.person_id != person.pk for each in duty.recusals.all())


@rules.predicate
def is_own(person: Person, kept: Any) -> bool:
    """Something that belongs to this person alone (本人的筛选)."""
    return isinstance(kept, SavedFilter) and kept.user_id == person.pk


@rules.predicate
def is_addressed(person: Person, paper: Any) -> bool:
    """Lead or staff of the unit a supervision paper is addressed to (主送单位)."""
    return isinstance(paper, SupervisionPaper) and paper.addressee_id in standing(person).units(
        *UNIT, Role.COUNTY
    )


@rules.predicate
def is_issued(person: Person, paper: Any) -> bool:
    """A paper that went out (已印发)."""
    return isinstance(paper, SupervisionPaper) and paper.state == SupervisionPaper.State.ISSUED


@rules.predicate
def is_named_in_the_paper(person: Person, paper: Any) -> bool:
    """Lead or staff of a unit whose duty the paper is about (文书涉及单位).

    A circular goes to all it names. An order names what its addressee led then: another unit that leads it now reads the
    order if all of it is theirs. The brief goes to the city's leaders, whatever it names.
    """
    units = standing(person).units(*UNIT, Role.COUNTY)
    if not isinstance(paper, SupervisionPaper) or not units or paper.kind == SupervisionPaper.Kind.BRIEF:
        return False
    own = paper.duties.filter(lead__in=units)
    if paper.kind == SupervisionPaper.Kind.CIRCULAR:
        return own.exists()
    return own.exists() and not paper.duties.exclude(pk__in=own.values("pk")).exists()


def leaders_for(person: Person) -> frozenset[int]:
    """Ids of the leaders as whom somebody can write: oneself, and those for whom one acts."""
    return frozenset(each.of for each in standing(person).held if each.role == Role.LEADER)


@rules.predicate
def is_the_instructing_leader(person: Person, instruction: Any) -> bool:
    """The leader whose instruction it is (批示领导), or who acts for them."""
    return isinstance(instruction, Instruction) and instruction.leader_id in leaders_for(person)


@rules.predicate
def is_handed_the_instruction(person: Person, thing: Any) -> bool:
    """Lead or staff of the unit that an instruction was handed to (承办单位), or the county's contact."""
    instruction = thing.instruction if isinstance(thing, InstructionAnswer) else thing
    return isinstance(instruction, Instruction) and instruction.unit_id in standing(person).units(
        *UNIT, Role.COUNTY
    )


@rules.predicate
def is_at_the_conference(person: Person, conference: Any) -> bool:
    """Of a unit that takes part (参会单位人员)."""
    units = standing(person).units(*UNIT, Role.COUNTY)
    return (
        isinstance(conference, Conference)
        and bool(units)
        and conference.attendees.filter(pk__in=units).exists()
    )


@rules.predicate
def is_inspected(person: Person, inspection: Any) -> bool:
    """Of a unit one of whose duties is in the sample (被督查单位人员), once there is a conclusion."""
    units = standing(person).units(*UNIT, Role.COUNTY)
    return (
        isinstance(inspection, Inspection)
        and inspection.concluded_on is not None
        and bool(units)
        and inspection.items.filter(duty__lead__in=units).exists()
    )


@rules.predicate
def is_adopted(person: Person, version: Any) -> bool:
    """A text that was adopted (已采用的文本): what it promises is no draft any more."""
    return isinstance(version, DocumentVersion) and version.state == DocumentVersion.State.ADOPTED


can_see_version = sees_all | (sees_the_ledger & is_adopted)
can_review = is_office
can_see_duty = (
    sees_all | leads_the_duty | helps_the_duty | is_in_the_area | is_above_the_duty | leads_the_whole
)
can_see_ledger = sees_the_ledger
can_manage = is_office
can_report = leads_the_duty | helps_the_duty
can_sign = leads_the_duty
can_break_down = is_office | answers_for_the_duty
can_ask = answers_for_the_duty
can_check = (is_office | stands_in_for_the_office) & is_not_recused & has_no_hand_in_it & is_another_unit
can_review_report = (is_office | reads_for_the_office) & is_not_recused & is_somebody_elses
can_decide_extension = is_office & is_not_recused & is_somebody_elses & has_no_hand_in_it & is_another_unit
can_recuse = is_office | is_evaluator
can_see_recusals = sees_all
can_judge_evidence = (is_office | is_evaluator) & is_not_recused & has_no_hand_in_it & is_another_unit
can_hand_over = is_office | answers_for_the_duty
can_answer_paper = is_issued & is_addressed
can_see_paper = sees_all | (is_issued & (is_addressed | is_named_in_the_paper))
can_write_paper = is_office
can_instruct = is_leader
can_record_instruction = is_office
can_add_instruction = can_instruct | can_record_instruction
can_see_instructions = sees_the_ledger | is_administrator
can_see_instruction = sees_all | is_administrator | is_handed_the_instruction
can_hand_down_instruction = is_office
can_answer_instruction = is_handed_the_instruction
can_review_answer = is_office & is_not_recused & is_somebody_elses
can_withdraw_instruction = is_the_instructing_leader | is_office
can_see_conference = sees_all | is_at_the_conference
can_hold_conference = is_office
can_inspect = is_office
can_see_inspection = sees_all | is_inspected
can_answer_inspection = answers_for_the_duty
can_see_editions = sees_all
can_make_edition = is_office
can_see_burden = is_office | is_leader
can_publish = is_office

RIGHTS: Final[dict[str, Predicate]] = {
    "register": can_manage,
    "assign": can_manage,
    "hand_down": can_manage,
    "decline": can_ask,
    "sign": can_sign,
    "hand_over": can_hand_over,
    "plan": can_break_down,
    "break_down": can_break_down,
    "move_under": can_manage,
    "report": can_report,
    "accept_report": can_review_report,
    "return_report": can_review_report,
    "offer_evidence": can_report,
    "judge_evidence": can_judge_evidence,
    "recuse": can_recuse,
    "remind": can_manage,
    "chase": can_manage,
    "ask_extension": can_ask,
    "decide_extension": can_decide_extension,
    "ask_close": can_ask,
    "send_back": can_check,
    "close": can_check,
    "reopen": can_manage,
    "archive": can_manage,
    "withdraw": can_manage,
}
"""Who may do each verb of the machine (动作权限): pages and actions both ask here."""
