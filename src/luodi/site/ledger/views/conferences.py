"""The joint conference: list, sitting, resolutions, tasks, minutes (联席会议)."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from luodi.site.base.action import Actor
from luodi.site.base.attempts import attempt, version_of
from luodi.site.base.downloads import attachment
from luodi.site.base.exports import saved_as
from luodi.site.base.once import once
from luodi.site.base.paging import paged
from luodi.site.base.rights import is_office, sees_the_ledger
from luodi.site.base.views.gate import require

from .. import rules
from ..actions import conferences as actions
from ..forms import sittings as forms
from ..models import Conference, Resolution
from ..queries import sittings as queries
from ..queries.seen import keys_seen

SEE = _("查看联席会议")
FIELDS = ("title", "held_on", "place", "chair", "agenda", "minutes")


@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """The sittings one may see, newest first."""
    require(request, sees_the_ledger, None, SEE)
    found = queries.conferences_seen_by(request.user)
    page = paged(found, queries.conferences, request.GET.get("page"))
    return render(request, "ledger/conferences.html", {"page": page, "writes": is_office.test(request.user)})


@login_required
def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Call a sitting, or change what is known of it."""
    require(request, rules.can_hold_conference, None, _("召集联席会议"))
    sitting = _seen(request, pk) if pk else None
    initial = {name: getattr(sitting, name) for name in FIELDS} if sitting else {}
    if sitting:
        initial["attendees"] = sitting.attendees.all()
    form = forms.Sitting(request.POST or None, initial=initial)

    def do() -> str:
        given = form.cleaned_data | {"attendees": list(form.cleaned_data["attendees"])}
        return _url(actions.call(Actor.of(request), sitting, version=version_of(request), **given))

    answered, status = attempt(request, form, "conference.call", do)
    if answered:
        return answered
    if sitting:
        sitting.refresh_from_db()
    return render(request, "ledger/conference_edit.html", {"sitting": sitting, "form": form}, status=status)


@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One sitting with its resolutions."""
    return _page(request, _seen(request, pk), forms.Resolve())


@login_required
@require_POST
def resolve(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a resolution down."""
    sitting = _seen(request, pk)
    require(request, rules.can_hold_conference, sitting, _("记录议定事项"))
    form = forms.Resolve(request.POST)

    def do() -> str:
        actions.resolve(Actor.of(request), sitting, text=form.cleaned_data["text"])
        return _url(sitting)

    answered, status = attempt(request, form, "conference.resolve", do)
    return answered or _page(request, sitting, form, status)


@login_required
@require_POST
def strike(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a resolution out."""
    resolution = _resolution(request, pk)
    actions.strike(Actor.of(request), resolution)
    messages.success(request, _("已删除。"))
    return redirect("ledger:conference", resolution.conference_id)


@login_required
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a resolution a task."""
    resolution = _resolution(request, pk)
    require(request, rules.can_hold_conference, None, _("议定事项转任务"))
    form = forms.Task(request.POST or None, initial={"title": resolution.text[:300].rstrip("。")})

    def do() -> str:
        given = {name: value for name, value in form.cleaned_data.items() if name != "decision"}
        actions.task(Actor.of(request), resolution, **given)
        return _url(resolution.conference)

    answered, status = attempt(request, form, "conference.task", do)
    if answered:
        return answered
    shown = {"title": _("议定事项转任务"), "lead": resolution.text, "form": form, "button": _("转为任务")}
    return render(request, "base/plain_form.html", shown, status=status)


@login_required
@require_POST
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the minutes out."""
    sitting = _seen(request, pk)
    require(request, rules.can_hold_conference, sitting, _("印发会议纪要"))

    foreseen: list[actions.Foreseen | None] = []

    def do() -> str:
        actor = Actor.of(request)
        return _url(actions.send_minutes(actor, sitting, version=version_of(request), foreseen=foreseen[0]))

    return once(request, "conference.minutes", do, first=lambda: foreseen.append(actions.foresee(sitting)))


@login_required
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as .docx: as they went out, or the draft."""
    sitting = _seen(request, pk)
    if sitting.file is not None:
        return attachment(sitting.file)
    if not is_office.test(request.user):
        raise Http404
    response = HttpResponse(actions.laid_out(sitting), content_type=actions.DOCX)
    saved_as(response, "minutes-draft", "docx")
    return response


def _seen(request: HttpRequest, pk: int) -> Conference:
    sitting = get_object_or_404(Conference.objects.select_related("file"), pk=pk)
    require(request, rules.can_see_conference, sitting, SEE)
    return sitting


def _resolution(request: HttpRequest, pk: int) -> Resolution:
    resolution = get_object_or_404(Resolution.objects.select_related("conference"), pk=pk)
    require(request, rules.can_see_conference, resolution.conference, SEE)
    return resolution


def _page(request: HttpRequest, sitting: Conference, form: forms.Resolve, status: int = 200) -> HttpResponse:
    resolutions = list(sitting.resolutions.select_related("duty__lead"))
    shown = {
        "sitting": sitting, "form": form, "writes": is_office.test(request.user),
        "resolutions": resolutions, "opened": keys_seen(request.user, (each.duty_id for each in resolutions)), "attendees": sitting.attendees.all(),
    }  # fmt: skip
    return render(request, "ledger/conference.html", shown, status=status)


def _url(sitting: Conference) -> str:
    return reverse("ledger:conference", args=[sitting.pk])
