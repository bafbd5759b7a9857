"""Batches (批次): rows come in together and become valid together, by one flag."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luodi.site.base.models import Job, StoredFile


class Batch(models.Model):
    """Rows that came in together (批次): an import, an approved change, a generated city.

    Rows are written in short transactions and stay unseen until ``valid`` is set; so an import of a million rows never
    holds the database for long, and is still all or nothing.
    """

    class State(models.TextChoices):
        """How far it is."""

        READING = "reading", _("读取中")
        REFUSED = "refused", _("有错未入库")
        STAGED = "staged", _("待确认")
        APPLIED = "applied", _("已入库")
        DROPPED = "dropped", _("已放弃")

    register = models.CharField(_("登记簿"), max_length=40)
    title = models.CharField(_("名称"), max_length=200)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.READING)
    valid = models.BooleanField(_("已生效"), default=False, db_index=True)
    mapping: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """Header of the file to column of the register."""
    counts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """How many rows are new, changed, as before and wrong."""
    failure = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("批次")
        verbose_name_plural = _("批次")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title


class Problem(models.Model):
    """One thing wrong with a batch's file (错误): row, column and what is accepted."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField(_("行"))
    column = models.CharField(_("列"), max_length=60)
    text = models.CharField(_("问题"), max_length=400)
    warning = models.BooleanField(_("仅提示"), default=False)
    """Whether the file may come in all the same."""

    class Meta:
        verbose_name = _("错误")
        verbose_name_plural = _("错误")
        ordering = ["row", "id"]

    def __str__(self) -> str:
        return self.text


class Mapping(models.Model):
    """How a spreadsheet's headers were matched with a register's columns (列名对应), remembered by the headers."""

    register = models.CharField(max_length=40)
    headers = models.CharField(max_length=64)
    """SHA-256 of the headers, sorted."""
    columns: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("列名对应")
        verbose_name_plural = _("列名对应")
        constraints = [models.UniqueConstraint(fields=["register", "headers"], name="mapping_once")]

    def __str__(self) -> str:
        return self.register
