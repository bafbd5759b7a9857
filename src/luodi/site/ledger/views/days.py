"""The calendar page and each person's feed of due days (到期日历)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luodi.site.base.action import Actor
from luodi.site.base.exports import named
from luodi.site.base.languages import paired
from luodi.site.base.views.gate import require

from .. import calendar, ics
from ..actions import feeds
from ..models import CalendarToken, Instruction
from ..queries import days, duties_seen_by, instructions
from ..rules import can_see_ledger


def _month(text: str | None) -> date:
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        first = timezone.localdate().replace(day=1)
    return first if calendar.FIRST < first.year < calendar.LAST else timezone.localdate().replace(day=1)


@login_required
def month(request: HttpRequest) -> HttpResponse:
    """One month: due days, nodes, working days."""
    require(request, can_see_ledger, None, _("查看到期日历"))
    first = _month(request.GET.get("month"))
    instructed = partial(instructions.on_days, request.user)
    shown = {
        "first": first,
        "weeks": days.month(duties_seen_by(request.user), first, instructed),
        "before": first - timedelta(days=1),
        "after": first + timedelta(days=32),
        "announced": calendar.announced(first.year),
        "token": CalendarToken.objects.filter(user=request.user).first(),
        "secret": request.session.pop("feed_secret", None),
        "heads": [_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日")],
    }
    if shown["secret"]:
        shown["address"] = request.build_absolute_uri(reverse("ledger:feed", args=[shown["secret"]]))
    return render(request, "ledger/calendar.html", shown)


@login_required
@require_POST
def open_feed(request: HttpRequest) -> HttpResponse:
    """Make a new address for one's feed; it is shown once."""
    request.session["feed_secret"] = feeds.open_feed(Actor.of(request))
    return redirect(f"{reverse('ledger:calendar')}#feed")


@login_required
@require_POST
def close_feed(request: HttpRequest) -> HttpResponse:
    """End one's feed."""
    feeds.close_feed(Actor.of(request))
    messages.success(request, _("日历订阅已停用,原地址不再可用。"))
    return redirect(f"{reverse('ledger:calendar')}#feed")


def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """A person's due days, for whoever holds the secret address; rights are asked anew each time."""
    token = (
        CalendarToken.objects.filter(digest=feeds.digest(secret), user__is_active=True)
        .select_related("user")
        .first()
    )
    if token is None or not can_see_ledger.test(token.user):
        raise Http404
    made = settings.WORKSPACE.generated
    name = _("落地:到期日历") + (_("(GENERATED 演示数据)") if made else "")
    events = [_event(request, day, due, made) for day, due in days.own_days(token.user)]
    events += [_instructed(request, each, made) for each in instructions.own_days(token.user)]
    response = HttpResponse(ics.calendar(name, events), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{named("luodi", "ics")}"'
    response["Cache-Control"] = "private, max-age=900"
    return response


def _event(request: HttpRequest, day: date, due: days.Due, made: bool) -> ics.Event:
    duty = due.duty
    kind = _("节点") if due.node else _("到期")
    words = [
        f"{duty.number} {duty.title}",
        paired(_("牵头单位"), duty.lead or "—"),
        paired(_("进度"), f"{duty.percent}%"),
    ]
    if made:
        words.insert(0, _("GENERATED 演示数据,不是真实情况"))
    thing = f"node-{due.node}" if due.node else f"duty-{duty.pk}"
    return ics.Event(
        uid=f"{thing}@{request.get_host()}",
        day=day,
        summary=("[GENERATED] " if made else "") + paired(kind, due.title),
        description="\n".join(words),
        url=request.build_absolute_uri(reverse("ledger:duty", args=[duty.pk])),
        stamp=duty.reported_at
        or duty.handed_down_at
        or timezone.now().replace(hour=0, minute=0, second=0, microsecond=0),
    )


def _instructed(request: HttpRequest, each: Instruction, made: bool) -> ics.Event:
    """An instruction's day; not its text, for a feed is read by whoever knows its address."""
    words = [f"{_('批示领导')}:{each.leader}", f"{_('承办单位')}:{each.unit or '—'}"]
    if made:
        words.insert(0, _("GENERATED 演示数据,不是真实情况"))
    return ics.Event(
        uid=f"instruction-{each.pk}@{request.get_host()}",
        day=each.answer_by,
        summary=("[GENERATED] " if made else "") + f"{_('批示')}:{each.about}",
        description="\n".join(words),
        url=request.build_absolute_uri(reverse("ledger:instruction", args=[each.pk])),
        stamp=each.handed_down_at or each.at,
    )
