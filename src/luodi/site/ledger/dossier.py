"""Everything behind one duty (事项全貌), in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any, Final, NamedTuple

from django.db.models import Model, Q
from django.utils import timezone

from luodi.site.base.action import REGISTRY
from luodi.site.base.guard import Names, changed, names_in
from luodi.site.base.models import JournalEntry, User
from luodi.site.base.rights import Person

from . import lights, offered
from .models import ClosingRequest, CoUnit, Duty, Evidence, Extension, Node
from .models.progress import Cause
from .models.supervision import SupervisionPaper
from .rules import can_see_paper, can_see_recusals

SHOWN: Final = 20
REPORTS: Final = 6
"""Reports at first sight: half a year of monthly ones."""
HANGING: Final = 200
AROUND: Final = 120


MODELS: Final[dict[str, type[Any]]] = {
    model._meta.db_table: model for model in (Duty, CoUnit, Node, Extension, Evidence, ClosingRequest)
}
QUIET: Final = {
    "duty_id", "parent_id", "commitment_id", "report_id", "reported_at", "lag", "light_reason", "judged_for_id", "by_id",
    "at", "asked_by_id", "asked_at", "judged_by_id", "judged_at", "decided_by_id", "decided_at",
}  # fmt: skip
"""Columns whose change says nothing beside the line's own day, name and verb."""


class Line(NamedTuple):
    """One change in the history (历史): when, who, by which verb, and what changed in words."""

    at: Any
    who: str
    what: str
    reason: str
    changes: dict[str, str]
    entry: int


class Sentence(NamedTuple):
    """The promise within its text (原文语境): what stands before, the sentence, what stands after."""

    before: str
    quote: str
    after: str


class Planned(NamedTuple):
    """A node with its light and the reason (节点亮灯)."""

    node: Node
    said: lights.Shine


def context(duty: Duty) -> Sentence:
    """The duty's sentence with its surroundings, from the adopted text."""
    promise = duty.commitment
    text = promise.adopted_in.text
    if text[promise.start : promise.end] != promise.quote:
        return Sentence("", promise.quote, "")
    before = text[max(0, promise.start - AROUND) : promise.start].rsplit("\n", 1)[-1]
    after = text[promise.end : promise.end + AROUND].split("\n", 1)[0]
    return Sentence(before, promise.quote, after)


def nodes(duty: Duty, on: date) -> list[Planned]:
    """The nodes, each with its light on a day."""
    return [Planned(*pair) for pair in lights.judge_nodes(duty, list(duty.nodes.all()), on)]


def parts(duty: Duty) -> list[dict[str, Any]]:
    """The tree below a duty, top down, each with its depth and its share of the whole above it."""
    below: dict[int, list[Duty]] = {}
    edge = [duty.pk]
    for _level in range(8):
        found = list(Duty.objects.filter(parent__in=edge).select_related("lead").order_by("id"))
        if not found:
            break
        for part in found:
            below.setdefault(part.parent_id or 0, []).append(part)
        edge = [part.pk for part in found]
    return list(_tree(below, duty.pk, 1))


def _tree(below: dict[int, list[Duty]], pk: int, depth: int):  # type: ignore[no-untyped-def]
    kept = [part for part in below.get(pk, []) if part.state != Duty.State.WITHDRAWN]
    weight = sum((part.weight for part in kept), Decimal(0))
    for part in below.get(pk, []):
        share = 100 * part.weight / weight if weight and part in kept else None
        yield {"duty": part, "depth": depth, "share": share}
        yield from _tree(below, part.pk, depth + 1)


def history(
    duty: Duty, hanging: Iterable[Model], known: Iterable[Model | None] = (), before: int | None = None
) -> tuple[list[Line], int | None]:
    """Changes of a duty and of what hangs on it, newest first, and the entry from which to go on.

    Args:
        duty: the duty.
        hanging: its nodes, evidence and the like.
        known: people, units and files that the page has read already, so that their names are not asked for again.
        before: journal entry before which the history goes on.
    """
    limit = {"pk__lt": before} if before else {}
    own = JournalEntry.objects.filter(table="ledger_duty", row=duty.pk, **limit).order_by("-id")
    found = set(own.values_list("pk", flat=True)[: SHOWN + 1])
    rows: dict[str, list[int]] = {}
    for each in hanging:
        rows.setdefault(each._meta.db_table, []).append(each.pk)
    hung = Q(pk__in=[])
    for table, keys in rows.items():
        hung |= Q(table=table, row__in=keys)
    # no order and no limit here: the planner then takes the index by row, however long the journal is
    found |= set(JournalEntry.objects.filter(hung, **limit).values_list("pk", flat=True))
    newest = sorted(found, reverse=True)[: SHOWN + 1]
    entries = list(JournalEntry.objects.filter(pk__in=newest).order_by("-id"))
    more = entries[SHOWN - 1].pk if len(entries) > SHOWN else None
    images = [(entry, MODELS[entry.table], image) for entry in entries for image in _images(entry)]
    names = names_in(((model, image) for _entry, model, image in images), known)
    doers = {entry.user for entry in entries if entry.user and (User, entry.user) not in names}
    names |= {(User, pk): str(user) for pk, user in (User.objects.in_bulk(doers) if doers else {}).items()}
    lines = [_line(entry, names) for entry in entries[:SHOWN]]
    return [line for line in lines if line.changes or line.what], more


def _images(entry: JournalEntry) -> list[dict[str, Any]]:
    """A row before and after, without what tells nobody anything; of a row that went, what it was."""
    pair = (entry.before or {}, entry.after or {})
    before, after = pair if entry.kind != "D" else ({}, pair[0])
    causes = dict(Cause.choices)
    return [
        {
            key: causes.get(value, value) if key == "cause" else value
            for key, value in image.items()
            if key not in QUIET
        }
        for image in (before, after)
    ]


def _line(entry: JournalEntry, names: Names) -> Line:
    model, known = MODELS[entry.table], REGISTRY.get(entry.action)
    title = str(known.title) if known else ""
    if model is not Duty:
        title = f"{title} · {model._meta.verbose_name} · {entry.get_kind_display()}".strip(" ·")
    before, after = _images(entry)
    changes = changed(model, before, after, names)
    if entry.kind != "U":
        changes = {name: words.removeprefix("— → ") for name, words in changes.items() if words != "— → —"}
    return Line(entry.at, names.get((User, entry.user), ""), title, entry.reason, changes, entry.pk)


def _papers(person: Person, duty: Duty) -> list[SupervisionPaper]:
    papers = SupervisionPaper.objects.filter(duties=duty).select_related("addressee")[:50]
    return [paper for paper in papers if can_see_paper.test(person, paper)]


NAMED: Final = (
    "organisation",
    "by",
    "file",
    "judged_by",
    "judged_for",
    "reviewed_by",
    "asked_by",
    "decided_by",
)


def _named(*groups: Iterable[Any]) -> Iterator[Model]:
    """The people, units and files that were read with rows of a duty."""
    for row in chain(*groups):
        cache = row._state.fields_cache
        yield from (cache[name] for name in NAMED if cache.get(name) is not None)


def dossier(
    person: Person, duty: Duty, there: frozenset[str], before: int | None = None, older: int | None = None
) -> dict[str, Any]:
    """What the duty's page shows to a person.

    Args:
        person: cuts what is offered, and the papers, to their rights.
        duty: read with lead, area, commitment and its text.
        there: what hangs on it, from :func:`.attached.attached`; nothing else is asked for.
        before: journal entry before which the history goes on.
        older: report before which the reports go on.
    """
    today = timezone.localdate()
    told_before = duty.reports.filter(pk__lt=older) if older else duty.reports.all()
    reports = list(
        told_before.select_related("organisation", "by", "reviewed_by").prefetch_related("figures")[
            : REPORTS + 1
        ]
    )
    for told in reports:
        told.duty = duty
    files = duty.evidence.select_related("file", "organisation", "by", "judged_by", "judged_for")
    evidence = list(files[:HANGING]) if "evidence" in there else []
    for file in evidence:
        file.duty = duty
    asked_for = duty.extensions.select_related("asked_by", "decided_by")
    extensions = list(asked_for[:HANGING]) if "extensions" in there else []
    for asked in extensions:
        asked.duty = duty
    asking = duty.closing_requests.select_related("by")
    requests = list(asking[:SHOWN]) if "closing_requests" in there else []
    hanging = [*duty.co_units.all(), *duty.nodes.all(), *extensions, *evidence, *requests]
    known = (
        duty.lead,
        duty.area,
        duty.person,
        *_named(duty.co_units.all(), reports, evidence, extensions, requests),
    )
    lines, more = history(duty, hanging, known, before)
    checks = duty.checks.select_related("organisation", "by")
    plan = nodes(duty, today)
    return {
        "duty": duty,
        "cause": dict(Cause.choices).get(duty.cause, duty.cause),
        "sentence": context(duty),
        "planned": lights.planned(duty.starts_on, duty.due_on, [each.node for each in plan], today),
        "nodes": plan,
        "parts": parts(duty) if "parts" in there else [],
        "verbs": offered.offered(person, duty),
        "reports": [(told, offered.offered_on_report(person, told)) for told in reports[:REPORTS]],
        "older_reports": reports[REPORTS - 1].pk if len(reports) > REPORTS else None,
        "evidence": [(file, offered.may_judge(person, file)) for file in evidence],
        "extensions": [(asked, offered.may_decide(person, asked)) for asked in extensions],
        "pressings": list(duty.pressings.select_related("by")[:SHOWN]) if "pressings" in there else [],
        "papers": _papers(person, duty) if "papers" in there else [],
        "recusals": list(duty.recusals.all()) if can_see_recusals.test(person) else [],
        "requests": requests,
        "checks": list(checks[:SHOWN]) if "checks" in there else [],
        "history": lines,
        "history_more": more,
    }
