"""The clock presses answers and rectifications (催复、催整改): orders without an answer, faults not put right, objections.

These have no row of their own in the list of pressings; the notice's key keeps each from going out twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.site.base.action import Actor, action

from .. import pressing, rules
from ..models import InspectionItem, Instruction, SupervisionPaper
from ..paper_texts import number_in_words
from ..recipients import Recipients
from .inspections import answer_until
from .reminders import Message, in_office_hours, send, unsaid


def press(now: datetime | None = None) -> int:
    """Send what is due now for papers and inspections; nothing outside office hours of a working day.

    Args:
        now: the moment; the present one if None.

    Returns:
        How many messages went out.
    """
    return in_office_hours(press_now, now)


@action("pressing.papers_by_clock", gettext_lazy("定时催复"), right=rules.can_manage)
def press_now(actor: Actor, hour: pressing.Hour) -> int:
    """Press what waits for an answer or a rectification (定时催复)."""
    people = Recipients(hour.today)
    found = dict(
        [
            *_orders(hour, people),
            *_faults(hour, people),
            *_objections(hour, people),
            *_instructions(hour, people),
        ]
    )
    return send(unsaid(found, {key: _after(key, hour) for key in found}))


def _after(key: str, hour: pressing.Hour) -> list[str]:
    """The keys of later reminders of the same matter: where they went out, the clock was set back."""
    matter, _colon, lead = key.rpartition(":")
    return [f"{matter}:{each}" for each in hour.leads if each < int(lead)]


def _orders(hour: pressing.Hour, people: Recipients) -> Iterator[tuple[str, Message]]:
    waiting = SupervisionPaper.objects.filter(
        kind=SupervisionPaper.Kind.ORDER, state=SupervisionPaper.State.ISSUED, answered_at=None, answer_by__lte=hour.horizon
    )  # fmt: skip
    for paper in waiting.select_related("addressee"):
        assert paper.answer_by is not None
        said = hour.of(paper.answer_by)
        if said.lead is None:
            continue
        words = {
            "number": number_in_words(paper),
            "title": paper.title,
            "when": said.words,
            "unit": paper.addressee,
        }
        text = _("请回复督办单%(number)s“%(title)s”:%(when)s。") % words
        to = people.unit(paper.addressee_id)
        if said.level:
            text = _("督办单%(number)s“%(title)s”(%(unit)s)%(when)s,尚未回复。") % words
            to |= people.up_to(2, paper.addressee_id)
        address = reverse("ledger:paper", args=[paper.pk])
        yield f"answer:{paper.pk}:{paper.answer_by}:{said.lead}", Message(text, address, to)


def _faults(hour: pressing.Hour, people: Recipients) -> Iterator[tuple[str, Message]]:
    faults = InspectionItem.objects.filter(
        state=InspectionItem.State.FAULT, inspection__state="rectifying", rectify_by__lte=hour.horizon
    )
    for item in faults.select_related("duty__lead"):
        assert item.rectify_by is not None
        said = hour.of(item.rectify_by)
        if said.lead is None:
            continue
        text = _("请整改督查发现的问题:“%(title)s”%(when)s。") % {
            "title": item.duty.title,
            "when": said.words,
        }
        to = people.unit(item.duty.lead_id)
        if said.level:
            to |= people.up_to(2, item.duty.lead_id)
        yield f"rectify:{item.pk}:{item.rectify_by}:{said.lead}", Message(text, _address(item), to)


def _objections(hour: pressing.Hour, people: Recipients) -> Iterator[tuple[str, Message]]:
    asked = InspectionItem.objects.filter(objected_on__isnull=False, objection_answered_on=None)
    for item in asked.select_related("duty"):
        until = answer_until(item)
        assert until is not None
        said = hour.of(until)
        if said.lead is not None:
            text = _("请答复对“%(title)s”督查发现的申诉:%(when)s。") % {
                "title": item.duty.title,
                "when": said.words,
            }
            yield f"objected:{item.pk}:{until}:{said.lead}", Message(text, _address(item), set(people.office))


def _instructions(hour: pressing.Hour, people: Recipients) -> Iterator[tuple[str, Message]]:
    waiting = Instruction.objects.filter(state__in=Instruction.UNANSWERED, answer_by__lte=hour.horizon)
    for each in waiting.select_related("leader", "unit", "duty"):
        said = hour.of(each.answer_by)
        if said.lead is None:
            continue
        words = {"person": each.leader, "title": each.about, "when": said.words, "unit": each.unit}
        if each.unit_id is None:
            text, to = _("%(person)s批示尚未转办:%(when)s。%(title)s") % words, set(people.office)
        elif said.level:
            text = _("%(person)s批示(%(unit)s)%(when)s,尚未回复。%(title)s") % words
            to = people.unit(each.unit_id) | people.up_to(2, each.unit_id)
        else:
            text, to = _("请回复%(person)s批示:%(when)s。%(title)s") % words, people.unit(each.unit_id)
        address = reverse("ledger:instruction", args=[each.pk])
        yield f"instruction:{each.pk}:{each.answer_by}:{said.lead}", Message(text, address, to)


def _address(item: InspectionItem) -> str:
    return reverse("ledger:inspection_item", args=[item.pk])
