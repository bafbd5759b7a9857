"""Leaders' instructions (领导批示): a sentence or two on a duty, handed to a unit, answered by a day, reported back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luodi.site.base.models import Organisation, StoredFile

from .duties import Duty
from .supervision import SupervisionPaper


class Instruction(models.Model):
    """What a leader wants done about a duty (批示), by a working day.

    One that was written on a paper, or on nothing, gets its duty from the office before it is handed down. ``by`` is who
    entered it: the leader, or the office for one that came on paper, whose scan is ``file``.
    """

    class State(models.TextChoices):
        """How far it is."""

        WRITTEN = "written", _("待转办")
        HANDED_DOWN = "handed_down", _("待签收")
        SIGNED = "signed", _("办理中")
        ANSWERED = "answered", _("已回复")
        CLOSED = "closed", _("已办结")
        WITHDRAWN = "withdrawn", _("已撤回")

    UNANSWERED = (State.WRITTEN, State.HANDED_DOWN, State.SIGNED)
    OPEN = (*UNANSWERED, State.ANSWERED)

    duty = models.ForeignKey(
        Duty,
        verbose_name=_("责任事项"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="instructions",
    )
    paper = models.ForeignKey(
        SupervisionPaper,
        verbose_name=_("批示所在文书"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="instructions",
    )
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("批示领导"),
        on_delete=models.PROTECT,
        related_name="instructions",
    )
    text = models.TextField(_("批示内容"))
    written_on = models.DateField(_("批示日期"))
    answer_by = models.DateField(_("办理时限"))
    state = models.CharField(_("状态"), max_length=11, choices=State.choices, default=State.WRITTEN)
    unit = models.ForeignKey(
        Organisation,
        verbose_name=_("承办单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="instructions",
    )
    file = models.ForeignKey(
        StoredFile,
        verbose_name=_("批示件"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    handed_down_at = models.DateTimeField(_("转办时间"), null=True, blank=True)
    signed_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    answered_at = models.DateTimeField(_("回复时间"), null=True, blank=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("登记人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("批示")
        verbose_name_plural = pgettext_lazy("多项", "批示")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=("written", "withdrawn"))
                | models.Q(duty__isnull=False, unit__isnull=False),
                name="instruction_handed_to_a_unit",
            )
        ]
        indexes = [
            models.Index(fields=["state", "answer_by"], name="instruction_waiting"),
            models.Index(fields=["unit", "state"], name="instruction_of_unit"),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 40 else f"{self.text[:39]}…"

    @property
    def about(self) -> str:
        """What it is known by where its text must not stand: its duty, or the day it was written."""
        return str(self.duty or self.written_on)


class InstructionAnswer(models.Model):
    """What a unit says it did about an instruction (办理情况), with files; the office reports it up or returns it."""

    class State(models.TextChoices):
        """What the office made of it."""

        SUBMITTED = "submitted", _("待审")
        RETURNED = "returned", _("已退回")
        REPORTED = "reported", _("已呈报")

    instruction = models.ForeignKey(
        Instruction, verbose_name=_("批示"), on_delete=models.PROTECT, related_name="answers"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("承办单位"), on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("填报人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("回复时间"))
    text = models.TextField(_("办理情况"))
    files = models.ManyToManyField(StoredFile, verbose_name=_("附件"), blank=True, related_name="+")
    state = models.CharField(_("审核"), max_length=9, choices=State.choices, default=State.SUBMITTED)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("审核人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    note = models.TextField(_("审核意见"), blank=True)

    class Meta:
        verbose_name = _("批示办理情况")
        verbose_name_plural = _("批示办理情况")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.text[:60]
