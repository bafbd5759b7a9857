"""Frozen editions and saved filters (存档版本、常用筛选)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luodi.site.base.models import StoredFile


class Edition(models.Model):
    """The ledger as it stood on a day (存档版本), with its totals, as a file that can be verified."""

    title = models.CharField(_("名称"), max_length=120)
    as_of = models.DateField(_("截止日期"))
    year = models.PositiveSmallIntegerField(_("年度"), null=True, blank=True)
    totals: models.JSONField[Any, Any] = models.JSONField(_("合计"), default=dict)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    published = models.BooleanField(_("向社会公开"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("存档时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("存档版本")
        verbose_name_plural = _("存档版本")
        ordering = ["-as_of", "-id"]

    def __str__(self) -> str:
        return self.title


class SavedFilter(models.Model):
    """A filter a person wants again (常用筛选)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="filters")
    title = models.CharField(_("名称"), max_length=60)
    page = models.CharField(max_length=60)
    query = models.CharField(max_length=500)

    class Meta:
        verbose_name = _("常用筛选")
        verbose_name_plural = _("常用筛选")
        ordering = ["title"]
        constraints = [models.UniqueConstraint(fields=["user", "page", "title"], name="filter_title")]

    def __str__(self) -> str:
        return self.title
