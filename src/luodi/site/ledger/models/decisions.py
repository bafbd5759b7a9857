"""Decisions and what reading found in them (决定、文本版本、读出条目)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luodi.site.base.models import Area, StoredFile


class Decision(models.Model):
    """A published decision, plan or opinion whose promises are followed (决定)."""

    title = models.CharField(_("标题"), max_length=200)
    number = models.CharField(_("文号"), max_length=60, blank=True)
    issuer = models.CharField(_("发文机关"), max_length=120, blank=True)
    adopted_on = models.DateField(_("通过日期"), null=True, blank=True)
    area = models.ForeignKey(
        Area, verbose_name=_("适用区域"), null=True, blank=True, on_delete=models.PROTECT
    )
    published = models.BooleanField(_("向社会公开"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("决定")
        verbose_name_plural = _("决定")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title


class DocumentVersion(models.Model):
    """One text of a decision (文本版本). ``reading`` holds what ``luodi read`` found in it, as it was found.

    Adopting freezes it: text, provisions and the accepted findings no longer change.
    """

    class State(models.TextChoices):
        """How far the text is on its way into the ledger."""

        READING = "reading", _("识别中")
        REVIEW = "review", _("待审核")
        ADOPTED = "adopted", _("已采用")
        FAILED = "failed", _("未能识别")

    decision = models.ForeignKey(
        Decision, verbose_name=_("决定"), on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField(_("版本"))
    file = models.ForeignKey(
        StoredFile, verbose_name=_("原文件"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(_("文本"), blank=True)
    text_sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    reading: models.JSONField[Any, Any] = models.JSONField(default=dict)
    outline: models.JSONField[Any, Any] = models.JSONField(null=True, editable=False)
    """Places to go to and notes (:mod:`luodi.site.ledger.outline`), so that no page loads the whole reading."""
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.READING)
    failure = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    adopted_at = models.DateTimeField(_("采用时间"), null=True)

    class Meta:
        verbose_name = _("文本版本")
        verbose_name_plural = _("文本版本")
        ordering = ["decision", "number"]
        constraints = [models.UniqueConstraint(fields=["decision", "number"], name="version_number")]

    def __str__(self) -> str:
        return f"{self.decision} v{self.number}"


class Finding(models.Model):
    """Something reading found in a text, or a person added (读出条目): ``text[start:end] == quote``.

    ``data`` holds the record of the wire format (targets, milestones, measures), as corrected by the person.
    """

    class Kind(models.TextChoices):
        """Which list of the wire format it belongs to."""

        TARGET = "target", _("目标")
        MILESTONE = "milestone", _("里程碑")
        MEASURE = "measure", _("举措")

    class State(models.TextChoices):
        """What the reviewer said."""

        PROPOSED = "proposed", _("待审核")
        ACCEPTED = "accepted", _("已接受")
        CORRECTED = "corrected", _("已修正")
        ADDED = "added", _("人工添加")
        REJECTED = "rejected", _("不采用")
        SPLIT = "split", _("已拆分")
        MERGED = "merged", _("已合并")

    TAKEN = (State.ACCEPTED, State.CORRECTED, State.ADDED)

    version = models.ForeignKey(DocumentVersion, on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    provision = models.CharField(_("条款"), max_length=40)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField(_("原文"))
    data: models.JSONField[Any, Any] = models.JSONField(default=dict)
    units: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """Responsible units as printed: ``{"lead": [...], "cooperating": [...]}``."""
    state = models.CharField(_("审核"), max_length=10, choices=State.choices, default=State.PROPOSED)
    origin = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="results")
    """What it was split from, or what it was merged into."""
    twin = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="later")
    """The same finding in the version before, where the texts agree."""
    note = models.CharField(_("审核意见"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("读出条目")
        verbose_name_plural = _("读出条目")
        ordering = ["start", "end", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="finding_span")
        ]
        indexes = [
            models.Index(fields=["version", "start", "end", "id"], name="finding_in_text"),
            models.Index(fields=["version", "state", "kind"], name="finding_by_state"),
        ]

    def __str__(self) -> str:
        return self.quote[:60]

    @property
    def stamp(self) -> str:
        """What a page carries so that nobody's review is overwritten unseen."""
        return self.at.isoformat() if self.at else ""
