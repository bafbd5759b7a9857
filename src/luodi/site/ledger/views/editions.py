"""Frozen editions: list, make, totals, publish, download (存档版本)."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from luodi.site.base.action import Actor
from luodi.site.base.attempts import attempt
from luodi.site.base.downloads import attachment
from luodi.site.base.models import Job
from luodi.site.base.rights import is_office
from luodi.site.base.views.gate import require

from .. import rules
from ..actions import editions as actions
from ..forms.editions import Ask
from ..models import Duty, Edition, Finding

SEE = _("查看存档版本")
LIGHTS = ("green", "yellow", "red", "none")


@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """The editions, and those being made."""
    require(request, rules.can_see_editions, None, SEE)
    page = Paginator(Edition.objects.select_related("file", "by"), 50).get_page(request.GET.get("page"))
    jobs = Job.objects.filter(kind="edition").exclude(state=Job.State.DONE).order_by("-id")[:5]
    shown = {"page": page, "jobs": jobs, "writes": is_office.test(request.user)}
    return render(request, "ledger/editions.html", shown)


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Have an edition made."""
    require(request, rules.can_make_edition, None, _("制作存档版本"))
    form = Ask(request.POST or None)

    def do() -> str:
        day, given = form.cleaned_data["as_of"], form.cleaned_data
        year = day.year if given["yearly"] else None
        actions.ask(Actor.of(request), day, title=given["title"], year=year)
        messages.info(request, _("正在后台制作,完成后出现在列表中。"))
        return reverse("ledger:editions")

    answered, status = attempt(request, form, "edition.ask", do)
    if answered:
        return answered
    shown = {"title": _("制作存档版本"), "form": form, "button": _("开始制作")}
    return render(request, "base/plain_form.html", shown, status=status)


@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One edition: its totals, its file, how to check it."""
    edition = get_object_or_404(Edition.objects.select_related("file", "by"), pk=pk)
    require(request, rules.can_see_editions, edition, SEE)
    totals = edition.totals
    shown = {
        "edition": edition, "totals": totals, "writes": is_office.test(request.user),
        "states": _named(totals.get("by_state", {}), dict(Duty.State.choices)),
        "kinds": _named(totals.get("commitments_by_kind", {}), dict(Finding.Kind.choices)),
        "lights": [(light, totals.get("by_light", {}).get(light, 0)) for light in LIGHTS],
    }  # fmt: skip
    return render(request, "ledger/edition.html", shown)


@login_required
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an edition to the public, or no longer."""
    edition = get_object_or_404(Edition, pk=pk)
    actions.publish(Actor.of(request), edition, published=request.POST.get("published") == "1")
    return redirect("ledger:edition", pk)


def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The sealed file; a published one for everybody."""
    edition = get_object_or_404(Edition.objects.select_related("file"), pk=pk)
    if not edition.published:
        require(request, rules.can_see_editions, edition, SEE)
    return attachment(edition.file)


def _named(counts: dict[str, int], names: dict[str, object]) -> list[tuple[object, int]]:
    return [(names.get(name, name), count) for name, count in counts.items()]
