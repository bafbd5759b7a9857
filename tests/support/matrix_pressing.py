"""Papers, conferences, inspections and editions that the permission tables name; "own" is the science bureau."""

from __future__ import annotations

from datetime import date, timedelta

import city
from django.utils import timezone
from matrix import Things, thing

from luodi.site.base.action import Actor
from luodi.site.ledger.actions import conferences, editions, inspections, papers
from luodi.site.ledger.models import Inspection


@thing
def paper_draft(things: Things):
    """An order to the own unit that has not gone out."""
    return papers.draft_orders(Actor(things.here.officer), [things["duty"]])[0]


@thing
def paper(things: Things):
    """An order that has gone out to the own unit and waits for its answer."""
    actor = Actor(things.here.officer)
    return papers.issue(actor, papers.draft_orders(actor, [things["duty"]])[0])


@thing
def circular(things: Things):
    """A circular that has gone out and names a duty of the own unit."""
    actor = Actor(things.here.officer)
    made = papers.draft_circular(actor, [things["duty"]])
    papers.edit(actor, made, title="通报", body="正文", approved_by="李书记")
    return papers.issue(actor, made)


@thing
def sitting(things: Things):
    """A sitting of the conference, yesterday, in which the own unit took part."""
    return conferences.call(
        Actor(things.here.officer), None, title="联席会议", held_on=timezone.localdate() - timedelta(days=1), attendees=[things.here.science]
    )  # fmt: skip


@thing
def resolution(things: Things):
    """What was resolved there, not yet a task."""
    return conferences.resolve(Actor(things.here.officer), things["sitting"], text="议定")


def _inspection(things: Things, drawn: bool) -> Inspection:
    actor, day = Actor(things.here.officer), timezone.localdate()
    duty = city.duty(things.here)
    made = inspections.plan(actor, None, title="督查", starts_on=day, ends_on=day)
    inspections.list_frame(actor, made, by="light", size=1, units=[duty.lead], leave_out_recent=False)
    if drawn:
        inspections.draw(actor, made, seed=1)
    return made


@thing
def planned(things: Things):
    """An inspection whose list is fixed and whose sample is not drawn."""
    return _inspection(things, False)


@thing
def item_open(things: Things):
    """A duty of the own unit in a sample, not looked at yet."""
    return _inspection(things, True).items.get()


@thing
def item_fault(things: Things):
    """A duty of the own unit at which a fault was found, in an inspection that is concluded."""
    actor, found = Actor(things.here.officer), _inspection(things, True)
    item = inspections.find(actor, found.items.get(), finding="不实", rectify_by=timezone.localdate())
    inspections.conclude(actor, found, conclusion="结论")
    return item


@thing
def concluded(things: Things):
    """That inspection."""
    return Inspection.objects.get(pk=things["item_fault"].inspection_id)


@thing
def item_rectified(things: Things):
    """A fault that the own unit says it has put right."""
    inspections.rectify(Actor(things.here.science_lead), things["item_fault"], text="已改")
    return things["item_fault"]


@thing
def item_objected(things: Things):
    """A fault the own unit objects to."""
    item = item_fault(things)
    return inspections.object_to(Actor(things.here.science_lead), item, text="有异议")


@thing
def edition_sealed(things: Things):
    """An edition that is not public."""
    return editions.make(Actor(things.here.officer), date(2026, 1, 1), title="年度")
