"""What happened to a duty or commitment (时间线): from its reports, evidence, pressings, checks, and from the journal."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from luodi.site.base.journal.words import in_words
from luodi.site.base.languages import paired, said
from luodi.site.base.models import JournalEntry
from luodi.site.base.ready import ready
from luodi.site.base.rights import Person

from ..models import Check, Duty, Evidence, Extension, Instruction, InstructionAnswer, Pressing, Report
from ..rules import can_see_instruction
from .seen import keys_seen

MOST: Final = 300
QUIET: Final = frozenset(
    {
        "light",
        "lag",
        "light_reason",
        "reported_at",
        "version",
        "percent",
        "handed_down_at",
        "signed_at",
        "closed_at",
    }
)
"""Fields of a duty that follow from something else on the line."""


class Moment(NamedTuple):
    """One thing that happened: when, by whom, what, in which words, to which duty."""

    at: datetime
    who: str
    title: str
    words: str
    duty: Duty
    anchor: str


@ready
def _told(duties: list[int]) -> QuerySet[Report]:
    found = Report.objects.filter(duty__in=duties).select_related("by", "organisation", "reviewed_by")
    return found.order_by("-id")[:MOST]


@ready
def _files(duties: list[int]) -> QuerySet[Evidence]:
    found = Evidence.objects.filter(duty__in=duties)
    return found.select_related("by", "organisation", "file", "judged_by").order_by("-id")[:MOST]


@ready
def _extensions(duties: list[int]) -> QuerySet[Extension]:
    found = Extension.objects.filter(duty__in=duties).select_related("asked_by", "decided_by")
    return found.order_by("-id")[:MOST]


@ready
def _checked(duties: list[int]) -> QuerySet[Check]:
    return Check.objects.filter(duty__in=duties).select_related("by", "organisation").order_by("-id")[:MOST]


@ready
def _pressings(duties: list[int]) -> QuerySet[Pressing]:
    return Pressing.objects.filter(duty__in=duties).select_related("by").order_by("-id")[:MOST]


@ready
def _changes(duties: list[int]) -> QuerySet[JournalEntry]:
    # what the clock does to lights every night tells nothing, and would take the place of what people did
    found = JournalEntry.objects.filter(table=Duty._meta.db_table, row__in=duties)
    return found.exclude(action="lights.shine").order_by("-id")[:MOST]


@ready
def _instructed(duties: list[int]) -> QuerySet[Instruction]:
    found = Instruction.objects.filter(duty__in=duties).select_related("leader", "unit")
    return found.order_by("-id")[:MOST]


@ready
def _replies(instructions: list[int]) -> QuerySet[InstructionAnswer]:
    found = InstructionAnswer.objects.filter(instruction__in=instructions)
    return found.select_related("by", "organisation", "reviewed_by").order_by("-id")[:MOST]


def of(duties: list[Duty], reader: Person) -> list[Moment]:
    """Everything that happened to these duties, newest first, the last 300: nine queries or so, however many there are.

    Args:
        duties: duties that the reader may see.
        reader: is told no duty above these that they may not see, and only instructions that they may.
    """
    by_pk = {duty.pk: duty for duty in duties}
    moments = [
        *_reports(by_pk),
        *_proofs(by_pk),
        *_asked(by_pk),
        *_checks(by_pk),
        *_pressed(by_pk),
        *_instructions(by_pk, reader),
        *_journal(by_pk, reader),
    ]
    return sorted(moments, key=lambda moment: moment.at, reverse=True)[:MOST]


def _reports(duties: dict[int, Duty]) -> list[Moment]:
    made = []
    for report in _told(sorted(duties)):
        duty = duties[report.duty_id]
        title = _("反馈:%(percent)s%%") % {"percent": f"{float(report.percent):g}"}
        made.append(
            Moment(
                report.at,
                f"{report.organisation} {report.by or ''}".strip(),
                title,
                report.text,
                duty,
                f"report-{report.pk}",
            )
        )
        if report.reviewed_at:
            state = str(report.get_state_display())
            made.append(
                Moment(
                    report.reviewed_at,
                    str(report.reviewed_by or ""),
                    _("审核反馈:%(state)s") % {"state": state},
                    report.review_note,
                    duty,
                    f"report-{report.pk}",
                )
            )
    return made  # fmt: skip


def _proofs(duties: dict[int, Duty]) -> list[Moment]:
    made = []
    for proof in _files(sorted(duties)):
        duty = duties[proof.duty_id]
        made.append(
            Moment(
                proof.at,
                f"{proof.organisation} {proof.by or ''}".strip(),
                _("提交佐证"),
                str(proof),
                duty,
                "",
            )
        )
        if proof.judged_at:
            title = _("核验佐证:%(state)s") % {"state": proof.get_state_display()}
            made.append(
                Moment(
                    proof.judged_at,
                    str(proof.judged_by or ""),
                    title,
                    f"{proof} {proof.note}".strip(),
                    duty,
                    "",
                )
            )
    return made


def _asked(duties: dict[int, Duty]) -> list[Moment]:
    made = []
    for each in _extensions(sorted(duties)):
        duty, days = duties[each.duty_id], f"{each.old_due_on} → {each.new_due_on}"
        if each.unasked:
            who, title = str(each.decided_by or ""), _("督查办公室调整时限")
            made.append(Moment(each.asked_at, who, title, f"{days} {each.reason}", duty, ""))
            continue
        made.append(
            Moment(each.asked_at, str(each.asked_by or ""), _("申请延期"), f"{days} {each.reason}", duty, "")
        )
        if each.decided_at:
            title = _("审批延期:%(state)s") % {"state": each.get_state_display()}
            made.append(
                Moment(
                    each.decided_at,
                    str(each.decided_by or ""),
                    title,
                    f"{days} {each.note}".strip(),
                    duty,
                    "",
                )
            )
    return made


def _checks(duties: dict[int, Duty]) -> list[Moment]:
    return [
        Moment(
            each.at, f"{each.organisation} {each.by or ''}".strip(),
            _("核查:%(result)s") % {"result": each.get_result_display()}, each.note, duties[each.duty_id], "",
        )
        for each in _checked(sorted(duties))
    ]  # fmt: skip


def _pressed(duties: dict[int, Duty]) -> list[Moment]:
    return [
        Moment(
            each.at,
            str(each.by or _("系统")),
            str(each.get_kind_display()),
            said(each.text),
            duties[each.duty_id],
            "",
        )
        for each in _pressings(sorted(duties))
    ]


def _instructions(duties: dict[int, Duty], person: Person) -> list[Moment]:
    seen = {each.pk: each for each in _instructed(sorted(duties)) if can_see_instruction.test(person, each)}
    of_it = {pk: duties[each.duty_id] for pk, each in seen.items() if each.duty_id}
    made = [
        Moment(each.at, str(each.leader), _("批示"), each.text, of_it[pk], "") for pk, each in seen.items()
    ]
    made += [
        Moment(each.handed_down_at, "", _("转办批示"), f"{each.unit}:{each}", of_it[pk], "")
        for pk, each in seen.items()
        if each.handed_down_at
    ]
    for told in _replies(sorted(seen)) if seen else ():
        duty, who = of_it[told.instruction_id], f"{told.organisation} {told.by or ''}".strip()
        made.append(Moment(told.at, who, _("回复批示"), told.text, duty, ""))
        if told.reviewed_at:
            title = _("审核批示回复:%(state)s") % {"state": told.get_state_display()}
            made.append(Moment(told.reviewed_at, str(told.reviewed_by or ""), title, told.note, duty, ""))
    return made


def _journal(duties: dict[int, Duty], reader: Person) -> list[Moment]:
    """Changes of the duties' own rows; what merely follows from a report or a check is left out."""
    entries = [entry for entry in _changes(sorted(duties)) if _tells(entry)]
    above = {entry.pk: _above(entry) for entry in entries}
    seen, parent = keys_seen(reader, set().union(*above.values())), _parent_in_words()
    made = []
    for line in in_words(entries):
        told = [c for c in line.changes if c.field != parent or above[line.entry.pk] <= seen]
        words = _(";").join(
            paired(c.field, f"{c.before} → {c.after}") for c in told if line.entry.kind == "U"
        )
        words = f"{line.entry.reason} {words}".strip()
        made.append(Moment(line.entry.at, line.who, line.action, words, duties[line.entry.row], ""))
    return made


def _above(entry: JournalEntry) -> set[int]:
    """Ids of the duties that stood above a duty before and after a change."""
    images = (entry.before or {}, entry.after or {})
    return {image["parent_id"] for image in images if image.get("parent_id") is not None}


def _parent_in_words() -> str:
    return str(Duty._meta.get_field("parent").verbose_name)


def _tells(entry: JournalEntry) -> bool:
    before: dict[str, Any] = entry.before or {}
    after: dict[str, Any] = entry.after or {}
    return entry.kind != "U" or any(
        before.get(key) != value and key not in QUIET for key, value in after.items()
    )
