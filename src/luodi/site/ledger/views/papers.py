"""Papers of the office: list, draft, edit, issue, answer, download (督办文书)."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from luodi.site.base import options
from luodi.site.base.action import Actor
from luodi.site.base.attempts import attempt, version_of
from luodi.site.base.downloads import attachment
from luodi.site.base.exports import saved_as
from luodi.site.base.once import once
from luodi.site.base.paging import paged
from luodi.site.base.rights import is_office, sees_the_ledger
from luodi.site.base.views.gate import require

from .. import rules
from ..actions import papers as actions
from ..forms import papers as forms
from ..models import SupervisionPaper
from ..paper_texts import number_in_words
from ..queries import papers as queries
from ..queries.seen import keys_seen

SEE = _("查看督办文书")


@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """The papers one may see, newest first."""
    require(request, sees_the_ledger, None, SEE)
    papers = queries.papers_seen_by(request.user)
    kind = request.GET.get("kind", "")
    if kind in SupervisionPaper.Kind.values:
        papers = papers.filter(kind=kind)
    page = paged(papers.order_by("-year", "-id"), queries.papers, request.GET.get("page"))
    shown = {
        "page": page, "kinds": SupervisionPaper.Kind.choices, "kind": kind, "writes": is_office.test(request.user),
        "codes": _codes(page), "today": timezone.localdate(), "waiting": queries.waiting_answers(request.user),
    }  # fmt: skip
    return render(request, "ledger/papers.html", shown)


@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """Late duties to be ticked for a paper."""
    require(request, rules.can_write_paper, None, _("拟督办文书"))
    narrow = forms.Choose(request.GET or None)
    given = narrow.cleaned_data if narrow.is_valid() else {}
    unit = given.get("unit")
    duties = queries.late_duties(given.get("light", ""), unit.pk if unit else None)
    page = Paginator(duties, 50).get_page(request.GET.get("page"))
    shown = {"page": page, "narrow": narrow, "form": forms.Draft(), "week": forms.Week()}
    return render(request, "ledger/paper_choose.html", shown)


@login_required
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Draft orders or a circular from the duties ticked."""
    require(request, rules.can_write_paper, None, _("拟督办文书"))
    form = forms.Draft(request.POST)

    def do() -> str:
        duties = form.cleaned_data["duties"]
        if form.cleaned_data["kind"] == "circular":
            messages.success(request, _("已拟草稿,请核对、修改后印发。"))
            return _url(actions.draft_circular(Actor.of(request), duties))
        made = actions.draft_orders(Actor.of(request), duties)
        messages.success(request, _("已拟%(count)s份草稿,请逐份核对、修改后印发。") % {"count": len(made)})
        return _url(made[0]) if len(made) == 1 else reverse("ledger:papers") + "?kind=order"

    answered, status = attempt(request, form, "paper.draft", do)
    if answered:
        return answered
    page = Paginator(queries.late_duties(), 50).get_page(1)
    shown = {"page": page, "narrow": forms.Choose(), "form": form, "week": forms.Week()}
    return render(request, "ledger/paper_choose.html", shown, status=status)


@login_required
@require_POST
def brief(request: HttpRequest) -> HttpResponse:
    """Draft the brief of a week."""
    require(request, rules.can_write_paper, None, _("拟督查周报"))
    form = forms.Week(request.POST)

    def do() -> str:
        messages.success(request, _("已拟草稿,请核对、修改后印发。"))
        return _url(actions.draft_brief(Actor.of(request), form.cleaned_data["until"]))

    answered, status = attempt(request, form, "paper.brief", do)
    if answered:
        return answered
    page = Paginator(queries.late_duties(), 50).get_page(1)
    shown = {"page": page, "narrow": forms.Choose(), "form": forms.Draft(), "week": form}
    return render(request, "ledger/paper_choose.html", shown, status=status)


@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper, what it is about, and its answer."""
    return _page(request, _seen(request, pk), forms.Answer())


@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    paper = _seen(request, pk)
    require(request, rules.can_write_paper, paper, _("修改文书"))
    names = ("title", "body", "answer_by", "approved_by")
    form = forms.Edit(
        request.POST or None, initial={name: getattr(paper, name) for name in names}, kind=paper.kind
    )

    def do() -> str:
        return _url(actions.edit(Actor.of(request), paper, version=version_of(request), **form.cleaned_data))

    answered, status = attempt(request, form, "paper.edit", do)
    if answered:
        return answered
    paper.refresh_from_db()
    return render(request, "ledger/paper_edit.html", {"paper": paper, "form": form}, status=status)


@login_required
@require_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a paper out."""
    paper = _seen(request, pk)
    require(request, rules.can_write_paper, paper, _("印发"))
    foreseen: list[actions.Foreseen | None] = []

    def do() -> str:
        actor = Actor.of(request)
        sent = actions.issue(actor, paper, version=version_of(request), foreseen=foreseen[0])
        messages.success(request, _("已印发:%(number)s。") % {"number": number_in_words(sent)})
        return _url(sent)

    return once(request, "paper.issue", do, first=lambda: foreseen.append(actions.foresee(paper)))


@login_required
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    actions.discard(Actor.of(request), _seen(request, pk))
    messages.success(request, _("草稿已删除。"))
    return redirect("ledger:papers")


@login_required
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer an order."""
    paper = _seen(request, pk)
    require(request, rules.can_answer_paper, paper, _("回复督办单"))
    form = forms.Answer(request.POST)

    def do() -> str:
        text, spent = form.cleaned_data["answer"], form.cleaned_data["spent"]
        answered = actions.answer(
            Actor.of(request), paper, text=text, version=version_of(request), spent=spent
        )
        return _url(answered)

    answered, status = attempt(request, form, "paper.answer", do)
    return answered or _page(request, _seen(request, pk), form, status)


@login_required
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper as .docx: as it went out, or the draft as it stands."""
    paper = _seen(request, pk)
    if paper.file is not None:
        return attachment(paper.file)
    if not rules.can_write_paper.test(request.user, paper):
        raise Http404
    response = HttpResponse(actions.laid_out(paper), content_type=actions.DOCX)
    saved_as(response, "draft", "docx")
    return response


@login_required
def pressings(request: HttpRequest) -> HttpResponse:
    """What was reminded, chased, escalated."""
    require(request, sees_the_ledger, None, _("查看催办记录"))
    found = queries.pressings_seen_by(request.user)
    kind = request.GET.get("kind", "")
    if kind in ("remind", "chase", "escalate"):
        found = found.filter(kind=kind)
    page = paged(found, queries.pressings, request.GET.get("page"))
    return render(request, "ledger/pressings.html", {"page": page, "kind": kind})


def _seen(request: HttpRequest, pk: int) -> SupervisionPaper:
    paper = get_object_or_404(SupervisionPaper.objects.select_related("addressee", "file", "by"), pk=pk)
    require(request, rules.can_see_paper, paper, SEE)
    return paper


def _page(
    request: HttpRequest, paper: SupervisionPaper, form: forms.Answer, status: int = 200
) -> HttpResponse:
    duties = list(paper.duties.select_related("lead").order_by("id")[:200])
    seen = keys_seen(request.user, (duty.pk for duty in duties))
    shown = {
        "paper": paper, "form": form, "number": number_in_words(paper), "writes": is_office.test(request.user),
        "answers": rules.can_answer_paper.test(request.user, paper) and paper.kind == "order" and not paper.answered_at,
        "late": paper.answer_by is not None and paper.answer_by < timezone.localdate(),
        "duties": [duty for duty in duties if duty.pk in seen], "duties_hidden": len(duties) - len(seen),
        "instructs": rules.can_add_instruction.test(request.user),
    }  # fmt: skip
    return render(request, "ledger/paper.html", shown, status=status)


def _codes(page) -> dict[int, str]:
    codes = options.get("paper_codes")
    return {paper.pk: number_in_words(paper, codes) for paper in page}


def _url(paper: SupervisionPaper) -> str:
    return reverse("ledger:paper", args=[paper.pk])
