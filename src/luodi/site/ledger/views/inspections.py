"""Special inspections: list, plan, sample, findings, what follows (专项督查)."""

from __future__ import annotations

import json
from collections import Counter

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from luodi.site.base.action import Actor
from luodi.site.base.attempts import attempt, version_of
from luodi.site.base.exports import saved_as
from luodi.site.base.paging import paged
from luodi.site.base.rights import is_office, sees_the_ledger
from luodi.site.base.views.gate import require

from .. import rules, sampling
from ..actions import inspections as actions
from ..forms import sittings as forms
from ..models import Inspection, InspectionItem, SamplingFrame
from ..queries import sittings as queries

SEE = _("查看专项督查")
LISTS = rules.can_inspect | rules.sees_all
"""Who may have the list a sample was drawn from: it names what was not inspected, too."""
FIELDS = ("title", "basis", "scope", "starts_on", "ends_on")
STEPS = {
    "find": (
        forms.Found,
        actions.find,
        rules.can_check,
        ("open", "clean", "fault"),
    ),
    "object": (forms.Objection, actions.object_to, rules.can_answer_inspection, ("fault", "rectified")),
    "answer": (
        forms.ObjectionAnswer,
        actions.answer_objection,
        rules.can_inspect,
        ("fault", "rectified", "verified"),
    ),
    "rectify": (forms.Rectification, actions.rectify, rules.can_answer_inspection, ("fault",)),
    "verify": (forms.Verification, actions.verify, rules.can_check, ("rectified",)),
}
"""What can be done at one item: its form, its action, its right, the states of the item in which it is offered."""
TITLES = {
    "find": _("记录督查发现"),
    "object": _("提出申诉"),
    "answer": _("答复申诉"),
    "rectify": _("报告整改"),
    "verify": _("核查整改"),
}


@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """The inspections one may see, newest first."""
    require(request, sees_the_ledger, None, SEE)
    found = queries.inspections_seen_by(request.user)
    page = paged(found, queries.inspections, request.GET.get("page"))
    return render(request, "ledger/inspections.html", {"page": page, "writes": is_office.test(request.user)})


@login_required
def plan(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Plan an inspection, or change a plan."""
    require(request, rules.can_inspect, None, _("制定督查计划"))
    inspection = _seen(request, pk) if pk else None
    initial = {name: getattr(inspection, name) for name in FIELDS} if inspection else {}
    form = forms.Plan(request.POST or None, initial=initial)

    def do() -> str:
        made = actions.plan(Actor.of(request), inspection, version=version_of(request), **form.cleaned_data)
        return _url(made)

    answered, status = attempt(request, form, "inspection.plan", do)
    if answered:
        return answered
    if inspection:
        inspection.refresh_from_db()
    shown = {"inspection": inspection, "form": form}
    return render(request, "ledger/inspection_plan.html", shown, status=status)


@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One inspection: how far it is, its sample, what was found."""
    return _page(request, _seen(request, pk))


@login_required
@require_POST
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """List the duties, draw the sample, conclude."""
    inspection = _seen(request, pk)
    require(request, rules.can_inspect, inspection, SEE)
    kinds = {"list": forms.Frame, "draw": forms.Seed, "conclude": forms.Conclusion}
    if verb not in kinds:
        raise Http404
    form = kinds[verb](request.POST)

    def do() -> str:
        given, actor = form.cleaned_data, Actor.of(request)
        if verb == "list":
            lists = {name: list(given[name]) for name in ("lights", "units", "areas")}
            actions.list_frame(actor, inspection, **(given | lists))
        elif verb == "draw":
            actions.draw(actor, inspection, seed=given["seed"])
        else:
            actions.conclude(actor, inspection, version=version_of(request), **given)
        return _url(inspection)

    answered, status = attempt(request, form, f"inspection.{verb}", do)
    return answered or _page(request, _seen(request, pk), {verb: form}, status)


@login_required
def frame(request: HttpRequest, pk: int) -> HttpResponse:
    """The list a sample was drawn from, with the seed, as JSON: enough to draw again."""
    inspection = _seen(request, pk)
    require(request, LISTS, inspection, SEE)
    found = get_object_or_404(SamplingFrame, inspection=inspection)
    given = {
        "inspection": inspection.title, "rule": "stratified; largest remainder; SHA-256 of seed:id, ascending",
        "by": inspection.sample_by, "size": found.size, "seed": inspection.seed, "sha256": found.sha256, "rows": found.rows,
    }  # fmt: skip
    if settings.WORKSPACE.generated:
        given = {"generated": True} | given
    response = HttpResponse(json.dumps(given, ensure_ascii=False), content_type="application/json")
    saved_as(response, f"frame-{inspection.pk}", "json")
    return response


@login_required
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One duty of a sample."""
    return _item_page(request, _item(request, pk))


@login_required
@require_POST
def item_step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Write down a finding, object, answer, put right, check."""
    found = _item(request, pk)
    if verb not in STEPS:
        raise Http404
    make, do_it, right, _states = STEPS[verb]
    require(request, right, found, _("办理督查事项"))
    form = make(request.POST, auto_id=f"id_{verb}_%s")

    def do() -> str:
        do_it(Actor.of(request), found, version=version_of(request), **form.cleaned_data)
        return reverse("ledger:inspection_item", args=[found.pk])

    answered, status = attempt(request, form, f"inspection.{verb}", do)
    return answered or _item_page(request, _item(request, pk), {verb: form}, status)


def _seen(request: HttpRequest, pk: int) -> Inspection:
    inspection = get_object_or_404(Inspection, pk=pk)
    require(request, rules.can_see_inspection, inspection, SEE)
    return inspection


def _item(request: HttpRequest, pk: int) -> InspectionItem:
    found = get_object_or_404(
        InspectionItem.objects.select_related("inspection", "duty", "duty__lead"), pk=pk
    )
    concluded = found.inspection.concluded_on is not None and rules.leads_the_duty.test(request.user, found)
    if not concluded:
        require(request, rules.sees_all, found, SEE)
    return found


def _page(request: HttpRequest, inspection: Inspection, given=None, status: int = 200) -> HttpResponse:
    given, planned = given or {}, inspection.state == Inspection.State.PLANNED
    listed_frame = SamplingFrame.objects.filter(inspection=inspection).first()
    strata = Counter(str(row[2]) for row in listed_frame.rows) if listed_frame else Counter()
    shares = sampling.shares(dict(strata), listed_frame.size) if listed_frame else {}
    recent = set(actions.recently_inspected(inspection.starts_on, but=inspection.pk))
    items = Paginator(queries.items_seen_by(request.user, inspection), 50).get_page(request.GET.get("page"))
    may_download = LISTS.test(request.user, inspection)
    names = dict(forms.Frame.base_fields["lights"].choices)
    shown = {
        "inspection": inspection, "writes": is_office.test(request.user), "planned": planned,
        "may_download": may_download, "frame": listed_frame,
        "strata": [(names.get(name, name), strata[name], shares[name]) for name in sorted(strata)] if may_download else [],
        "page": items, "until": actions.objection_until(inspection),
        "repeated": sum(row[0] in recent for row in listed_frame.rows) if listed_frame else 0,
        "list_form": given.get("list", forms.Frame()), "draw_form": given.get("draw", forms.Seed()),
        "conclude_form": given.get("conclude", forms.Conclusion()),
    }  # fmt: skip
    return render(request, "ledger/inspection.html", shown, status=status)


def _item_page(request: HttpRequest, found: InspectionItem, given=None, status: int = 200) -> HttpResponse:
    given = given or {}
    offered = [
        (verb, TITLES[verb], given.get(verb) or make(initial=vars(found), auto_id=f"id_{verb}_%s"))
        for verb, (make, _do, right, states) in STEPS.items()
        if found.state in states and right.test(request.user, found) and _now(verb, found)
    ]  # fmt: skip
    shown = {
        "item": found, "offered": offered, "until": actions.objection_until(found.inspection),
        "answer_until": actions.answer_until(found),
    }  # fmt: skip
    return render(request, "ledger/inspection_item.html", shown, status=status)


def _now(verb: str, found: InspectionItem) -> bool:
    """Whether a step is offered, given how far the inspection and the objection are."""
    state, until = found.inspection.state, actions.objection_until(found.inspection)
    return {
        "find": state == Inspection.State.UNDER_WAY,
        "object": found.objected_on is None and until is not None and timezone.localdate() <= until,
        "answer": found.objected_on is not None and found.objection_answered_on is None,
        "rectify": state == Inspection.State.RECTIFYING,
        "verify": state == Inspection.State.RECTIFYING,
    }[verb]


def _url(inspection: Inspection) -> str:
    return reverse("ledger:inspection", args=[inspection.pk])
