"""Pressing what slips (督查督办): reminders, papers, joint conferences, inspections."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luodi.site.base.models import Organisation, StoredFile

from .duties import Duty, Node
from .progress import Cause


class Pressing(models.Model):
    """One reminder, chase or escalation of a duty (提醒、催办、升级). ``key`` keeps the same one from going out twice."""

    class Kind(models.TextChoices):
        """How hard it presses."""

        REMIND = "remind", _("提醒")
        CHASE = "chase", _("催办")
        ESCALATE = "escalate", _("升级")

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="pressings")
    node = models.ForeignKey(Node, null=True, blank=True, on_delete=models.SET_NULL, related_name="pressings")
    kind = models.CharField(_("方式"), max_length=8, choices=Kind.choices)
    level = models.PositiveSmallIntegerField(_("级别"), default=0)
    due_on = models.DateField(_("时限"))
    lead_days = models.SmallIntegerField(_("提前量(工作日)"), null=True, blank=True)
    key = models.CharField(max_length=80, unique=True)
    text = models.CharField(_("内容"), max_length=400)
    cause = models.CharField(_("原因"), max_length=20, choices=Cause.choices, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("催办记录")
        verbose_name_plural = _("催办记录")
        ordering = ["-id"]
        indexes = [models.Index(fields=["duty", "-id"], name="pressing_of_duty")]

    def __str__(self) -> str:
        return self.text


class SupervisionPaper(models.Model):
    """An official paper of the office (督办文书), numbered by kind and year, kept as .docx."""

    class Kind(models.TextChoices):
        """Which paper."""

        ORDER = "order", _("督办单")
        CIRCULAR = "circular", _("通报")
        BRIEF = "brief", _("督查周报")

    class State(models.TextChoices):
        """Whether it went out."""

        DRAFT = "draft", _("草稿")
        ISSUED = "issued", _("已印发")

    kind = models.CharField(_("文种"), max_length=8, choices=Kind.choices)
    year = models.PositiveSmallIntegerField(_("年度"))
    number = models.PositiveIntegerField(_("序号"), null=True, blank=True)
    """Given when it goes out, so that the numbers of a year have no gap."""
    title = models.CharField(_("标题"), max_length=200)
    body = models.TextField(_("正文"), blank=True)
    addressee = models.ForeignKey(
        Organisation,
        verbose_name=_("主送单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="papers",
    )
    duties = models.ManyToManyField(Duty, verbose_name=_("涉及事项"), blank=True, related_name="papers")
    answer_by = models.DateField(_("回复时限"), null=True, blank=True)
    answer = models.TextField(_("回复"), blank=True)
    answered_at = models.DateTimeField(_("回复时间"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=6, choices=State.choices, default=State.DRAFT)
    approved_by = models.CharField(_("签发人"), max_length=60, blank=True)
    issued_on = models.DateField(_("印发日期"), null=True, blank=True)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("拟稿时间"), auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("督办文书")
        verbose_name_plural = _("督办文书")
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "year", "number"], name="paper_number"),
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(number__isnull=False), name="paper_issued_number"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Conference(models.Model):
    """A sitting of the joint conference (联席会议) with its minutes."""

    title = models.CharField(_("会议名称"), max_length=200)
    held_on = models.DateField(_("召开日期"))
    place = models.CharField(_("地点"), max_length=120, blank=True)
    chair = models.CharField(_("主持人"), max_length=60, blank=True)
    agenda = models.TextField(_("议题"), blank=True)
    attendees = models.ManyToManyField(
        Organisation, verbose_name=_("参会单位"), blank=True, related_name="conferences"
    )
    minutes = models.TextField(_("纪要"), blank=True)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("联席会议")
        verbose_name_plural = _("联席会议")
        ordering = ["-held_on", "-id"]

    def __str__(self) -> str:
        return self.title


class Resolution(models.Model):
    """One decision in the minutes (议定事项); made a task, it points to its duty."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="resolutions")
    text = models.TextField(_("议定事项"))
    duty = models.OneToOneField(
        Duty, null=True, blank=True, on_delete=models.PROTECT, related_name="resolution"
    )

    class Meta:
        verbose_name = _("议定事项")
        verbose_name_plural = _("议定事项")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:60]


class Inspection(models.Model):
    """A special inspection (专项督查): plan, sample, findings, rectification (政府督查工作条例 arts 12-18)."""

    class State(models.TextChoices):
        """How far it is."""

        PLANNED = "planned", _("计划")
        UNDER_WAY = "under_way", _("进行中")
        RECTIFYING = "rectifying", _("整改中")
        ENDED = "ended", _("已结束")

    class Stratum(models.TextChoices):
        """By what the sample is stratified."""

        LIGHT = "light", _("按亮灯")
        UNIT = "unit", _("按牵头单位")
        AREA = "area", _("按区域")

    title = models.CharField(_("名称"), max_length=200)
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    scope = models.TextField(_("内容和范围"), blank=True)
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    seed = models.PositiveIntegerField(_("抽样种子"), null=True, blank=True)
    sample_by = models.CharField(_("分层"), max_length=8, choices=Stratum.choices, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.PLANNED)
    conclusion = models.TextField(_("督查结论"), blank=True)
    concluded_on = models.DateField(_("结论日期"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("专项督查")
        verbose_name_plural = _("专项督查")
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="inspection_dates"
            )
        ]

    def __str__(self) -> str:
        return self.title


class SamplingFrame(models.Model):
    """The list an inspection's sample is drawn from (抽样名录), fixed before the draw: whoever has it and the seed can draw again.

    ``rows`` holds a list of ``[duty id, number, stratum]``; ``sha256`` is the hash of its canonical JSON.
    """

    inspection = models.OneToOneField(Inspection, on_delete=models.CASCADE, related_name="frame")
    rows: models.JSONField[Any, Any] = models.JSONField(default=list)
    size = models.PositiveIntegerField(_("抽查数量"))
    sha256 = models.CharField("SHA-256", max_length=64)
    listed_at = models.DateTimeField(_("列出时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("抽样名录")
        verbose_name_plural = _("抽样名录")

    def __str__(self) -> str:
        return self.sha256[:12]


class InspectionItem(models.Model):
    """One duty drawn into an inspection's sample (抽查事项), what was found there, what was put right."""

    class State(models.TextChoices):
        """What came of it."""

        OPEN = "open", _("待查")
        CLEAN = "clean", _("无问题")
        FAULT = "fault", _("存在问题")
        RECTIFIED = "rectified", _("已整改")
        VERIFIED = "verified", _("整改已核")

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="items")
    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="inspection_items")
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.OPEN)
    finding = models.TextField(_("发现问题"), blank=True)
    rectify_by = models.DateField(_("整改时限"), null=True, blank=True)
    rectification = models.TextField(_("整改情况"), blank=True)
    rectified_on = models.DateField(_("整改上报日期"), null=True, blank=True)
    check_note = models.TextField(_("整改核查意见"), blank=True)
    verified_on = models.DateField(_("整改核查日期"), null=True, blank=True)
    objection = models.TextField(_("申诉意见"), blank=True)
    objected_on = models.DateField(_("申诉日期"), null=True, blank=True)
    objection_answer = models.TextField(_("申诉答复"), blank=True)
    objection_answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    objection_upheld = models.BooleanField(_("申诉成立"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("抽查事项")
        verbose_name_plural = _("抽查事项")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["inspection", "duty"], name="inspected_once")]

    def __str__(self) -> str:
        return f"{self.inspection}: {self.duty}"
