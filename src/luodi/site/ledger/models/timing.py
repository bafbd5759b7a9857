"""What forms cost (填报用时): one row for each matter of a form, other than reports, which carry their minutes themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luodi.site.base.models import Organisation

from .duties import Duty
from .instructions import Instruction
from .supervision import InspectionItem, SupervisionPaper


class FormTime(models.Model):
    """The time that a unit's form took (填报用时), written once by the action that takes the form, changed by none.

    ``counted`` says whether the row stands for a form of its own: of several matters in one form only the first does, and
    none where reports came with them, for those are counted themselves. ``minutes`` is empty where no script counted.
    """

    class Kind(models.TextChoices):
        """Which form."""

        EXTENSION = "extension", _("延期申请")
        CLOSING = "closing", _("销号申请")
        EVIDENCE = "evidence", _("佐证材料")
        DECLINING = "declining", _("退回交办")
        ANSWER = "answer", _("督办单回复")
        RECTIFICATION = "rectify", _("整改")
        OBJECTION = "objection", _("申诉")
        INSTRUCTION = "instruct", _("批示回复")

    at = models.DateTimeField(_("填报时间"))
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("填报单位"), on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("填报人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    kind = models.CharField(_("表单"), max_length=10, choices=Kind.choices)
    minutes = models.DecimalField(_("填报用时(分钟)"), max_digits=7, decimal_places=1, null=True, blank=True)
    counted = models.BooleanField(_("计为一份表单"), default=True)
    duty = models.ForeignKey(
        Duty, verbose_name=_("责任事项"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    paper = models.ForeignKey(
        SupervisionPaper,
        verbose_name=_("督办文书"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    item = models.ForeignKey(
        InspectionItem,
        verbose_name=_("抽查事项"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    instruction = models.ForeignKey(
        Instruction,
        verbose_name=_("批示"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("填报用时")
        verbose_name_plural = _("填报用时")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(duty__isnull=False, paper=None, item=None, instruction=None)
                | models.Q(duty=None, paper__isnull=False, item=None, instruction=None)
                | models.Q(duty=None, paper=None, item__isnull=False, instruction=None)
                | models.Q(duty=None, paper=None, item=None, instruction__isnull=False),
                name="form_time_of_one_thing",
            )
        ]
        indexes = [
            models.Index(
                fields=["at"],
                include=["organisation", "by", "kind", "minutes", "counted"],
                name="form_time_burden",
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.get_kind_display()}"
