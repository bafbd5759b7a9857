"""What the pages of papers and pressing ask (督办文书、催办记录查询)."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from luodi.site.base.ready import ready
from luodi.site.base.rights import UNIT_ROLES, Person, sees_all, standing

from ..models import Duty, Pressing, SupervisionPaper
from .seen import duties_seen_by


def papers_seen_by(person: Person) -> QuerySet[SupervisionPaper]:
    """The papers a person may see: all, or the issued ones that go to their unit or name a duty of it, see :mod:`.rules`."""
    every = SupervisionPaper.objects.all()
    if sees_all.test(person):
        return every
    units = standing(person).units(*UNIT_ROLES)
    kinds, named = SupervisionPaper.Kind, SupervisionPaper.duties.through.objects.order_by()
    own = Q(pk__in=named.filter(duty__lead__in=units).values("supervisionpaper"))
    others = Exists(named.filter(supervisionpaper=OuterRef("pk")).exclude(duty__lead__in=units))
    concerned = Q(addressee__in=units) | own & (Q(kind=kinds.CIRCULAR) | Q(kind=kinds.ORDER) & ~others)
    return every.filter(concerned, state=SupervisionPaper.State.ISSUED) if units else every.none()


@ready
def papers(keys: list[int]) -> QuerySet[SupervisionPaper]:
    """Papers with some ids, with what a line of the list prints; not their words."""
    found = SupervisionPaper.objects.filter(pk__in=keys).select_related("addressee")
    return found.only(
        "kind", "year", "number", "title", "state", "issued_on", "answered_at", "answer_by",
        "addressee__name", "addressee__short_name",
    )  # fmt: skip


def late_duties(light: str = "", unit: int | None = None) -> QuerySet[Duty]:
    """Running duties that are yellow or red, the reddest and oldest first, to be chosen for a paper."""
    late = Duty.objects.filter(
        state__in=Duty.UNDONE,
        light__in=[light] if light in ("yellow", "red") else ["yellow", "red"],
    )
    if unit is not None:
        late = late.filter(lead=unit)
    return late.select_related("lead").order_by("light", "due_on", "id")


def pressings_seen_by(person: Person) -> QuerySet[Pressing]:
    """What was pressed of the duties a person may see, newest first."""
    every = Pressing.objects.order_by("-id")
    return every if sees_all.test(person) else every.filter(duty__in=duties_seen_by(person).values("pk"))


@ready
def pressings(keys: list[int]) -> QuerySet[Pressing]:
    """Those with some ids, with what a line prints of others."""
    found = Pressing.objects.filter(pk__in=keys).select_related("duty__lead", "by")
    return found.only(
        "at", "kind", "level", "text", "cause", "by__name", "by__username", "duty__lead__name", "duty__lead__short_name",
    )  # fmt: skip


def waiting_answers(person: Person) -> int:
    """How many orders wait for an answer of the person's units."""
    return len(_waiting(standing(person).units(*UNIT_ROLES)))


@ready
def _waiting(units: list[int]) -> QuerySet[SupervisionPaper, int]:
    waiting = SupervisionPaper.objects.filter(
        addressee__in=units, state="issued", kind="order", answered_at=None
    )
    return waiting.values_list("pk", flat=True)
