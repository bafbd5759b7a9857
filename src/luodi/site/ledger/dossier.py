"""Everything behind one duty (事项全貌), in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any, Final, NamedTuple

from django.db.models import Model
from django.utils import timezone

from luodi.site.base.action import REGISTRY
from luodi.site.base.guard import Names, changed, in_bulk, names_in
from luodi.site.base.models import JournalEntry, User
from luodi.site.base.paging import beside
from luodi.site.base.rights import Person, sees_all

from . import lights, offered, who_can
from .models import ClosingRequest, CoUnit, Duty, Evidence, Extension, Figure, Node, Report
from .models.progress import Cause
from .models.supervision import SupervisionPaper
from .queries import behind, instructions
from .queries.behind import SHOWN
from .queries.papers import papers_seen_by
from .queries.seen import keys_seen
from .rules import can_add_instruction, can_instruct, can_see_duty, can_see_instruction, can_see_recusals

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


def nodes(duty: Duty, on: date | lights.Sky) -> list[Planned]:
    """The nodes, each with its light on a day."""
    return [Planned(*pair) for pair in lights.judge_nodes(duty, list(duty.nodes.all()), on)]


def parts(person: Person, duty: Duty) -> tuple[list[dict[str, Any]], int]:
    """The tree below a duty, top down, each with its depth and its share of the whole above it, as far as a person may
    see it, and how many more there are."""
    below: dict[int, list[Duty]] = {}
    edge = [duty.pk]
    for _level in range(8):
        found = list(Duty.objects.filter(parent__in=edge).select_related("lead").order_by("id"))
        if not found:
            break
        for part in found:
            below.setdefault(part.parent_id or 0, []).append(part)
        edge = [part.pk for part in found]
    every = list(_tree(below, duty.pk, 1))
    seen = keys_seen(person, (each["duty"].pk for each in every))
    kept = [each for each in every if each["duty"].pk in seen]
    return kept, len(every) - len(kept)


def whole(person: Person, duty: Duty) -> Duty | None:
    """The duty above, if a person may see it."""
    return duty.parent if duty.parent is not None and can_see_duty.test(person, duty.parent) else None


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
    wanted = {(each._meta.db_table, each.pk) for each in hanging}
    tables, rows = sorted({table for table, _row in wanted}), sorted({row for _table, row in wanted})

    def changes(key: int | None) -> list[int]:
        found = behind.own_changes(duty.pk, key)
        if rows:
            found += [pk for pk, *of in behind.changes_of(tables, rows, key) if tuple(of) in wanted]
        return found

    entries = behind.entries(sorted(beside(changes, before)[0], reverse=True)[: SHOWN + 1])
    more = entries[SHOWN - 1].pk if len(entries) > SHOWN else None
    images = [(entry, MODELS[entry.table], image) for entry in entries for image in _images(entry)]
    names = names_in(((model, image) for _entry, model, image in images), known)
    doers = {entry.user for entry in entries if entry.user and (User, entry.user) not in names}
    names |= {(User, pk): str(user) for pk, user in in_bulk(User, doers).items()}
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
    """The papers that name a duty, as far as a person may see them: two queries, however many there are."""
    found = behind.papers(duty.pk)
    if not found or sees_all.test(person):
        return found
    seen = set(papers_seen_by(person).filter(pk__in=[each.pk for each in found]).values_list("pk", flat=True))
    return [paper for paper in found if paper.pk in seen]


def _instructions(person: Person, duty: Duty, sky: lights.Sky) -> list[instructions.Lit]:
    found = instructions.of_duty(duty.pk)
    return instructions.lit([each for each in found if can_see_instruction.test(person, each)], sky)


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
        duty: from :func:`.queries.behind.the_duty`, its nodes and what :func:`.attached.attached` reads hung on it.
        there: what hangs on it, from :func:`.attached.attached`; nothing else is asked for.
        before: journal entry before which the history goes on.
        older: report before which the reports go on.
    """
    today = timezone.localdate()
    reports, _first = beside(lambda key: behind.told(duty.pk, key), older)
    figures: dict[int | None, list[Figure]] = {}
    for figure in behind.figures([told.pk for told in reports]):
        figures.setdefault(figure.report_id, []).append(figure)
    evidence = behind.evidence(duty.pk) if "evidence" in there else []
    extensions = behind.extensions(duty.pk) if "extensions" in there else []
    requests = behind.closing_requests(duty.pk) if "closing_requests" in there else []
    of_it: list[Report | Evidence | Extension] = [*reports, *evidence, *extensions]
    for row in of_it:
        row.duty = duty
    hanging = [*duty.co_units.all(), *duty.nodes.all(), *extensions, *evidence, *requests]
    known = (
        duty.lead,
        duty.area,
        duty.person,
        *_named(duty.co_units.all(), reports, evidence, extensions, requests),
    )
    lines, more = history(duty, hanging, known, before)
    sky = lights.Sky(today)
    plan = nodes(duty, sky)
    below, hidden = parts(person, duty) if "parts" in there else ([], 0)
    return {
        "duty": duty,
        "reason": lights.reason_on(duty, [each.node for each in plan], sky),
        "cause": dict(Cause.choices).get(duty.cause, duty.cause),
        "sentence": context(duty),
        "planned": lights.planned(duty.starts_on, duty.due_on, [each.node for each in plan], today),
        "nodes": plan,
        "whole": whole(person, duty) if duty.parent_id else None,
        "parts": below,
        "parts_hidden": hidden,
        "verbs": offered.offered(person, duty),
        "reports": [
            (told, offered.offered_on_report(person, told), figures.get(told.pk, ()))
            for told in reports[: behind.REPORTS]
        ],
        "older_reports": reports[behind.REPORTS - 1].pk if len(reports) > behind.REPORTS else None,
        "evidence": [(file, offered.may_judge(person, file)) for file in evidence],
        "extensions": [(asked, offered.may_decide(person, asked)) for asked in extensions],
        "pressings": behind.pressings(duty.pk) if "pressings" in there else [],
        "papers": _papers(person, duty) if "papers" in there else [],
        "instructions": _instructions(person, duty, sky) if "instructions" in there else [],
        "can_instruct": can_instruct.test(person),
        "may_instruct": duty.state != Duty.State.WITHDRAWN and can_add_instruction.test(person),
        "recusals": list(duty.recusals.all()) if can_see_recusals.test(person) else [],
        "requests": requests,
        "who_does": who_can.doing(duty),
        "who_closes": who_can.closing(person, duty),
        "who_decides": who_can.deciding(person, duty, extensions),
        "checks": behind.checks(duty.pk) if "checks" in there else [],
        "history": lines,
        "history_more": more,
    }
