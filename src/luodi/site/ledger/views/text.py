"""The adopted text of a decision, every promise marked where it stands (决定原文)."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from luodi.site.base.views.gate import require

from ..marking import pieces
from ..models import Decision, DocumentVersion
from ..rules import can_see_ledger


class Promise(NamedTuple):
    """Where a promise stands in the text, and its number."""

    start: int
    end: int
    number: str


@login_required
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """The text adopted last, with an anchor ``s<start>`` at each promise."""
    decision = get_object_or_404(Decision, pk=pk)
    require(request, can_see_ledger, None, _("查看决定原文"))
    texts = decision.versions.filter(state=DocumentVersion.State.ADOPTED).defer("reading")
    adopted = texts.order_by("-number").first()
    if adopted is None:
        raise Http404
    promises = map(Promise._make, adopted.commitments.order_by().values_list("start", "end", "number"))
    words, comma = adopted.text, _("、")
    cut = [
        (words[left:right], left, begins, comma.join(each.number for each in over))
        for left, right, over, begins in pieces(promises, 0, len(words))
    ]
    return render(request, "ledger/text.html", {"decision": decision, "version": adopted, "pieces": cut})
