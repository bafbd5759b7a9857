"""A decision comes in (收文): its file is kept and read; what was read waits for review."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import PurePath
from typing import Final

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from luodi.core.period import parse
from luodi.core.record import Document, Reading
from luodi.site.base import jobs, store
from luodi.site.base.action import Actor, action
from luodi.site.base.models import Job
from luodi.site.base.refusals import NotNow, Unfit
from luodi.site.base.rights import is_administrator

from .. import outline, rules, wire
from ..carrying import carry
from ..models import Decision, DocumentVersion, Finding

ACCEPTED: Final = (".docx", ".pdf", ".txt", ".md", ".html", ".htm")
READ: Final = "read"
S = DocumentVersion.State


@action("intake.upload", gettext_lazy("上传决定"), right=rules.can_review)
def upload(actor: Actor, decision: Decision | None, *, file: store.Sent, title: str = "") -> Job:
    """Take in a decision, or another text of one (上传决定): the file is kept, a job reads it.

    Args:
        actor: somebody of the office.
        decision: the decision that the file is a later version of; None for a new one.
        file: what ``luodi read`` reads.
        title: of a new decision; if empty, the document's own.

    Returns:
        The job; its result is the version's page.

    Raises:
        NotNow: a text of the decision is still being read or reviewed.
        WrongFile, TooLarge: see :func:`luodi.site.base.store.keep`.
    """
    kept = store.keep(file, actor.user, ACCEPTED)
    if decision is None:
        decision = Decision.objects.create(title=(title.strip() or PurePath(kept.name).stem)[:200])
        version = DocumentVersion(decision=decision, number=1)
    else:
        version = _next_version(Decision.objects.select_for_update().get(pk=decision.pk))
    version.file, version.by, version.state, version.failure = kept, actor.user, S.READING, ""
    version.save()
    return jobs.enqueue(
        READ,
        gettext_noop("识别:%(file)s") % {"file": kept.name},
        actor.user,
        version=version.pk,
        named=bool(title.strip()),
    )


def _next_version(decision: Decision) -> DocumentVersion:
    """A new version after an adopted one, or the failed one again."""
    last = decision.versions.order_by("-number").first()
    if last is None:
        return DocumentVersion(decision=decision, number=1)
    if last.state == S.REVIEW:
        raise NotNow(_("版本%(number)s还在审核。请先采用或放弃它,再上传新的文本。") % {"number": last.number})
    if last.state == S.READING and reading_goes_on(last):
        raise NotNow(_("版本%(number)s还在识别。请等它完成,或先停止任务。") % {"number": last.number})
    if last.state == S.ADOPTED:
        return DocumentVersion(decision=decision, number=last.number + 1)
    return last


def reading_goes_on(version: DocumentVersion) -> bool:
    """Whether a job still works on a version; a job whose worker died for good leaves it behind."""
    over = (Job.State.DONE, Job.State.FAILED, Job.State.STOPPED)
    return Job.objects.filter(kind=READ, arguments__version=version.pk).exclude(state__in=over).exists()


@action("intake.keep_reading", gettext_lazy("记录识别结果"), right=is_administrator)
def keep_reading(
    actor: Actor, version: DocumentVersion, *, reading: Reading, notes: Sequence[str] = ()
) -> DocumentVersion:
    """Write down what reading found (记录识别结果); the system does it at the end of the job.

    Where an earlier version is adopted, what stands unchanged is carried over as reviewed.
    """
    version = DocumentVersion.objects.select_for_update().select_related("decision").get(pk=version.pk)
    if version.state != S.READING:
        return version
    version.text = reading.text
    version.text_sha256 = hashlib.sha256(reading.text.encode()).hexdigest()
    version.reading = msgspec.to_builtins(reading.findings()) | {"notes": list(notes)}
    version.outline = outline.made(version.reading)
    version.state, version.failure = S.REVIEW, ""
    version.save()
    _name(version.decision, reading.document, PurePath(version.file.name).stem if version.file else "")
    found = list(wire.findings_of(version))
    before = version.decision.versions.filter(state=S.ADOPTED).order_by("-number").first()
    Finding.objects.bulk_create(carry(before, version, found) if before else found)
    return version


def _name(decision: Decision, document: Document, stem: str) -> None:
    """Fill what the decision does not say yet from the document's own heading."""
    if document.title and decision.title == stem[:200]:
        decision.title = document.title[:200]
    decision.number = decision.number or (document.number or "")[:60]
    decision.issuer = decision.issuer or (document.issuer or "")[:120]
    decision.adopted_on = decision.adopted_on or _day(document.adopted_on or document.published_on)
    decision.version += 1
    decision.save()


def _day(text: str | None) -> date | None:
    try:
        return parse(text).end if text else None
    except ValueError:
        return None


@action("intake.give_up_reading", gettext_lazy("记录未能识别"), right=is_administrator)
def give_up_reading(actor: Actor, version: DocumentVersion, *, failure: str) -> None:
    """Write down why a text could not be read (未能识别); another file can be uploaded."""
    DocumentVersion.objects.filter(pk=version.pk, state=S.READING).update(state=S.FAILED, failure=failure)


@action("intake.discard", gettext_lazy("放弃审核"), right=rules.can_review)
def discard(actor: Actor, version: DocumentVersion, *, reason: str) -> DocumentVersion:
    """Give up a text under review (放弃审核), with the reason; what was found in it goes, the journal keeps it.

    Raises:
        NotNow: it is not under review.
    """
    version = under_review(version)
    if not reason.strip():
        raise Unfit({"reason": _("请说明放弃的理由,例如上传了错误的文件。")})
    findings = version.findings.all()
    findings.update(origin=None)
    findings.delete()
    version.state, version.failure = S.FAILED, reason.strip()
    version.save()
    return version


def under_review(version: DocumentVersion) -> DocumentVersion:
    """The version, locked until the transaction ends.

    Raises:
        NotNow: it is not under review: what was adopted no longer changes.
    """
    found = DocumentVersion.objects.select_for_update().defer("reading").get(pk=version.pk)
    if found.state == S.ADOPTED:
        raise NotNow(
            _("版本%(number)s已采用,文本和条目不再改动。如有变化,请上传新的版本。") % {"number": found.number}
        )
    if found.state != S.REVIEW:
        state = found.get_state_display()
        raise NotNow(_("版本%(number)s%(state)s,现在不能审核。") % {"number": found.number, "state": state})
    return found
