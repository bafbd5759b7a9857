"""Asking to close a duty (销号申请): what the unit says of its result to whoever checks it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .duties import Duty


class ClosingRequest(models.Model):
    """One request of the lead unit to close a duty (申请销号), in its own words; a new request leaves the old one."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="closing_requests")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("申请人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("申请时间"))
    text = models.TextField(_("申请说明"), blank=True)

    class Meta:
        verbose_name = _("销号申请")
        verbose_name_plural = _("销号申请")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{timezone.localdate(self.at)} {self.text[:40]}".strip()
