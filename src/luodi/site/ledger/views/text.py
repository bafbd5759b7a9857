"""The adopted text of a decision, every promise marked where it stands (决定原文)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from luodi.site.base.refusals import NotAllowed

from ..marking import pieces
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
    words = adopted.text
    cut = [
        (words[left:right], left, begins, _("、").join(each.number for each in over))
        for left, right, over, begins in pieces(promises, 0, len(words))
    ]
    return render(request, "ledger/text.html", {"decision": decision, "version": adopted, "pieces": cut})
