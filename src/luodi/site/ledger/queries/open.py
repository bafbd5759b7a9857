"""What a unit can ask for, answer and put right now (可申请、待回复、待整改): what its pages offer one by one, in one list each."""

from __future__ import annotations

from luodi.site.base.models import Role, User
from luodi.site.base.rights import UNIT_ROLES, standing

from ..machine import VERBS
from ..models import Duty, Extension, Inspection, InspectionItem, SupervisionPaper
from ..rules import RIGHTS, can_answer_inspection, can_answer_paper

ANSWERING = (Role.UNIT_LEAD, Role.COUNTY)


def extendable(user: User, most: int) -> list[Duty]:
    """The duties for which more time can be asked, the nearest due first."""
    waiting = Extension.objects.filter(state=Extension.State.ASKED).values("duty")
    found = Duty.objects.filter(
        lead__in=standing(user).units(*ANSWERING),
        state__in=VERBS["ask_extension"].sources,
        due_on__isnull=False,
    )
    found = found.exclude(pk__in=waiting).select_related("lead").order_by("due_on", "id")[:most]
    return [duty for duty in found if RIGHTS["ask_extension"].test(user, duty)]


def unanswered(user: User, most: int) -> list[SupervisionPaper]:
    """The orders that wait for an answer, the nearest due first."""
    found = SupervisionPaper.objects.filter(
        addressee__in=standing(user).units(*UNIT_ROLES),
        kind=SupervisionPaper.Kind.ORDER,
        state=SupervisionPaper.State.ISSUED,
        answered_at=None,
    )
    found = found.select_related("addressee").order_by("answer_by", "id")[:most]
    return [paper for paper in found if can_answer_paper.test(user, paper)]


def to_rectify(user: User, most: int) -> list[InspectionItem]:
    """The findings that wait for their rectification, the nearest due first."""
    found = InspectionItem.objects.filter(
        duty__lead__in=standing(user).units(*ANSWERING),
        state=InspectionItem.State.FAULT,
        inspection__state=Inspection.State.RECTIFYING,
    )
    found = found.select_related("duty__lead", "inspection").order_by("rectify_by", "id")[:most]
    return [item for item in found if can_answer_inspection.test(user, item)]
