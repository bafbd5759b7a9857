"""The adopted text of a decision, every promise marked where it stands (决定原文)."""

from __future__ import annotations

import itertools

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from luodi.site.base.refusals import NotAllowed

from ..models import Decision, DocumentVersion
from ..rules import can_see_ledger


@login_required
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """The text adopted last, with an anchor ``s<start>`` at each promise."""
    decision = get_object_or_404(Decision, pk=pk)
    if not can_see_ledger.test(request.user):
        raise NotAllowed(_("查看决定原文"))
    adopted = decision.versions.filter(state=DocumentVersion.State.ADOPTED).order_by("-number").first()
    if adopted is None:
        raise Http404
    promises = adopted.commitments.order_by("start", "-end").only("start", "end", "number")
    pieces = list(_cut(adopted.text, [(each.start, each.end, each.number) for each in promises]))
    return render(request, "ledger/text.html", {"decision": decision, "version": adopted, "pieces": pieces})


def _cut(words: str, spans: list[tuple[int, int, str]]):
    """The text in pieces: (words, start, anchors, numbers); where spans meet, a piece carries every number it lies under."""
    edges = sorted({0, len(words), *(s for s, _e, _n in spans), *(e for _s, e, _n in spans)})
    comma = _("、")
    over: list[tuple[int, int, str]] = []
    at = 0
    for left, right in itertools.pairwise(edges):
        over = [span for span in over if span[1] > left]
        before = at
        while at < len(spans) and spans[at][0] <= left:
            over.append(spans[at])
            at += 1
        yield words[left:right], left, at > before, comma.join(number for _s, _e, number in over)
