"""Adopting a text (采用): what was accepted becomes commitments; the text and its findings change no more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.site.base.action import Actor, action
from luodi.site.base.guard import locked
from luodi.site.base.refusals import NotNow, Unfit

from .. import rules, wire
from ..models import Commitment, Decision, DocumentVersion, Finding
from ..values import Values, checked
from .duties import next_number
from .intake import under_review


class Adopted(NamedTuple):
    """What adopting a version did: commitments made, changed, moved on unchanged, and no longer in the text."""

    made: int
    changed: int
    unchanged: int
    dropped: int


CONTENTS = (
    "kind", "article", "article_heading", "title", "quote", "indicator", "comparator", "value", "value_high", "unit",
    "deadline",
)  # fmt: skip
PLACE = ("adopted_in", "finding", "start", "end")


@action("intake.adopt", gettext_lazy("采用文本"), right=rules.can_review)
def adopt(actor: Actor, version: DocumentVersion, *, drop: Iterable[int] | None = None) -> Adopted:
    """Adopt a reviewed text (采用): the first makes the commitments, a later one brings them up to date.

    Args:
        actor: somebody of the office.
        version: the text under review.
        drop: ids of the commitments that the page said are no longer in the text; None where nobody looked (first text).

    Raises:
        NotNow: findings still wait (it says how many), nothing was accepted, or other commitments would fall away than
            the page showed.
        Unfit: a finding cannot stand in the ledger; all of them are named.
    """
    version = under_review(version)
    waiting = version.findings.filter(state=Finding.State.PROPOSED).count()
    if waiting:
        raise NotNow(_("还有%(count)s条待审核。请逐条处理,或用“接受其余条目”,再采用。") % {"count": waiting})
    taken = list(version.findings.filter(state__in=Finding.TAKEN).select_related("twin"))
    if not taken:
        raise NotNow(_("没有可采用的条目。请先接受或添加至少一条承诺。"))
    _check(version, taken)
    falling = list(falling_away(version))
    if falling and (drop is None or {each.pk for each in falling} != set(drop)):
        raise NotNow(
            _("新文本中不再出现的承诺有%(count)s条,与您核对时不同。请重新核对后再采用。")
            % {"count": len(falling)}
        )
    counts = _write(version, taken)
    for gone in falling:
        _drop(gone, version)
    version.state, version.adopted_by, version.adopted_at = version.State.ADOPTED, actor.user, timezone.now()
    version.save()
    return counts._replace(dropped=len(falling))


def falling_away(version: DocumentVersion) -> QuerySet[Commitment]:
    """The commitments that no accepted finding of a version continues (不再出现的承诺)."""
    kept = version.findings.filter(state__in=Finding.TAKEN, twin__isnull=False).values("twin")
    return Commitment.objects.filter(decision=version.decision_id, dropped_in=None).exclude(finding__in=kept)


def _check(version: DocumentVersion, taken: Sequence[Finding]) -> None:
    wrong: dict[str, str] = {}
    for finding in taken:
        try:
            checked(version, Values.of(finding))
        except Unfit as error:
            wrong[str(finding.pk)] = _("“%(quote)s”:%(why)s") % {"quote": finding.quote[:20], "why": error}
    if wrong:
        raise Unfit(wrong)


def _write(version: DocumentVersion, taken: Sequence[Finding]) -> Adopted:
    articles = wire.articles(version.reading)
    live = {
        each.finding_id: each
        for each in Commitment.objects.select_for_update().filter(
            decision=version.decision_id, dropped_in=None
        )
    }
    number = int(next_number(version.decision_id))
    made, moved, changed = [], [], 0
    for finding in taken:
        old = live.pop(finding.twin_id, None) if finding.twin_id else None
        new = _commitment(version, finding, articles)
        if old is None:
            new.number = f"{number:04d}"
            number += 1
            made.append(new)
            continue
        changed += any(getattr(old, name) != getattr(new, name) for name in CONTENTS)
        for name in CONTENTS + PLACE:
            setattr(old, name, getattr(new, name))
        old.version += 1
        moved.append(old)
    Commitment.objects.bulk_create(made)
    Commitment.objects.bulk_update(moved, [*CONTENTS, *PLACE, "version"], batch_size=100)
    return Adopted(len(made), changed, len(moved) - changed, 0)


def _commitment(version: DocumentVersion, finding: Finding, articles: dict[str, wire.Article]) -> Commitment:
    article = articles.get(finding.provision, wire.Article(_("正文"), ""))
    values, target = Values.of(finding), finding.kind == Finding.Kind.TARGET
    return Commitment(
        decision_id=version.decision_id,
        adopted_in=version,
        finding=finding,
        kind=finding.kind,
        article=article.label,
        article_heading=article.heading,
        title=values.title,
        start=finding.start,
        end=finding.end,
        quote=finding.quote,
        indicator=values.indicator if target else "",
        comparator=values.comparator if target else "",
        value=wire.decimal_of(values.value) if target else None,
        value_high=wire.decimal_of(values.value_high) if target else None,
        unit=values.unit if target else "",
        deadline=wire.day_of(values.deadline),
    )


def _drop(commitment: Commitment, version: DocumentVersion) -> None:
    """Mark that a later text no longer holds a commitment; its duties stay until somebody withdraws them."""
    commitment = locked(commitment)
    commitment.dropped_in = version
    commitment.save()


@action("commitment.publish", gettext_lazy("公开承诺事项"), right=rules.can_publish)
def publish(actor: Actor, decision: Decision, *, commitments: Sequence[int], published: bool) -> int:
    """Show commitments of a decision to the public, or no longer (公开、取消公开); says how many changed."""
    changed = 0
    for each in Commitment.objects.filter(decision=decision, pk__in=commitments).exclude(published=published):
        each = locked(each)
        each.published = published
        each.save()
        changed += 1
    return changed


@action("decision.publish", gettext_lazy("公开决定"), right=rules.can_publish)
def publish_decision(actor: Actor, decision: Decision, *, published: bool) -> Decision:
    """Show a decision to the public, or no longer (公开决定).

    Raises:
        NotNow: no text of it is adopted yet.
    """
    decision = locked(decision)
    if published and not decision.versions.filter(state=DocumentVersion.State.ADOPTED).exists():
        raise NotNow(_("这一决定还没有已采用的文本,采用之后才能公开。"))
    decision.published = published
    decision.save()
    return decision
