"""What must not be left hanging when a duty ends (遗留事项): open parts, unread reports, requests, findings."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from luodi.site.base.action import Actor
from luodi.site.base.languages import in_house_language
from luodi.site.base.refusals import NotNow

from .models import Duty, Extension, InspectionItem, Report

S = Duty.State
WHOLE_FIRST = {
    S.CHECKING: gettext_lazy("上级任务%(number)s目前是“%(state)s”,须先将其核查为不通过,再恢复其分解任务。"),
    S.CLOSED: gettext_lazy("上级任务%(number)s目前是“%(state)s”,须先恢复办理上级任务,再恢复其分解任务。"),
    S.ARCHIVED: gettext_lazy(
        "上级任务%(number)s目前是“%(state)s”,其分解任务不再恢复;如需继续办理,请另行立项。"
    ),
}
"""What is to be done with the duty above before a part is taken up again (先处理上级任务)."""
NOT_RECTIFIED = (InspectionItem.State.FAULT, InspectionItem.State.RECTIFIED)


def no_open_part(duty: Duty) -> None:
    """Refuse to end a duty whose parts are not over.

    Raises:
        NotNow: names the parts.
    """
    numbers = list(
        duty.parts.exclude(state__in=Duty.OVER).order_by("id").values_list("number", flat=True)[:5]
    )
    if numbers:
        raise NotNow(_("还有分解任务没有办结:%(numbers)s。") % {"numbers": _("、").join(numbers)})


def nothing_unread(duty: Duty) -> None:
    """Refuse to close a duty while a report waits: nobody could accept or return it afterwards.

    Raises:
        NotNow: says how many wait.
    """
    count = duty.reports.filter(state=Report.State.SUBMITTED).count()
    if count:
        words = ngettext(
            "还有%(count)s份反馈待审,请先采纳或退回,再销号。",
            "还有%(count)s份反馈待审,请先采纳或退回,再销号。",
            count,
        )
        raise NotNow(words % {"count": count})


def nothing_to_rectify(duty: Duty) -> None:
    """Refuse to close a duty while a fault that an inspection found is not put right and checked.

    Raises:
        NotNow: names the inspection.
    """
    item = duty.inspection_items.filter(state__in=NOT_RECTIFIED).select_related("inspection").first()
    if item is not None:
        words = _("专项督查“%(title)s”发现的问题还没有整改并通过核查,不能销号。")
        raise NotNow(words % {"title": item.inspection.title})


def under_open_whole(duty: Duty) -> None:
    """Refuse to take a part up again below a duty that is being checked, or was closed on it.

    Raises:
        NotNow: says what to do with the duty above first.
    """
    if duty.parent_id is None:
        return
    above = Duty.objects.select_for_update(no_key=True).get(pk=duty.parent_id)  # it may be about to be closed
    if above.state in WHOLE_FIRST:
        words = WHOLE_FIRST[S(above.state)]
        raise NotNow(words % {"number": above.number, "state": above.get_state_display()})


def drop_requests(duty: Duty, note: str) -> None:
    """Refuse a request for more time that nobody can decide any more (延期申请失效); ``note`` is a marked sentence."""
    with in_house_language():
        duty.extensions.filter(state=Extension.State.ASKED).update(
            state=Extension.State.REFUSED, decided_at=timezone.now(), note=_(note)[:300]
        )


def return_unread(actor: Actor, duty: Duty, note: str) -> None:
    """Return the reports that nobody will review any more (未审反馈退回); ``note`` is a marked sentence."""
    with in_house_language():
        duty.reports.filter(state=Report.State.SUBMITTED).update(
            state=Report.State.RETURNED,
            reviewed_by=actor.user,
            reviewed_at=timezone.now(),
            review_note=_(note)[:300],
        )
