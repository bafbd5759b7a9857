"""The office's papers (督办文书): drafted from duties, edited, issued under a number without gaps, answered."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from luodi.documents import supervision
from luodi.site.base import store
from luodi.site.base.action import Actor, action
from luodi.site.base.guard import locked
from luodi.site.base.holders import reached
from luodi.site.base.languages import in_house_language
from luodi.site.base.locks import only_one
from luodi.site.base.models import Organisation, Role, User
from luodi.site.base.notices import tell
from luodi.site.base.refusals import NotNow, Unfit
from luodi.site.base.rights import UNIT_ROLES
from luodi.site.base.uploads import KINDS

from .. import briefs, calendar, matters, paper_texts, rules
from ..models import Duty, FormTime, SupervisionPaper
from ..paper_texts import number_in_words
from ..timing import UNTIMED, Spent, note_time

ANSWER_DAYS: Final = 5
"""Working days a unit usually has to answer an order (our default; the office changes it on the draft)."""
DOCX: Final = KINDS[".docx"][0]
Kind = SupervisionPaper.Kind
State = SupervisionPaper.State


@action("paper.draft_orders", gettext_lazy("拟督办单"), right=rules.can_write_paper)
def draft_orders(actor: Actor, duties: Sequence[Duty], *, on: date | None = None) -> list[SupervisionPaper]:
    """Draft a supervision order for each lead unit of the duties (拟督办单): one unit, one order.

    Raises:
        Unfit: no duty was chosen, or one has no lead unit.
    """
    chosen = _chosen(duties)
    if any(duty.lead_id is None for duty in chosen):
        raise Unfit({"duties": _("所选事项中有的没有牵头单位,请先明确责任。")})
    on = on or timezone.localdate()
    answer_by = calendar.add(on, ANSWER_DAYS)
    made = []
    for unit in matters.units(chosen):
        own = [duty for duty in chosen if duty.lead_id == unit.pk]
        title, body = paper_texts.order(own, on, answer_by)
        made.append(_draft(actor, Kind.ORDER, on, title, body, own, addressee=unit, answer_by=answer_by))
    return made


@action("paper.draft_circular", gettext_lazy("拟通报"), right=rules.can_write_paper)
def draft_circular(actor: Actor, duties: Sequence[Duty], *, on: date | None = None) -> SupervisionPaper:
    """Draft a circular on the duties chosen (拟通报).

    Raises:
        Unfit: no duty was chosen.
    """
    chosen, on = _chosen(duties), on or timezone.localdate()
    title, body = paper_texts.circular(chosen, on)
    return _draft(actor, Kind.CIRCULAR, on, title, body, chosen)


@action("paper.draft_brief", gettext_lazy("拟督查周报"), right=rules.can_write_paper)
def draft_brief(actor: Actor, until: date) -> SupervisionPaper:
    """Work out the brief of the week that ends with a day, and draft it (拟督查周报)."""
    facts = briefs.brief(until)
    title, body = paper_texts.brief(facts)
    return _draft(actor, Kind.BRIEF, until, title, body, facts.overdue)


@action("paper.edit", gettext_lazy("修改文书"), right=rules.can_write_paper)
def edit(
    actor: Actor,
    paper: SupervisionPaper,
    *,
    title: str,
    body: str,
    version: int | None = None,
    answer_by: date | None = None,
    approved_by: str = "",
) -> SupervisionPaper:
    """Change a draft (修改文书).

    Raises:
        NotNow: it has gone out.
        Unfit: it has no title or no text, or the answer is due in the past.
        Stale: somebody else changed it since.
    """
    paper = _open(locked(paper, version))
    wrong = {}
    if not title.strip():
        wrong["title"] = _("请填写标题。")
    if not body.strip():
        wrong["body"] = _("请填写正文。")
    if answer_by and answer_by < timezone.localdate():
        wrong["answer_by"] = _("回复时限已过,请填写今天或以后的日期。")
    if wrong:
        raise Unfit(wrong)
    paper.title, paper.body = title.strip()[:200], body.strip()
    paper.answer_by = answer_by if paper.kind == Kind.ORDER else None
    paper.approved_by = approved_by.strip()[:60]
    paper.save()
    return paper


@action("paper.discard", gettext_lazy("删除草稿"), right=rules.can_write_paper)
def discard(actor: Actor, paper: SupervisionPaper) -> None:
    """Throw a draft away (删除草稿); the journal keeps it.

    Raises:
        NotNow: it has gone out.
    """
    _open(locked(paper)).delete()


@action("paper.issue", gettext_lazy("印发"), right=rules.can_write_paper)
def issue(
    actor: Actor,
    paper: SupervisionPaper,
    *,
    version: int | None = None,
    on: date | None = None,
    foreseen: Foreseen | None = None,
) -> SupervisionPaper:
    """Send a paper out (印发): it gets its number, is laid out and kept as a file, and those concerned are told.

    Args:
        actor: the office.
        paper: a draft.
        version: what the page showed.
        on: its day; today if none is named.
        foreseen: from :func:`foresee`, before the transaction; where the paper says something else by now, it is laid out anew.

    Raises:
        NotNow: it has gone out already.
        Unfit: a circular that praises or blames has no leader's approval (政府督查工作条例 art. 21), an order no day for the
            answer, or the office has no name to sign with.
        Stale: somebody else changed it since.
    """
    paper = _open(locked(paper, version))
    wrong = {}
    if paper.kind == Kind.CIRCULAR and not paper.approved_by:
        wrong["approved_by"] = _("通报须经负责人批准,请填写签发人(《政府督查工作条例》第二十一条)。")
    if paper.kind == Kind.ORDER and paper.answer_by is None:
        wrong["answer_by"] = _("请填写回复时限。")
    if not matters.issuer():
        wrong["title"] = _("还没有督查机构,请在设置中填写文书署名。")
    if wrong:
        raise Unfit(wrong)
    only_one(f"paper {paper.kind}")
    _number(paper, on)
    paper.state = State.ISSUED
    known = foreseen is not None and foreseen.says == says(paper)
    paper.file = store.keep(foreseen.file if foreseen and known else _brought(paper), actor.user)
    paper.save()
    _tell(paper)
    return paper


@action("paper.answer", gettext_lazy("回复督办单"), right=rules.can_answer_paper)
def answer(
    actor: Actor,
    paper: SupervisionPaper,
    *,
    text: str,
    version: int | None = None,
    spent: Spent = UNTIMED,
) -> SupervisionPaper:
    """Answer a supervision order (回复督办单), once.

    Raises:
        NotNow: it asks for no answer, or has one.
        Unfit: the answer is empty.
        Stale: somebody else changed it since.
    """
    paper = locked(paper, version)
    if paper.kind != Kind.ORDER or paper.state != State.ISSUED:
        raise NotNow(_("这一文书不需要回复。"))
    if paper.answered_at is not None:
        raise NotNow(
            _("已于%(day)s回复。如需补充,请在责任事项中反馈。")
            % {"day": timezone.localdate(paper.answered_at)}
        )
    if not text.strip():
        raise Unfit({"answer": _("请填写回复内容。")})
    paper.answer, paper.answered_at = text.strip(), timezone.now()
    paper.save()
    words = gettext_noop("%(unit)s已回复%(number)s") % {
        "unit": paper.addressee,
        "number": number_in_words(paper),
    }
    tell(_people(role=Role.OFFICE), f"paper-answered:{paper.pk}", words, _address(paper))
    note_time(actor, FormTime.Kind.ANSWER, paper.addressee, spent, paper)
    return paper


class Foreseen(NamedTuple):
    """A paper as it will probably go out: what it says, and its file, which lies on its place."""

    says: supervision.Official
    file: store.Brought


def foresee(paper: SupervisionPaper, on: date | None = None) -> Foreseen | None:
    """Lay a draft out under the number that is next, and bring the file, before the transaction in which it goes out.

    None for what is no draft: the action says so.
    """
    paper = SupervisionPaper.objects.select_related("addressee").get(pk=paper.pk)
    if paper.state != State.DRAFT:
        return None
    _number(paper, on)
    return Foreseen(says(paper), _brought(paper))


def _number(paper: SupervisionPaper, on: date | None) -> None:
    """Give a paper its day and the number that is next."""
    paper.issued_on = on or timezone.localdate()
    paper.year = paper.issued_on.year
    same = SupervisionPaper.objects.filter(kind=paper.kind, year=paper.year)
    paper.number = (same.aggregate(last=Max("number"))["last"] or 0) + 1


def laid_out(paper: SupervisionPaper) -> bytes:
    """The paper as .docx in official layout, as it stands."""
    return supervision.to_bytes(says(paper))


@in_house_language()
def says(paper: SupervisionPaper) -> supervision.Official:
    """What the paper says, as it stands."""
    on = paper.issued_on or timezone.localdate()
    closing: list[tuple[str, str]] = []
    if paper.kind == Kind.ORDER:
        until = paper_texts.day(paper.answer_by) if paper.answer_by else ""
        closing = [("回复时限", until), *((label, "") for label in ("签收", "反馈", "核查意见", "办结销号"))]
    return supervision.Official(
        title=paper.title,
        issuer=matters.issuer(),
        day=on,
        number=number_in_words(paper),
        addressee=paper.addressee.name if paper.addressee else "",
        body=paper.body,
        matters=matters.matters(paper.duties.order_by("id"), on),
        closing=closing,
        approved_by=paper.approved_by,
        generated=settings.WORKSPACE.generated,
    )


def _draft(
    actor: Actor, kind: str, on: date, title: str, body: str, duties: Sequence[Duty], *,
    addressee: Organisation | None = None, answer_by: date | None = None,
) -> SupervisionPaper:  # fmt: skip
    paper = SupervisionPaper.objects.create(
        kind=kind,
        year=on.year,
        title=title,
        body=body,
        addressee=addressee,
        answer_by=answer_by,
        by=actor.user,
    )
    paper.duties.set(duties)
    return paper


def _chosen(duties: Sequence[Duty]) -> list[Duty]:
    if not duties:
        raise Unfit({"duties": _("请至少勾选一项责任事项。")})
    found = Duty.objects.filter(pk__in=[duty.pk for duty in duties])
    return list(found.select_related("lead").prefetch_related("co_units__organisation").order_by("id"))


def _open(paper: SupervisionPaper) -> SupervisionPaper:
    if paper.state != State.DRAFT:
        raise NotNow(_("“%(title)s”已印发,不能再改。") % {"title": paper.title})
    return paper


def _brought(paper: SupervisionPaper) -> store.Brought:
    name = f"{number_in_words(paper)} {paper.title}"[:190] + ".docx"
    return store.bring_file(io.BytesIO(laid_out(paper)), name, DOCX)


def _tell(paper: SupervisionPaper) -> None:
    words = {
        Kind.ORDER: gettext_noop("收到督办单%(number)s“%(title)s”,请于%(day)s前回复。"),
        Kind.CIRCULAR: gettext_noop("通报%(number)s“%(title)s”已印发。"),
        Kind.BRIEF: gettext_noop("%(number)s“%(title)s”已印发。"),
    }[Kind(paper.kind)]
    text = words % {"number": number_in_words(paper), "title": paper.title, "day": paper.answer_by}
    if paper.kind == Kind.ORDER:
        people = _people(units=[paper.addressee_id])
    elif paper.kind == Kind.CIRCULAR:
        people = _people(units=paper.duties.values_list("lead", flat=True))
    else:
        people = _people(role=Role.LEADER)
    tell(people, f"paper:{paper.pk}", text, _address(paper))


def _people(*, units: Any = (), role: str = "") -> Sequence[User]:
    return list(reached([role]) if role else reached(UNIT_ROLES, units))


def _address(paper: SupervisionPaper) -> str:
    return reverse("ledger:paper", args=[paper.pk])
