"""What the observatory keeps (监测): the delivery report of the loaded city, as it was worked out on a day."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luodi.site.ledger.models import Commitment


class DeliveryRun(models.Model):
    """One delivery report of the loaded city folder (落实情况报告). It never changes; a later one stands beside it.

    ``inputs_sha256`` is the hash of every file of the folder, so that the same question is not answered twice, and
    ``report_sha256`` that of the whole report as ``luodi report --format json`` prints it.
    """

    city: models.JSONField[Any, Any] = models.JSONField(_("城市"), default=dict)
    asked_as_of = models.DateField(_("指定截止日期"), null=True, blank=True)
    as_of = models.DateField(_("截止日期"))
    document: models.JSONField[Any, Any] = models.JSONField(_("依据文件"), default=dict)
    totals: models.JSONField[Any, Any] = models.JSONField(_("合计"), default=dict)
    said: models.JSONField[Any, Any] = models.JSONField(_("结论"), default=dict)
    program = models.CharField(_("程序版本"), max_length=40)
    inputs_sha256 = models.CharField(_("输入 SHA-256"), max_length=64)
    report_sha256 = models.CharField(_("报告 SHA-256"), max_length=64)
    published = models.BooleanField(_("向社会公开"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("发起人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("计算时间"), auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("落实情况报告")
        verbose_name_plural = _("落实情况报告")
        ordering = ["-id"]
        indexes = [models.Index(fields=["published", "-id"], name="delivery_published")]

    def __str__(self) -> str:
        return f"{self.city.get('zh', '')} {self.as_of}"


class DeliveryLine(models.Model):
    """One promise of a report (逐项结果), with the commitment of the ledger that has the same sentence, if there is one.

    ``record`` is the promise as the library wrote it (:class:`luodi.delivery.report.Promise`).
    """

    run = models.ForeignKey(DeliveryRun, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField(_("序号"))
    commitment = models.ForeignKey(
        Commitment,
        verbose_name=_("承诺事项"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="delivery_lines",
    )
    article = models.CharField(_("条款"), max_length=40, blank=True)
    heading = models.CharField(_("条款标题"), max_length=200, blank=True)
    quote = models.TextField(_("原文"))
    status = models.CharField(_("落实状态"), max_length=16)
    evidence = models.CharField(_("依据"), max_length=12)
    grade = models.CharField(_("证据等级"), max_length=1, blank=True)
    probability = models.FloatField(_("按期完成概率"), null=True)
    restates = models.BooleanField(default=False)
    record: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("逐项结果")
        verbose_name_plural = _("逐项结果")
        ordering = ["run", "position"]
        constraints = [models.UniqueConstraint(fields=["run", "position"], name="delivery_position")]
        indexes = [models.Index(fields=["commitment", "-run"], name="delivery_of_commitment")]

    def __str__(self) -> str:
        return self.quote[:60]
