"""The joint conference (联席会议): called, minuted; what it resolves becomes tasks."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from luodi.documents import minutes as papers
from luodi.site.base import store
from luodi.site.base.action import Actor, action
from luodi.site.base.guard import held, locked
from luodi.site.base.holders import reached
from luodi.site.base.languages import in_house_language
from luodi.site.base.models import Organisation, User
from luodi.site.base.notices import tell
from luodi.site.base.refusals import NotNow, Unfit
from luodi.site.base.rights import UNIT_ROLES

from .. import matters, rules
from ..models import Commitment, Conference, Duty, Resolution
from . import tasking
from .duties import hand_down
from .papers import DOCX


@action("conference.call", gettext_lazy("召集联席会议"), right=rules.can_hold_conference)
def call(
    actor: Actor,
    conference: Conference | None,
    *,
    title: str,
    held_on: date,
    attendees: Sequence[Organisation],
    place: str = "",
    chair: str = "",
    agenda: str = "",
    minutes: str = "",
    version: int | None = None,
) -> Conference:
    """Call a sitting or change what is known of it (召集联席会议); units that are new to it are told.

    Raises:
        Unfit: it has no title, or no unit takes part.
        NotNow: its minutes have gone out.
        Stale: somebody else changed it since.
    """
    sitting = locked(conference, version) if conference else Conference(by=actor.user)
    _open(sitting)
    wrong = {}
    if not title.strip():
        wrong["title"] = _("请填写会议名称。")
    if not attendees:
        wrong["attendees"] = _("请选择参会单位。")
    if wrong:
        raise Unfit(wrong)
    sitting.title, sitting.held_on, sitting.place = title.strip()[:200], held_on, place.strip()[:120]
    sitting.chair, sitting.agenda, sitting.minutes = chair.strip()[:60], agenda.strip(), minutes.strip()
    sitting.save()
    sitting.attendees.set(attendees)
    words = gettext_noop("请参加%(day)s召开的“%(title)s”。") % {"day": held_on, "title": sitting.title}
    tell(_people(sitting), f"conference:{sitting.pk}:{held_on}", words, _address(sitting))
    return sitting


@action("conference.resolve", gettext_lazy("记录议定事项"), right=rules.can_hold_conference)
def resolve(actor: Actor, conference: Conference, *, text: str) -> Resolution:
    """Write down what was resolved (记录议定事项).

    Raises:
        Unfit: nothing is written.
        NotNow: the minutes have gone out.
    """
    _open(held(conference))
    if not text.strip():
        raise Unfit({"text": _("请填写议定事项。")})
    return Resolution.objects.create(conference=conference, text=text.strip())


@action("conference.strike", gettext_lazy("删除议定事项"), right=rules.can_hold_conference)
def strike(actor: Actor, resolution: Resolution) -> None:
    """Take a resolution out of the minutes (删除议定事项).

    Raises:
        NotNow: it has become a task, or the minutes have gone out.
    """
    _open(held(resolution.conference))
    found = Resolution.objects.filter(
        pk=resolution.pk
    ).first()  # as it stands now, not as the caller holds it
    if found is None:  # somebody else was faster
        return
    if found.duty_id is not None:
        raise NotNow(_("这一议定事项已转为任务,不能删除。"))
    found.delete()


@action("conference.task", gettext_lazy("议定事项转任务"), right=rules.can_hold_conference)
def task(
    actor: Actor,
    resolution: Resolution,
    *,
    commitment: Commitment,
    lead: Organisation,
    due_on: date,
    title: str = "",
    standard: str = "",
    hand_it_down: bool = True,
) -> Duty:
    """Make a resolution a task under a commitment (议定事项转任务), handed down at once unless told otherwise.

    The task stands beside the commitment's own duty and leaves its progress alone; the office may hang it under that
    duty afterwards.

    Raises:
        NotNow: it is a task already.
        Unfit: the day has passed, or the unit is dissolved.
    """
    held(resolution.conference)
    resolution = Resolution.objects.select_related("conference").get(pk=resolution.pk)
    if resolution.duty_id is not None:
        raise NotNow(_("这一议定事项已转为任务。"))
    words = title.strip() or resolution.text
    duty = tasking.make(commitment, "H", title=words, lead=lead, due_on=due_on, standard=standard)
    resolution.duty = duty
    resolution.save()
    return hand_down(actor, duty) if hand_it_down else duty


@action("conference.minutes", gettext_lazy("印发会议纪要"), right=rules.can_hold_conference)
def send_minutes(
    actor: Actor, conference: Conference, *, version: int | None = None, foreseen: Foreseen | None = None
) -> Conference:
    """Send the minutes out (印发会议纪要): laid out, kept as a file, units told; nothing is changed afterwards.

    Args:
        actor: the office.
        conference: the sitting.
        version: what the page showed.
        foreseen: from :func:`foresee`, before the transaction; where the minutes say something else by now, they are laid
            out anew.

    Raises:
        NotNow: they have gone out, or the sitting is still to come.
        Unfit: nothing was minuted and nothing resolved.
        Stale: somebody else changed it since.
    """
    sitting = _open(locked(conference, version))
    if sitting.held_on > timezone.localdate():
        raise NotNow(_("会议还没有召开,不能印发纪要。"))
    if not sitting.minutes and not sitting.resolutions.exists():
        raise Unfit({"minutes": _("请先填写纪要或议定事项。")})
    known = foreseen is not None and foreseen.says == says(sitting)
    sitting.file = store.keep(foreseen.file if foreseen and known else _brought(sitting), actor.user)
    sitting.save()
    words = gettext_noop("“%(title)s”的会议纪要已印发。") % {"title": sitting.title}
    tell(_people(sitting), f"minutes:{sitting.pk}", words, _address(sitting))
    return sitting


class Foreseen(NamedTuple):
    """Minutes as they will probably go out: what they say, and their file, which lies on its place."""

    says: papers.Minutes
    file: store.Brought


def foresee(conference: Conference) -> Foreseen | None:
    """Lay the minutes out and bring the file, before the transaction in which they go out.

    None for what has gone out: the action says so.
    """
    sitting = Conference.objects.get(pk=conference.pk)
    return None if sitting.file_id is not None else Foreseen(says(sitting), _brought(sitting))


def _brought(sitting: Conference) -> store.Brought:
    name = f"{sitting.title} {_('会议纪要')}"[:190] + ".docx"
    return store.bring_file(io.BytesIO(laid_out(sitting)), name, DOCX)


def laid_out(conference: Conference) -> bytes:
    """The minutes as .docx, as they stand."""
    return papers.to_bytes(says(conference))


@in_house_language()
def says(conference: Conference) -> papers.Minutes:
    """What the minutes say, as they stand."""
    resolutions = conference.resolutions.select_related("duty__lead")
    return papers.Minutes(
        title=conference.title,
        day=conference.held_on,
        place=conference.place,
        chair=conference.chair,
        attendees=[unit.name for unit in conference.attendees.order_by("id")],
        agenda=conference.agenda,
        text=conference.minutes,
        resolutions=[
            (each.text, str(each.duty.lead or "—"), str(each.duty.due_on or "—"), each.duty.number)
            if each.duty
            else (each.text, "—", "—", "—")
            for each in resolutions
        ],
        issuer=matters.issuer(),
        generated=settings.WORKSPACE.generated,
    )


def _open(conference: Conference) -> Conference:
    if conference.file_id is not None:
        raise NotNow(_("“%(title)s”的纪要已印发,不能再改。") % {"title": conference.title})
    return conference


def _people(conference: Conference) -> list[User]:
    units = conference.attendees.values("pk")
    return list(reached(UNIT_ROLES, units))


def _address(conference: Conference) -> str:
    return reverse("ledger:conference", args=[conference.pk])
