"""Reminding and chasing by hand, and passing a duty from hand to hand (提醒、催办、交接责任人)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from luodi.site.base.action import Actor, action
from luodi.site.base.guard import held, locked
from luodi.site.base.holders import works_in
from luodi.site.base.languages import in_house_language, paired
from luodi.site.base.models import User
from luodi.site.base.notices import tell
from luodi.site.base.refusals import NotNow, Refusal, Unfit

from .. import machine
from ..locking import from_below, take_from_below
from ..models import Duty, Pressing
from ..models.progress import Cause
from ..rules import RIGHTS
from .duties import hand_down
from .telling import address, tell_unit, today_key

T = TypeVar("T")


@action("duty.remind", gettext_lazy("提醒"), right=RIGHTS["remind"])
def remind(actor: Actor, duty: Duty, *, note: str = "") -> Pressing:
    """Remind the unit by hand (提醒), at most once a day.

    Raises:
        NotNow: it was reminded today, or the duty's state allows none.
    """
    return _press(actor, duty, Pressing.Kind.REMIND, note, "")


@action("duty.chase", gettext_lazy("催办"), right=RIGHTS["chase"])
def chase(actor: Actor, duty: Duty, *, note: str = "", cause: str = "") -> Pressing:
    """Chase what is late by hand (催办), at most once a day.

    Raises:
        NotNow: it was chased today, or the duty's state allows none.
        Unfit: the cause is not one of the list.
    """
    if cause and cause not in Cause.values:
        raise Unfit({"cause": _("没有这一滞后原因,请从列表中选择。")})
    return _press(actor, duty, Pressing.Kind.CHASE, note, cause)


@action("duty.hand_over", gettext_lazy("交接责任人"), right=RIGHTS["hand_over"])
def hand_over(
    actor: Actor,
    duty: Duty,
    *,
    person: User,
    note: str = "",
    everything: bool = False,
    version: int | None = None,
) -> Duty:
    """Pass a duty to another person of its unit (交接责任人), who is told; progress and reports stay with the duty.

    Args:
        actor: the office, or the unit's lead.
        duty: the duty.
        person: who takes it over.
        note: what they should know.
        everything: with it all that the one before is responsible for in this unit, for somebody who left.
        version: what the page showed.

    Raises:
        Unfit: the person is not of the unit, has left, or has it already.
        Stale: somebody else changed the duty since.
    """
    if everything and duty.person is not None:
        take_from_below([duty.pk, *rest_of(duty, duty.person).values_list("pk", flat=True)])
    duty = locked(duty, version)
    machine.move(duty, "hand_over")
    if not works_in(person, duty.lead):
        words = _("“%(person)s”不在“%(unit)s”任职,请选择该单位人员。")
        raise Unfit({"person": words % {"person": person, "unit": duty.lead}})
    if person.pk == duty.person_id:
        raise Unfit({"person": _("“%(person)s”已是责任人。") % {"person": person}})
    before, duty.person = duty.person, person
    duty.save()
    given: dict[str, object] = {
        "title": duty.title,
        "before": before or gettext_noop("单位"),
        "note": note.strip(),
    }
    words = gettext_noop("“%(title)s”由%(before)s交接给您。%(note)s")
    if everything and before is not None and (count := _hand_over_rest(duty, before, person)):
        words = gettext_noop("“%(title)s”等%(count)s项由%(before)s交接给您。%(note)s")
        given["count"] = count + 1
    words %= given
    tell([person], f"handed-over:{duty.pk}:{duty.version}", words, address(duty))
    return duty


def rest_of(duty: Duty, person: User) -> QuerySet[Duty]:
    """What else somebody is responsible for in a duty's unit and can hand over now."""
    same = Duty.objects.filter(lead=duty.lead_id, person=person, state__in=machine.VERBS["hand_over"].sources)
    return same.exclude(pk=duty.pk)


def _hand_over_rest(duty: Duty, before: User, person: User) -> int:
    rest = list(rest_of(duty, before))
    for each in rest:
        each = locked(each)
        each.person = person
        each.save()
    return len(rest)


@action("duty.hand_down_many", gettext_lazy("批量交办"), right=RIGHTS["hand_down"])
def hand_down_many(actor: Actor, duties: Sequence[Duty]) -> list[Duty]:
    """Hand down every ticked duty (批量交办): all or nothing.

    Raises:
        Unfit: names each duty that cannot be handed down, by its id.
    """
    return _each(duties, lambda duty: hand_down(actor, duty))


@action("duty.remind_many", gettext_lazy("批量提醒"), right=RIGHTS["remind"])
def remind_many(actor: Actor, duties: Sequence[Duty], *, note: str = "") -> list[Pressing]:
    """Remind the units of every ticked duty (批量提醒): all or nothing.

    Raises:
        Unfit: names each duty that cannot be reminded of, by its id.
    """
    return _each(duties, lambda duty: remind(actor, duty, note=note))


def _each(duties: Sequence[Duty], do: Callable[[Duty], T]) -> list[T]:
    """Do something to every duty, or raise :class:`Unfit` with what was refused, by the duty's id."""
    done, wrong = [], {}
    for duty in from_below(duties):
        try:
            done.append(do(duty))
        except Refusal as refusal:
            wrong[str(duty.pk)] = paired(duty.number, refusal)
    if wrong:
        raise Unfit(wrong)
    return done


def _press(actor: Actor, duty: Duty, kind: Pressing.Kind, note: str, cause: str) -> Pressing:
    duty = held(duty)  # whoever comes second waits here, and then finds the first one's row
    machine.move(duty, kind.value)
    if duty.due_on is None:
        raise NotNow(_("“%(number)s”没有设定时限。") % {"number": duty.number})
    key = today_key(f"hand:{kind.value}", duty)
    if Pressing.objects.filter(key=key).exists():
        words = _("“%(number)s”今天已经%(kind)s过,不再重复。")
        raise NotNow(words % {"number": duty.number, "kind": kind.label})
    days = (duty.due_on - timezone.localdate()).days
    with in_house_language():
        when = (
            ngettext("距时限还有%(days)s天", "距时限还有%(days)s天", days) % {"days": days}
            if days >= 0
            else ngettext("已超过时限%(days)s天", "已超过时限%(days)s天", -days) % {"days": -days}
        )
        text = _("%(kind)s:“%(title)s”%(when)s。%(note)s") % {
            "kind": kind.label,
            "title": duty.title,
            "when": when,
            "note": note.strip(),
        }
    pressed = Pressing.objects.create(
        duty=duty,
        kind=kind,
        due_on=duty.due_on,
        key=key,
        text=text[:400],
        cause=cause,
        by=actor.user,
        at=timezone.now(),
    )
    tell_unit(duty, key, text)
    return pressed
