"""Recusal (回避): who stays out of checking a duty, and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .duties import Duty


class Recusal(models.Model):
    """A person who neither checks, returns nor closes a duty, nor grants it more time (回避), declared by themselves or named by the office."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="recusals")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("回避人"), on_delete=models.PROTECT, related_name="recusals"
    )
    ground = models.CharField(_("回避事由"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("提出人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("提出时间"))

    class Meta:
        verbose_name = _("回避")
        verbose_name_plural = _("回避")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["duty", "person"], name="recusal_once")]

    def __str__(self) -> str:
        return f"{self.person} {self.ground}"
