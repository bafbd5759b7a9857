"""Correcting, splitting and adding a finding (修正、拆分、添加)."""

from __future__ import annotations

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from luodi.site.base.action import Actor
from luodi.site.base.asked import number
from luodi.site.base.lines import drawn
from luodi.site.base.once import once
from luodi.site.base.refusals import Refusal, Unfit
from luodi.site.base.views.gate import require

from .. import marking
from ..actions import adopt, review
from ..forms.intake import Contents, Parts
from ..models import DocumentVersion, Finding
from ..rules import can_review
from ..values import LONGEST_QUOTE, Values
from .review import address

AROUND = 300


@login_required
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct or split one finding; alone on its page, or within the review page."""
    finding = get_object_or_404(
        Finding.objects.select_related("version__decision", "twin").defer("version__reading"), pk=pk
    )
    if aside := _not_now(request, finding.version):
        return aside
    first = {"parts": finding.quote, "seen": finding.stamp}
    splitting = request.method == "POST" and request.POST.get("do") == "split"
    form = Contents(
        request.POST if request.method == "POST" and not splitting else None,
        initial=Values.of(finding)._asdict() | {"seen": finding.stamp},
    )
    parts = Parts(request.POST if splitting else None, initial=first, prefix=None, auto_id="split_%s")
    status, active = 200, parts if splitting else form
    if request.method == "POST" and active.is_valid():

        def do() -> str:
            actor, seen = Actor.of(request), active.cleaned_data["seen"]
            if splitting:
                made = review.split(actor, finding, parts=parts.cleaned_data["parts"].splitlines(), seen=seen)
                return address(finding.version, made[0])
            return address(finding.version, review.correct(actor, finding, values=form.values(), seen=seen))

        try:
            return once(request, "review.correct", do)
        except Refusal as error:
            active.refuse(error.fields if isinstance(error, Unfit) else {"": str(error)})
            status = error.status
    values = {"finding": finding, "form": form, "parts": parts, "title": _("修正条目")}
    return _shown(request, finding.version, values, finding.start, finding.end, status)


@login_required
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a finding: its words were selected in the text."""
    version = get_object_or_404(DocumentVersion.objects.select_related("decision").defer("reading"), pk=pk)
    if aside := _not_now(request, version):
        return aside
    typed = request.POST.get("words", "").strip()
    posted = _found(request.POST, version, typed)
    form = Contents(posted or None, initial=_selected(request, version))
    status = 200
    if typed and posted is request.POST and not number(posted.get("end")):
        form.refuse({"": _("原文中没有“%(words)s”。请照原文输入一段连续的文字。") % {"words": typed[:40]}})
        status = Unfit.status
    elif request.method == "POST" and form.is_valid():
        twin = Finding.objects.filter(
            pk=number(request.POST.get("twin")), commitment__decision=version.decision_id
        )

        def do() -> str:
            made = review.add(Actor.of(request), version, values=form.values(), twin=twin.first())
            return address(version, made)

        try:
            return once(request, "review.add", do)
        except Refusal as error:
            form.refuse(error.fields if isinstance(error, Unfit) else {"": str(error)})
            status = error.status
    gone = list(adopt.falling_away(version)) if version.number > 1 else []
    start, end = (number(str(form[name].value() or "")) or 0 for name in ("start", "end"))
    values = {
        "form": form,
        "title": _("添加条目"),
        "gone": gone,
        "twin": request.POST.get("twin", ""),
        "words": typed,
    }
    return _shown(request, version, values, start, end, status)


def _found(posted: QueryDict, version: DocumentVersion, words: str) -> QueryDict:
    """What was posted, with the span of the words that were typed: who has no mouse selects nothing in the text."""
    letters = "".join(words.split())
    if not letters or len(letters) > LONGEST_QUOTE or number(posted.get("end")):
        return posted
    place = re.compile(r"\s*".join(map(re.escape, letters)))
    found = place.search(version.text, number(posted.get("near")) or 0) or place.search(version.text)
    if found is None:
        return posted
    placed = posted.copy()
    placed["start"], placed["end"], placed["quote"] = str(found.start()), str(found.end()), found[0]
    if not placed.get("title", "").strip():
        placed["title"] = " ".join(found[0].split())[:300]
    return placed


def _not_now(request: HttpRequest, version: DocumentVersion) -> HttpResponse | None:
    """Back to the text, if it is not under review."""
    require(request, can_review, None, _("审核条目"))
    if version.state != version.State.REVIEW:
        messages.error(request, _("这一文本不在审核中,条目不能改动。"))
        return redirect("ledger:version", version.pk)
    return None


def _selected(request: HttpRequest, version: DocumentVersion) -> dict:
    start, end = (number(request.GET.get(name)) or 0 for name in ("start", "end"))
    quote = version.text[start:end]
    return {
        "kind": "measure",
        "start": start,
        "end": end,
        "quote": quote,
        "title": " ".join(quote.split())[:300],
    }


def _shown(request, version, values: dict, start: int, end: int, status: int) -> HttpResponse:
    values |= {"version": version}
    if request.headers.get("X-Part"):
        return render(request, "ledger/_finding_form.html", values, status=status)
    first, last = max(0, start - AROUND), min(len(version.text), max(end, start) + AROUND)
    marked = [values["finding"]] if "finding" in values else []
    values |= {
        "marked_text": drawn(
            "ledger/stretches.html", stretches=marking.stretches(version.text, marked, first, last)
        ),
        "first": first,
    }
    return render(request, "ledger/finding.html", values, status=status)
