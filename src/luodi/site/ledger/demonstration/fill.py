"""Filling an empty generated workspace (装入演示数据): city, people, decision, duties and what became of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.utils import timezone

from luodi.core.errors import InputError
from luodi.site.base import jobs
from luodi.site.base.action import Actor
from luodi.site.base.models import Area, Job, Notice, Organisation, User

from ..actions import adopt, duties, editions, intake, parts, reminders, review, shining
from ..models import Commitment, Decision, DocumentVersion, Duty, Report
from . import papers, people, text
from .clock import Diary, set_to
from .lives import Life
from .people import People

FATES: Final = {
    "past": ("closed", "late", "archived", "closed", "late", "checking", "closed", "reopened", "late", "archived"),
    "near": ("behind", "green", "asking", "sent_back", "checking", "green", "behind", "closed"),
    "far": ("green", "green", "green", "handed_down", "behind", "green", "registered", "green", "green", "withdrawn", "green"),
}  # fmt: skip
"""What becomes of duties, in turn, by whether their day is past, in the next three months, or later."""


def fill(seed: int, tell: Callable[[str], object] = print) -> People:
    """Fill the workspace, through one action after the other, so that a site that runs on it is not held up.

    If it is broken off, the workspace is no longer empty; delete its folder and begin again.

    Args:
        seed: decides every chance; the same seed on the same day gives the same ledger.
        tell: is told how far it is.

    Returns:
        The people, with their one-time passwords.

    Raises:
        InputError: the workspace is for real data, or it is not empty.
    """
    _refuse_unless_empty()
    today, chance = timezone.localdate(), Random(seed)
    made = people.make(Actor.system("演示"), None)
    tell(f"{len(made.units)} units, {len(made.accounts)} people")
    decision = _decision(made, today)
    promises = list(decision.commitments.select_related("finding").order_by("pk"))
    tell(f"{decision}: {len(promises)} commitments adopted")
    diary = Diary(today)
    _duties(made, diary, chance, promises)
    papers.write_down(made, diary, decision)
    for days in range(14, 0, -1):
        diary.on(today - timedelta(days=days), lambda: (shining.shine_all(), reminders.press()))
    diary.live()
    shining.shine_all()
    _edition(made, today)
    week = timezone.now() - timedelta(days=4)
    Notice.objects.filter(at__lt=week).update(read_at=F("at"))  # nobody leaves a year of notices unread
    tell(f"{Duty.objects.count()} duties with {Report.objects.count()} reports")
    return made


def _refuse_unless_empty() -> None:
    workspace = settings.WORKSPACE
    if workspace.kind != "generated":
        raise InputError(
            f"this workspace holds {workspace.kind} data, and made-up data may not join them",
            where=str(workspace.folder),
            accepted="a new workspace for generated data",
            remedy="make one with: luodi serve --generated --workspace demo-generated",
        )
    full = [each.__name__ for each in (Organisation, Area, Decision, Job) if each.objects.exists()]
    if full or User.objects.exclude(grants__role="administrator").exists():
        raise InputError(
            "this workspace is not empty",
            where=str(workspace.folder),
            accepted="a workspace with nothing but its first administrator",
            remedy="name another folder with --workspace, or delete this one",
        )


def _decision(made: People, today: date) -> Decision:
    """The decision uploaded, read, reviewed and adopted a year ago."""
    officer = Actor(made.officers[0])
    adopted = date(today.year - 1, today.month, 1) + timedelta(days=5)
    with set_to(adopted):
        file = SimpleUploadedFile("关于推进创新驱动发展的决定.txt", text.text(today).encode())
        job = intake.upload(officer, None, file=file)
        while not Job.objects.get(pk=job.pk).over:  # the worker of a running site may have taken it
            if not jobs.work_off():
                time.sleep(0.1)
        version = DocumentVersion.objects.get(pk=Job.objects.get(pk=job.pk).arguments["version"])
    with set_to(adopted + timedelta(days=2)):
        review.accept_rest(officer, version)
        adopt.adopt(officer, version)
    return Decision.objects.get(pk=version.decision_id)


def _edition(made: People, today: date) -> None:
    """The ledger as of today, frozen and shown to the public."""
    officer = Actor(made.officers[0])
    kept = editions.make(officer, today, title=f"{today.year}年度台账", year=today.year)
    editions.publish(officer, kept, published=True)


def _duties(made: People, diary: Diary, chance: Random, promises: list[Commitment]) -> None:
    """The lives of all commitments; every fourth one that goes well is broken down."""
    turns = dict.fromkeys(FATES, 0)
    today = diary.today
    for position, promise in enumerate(promises):
        begins = date(today.year - 1, today.month, 1) + timedelta(days=15 + chance.randrange(12))
        due = promise.deadline or today + timedelta(days=chance.choice((-100, -40, 45, 75, 150, 280)))
        when = "past" if due < today else "near" if due < today + timedelta(days=92) else "far"
        fate = FATES[when][turns[when] % len(FATES[when])]
        turns[when] += 1
        if fate in ("registered", "handed_down"):
            begins = today - timedelta(days=9)
        life = Life(made, diary, chance, promise, begins, due, fate)
        life.begin()
        if fate == "green" and position % 3 == 0:
            diary.on(begins + timedelta(days=8), lambda life=life: _parts(life, made))  # type: ignore[misc]


def _parts(life: Life, made: People) -> None:
    """Break a duty down: its units each get a part (the lead's own reports then come from the parts)."""
    duty = Duty.objects.get(pk=life.duty.pk) if life.duty else None
    if duty is None or duty.due_on is None:
        return
    first, second = life.units[0], life.units[-1]
    steps = [
        parts.Part(
            f"前期准备：{duty.title}"[:120], made.units[first], Decimal(40), duty.due_on - timedelta(days=30)
        ),
        parts.Part(f"组织实施：{duty.title}"[:120], made.units[second], Decimal(60), duty.due_on),
    ]
    for part in parts.break_down(Actor(life.officer), duty, parts=steps):
        duties.hand_down(Actor(life.officer), part)
        duties.sign(Actor(made.leads[first if part.lead_id == made.units[first].pk else second]), part)
