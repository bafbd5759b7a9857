"""Who keeps a register, and changes that wait for approval (登记簿管理单位、变更申请)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luodi.site.base.models import Organisation

from .batches import Batch


class Keeper(models.Model):
    """The unit that keeps a register (管理单位): its staff enter and ask, its lead approves."""

    register = models.CharField(_("登记簿"), max_length=40)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("管理单位"), on_delete=models.PROTECT, related_name="registers_kept"
    )

    class Meta:
        verbose_name = _("管理单位")
        verbose_name_plural = _("管理单位")
        constraints = [models.UniqueConstraint(fields=["register", "organisation"], name="keeper_once")]

    def __str__(self) -> str:
        return f"{self.register}: {self.organisation}"


class ChangeRequest(models.Model):
    """A new row, a change or a removal that somebody asked for (变更申请); the keeper's lead, not who asked, decides."""

    class State(models.TextChoices):
        """What was decided."""

        ASKED = "asked", _("待审")
        APPROVED = "approved", _("已同意")
        REFUSED = "refused", _("不同意")

    class Kind(models.TextChoices):
        """What is asked for."""

        NEW = "new", _("新增")
        CHANGE = "change", _("变更")
        REMOVE = "remove", _("撤销")

    register = models.CharField(_("登记簿"), max_length=40)
    row = models.BigIntegerField(null=True, blank=True)
    kind = models.CharField(_("类别"), max_length=6, choices=Kind.choices)
    values: models.JSONField[Any, Any] = models.JSONField(default=dict)
    reason = models.CharField(_("理由"), max_length=300)
    state = models.CharField(_("审批"), max_length=8, choices=State.choices, default=State.ASKED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("申请时间"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("审批时间"), null=True)
    note = models.CharField(_("审批意见"), max_length=300, blank=True)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("变更申请")
        verbose_name_plural = _("变更申请")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.register}"
