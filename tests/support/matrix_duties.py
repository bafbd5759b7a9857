"""What hangs on a duty of the own unit, as the permission tables name it."""

from __future__ import annotations

from datetime import timedelta

import city
from django.utils import timezone
from matrix import Things, thing

from luodi.site.base.models import Organisation
from luodi.site.base.store import keep_bytes
from luodi.site.ledger.models import Evidence, Extension, Report, SavedFilter


@thing
def told(things: Things):
    """A report that the office has not read yet."""
    here = things.here
    return Report.objects.create(
        duty=things["duty"], organisation=here.science, by=here.science_staff, at=timezone.now(), percent=40, text="已开工。",
    )  # fmt: skip


@thing
def evidence(things: Things):
    """A file that nobody has judged yet."""
    here = things.here
    file = keep_bytes("已验收。".encode(), "验收.txt", "text/plain", here.science_staff)
    return Evidence.objects.create(
        duty=things["duty"],
        report=things["told"],
        file=file,
        organisation=here.science,
        by=here.science_staff,
    )


@thing
def duty_checking(things: Things):
    """A duty of the own unit that waits for its check."""
    return city.duty(things.here, state="checking")


@thing
def duty_above_the_office(things: Things):
    """A duty that waits for its check, of the general office above the supervision office."""
    here = things.here
    here.office.parent = Organisation.objects.create(name="示例市人民政府办公室", short_name="市政府办")
    here.office.save()
    return city.duty(here, here.office.parent, state="checking")


def more_time(duty, by):
    return Extension.objects.create(
        duty=duty, asked_by=by, asked_at=timezone.now(), old_due_on=duty.due_on,
        new_due_on=duty.due_on + timedelta(days=30), cause="land", reason="用地手续未办结",
    )  # fmt: skip


@thing
def extension(things: Things):
    """A request for more time that waits."""
    return more_time(things["duty"], things.here.science_lead)


@thing
def extension_of_the_office(things: Things):
    """More time asked for a duty that the office itself leads, so that it may not decide."""
    return more_time(city.duty(things.here, things.here.office), None)


@thing
def kept_filter(things: Things):
    """A filter that somebody of the office keeps."""
    return SavedFilter.objects.create(
        user=things.here.officer, title="红灯", page="duties", query="light=red"
    )
