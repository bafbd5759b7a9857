"""Deeds as told (反馈、佐证、延期、核查): what units report, what proves it, what others made of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luodi.site.base.models import Organisation, StoredFile

from .duties import Duty


class Cause(models.TextChoices):
    """Why something slips (滞后原因)."""

    LAND = "land", _("用地")
    FUNDS = "funds", _("资金")
    APPROVAL = "approval", pgettext_lazy("cause", "审批")
    COORDINATION = "coordination", _("协调")
    TECHNOLOGY = "technology", _("技术")
    PERSONNEL = "personnel", _("人员")
    MARKET = "market", _("市场")
    POLICY = "policy", _("政策调整")
    FORCE_MAJEURE = "force_majeure", _("不可抗力")
    OTHER = "other", _("其他")


class Report(models.Model):
    """One report of a unit on a duty (反馈)."""

    class State(models.TextChoices):
        """What the office made of it."""

        SUBMITTED = "submitted", _("待审")
        ACCEPTED = "accepted", _("已采纳")
        RETURNED = "returned", _("已退回")

    duty = models.ForeignKey(
        Duty, verbose_name=_("责任事项"), on_delete=models.PROTECT, related_name="reports"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("填报单位"), on_delete=models.PROTECT, related_name="reports"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("填报人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="reports",
    )
    at = models.DateTimeField(_("填报时间"))
    percent = models.DecimalField(_("进度"), max_digits=5, decimal_places=2)
    text = models.TextField(_("进展情况"))
    cause = models.CharField(_("滞后原因"), max_length=20, choices=Cause.choices, blank=True)
    minutes = models.DecimalField(_("填报用时(分钟)"), max_digits=7, decimal_places=1, null=True, blank=True)
    state = models.CharField(_("审核"), max_length=10, choices=State.choices, default=State.SUBMITTED)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("审核人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(_("审核时间"), null=True)
    review_note = models.CharField(_("审核意见"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("反馈")
        verbose_name_plural = _("反馈")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(percent__range=(0, 100)), name="report_percent")
        ]
        indexes = [
            models.Index(fields=["duty", "-id"], name="report_of_duty"),
            models.Index(fields=["organisation", "-id"], name="report_of_unit"),
            models.Index(fields=["state", "-id"], name="report_waiting"),
            models.Index(fields=["at"], include=["organisation", "by", "minutes"], name="report_burden"),
        ]

    def __str__(self) -> str:
        return f"{timezone.localdate(self.at)} {self.percent}% {self.text[:40]}"


class Figure(models.Model):
    """A figure a unit gave (数据), once: whoever asks for it again is offered it (一数一源)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="figures")
    indicator = models.CharField(_("指标"), max_length=200)
    period = models.CharField(_("时期"), max_length=30)
    value = models.DecimalField(_("数值"), max_digits=24, decimal_places=6)
    unit = models.CharField(_("单位"), max_length=30)
    report = models.ForeignKey(
        Report, null=True, blank=True, on_delete=models.PROTECT, related_name="figures"
    )
    source = models.ForeignKey(
        "self", verbose_name=_("沿用自"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Another unit's figure that was taken over instead of being typed again."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("填报时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("数据")
        verbose_name_plural = _("数据")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["organisation", "indicator", "period", "-id"], name="figure_once"),
            models.Index(fields=["indicator", "-id"], name="figure_of_indicator"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.period} {self.value}{self.unit}"


class Evidence(models.Model):
    """A file that proves something (佐证材料); it counts when another unit than the reporting one accepted it."""

    class State(models.TextChoices):
        """What the checker said."""

        OFFERED = "offered", _("待核")
        ACCEPTED = "accepted", _("已认可")
        REFUSED = "refused", _("不认可")

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="evidence")
    report = models.ForeignKey(
        Report, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    file = models.ForeignKey(StoredFile, verbose_name=_("文件"), on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("说明"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("提交单位"), on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("提交时间"), auto_now_add=True)
    state = models.CharField(_("核验"), max_length=10, choices=State.choices, default=State.OFFERED)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    judged_for = models.ForeignKey(
        Organisation, verbose_name=_("核验单位"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    judged_at = models.DateTimeField(_("核验时间"), null=True)
    note = models.CharField(_("核验意见"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("佐证材料")
        verbose_name_plural = _("佐证材料")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(judged_for=None) | ~models.Q(judged_for=models.F("organisation")),
                name="evidence_other_unit",
            )
        ]

    def __str__(self) -> str:
        return self.title or str(self.file)


class Extension(models.Model):
    """More time (延期): asked for with a reason, decided by the office, counted.

    Where ``asked_by`` is empty and it was decided, nobody asked: the office gave it of its own accord, for the reason.
    """

    class State(models.TextChoices):
        """What was decided."""

        ASKED = "asked", _("待批")
        GRANTED = "granted", _("同意")
        REFUSED = "refused", _("不同意")

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="extensions")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("申请时间"))
    old_due_on = models.DateField(_("原时限"))
    new_due_on = models.DateField(_("申请时限"))
    cause = models.CharField(_("原因"), max_length=20, choices=Cause.choices)
    reason = models.TextField(_("理由"))
    state = models.CharField(_("审批"), max_length=8, choices=State.choices, default=State.ASKED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("审批时间"), null=True)
    note = models.CharField(_("审批意见"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("延期申请")
        verbose_name_plural = _("延期申请")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(new_due_on__gt=models.F("old_due_on")), name="extension_later"
            ),
            models.UniqueConstraint(
                fields=["duty"], condition=models.Q(state="asked"), name="extension_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_due_on} → {self.new_due_on}"

    @property
    def unasked(self) -> bool:
        """Whether the office gave it without being asked (督查办公室调整)."""
        return self.asked_by_id is None and self.decided_by_id is not None


class Check(models.Model):
    """An independent look at a duty said to be done (核查): the checker's unit is not the doer's."""

    class Result(models.TextChoices):
        """What was found."""

        PASSED = "passed", _("通过")
        FAILED = "failed", _("不通过")

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="checks")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("核查单位"), on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("核查时间"))
    result = models.CharField(_("结论"), max_length=6, choices=Result.choices)
    note = models.TextField(_("核查意见"), blank=True)

    class Meta:
        verbose_name = _("核查")
        verbose_name_plural = _("核查")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{timezone.localdate(self.at)} {self.get_result_display()}"
