"""Evidence: offered by those who did it, judged by those who did not (提交佐证、核验佐证)."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from luodi.site.base import store
from luodi.site.base.action import Actor, action
from luodi.site.base.guard import held
from luodi.site.base.models import Organisation
from luodi.site.base.refusals import NotNow, Unfit
from luodi.site.base.store import Sent

from .. import machine
from ..doers import hands_on, judging_unit, unit_of
from ..models import Duty, Evidence, FormTime, Report
from ..rules import RIGHTS
from ..timing import UNTIMED, Spent, note_time
from .telling import tell_unit


@action("duty.offer_evidence", gettext_lazy("提交佐证"), right=RIGHTS["offer_evidence"])
def offer_evidence(
    actor: Actor, duty: Duty, *, upload: Sent, title: str = "", spent: Spent = UNTIMED
) -> Evidence:
    """Offer a file as evidence (提交佐证), outside a report.

    Raises:
        NotNow: the duty's state takes none.
        Unfit: the same file was offered for this duty before.
        WrongFile, TooLarge: the file is not taken.
    """
    duty = held(duty)
    machine.move(duty, "offer_evidence")
    unit = unit_of(actor, duty)
    note_time(actor, FormTime.Kind.EVIDENCE, unit, spent, duty)
    return kept(actor, duty, unit, upload, title=title)


def kept(
    actor: Actor,
    duty: Duty,
    unit: Organisation,
    upload: Sent,
    *,
    title: str = "",
    report: Report | None = None,
) -> Evidence:
    """Keep a file and name it as evidence; part of an action."""
    file = store.keep(upload, actor.user)
    again = duty.evidence.filter(file__sha256=file.sha256).exclude(state=Evidence.State.REFUSED).first()
    if again:
        words = _("“%(file)s”与已提交的“%(known)s”内容相同,无须重复提交。")
        raise Unfit({"files": words % {"file": file.name, "known": again}})
    return Evidence.objects.create(
        duty=duty, report=report, file=file, title=title.strip()[:200], organisation=unit, by=actor.user
    )


@action("duty.judge_evidence", gettext_lazy("核验佐证"), right=RIGHTS["judge_evidence"])
def judge_evidence(
    actor: Actor, evidence: Evidence, *, accepted: bool, note: str = "", seen: str = Evidence.State.OFFERED
) -> Evidence:
    """Say whether a file proves the duty (核验佐证); the judging unit is not the one that offered it.

    Args:
        actor: of the office or an evaluator.
        evidence: the file.
        accepted: whether it counts.
        note: why; asked where it does not.
        seen: the state the page showed; a judgement may be changed, but not one that was not seen.

    Raises:
        NotNow: somebody judged it meanwhile, or the duty is closed.
        Unfit: no reason is given for a refusal.
    """
    duty = held(evidence.duty)
    machine.move(duty, "judge_evidence")
    evidence = Evidence.objects.select_for_update().get(pk=evidence.pk)
    if evidence.state != seen:
        raise NotNow(
            _("“%(file)s”已由%(who)s核验为“%(state)s”。请刷新页面后再决定。")
            % {
                "file": evidence,
                "who": evidence.judged_by or _("系统"),
                "state": evidence.get_state_display(),
            }
        )
    if not accepted and not note.strip():
        raise Unfit({"note": _("请写明不认可的理由。")})
    evidence.judged_for = judging_unit(actor, hands_on(duty).units)
    evidence.state = Evidence.State.ACCEPTED if accepted else Evidence.State.REFUSED
    evidence.judged_by, evidence.judged_at, evidence.note = actor.user, timezone.now(), note.strip()[:300]
    evidence.save()
    if not accepted:
        words = gettext_noop("佐证未获认可:“%(file)s”,%(note)s") % {"file": evidence, "note": note}
        tell_unit(
            duty, f"evidence:{evidence.pk}:{evidence.judged_at.isoformat()}", words, evidence.organisation
        )
    return evidence
