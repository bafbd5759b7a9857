"""Doing a verb (办理): its form, and what comes of sending it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from luodi.site.base.action import Actor
from luodi.site.base.once import once
from luodi.site.base.refusals import NotAllowed, Refusal, Stale, Unfit
from luodi.site.base.views.gate import require

from .. import next_words
from ..forms import placing, recusals, report, rows, verbs
from ..machine import VERBS, move
from ..models import Commitment, Duty, Evidence, Extension, Report
from ..rules import RIGHTS, duty_of

ON_DUTY = {
    form.verb: form
    for form in (
        placing.Assign, placing.HandOver, placing.MoveUnder, rows.Plan, rows.BreakDown, report.ReportForm, verbs.RegisterDraft, verbs.HandDown,
        verbs.Sign, verbs.Decline, verbs.OfferEvidence, verbs.Remind, verbs.Chase, verbs.AskExtension, verbs.AskClose,
        verbs.SendBack, recusals.Recuse, verbs.Close, verbs.Reopen, verbs.Archive, verbs.Withdraw,
    )
}  # fmt: skip
ON_REPORT = {form.verb: form for form in (verbs.AcceptReport, verbs.ReturnReport)}


@login_required
def on_duty(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """A verb done to a duty."""
    if verb not in ON_DUTY:
        raise Http404
    duty = get_object_or_404(Duty.objects.select_related("commitment", "lead", "person", "parent"), pk=pk)
    return _done(request, ON_DUTY[verb], duty)


@login_required
def on_report(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """A verb done to a report."""
    if verb not in ON_REPORT:
        raise Http404
    told = get_object_or_404(Report.objects.select_related("duty__lead", "organisation", "by"), pk=pk)
    return _done(request, ON_REPORT[verb], told)


@login_required
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """A file judged."""
    file = get_object_or_404(Evidence.objects.select_related("duty__lead", "file", "organisation"), pk=pk)
    return _done(request, verbs.JudgeEvidence, file)


@login_required
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """A request for more time decided."""
    asked = get_object_or_404(Extension.objects.select_related("duty__lead", "asked_by"), pk=pk)
    return _done(request, verbs.DecideExtension, asked)


@login_required
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """A commitment put on the list."""
    return _done(request, placing.Register, get_object_or_404(Commitment, pk=pk))


def _done(request: HttpRequest, form_class: type[verbs.VerbForm], thing) -> HttpResponse:
    verb, duty = form_class.verb, duty_of(thing)
    require(request, RIGHTS[verb], thing, VERBS[verb].title)
    if request.method != "POST":
        if duty is not None:
            move(Duty.objects.get(pk=duty.pk), verb)  # says why not, where the state forbids it
        return _shown(request, form_class(thing, request.user), thing, 200)
    form = form_class(thing, request.user, request.POST, request.FILES)
    status = 422
    if form.is_valid():
        try:
            return once(request, f"duty.{verb}", lambda: _run(request, form, duty), first=form.bring)
        except NotAllowed:
            raise
        except Unfit as refusal:
            form.refuse(refusal.fields)
        except Refusal as refusal:
            status = refusal.status
            form.add_error("files" if "files" in form.fields and status in (413, 422) else None, str(refusal))
            if isinstance(refusal, Stale):
                form.shown_anew()
    return _shown(request, form, thing, status)


def _run(request: HttpRequest, form: verbs.VerbForm, duty: Duty | None) -> str:
    form.run(Actor.of(request))
    duty = duty or form.made
    done = _("已办理:%(verb)s。") % {"verb": form.title}
    messages.success(request, " ".join(filter(None, (done, next_words.after(form.verb)))))
    if request.POST.get("back") == "mine":
        return reverse("ledger:mine")
    return reverse("ledger:duty", args=[duty.pk])


def _shown(request: HttpRequest, form: verbs.VerbForm, thing, status: int) -> HttpResponse:
    # the title by itself: a template that asks the form for it gets a field of that name, where there is one
    values = {"form": form, "title": form.title, "thing": thing, "duty": duty_of(thing)}
    values["before"] = next_words.before(form.verb, values["duty"])
    values["is_report"] = isinstance(thing, Report)
    return render(request, "ledger/verb.html", values, status=status)
