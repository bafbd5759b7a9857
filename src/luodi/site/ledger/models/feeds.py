"""Calendar feeds (日历订阅): a secret address by which a person's own calendar program reads their due days."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CalendarToken(models.Model):
    """One person's feed (日历订阅). Only the SHA-256 of the secret is kept; whoever makes a new one ends the old one."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("人员"),
        on_delete=models.CASCADE,
        related_name="calendar_token",
    )
    digest = models.CharField("SHA-256", max_length=64, unique=True)
    at = models.DateTimeField(_("生成时间"), auto_now=True)

    class Meta:
        verbose_name = _("日历订阅")
        verbose_name_plural = _("日历订阅")

    def __str__(self) -> str:
        return f"{self.user} {timezone.localdate(self.at)}"
