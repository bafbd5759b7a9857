"""Who is told of what happens to a duty (通知对象): its unit, the office."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from luodi.site.base.holders import reached
from luodi.site.base.models import Organisation, Role
from luodi.site.base.notices import tell
from luodi.site.base.rights import UNIT_ROLES

from ..models import Duty


def address(duty: Duty) -> str:
    """Where the duty's page is."""
    return reverse("ledger:duty", args=[duty.pk])


def tell_unit(duty: Duty, key: str, text: str, unit: Organisation | None = None) -> None:
    """Tell everybody who works in the lead unit, or in another one, and who acts for them; ``%(title)s`` in the text becomes the duty's title."""
    tell(reached(UNIT_ROLES, [unit or duty.lead]), key, text.replace("%(title)s", duty.title), address(duty))


def tell_office(duty: Duty, key: str, text: str) -> None:
    """Tell the supervision office."""
    tell(reached([Role.OFFICE]), key, text.replace("%(title)s", duty.title), address(duty))


def today_key(kind: str, duty: Duty) -> str:
    """A key under which something happens at most once a day to a duty."""
    return f"{kind}:{duty.pk}:{timezone.localdate()}"
