"""What happened to a duty or a commitment (时间线)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from luodi.site.base.refusals import NotAllowed
from luodi.site.base.views.gate import require

from ..models import Commitment, Duty
from ..queries import commitments_seen_by, duties_seen_by
from ..queries import timeline as line
from ..rules import can_see_duty


@login_required
def duty(request: HttpRequest, pk: int) -> HttpResponse:
    """A duty with the parts below it."""
    found = get_object_or_404(Duty.objects.select_related("lead", "commitment"), pk=pk)
    require(request, can_see_duty, found, _("查看责任事项"))
    parts = list(duties_seen_by(request.user).filter(parent=found))
    shown = {
        "duty": found,
        "commitment": found.commitment,
        "duties": [found, *parts],
        "moments": line.of([found, *parts], request.user),
    }
    return render(request, "ledger/timeline.html", shown)


@login_required
def commitment(request: HttpRequest, pk: int) -> HttpResponse:
    """A commitment with all its duties that one may see."""
    found = get_object_or_404(Commitment.objects.select_related("decision", "adopted_in"), pk=pk)
    if not commitments_seen_by(request.user).filter(pk=pk).exists():
        raise NotAllowed(_("查看承诺事项"))
    duties = list(duties_seen_by(request.user).filter(commitment=found).order_by("id"))
    shown = {"commitment": found, "duties": duties, "moments": line.of(duties, request.user)}
    return render(request, "ledger/timeline.html", shown)
