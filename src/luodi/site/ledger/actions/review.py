"""The reviewer's hand (审核): accept, correct, split, merge, reject, add. Always ``text[start:end] == quote``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.site.base.action import Actor, action
from luodi.site.base.guard import changed
from luodi.site.base.models import JournalEntry
from luodi.site.base.refusals import NotNow, Stale, Unfit

from .. import rules, wire
from ..models import DocumentVersion, Finding
from ..values import Values, checked
from .intake import under_review

S = Finding.State
LONGEST_MERGE = 2000
BATCH = 500


def _mine(actor: Actor, finding: Finding, seen: str | None) -> Finding:
    """The finding as it stands, its version locked and under review.

    Raises:
        Stale: it was changed since the page was opened.
    """
    version = under_review(finding.version)
    found = Finding.objects.select_for_update(of=("self",)).filter(pk=finding.pk).first()
    if found is None:
        raise NotNow(_("这一条目已被删除。请刷新页面。"))
    found.version = version
    if seen is not None and seen != found.stamp:
        raise _stale(found)
    return found


def _stale(finding: Finding) -> Stale:
    table = Finding._meta.db_table
    last = JournalEntry.objects.filter(table=table, row=finding.pk, kind="U").order_by("-id").first()
    words = changed(finding, last.before or {}, last.after or {}) if last else {}
    when = timezone.localtime(finding.at).strftime("%m-%d %H:%M") if finding.at else ""
    lines = [f"{name}:{said}" for name, said in words.items()]
    return Stale(str(finding.by or _("系统")), when, lines)


def _signed(actor: Actor, finding: Finding, state: str) -> Finding:
    finding.state, finding.by, finding.at = state, actor.user, timezone.now()
    return finding


def _own_state(finding: Finding) -> str:
    """What accepting means: as it was read, as corrected, or as added by a person."""
    if (
        finding.at is None and finding.twin_id is None
    ):  # nobody touched it; the whole reading need not be loaded
        return S.ACCEPTED if "id" in finding.data else S.ADDED
    kind = wire.LISTS[Finding.Kind(finding.kind)]
    name = finding.data.get("id")
    read = next((each for each in finding.version.reading.get(kind, ()) if each["id"] == name), None)
    if read is None:
        return S.CORRECTED if name else S.ADDED
    same = wire.data_of(finding.kind, read) == finding.data and read["start"] == finding.start
    same = same and finding.units == _printed(finding)
    return S.ACCEPTED if same and read["end"] == finding.end else S.CORRECTED


@action("review.accept", gettext_lazy("接受条目"), right=rules.can_review)
def accept(actor: Actor, finding: Finding, *, seen: str | None = None) -> Finding:
    """Take a finding as it stands (接受).

    Raises:
        NotNow: it was split or merged.
        Unfit: its values cannot stand in the ledger.
        Stale: somebody else changed it.
    """
    finding = _mine(actor, finding, seen)
    _not_replaced(finding)
    if finding.state in Finding.TAKEN:
        return finding
    checked(finding.version, Values.of(finding))
    _signed(actor, finding, _own_state(finding)).save()
    return finding


@action("review.reject", gettext_lazy("不采用条目"), right=rules.can_review)
def reject(actor: Actor, finding: Finding, *, seen: str | None = None, note: str = "") -> Finding:
    """Leave a finding out of the ledger (不采用)."""
    finding = _mine(actor, finding, seen)
    _not_replaced(finding)
    finding.note = note[:300]
    _signed(actor, finding, S.REJECTED).save()
    return finding


@action("review.correct", gettext_lazy("修正条目"), right=rules.can_review)
def correct(actor: Actor, finding: Finding, *, values: Values, seen: str | None = None) -> Finding:
    """Put a finding right (修正): its span, kind, title, figure, deadline, units. It counts as accepted.

    Raises:
        Unfit: the span is not the quote, a figure or day cannot be, something needed is missing.
    """
    finding = _mine(actor, finding, seen)
    _not_replaced(finding)
    _write(finding, checked(finding.version, values, typed=True))
    _signed(actor, finding, S.ADDED if "id" not in finding.data else S.CORRECTED).save()
    return finding


@action("review.add", gettext_lazy("添加条目"), right=rules.can_review)
def add(actor: Actor, version: DocumentVersion, *, values: Values, twin: Finding | None = None) -> Finding:
    """Add what reading did not find (添加): somebody selected its words in the text.

    Args:
        actor: somebody of the office.
        version: the text under review.
        values: span and contents.
        twin: the commitment's finding in the adopted version that this one carries on.
    """
    version = under_review(version)
    if twin is not None and twin.version.decision_id != version.decision_id:
        raise Unfit({"twin": _("所选承诺不属于本决定。")})
    finding = Finding(version=version, twin=twin)
    _write(finding, checked(version, values, typed=True))
    _signed(actor, finding, S.ADDED).save()
    return finding


def _write(finding: Finding, values: Values) -> None:
    reading = finding.version.reading
    finding.kind, finding.start, finding.end, finding.quote = (
        values.kind,
        values.start,
        values.end,
        values.quote,
    )
    before, finding.provision = finding.provision, wire.provision_at(reading, values.start)
    said = values.units()
    untouched = said == Values.of(finding).units()
    if said is None or (
        untouched and finding.provision != before
    ):  # its place changed, and nobody named others
        finding.units = _printed(finding)
    elif not untouched:
        finding.units = said
    finding.data = finding.data | values.data()


def _printed(finding: Finding) -> dict[str, list[str]]:
    """The units as its provision prints them (原文责任单位)."""
    reading = finding.version.reading
    return wire.units_at(reading, wire.units_by_provision(reading), finding.provision)


@action("review.split", gettext_lazy("拆分条目"), right=rules.can_review)
def split(actor: Actor, finding: Finding, *, parts: Sequence[str], seen: str | None = None) -> list[Finding]:
    """Split a finding into the parts of its quote (拆分); each waits for review, the whole steps back.

    Args:
        actor: somebody of the office.
        finding: the whole.
        parts: its words in order; together they are the quote, but for white space.
        seen: the stamp of the page.

    Raises:
        Unfit: there are fewer than two parts, or they are not the quote's words.
    """
    finding = _mine(actor, finding, seen)
    _not_replaced(finding)
    made, at = [], finding.start
    twin = finding.twin
    for words in (part for part in parts if part.strip()):
        span = _walk(finding, at, words)
        if span is None:
            raise Unfit(
                {
                    "parts": _("拆分后的文字与原文不一致:“%(part)s”。请只换行,不要改字。")
                    % {"part": words.strip()[:40]}
                }
            )
        start, at = span
        quote = finding.version.text[start:at]
        data = {name: value for name, value in finding.data.items() if name != "id"}
        data["title"] = " ".join(quote.split())[:300]
        made.append(
            Finding(
                version=finding.version, kind=finding.kind, provision=finding.provision, start=start, end=at,
                quote=quote, data=data, units=finding.units, origin=finding, twin=twin,
            )
        )  # fmt: skip
        twin = None
    if len(made) < 2:
        raise Unfit({"parts": _("请在要拆开的地方换行,至少拆成两条。")})
    if finding.version.text[at : finding.end].strip():
        raise Unfit(
            {
                "parts": _("拆分后少了文字:“%(rest)s”。请只换行,不要改字。")
                % {"rest": finding.quote[at - finding.start :][:40]}
            }
        )
    Finding.objects.bulk_create(made)
    finding.twin = None
    _signed(actor, finding, S.SPLIT).save()
    return made


def _walk(finding: Finding, at: int, words: str) -> tuple[int, int] | None:
    """The span of the next words, white space aside; None if the text goes on otherwise."""
    text, start = finding.version.text, None
    for letter in "".join(words.split()):
        while at < finding.end and text[at].isspace():
            at += 1
        if at >= finding.end or text[at] != letter:
            return None
        start = at if start is None else start
        at += 1
    return None if start is None else (start, at)


@action("review.merge", gettext_lazy("合并条目"), right=rules.can_review)
def merge(actor: Actor, first: Finding, *, second: Finding, seen: str | None = None) -> Finding:
    """Merge two findings into one that spans both (合并); both step back.

    Raises:
        Unfit: they lie too far apart to be one promise, or are of two texts.
    """
    first = _mine(actor, first, seen)
    second = _mine(actor, second, None)
    _not_replaced(first)
    _not_replaced(second)
    start, end = min(first.start, second.start), max(first.end, second.end)
    if first.version_id != second.version_id or first.pk == second.pk or end - start > LONGEST_MERGE:
        raise Unfit({"second": _("两条相隔太远(超过%(limit)s字),不能合并。") % {"limit": LONGEST_MERGE}})
    one, other = sorted((first, second), key=lambda each: (each.start, each.end, each.pk))
    quote = first.version.text[start:end]
    made = Finding(
        version=first.version, kind=one.kind, provision=one.provision, start=start, end=end, quote=quote,
        data=other.data | one.data | {"title": " ".join(quote.split())[:300]}, units=one.units or other.units,
        twin=one.twin or other.twin,
    )  # fmt: skip
    made.data.pop("id", None)
    _signed(actor, made, S.ADDED).save()
    for each in (one, other):
        each.origin = made
        _signed(actor, each, S.MERGED).save()
    return made


@action("review.undo", gettext_lazy("撤回审核"), right=rules.can_review)
def undo(actor: Actor, finding: Finding, *, seen: str | None = None) -> Finding:
    """Put a finding back to waiting (撤回); a split or a merger is undone, its results go.

    Raises:
        NotNow: a result was itself split or merged; that comes first.
    """
    finding = _mine(actor, finding, seen)
    if finding.state == S.SPLIT:
        parts = finding.results.all()
        first = parts.order_by("start").first()
        finding.twin = first.twin if first else None
        _delete(parts)
    elif finding.state == S.MERGED and finding.origin is not None:
        whole = finding.origin
        for other in whole.results.exclude(pk=finding.pk):
            other.origin = None
            _signed(actor, other, S.PROPOSED).save()
        finding.origin = None
        _signed(actor, finding, S.PROPOSED).save()
        _delete(Finding.objects.filter(pk=whole.pk))
    _signed(actor, finding, S.PROPOSED).save()
    return finding


def _delete(results: QuerySet[Finding]) -> None:
    if (
        results.filter(state__in=(S.SPLIT, S.MERGED)).exists()
        or Finding.objects.filter(origin__in=results).exists()
    ):
        raise NotNow(_("其中有条目又被拆分或合并。请先撤回那一步。"))
    results.delete()


@action("review.separate", gettext_lazy("作为新条目"), right=rules.can_review)
def separate(actor: Actor, finding: Finding, *, seen: str | None = None) -> Finding:
    """Say that a finding is no later form of the promise it was held against (作为新条目)."""
    finding = _mine(actor, finding, seen)
    finding.twin = None
    _signed(actor, finding, finding.state).save()
    return finding


@action("review.accept_rest", gettext_lazy("接受其余条目"), right=rules.can_review)
def accept_rest(actor: Actor, version: DocumentVersion, *, kind: str = "") -> int:
    """Accept everything that still waits (接受其余), of one kind or of all; says how many.

    Raises:
        Unfit: some cannot stand in the ledger as they are; all of them are named, and nothing is accepted.
    """
    version = under_review(version)
    waiting = version.findings.filter(state=S.PROPOSED)
    if kind:
        waiting = waiting.filter(kind=kind)
    wrong: dict[str, str] = {}
    accepted: dict[str, list[int]] = defaultdict(list)
    for finding in waiting.iterator(chunk_size=2000):
        finding.version = version
        try:
            checked(version, Values.of(finding))
        except Unfit as error:
            wrong[str(finding.pk)] = _("“%(quote)s”:%(why)s") % {"quote": finding.quote[:20], "why": error}
            continue
        accepted[_own_state(finding)].append(finding.pk)
    if wrong:
        raise Unfit(wrong)
    now = timezone.now()
    for state, numbers in accepted.items():
        for start in range(0, len(numbers), BATCH):
            some = numbers[start : start + BATCH]
            Finding.objects.filter(pk__in=some).update(state=state, by=actor.user, at=now)
    return sum(map(len, accepted.values()))


def _not_replaced(finding: Finding) -> None:
    if finding.state in (S.SPLIT, S.MERGED):
        raise NotNow(
            _("这一条%(state)s,请处理替代它的条目,或先撤回。") % {"state": finding.get_state_display()}
        )
