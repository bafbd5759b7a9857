"""What the permission tables name in braces; "own" is the science bureau, which leads ``duty``."""

from __future__ import annotations

import city
import matrix_duties  # noqa: F401 - makes its things known
import matrix_instructions  # noqa: F401 - makes its things known
import matrix_pressing  # noqa: F401 - makes its things known
import registered
from django.utils import timezone
from matrix import Things, thing

from luodi.site.base.action import Actor
from luodi.site.base.models import Delegation, Grant, Job, JournalEntry, Organisation, User
from luodi.site.base.store import keep_bytes
from luodi.site.ledger.actions import feeds
from luodi.site.ledger.models import Edition
from luodi.site.observatory.models import DeliveryLine, DeliveryRun

RECORD = {
    "id": "t1", "kind": "level", "quote": "q", "start": 0, "end": 1, "indicator": "i", "bound": "unbound", "evidence": "none",
    "status": "met", "reason": {"zh": "因", "en": "r"}, "demand": {"test": "level", "words": {"zh": "达到", "en": "reach"}},
}  # fmt: skip


@thing
def duty(things: Things):
    """A duty of the own unit, under way."""
    return city.duty(things.here)


@thing
def duty_handed_down(things: Things):
    """A duty of the own unit that waits to be signed for."""
    return city.duty(things.here, state="handed_down")


@thing
def job(things: Things):
    """A job that the office set going and that still waits."""
    return Job.objects.create(kind="ledger.read", title="识别:a.docx", by=things.here.officer)


@thing
def journal_entry(things: Things):
    """What the journal says of a duty."""
    things["duty"]
    return JournalEntry.objects.filter(table="ledger_duty").first()


@thing
def finding(things: Things):
    return things.here.commitment.finding


@thing
def version_in_review(things: Things):
    """A text that was uploaded and is not adopted."""
    from luodi.site.ledger.models import DocumentVersion

    return DocumentVersion.objects.create(
        decision=things.here.decision, number=2, text=city.TEXT, state="review"
    )


@thing
def feed(things: Things):
    return feeds.open_feed(Actor(things.here.science_lead))


@thing
def published_decision(things: Things):
    things.here.decision.published = True
    things.here.decision.save()
    return things.here.decision


@thing
def published_commitment(things: Things):
    things["published_decision"]
    made = city.commitment(things.here, number="0999")
    made.published = True
    made.save()
    return made


@thing
def edition(things: Things):
    file = keep_bytes(b"x", "x.xlsx", "application/x", None)
    return Edition.objects.create(title="e", as_of="2026-01-01", file=file, published=True)


@thing
def run(things: Things):
    """A delivery run with one line."""
    made = DeliveryRun.objects.create(
        as_of="2026-01-01", totals={"by_status": {"met": 1}, "by_evidence": {}, "by_article": []}, document={"title": "决定"},
        city={"zh": "市", "en": "city"}, program="1", said={"lead": {"zh": "", "en": ""}, "evidence": {"zh": "", "en": ""}, "notes": []},
    )  # fmt: skip
    DeliveryLine.objects.create(run=made, position=1, quote="q", status="met", evidence="none", record=RECORD)
    return made


@thing
def newcomer(things: Things):
    """Somebody with an open account and no role."""
    return User.objects.create_user("newcomer", password="pw-newcomer", name="新人")


@thing
def closed_person(things: Things):
    return User.objects.create_user("gone", name="离任", is_active=False)


@thing
def grant(things: Things):
    """A role of somebody who is not in the table."""
    return Grant.objects.create(user=things["newcomer"], role="unit_staff", organisation=things.here.economy)


@thing
def delegation(things: Things):
    """The own unit's staff acts for its lead."""
    today = timezone.localdate()
    here = things.here
    return Delegation.objects.create(
        absent=here.science_lead, deputy=here.science_staff, since=today, until=today
    )


@thing
def empty_unit(things: Things):
    return Organisation.objects.create(name="示例市临时指挥部", kind="other")


@thing
def today(things: Things):
    return timezone.localdate().isoformat()


@thing
def kept_register(things: Things):
    """The register that the own unit keeps."""
    from luodi.site.records.models import Keeper

    Keeper.objects.get_or_create(register="recognition", organisation=things.here.science)
    return "recognition"


@thing
def recognition_row(things: Things):
    """A visible row of the kept register."""
    return registered.recognition(1)


@thing
def organisation_code(things: Things):
    """The code of an enterprise that is there."""
    return registered.organisation(1, "示例甲公司").c_code


@thing
def removal_asked(things: Things):
    """A removal that somebody else than any of the roles has asked for."""
    from luodi.site.records.models import ChangeRequest

    things["kept_register"]
    row = things["recognition_row"]
    return ChangeRequest.objects.create(register="recognition", kind="remove", row=row.pk, reason="注销")


@thing
def batch_unmatched(things: Things):
    """A file of the kept register whose titles wait to be matched."""
    from luodi.site.records.models import Batch

    things["kept_register"]
    return Batch.objects.create(register="recognition", title="a.csv", mapping={"种类": ""})
