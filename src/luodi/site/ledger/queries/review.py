"""What the pages of intake and review ask (收文与审核查询)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery

from luodi.site.base.fresh import kept
from luodi.site.base.ready import ready
from luodi.site.base.rights import Person, sees_all

from ..models import Commitment, Decision, DocumentVersion, Duty, Finding
from .seen import adopted_decisions

S = Finding.State
STATES: dict[str, tuple[str, ...]] = {
    "proposed": (S.PROPOSED,),
    "taken": tuple(Finding.TAKEN),
    "rejected": (S.REJECTED,),
    "replaced": (S.SPLIT, S.MERGED),
}


class Counts(NamedTuple):
    """How many findings there are: per kind and per state group, in all, and waiting for review."""

    kinds: dict[str, int]
    states: dict[str, int]
    total: int
    waiting: int


def decisions_seen_by(person: Person) -> QuerySet[Decision]:
    """The decisions a person may see: all, or those of which a text was adopted."""
    seen = Decision.objects.all() if sees_all.test(person) else adopted_decisions()
    return seen.order_by("-id")


@ready
def decision(pk: int) -> QuerySet[Decision]:
    """The decision of a number."""
    return Decision.objects.filter(pk=pk)


def is_seen_by(person: Person, decision: Decision) -> bool:
    """Whether a person may see a decision, as :func:`decisions_seen_by` has it."""
    return sees_all.test(person) or bool(_adopted(decision.pk))


@ready
def _adopted(decision: int) -> QuerySet[DocumentVersion]:
    return DocumentVersion.objects.filter(decision=decision, state="adopted").only("pk")[:1]


def with_newest(decisions: QuerySet[Decision], person: Person) -> QuerySet[Decision]:
    """Decisions with the state of the newest text that a person may see."""
    newest = DocumentVersion.objects.filter(decision=OuterRef("pk")).order_by("-number")
    if not sees_all.test(person):
        newest = newest.filter(state=DocumentVersion.State.ADOPTED)
    return decisions.annotate(
        newest_id=Subquery(newest.values("pk")[:1]),
        newest_state=Subquery(newest.values("state")[:1]),
        newest_number=Subquery(newest.values("number")[:1]),
    )


@ready
def versions(decision: int) -> QuerySet[DocumentVersion]:
    """A decision's texts, newest first, without their words, each of which is as long as the decision."""
    found = DocumentVersion.objects.filter(decision=decision).select_related("by", "adopted_by", "file")
    return found.defer("text", "reading").order_by("-number")


@ready
def version(pk: int) -> QuerySet[DocumentVersion]:
    """The text of a number, without its words."""
    found = DocumentVersion.objects.filter(pk=pk).select_related("decision", "file", "adopted_by")
    return found.defer("text", "reading")


@ready
def commitments(keys: list[int]) -> QuerySet[Commitment]:
    """Commitments with some ids."""
    return Commitment.objects.filter(pk__in=keys)


def promises_of(decisions: Iterable[Decision]) -> dict[int, int]:
    """The number of live commitments by decision's id."""
    live = Commitment.objects.filter(decision__in=[each.pk for each in decisions], dropped_in=None).order_by()
    return kept(
        "promises of decisions",
        live,
        lambda: dict(live.values_list("decision").annotate(count=Count("pk")).order_by()),
    )


def counted(version: DocumentVersion, kind: str = "", group: str = "") -> Counts:
    """Count a text's findings for the filters: kinds within the chosen state group, groups within the chosen kind."""
    of_group = {state: name for name, states in STATES.items() for state in states}
    kinds: Counter[str] = Counter()
    states: Counter[str] = Counter()
    total = waiting = 0
    rows = version.findings.order_by().values_list("kind", "state").annotate(count=Count("pk"))
    for its_kind, state, count in rows:
        total += count
        waiting += count if state == S.PROPOSED else 0
        if not group or of_group[state] == group:
            kinds[its_kind] += count
        if not kind or its_kind == kind:
            states[of_group[state]] += count
    return Counts(dict(kinds), dict(states), total, waiting)


def asked(version: DocumentVersion, kind: str = "", group: str = "") -> QuerySet[Finding]:
    """The findings of a kind and a state group, in the order of the text; empty means all."""
    found = version.findings.all()
    if version.number > 1:  # a first text has nothing before it
        found = found.select_related("twin")
    if kind:
        found = found.filter(kind=kind)
    return found.filter(state__in=STATES[group]) if group in STATES else found


def before(finding: Finding, kind: str = "") -> Finding | None:
    """The finding that stands before another one in the text and is not replaced; of one kind if asked."""
    others = finding.version.findings.filter(state__in=(S.PROPOSED, *Finding.TAKEN))
    if kind:
        others = others.filter(kind=kind)
    place = (
        Q(start__lt=finding.start)
        | Q(start=finding.start, end__lt=finding.end)
        | Q(start=finding.start, end=finding.end, pk__lt=finding.pk)
    )
    return others.filter(place).order_by("-start", "-end", "-id").first()


def unregistered(decision: Decision) -> QuerySet[Commitment]:
    """Commitments that stand in the text and are not on the list yet (未立项)."""
    on_list = Duty.objects.filter(parent=None).exclude(state=Duty.State.WITHDRAWN).values("commitment")
    return (
        Commitment.objects.filter(decision=decision, dropped_in=None)
        .exclude(pk__in=on_list)
        .select_related("finding")
        .order_by("start", "id")
    )


def offered_for_withdrawal(decision: Decision) -> QuerySet[Duty]:
    """Duties still running whose commitment a later text no longer holds (可撤销)."""
    return (
        Duty.objects.filter(commitment__decision=decision, commitment__dropped_in__isnull=False)
        .exclude(state__in=Duty.OVER)
        .select_related("commitment__dropped_in", "lead")
        .order_by("id")
    )


def articles_of(decision: Decision) -> list[dict[str, Any]]:
    """The articles that hold commitments, in the order of the text, each with how many."""
    live = Commitment.objects.filter(decision=decision, dropped_in=None).order_by()

    def count() -> list[dict[str, Any]]:
        found = live.values("article", "article_heading").annotate(count=Count("pk"), first=Min("start"))
        rows: dict[str, dict[str, Any]] = {}
        for each in found.order_by("first"):
            label = each["article"]
            row = rows.setdefault(label, {"label": label, "heading": each["article_heading"], "count": 0})
            row["count"] += each["count"]
        return list(rows.values())

    return kept("articles of a decision", (decision.pk,), count)
