"""Leaders' instructions: list, write, record, and the steps from handing down to reporting up (批示)."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from rules.predicates import Predicate

from luodi.site.base.action import Actor
from luodi.site.base.asked import number
from luodi.site.base.attempts import attempt, version_of
from luodi.site.base.downloads import attachment
from luodi.site.base.exports import saved_as
from luodi.site.base.fresh import kept_in_words
from luodi.site.base.paging import paged
from luodi.site.base.views.gate import require

from .. import exporting, instructing, rules
from ..actions import instructions as actions
from ..forms import instructions as forms
from ..instructing import VERBS
from ..models import Duty, Instruction, InstructionAnswer, SupervisionPaper
from ..queries import instructions as queries
from .duties import XLSX

SEE = _("查看批示")


class Step(NamedTuple):
    """A step on an instruction's page: its form, its action, who may do it, whether it is done to the latest answer."""

    form: type[forms.Form]
    do: Any
    right: Predicate
    to_answer: bool = False
    danger: bool = False


STEPS = {
    "place": Step(forms.Place, actions.place, rules.can_hand_down_instruction),
    "task": Step(forms.Task, actions.task, rules.can_hand_down_instruction),
    "hand_down": Step(forms.Plain, actions.hand_down, rules.can_hand_down_instruction),
    "sign": Step(forms.Plain, actions.sign, rules.can_answer_instruction),
    "answer": Step(forms.Answer, actions.answer, rules.can_answer_instruction),
    "report_up": Step(forms.ReportUp, actions.report_up, rules.can_review_answer, True),
    "send_back": Step(forms.SendBack, actions.send_back, rules.can_review_answer, True, True),
    "withdraw": Step(forms.Withdraw, actions.withdraw, rules.can_withdraw_instruction, danger=True),
}


@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """The instructions one may see, by state, leader and unit, newest first."""
    found, form = _narrowed(request)
    page = paged(found, queries.instructions, request.GET.get("page"))
    asked = sorted((name, request.GET.get(name, "")) for name in form.fields)
    seen = queries.instructions_seen_by(request.user).order_by().values("pk")
    drawn = partial(render_to_string, "ledger/_instructions_filter.html", {"form": form})
    shown = {
        "page": page, "lines": queries.lit(list(page)), "filter": kept_in_words(f"instructions by {asked}", seen, drawn), "query": request.GET.urlencode(),
        "writes": rules.can_add_instruction.test(request.user), "records": _records(request),
    }  # fmt: skip
    return render(request, "ledger/instructions.html", shown)


@login_required
def export(request: HttpRequest) -> HttpResponse:
    """What is filtered, as a workbook."""
    found, _form = _narrowed(request)
    response = HttpResponse(exporting.instructions_workbook(found), content_type=XLSX)
    saved_as(response, f"instructions-{timezone.localdate()}", "xlsx")
    return response


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Write an instruction as a leader, or record one as the office; about a duty, on a paper, or neither."""
    require(request, rules.can_add_instruction, None, _("作批示"))
    asked = request.POST if request.method == "POST" else request.GET
    duty = _asked(Duty, rules.can_see_duty, request, asked.get("of"))
    paper = _asked(SupervisionPaper, rules.can_see_paper, request, asked.get("paper"))
    records = _records(request)
    make = forms.Record if records else forms.Write
    offered = paper.duties.order_by("id") if paper is not None and duty is None else None
    form = make(request.POST or None, request.FILES or None, duties=offered)

    def do() -> str:
        given = dict(form.cleaned_data)
        about = duty or given.pop("duty", None)
        act = actions.record if records else actions.write
        return _url(act(Actor.of(request), about, paper=paper, **given))

    name = "instruction.record" if records else "instruction.write"
    answered, status = attempt(request, form, name, do)
    if answered:
        return answered
    shown = {"form": form, "duty": duty, "paper": paper, "records": records}
    return render(request, "ledger/instruction_new.html", shown, status=status)


@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One instruction, its answers, and what one may do about it now."""
    return _page(request, _seen(request, pk))


@login_required
@require_POST
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Place, make a task, hand down, sign for, answer, report up, return, withdraw."""
    found = _seen(request, pk)
    if verb not in STEPS:
        raise Http404
    chosen = STEPS[verb]
    thing = _latest(found) if chosen.to_answer else found
    if thing is None:
        instructing.move(found, verb)  # there is no answer: its state says why not
    require(request, chosen.right, thing, VERBS[verb].title)
    form = chosen.form(request.POST, request.FILES, auto_id=f"id_{verb}_%s")

    def do() -> str:
        chosen.do(Actor.of(request), thing, version=version_of(request), **form.cleaned_data)
        return _url(found)

    answered, status = attempt(request, form, f"instruction.{verb}", do)
    return answered or _page(request, _seen(request, pk), {verb: form}, status)


@login_required
def file(request: HttpRequest, pk: int) -> FileResponse:
    """The scan of an instruction that came on paper."""
    found = _seen(request, pk)
    if found.file is None:
        raise Http404
    return attachment(found.file)


@login_required
def answer_file(request: HttpRequest, pk: int, file: int) -> FileResponse:
    """A file of an answer."""
    told = get_object_or_404(InstructionAnswer.objects.select_related("instruction"), pk=pk)
    require(request, rules.can_see_instruction, told.instruction, SEE)
    return attachment(get_object_or_404(told.files, pk=file))


def _records(request: HttpRequest) -> bool:
    """Whether somebody adds instructions as the office, and not as a leader."""
    return not rules.can_instruct.test(request.user) and rules.can_record_instruction.test(request.user)


def _narrowed(request: HttpRequest):
    require(request, rules.can_see_instructions, None, SEE)
    seen = queries.instructions_seen_by(request.user)
    form = forms.Narrow(request.GET, seen=seen)
    given = form.cleaned_data if form.is_valid() else {}
    return queries.narrowed(seen, **given), form


def _asked(model, right: Predicate, request: HttpRequest, key: str | None):
    pk = number(key)
    if pk is None:
        return None
    found = get_object_or_404(model, pk=pk)
    require(request, right, found, SEE)
    return found


def _seen(request: HttpRequest, pk: int) -> Instruction:
    every = Instruction.objects.select_related("duty", "paper", "leader", "unit", "file", "by")
    found = get_object_or_404(every, pk=pk)
    require(request, rules.can_see_instruction, found, SEE)
    return found


def _latest(found: Instruction) -> InstructionAnswer | None:
    return found.answers.select_related("instruction__duty").first()


def _page(request: HttpRequest, found: Instruction, given=None, status: int = 200) -> HttpResponse:
    given = given or {}
    told = list(queries.answers([found.pk]))
    (lit,) = queries.lit([found])
    shown = {
        "instruction": found, "said": lit.said, "offered": _offered(request, found, told, given),
        "answers": [(each, list(each.files.all())) for each in told],
        "sees_paper": found.paper is not None and rules.can_see_paper.test(request.user, found.paper),
        "sees_duty": found.duty is not None and rules.can_see_duty.test(request.user, found.duty),
    }  # fmt: skip
    return render(request, "ledger/instruction.html", shown, status=status)


def _offered(request: HttpRequest, found: Instruction, told: list[InstructionAnswer], given: dict[str, Any]):
    offered = []
    for verb, step in STEPS.items():
        thing = (told[0] if told else None) if step.to_answer else found
        if found.state not in VERBS[verb].sources or not step.right.test(request.user, thing):
            continue
        if (verb in ("place", "task") and found.duty_id) or (verb == "hand_down" and not found.duty_id):
            continue
        form = given.get(verb) or step.form(auto_id=f"id_{verb}_%s")
        offered.append((verb, VERBS[verb].title, form, step.danger))
    return offered


def _url(found: Instruction) -> str:
    return reverse("ledger:instruction", args=[found.pk])
