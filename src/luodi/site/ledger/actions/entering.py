"""Doing what the rows of a workbook's other sheets ask (填报表的延期申请、督办单回复、整改); part of an action."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rules.predicates import Predicate

from luodi.site.base import guard
from luodi.site.base.action import Actor
from luodi.site.base.refusals import Refusal, Unfit

from ..models import Duty, InspectionItem, SupervisionPaper
from ..rules import RIGHTS, can_answer_inspection, can_answer_paper
from ..sheets.found import Entry
from ..timing import Spent
from . import extensions, inspections, papers


class Way(NamedTuple):
    """How the rows of one sheet are done: to which things, by whose right, for which unit, by which action."""

    things: Callable[[], QuerySet[Any]]
    right: Predicate
    unit: Callable[[Any], int | None]
    do: Callable[[Actor, Any, Entry, Spent], object]


def _extend(actor: Actor, duty: Duty, entry: Entry, spent: Spent) -> object:
    given = entry.given
    return extensions.ask_extension(
        actor, duty, new_due_on=date.fromisoformat(given["new_due_on"]), cause=given["cause"], reason=given["reason"], spent=spent
    )  # fmt: skip


def _answer(actor: Actor, paper: SupervisionPaper, entry: Entry, spent: Spent) -> object:
    return papers.answer(actor, paper, text=entry.given["answer"], version=entry.version, spent=spent)


def _rectify(actor: Actor, item: InspectionItem, entry: Entry, spent: Spent) -> object:
    text = entry.given["rectification"]
    return inspections.rectify(actor, item, text=text, version=entry.version, spent=spent)


WAYS: Final = {
    "extension": Way(
        lambda: Duty.objects.select_related("lead"),
        RIGHTS["ask_extension"],
        lambda duty: duty.lead_id,
        _extend,
    ),
    "answer": Way(SupervisionPaper.objects.all, can_answer_paper, lambda paper: paper.addressee_id, _answer),
    "rectify": Way(
        lambda: InspectionItem.objects.select_related("duty"),
        can_answer_inspection,
        lambda item: item.duty.lead_id,
        _rectify,
    ),
}


def enter(
    actor: Actor,
    entries: Sequence[Entry],
    minutes: Sequence[Decimal | None],
    counted: Iterable[int | None],
) -> dict[str, str]:
    """Do what rows ask, sheet by sheet.

    Args:
        actor: who sent the workbook.
        entries: the rows.
        minutes: what each took.
        counted: ids of units for which the workbook is counted as a form already.

    Returns:
        What was refused, by ``<sheet>:<id>-<field>``.
    """
    units = set(counted)
    wrong: dict[str, str] = {}
    shares = dict(zip((key(entry) for entry in entries), minutes, strict=True))
    for code, way in WAYS.items():
        some = sorted((each for each in entries if each.page == code), key=lambda each: each.thing)
        things = {thing.pk: thing for thing in way.things().filter(pk__in=[each.thing for each in some])}
        for entry in some:
            thing = things.get(entry.thing)
            if thing is None or (actor.user is not None and not way.right.test(actor.user, thing)):
                wrong[f"{key(entry)}-"] = _("没有这一事项,或不由您办理。请重新下载填报表。")
            elif thing.version != entry.version:
                wrong[f"{key(entry)}-"] = changed_since(thing, entry.version)
            else:
                unit = way.unit(thing)
                wrong |= _done(way, actor, thing, entry, Spent(shares[key(entry)], unit not in units))
                units.add(unit)
    return wrong


def _done(way: Way, actor: Actor, thing: Any, entry: Entry, spent: Spent) -> dict[str, str]:
    try:
        way.do(actor, thing, entry, spent)
    except Unfit as refusal:
        return {f"{key(entry)}-{field}": words for field, words in refusal.fields.items()}
    except Refusal as refusal:
        return {f"{key(entry)}-": str(refusal)}
    return {}


def key(entry: Entry) -> str:
    """What a row is called where something about it is refused."""
    return f"{entry.page}:{entry.thing}"


def changed_since(thing: Any, version: int) -> str:
    """Who changed a thing since a workbook was handed out, and what."""
    later = guard.stale(thing, version)
    words = _("下载之后,%(who)s于%(when)s修改了这一事项(%(changes)s)。请重新下载填报表,核对后再填。")
    changes = _(";").join(later.changes) or _("其他字段")
    return words % {"who": later.who, "when": later.when, "changes": changes}
