"""Duties (责任事项): a commitment, or a part of it, in the hands of a unit, by a day."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from luodi.site.base.models import Area, Organisation

from .promises import Commitment


class Duty(models.Model):
    """What one unit must do by a day (责任事项). A duty broken down has duties below it, each with a weight.

    Its state moves only through :mod:`luodi.site.ledger.machine`. ``light``, ``lag`` and ``light_reason`` are what
    :mod:`luodi.site.ledger.lights` last said; ``percent`` is what the last accepted report says, or the weighted mean of
    the parts.
    """

    class State(models.TextChoices):
        """Where it stands in the practice of supervision."""

        DRAFT = "draft", _("待立项")
        REGISTERED = "registered", _("已立项")
        HANDED_DOWN = "handed_down", _("待签收")
        IN_PROGRESS = "in_progress", _("办理中")
        CHECKING = "checking", _("待核查")
        CLOSED = "closed", _("已销号")
        ARCHIVED = "archived", _("已归档")
        WITHDRAWN = "withdrawn", _("已撤销")

    class Light(models.TextChoices):
        """How it goes: a word, a shape and a colour."""

        GREEN = "green", _("绿灯")
        YELLOW = "yellow", _("黄灯")
        RED = "red", _("红灯")
        NONE = "none", _("未亮灯")

    RUNNING = (State.HANDED_DOWN, State.IN_PROGRESS, State.CHECKING)
    """Somebody is still expected to do something (在办)."""
    UNDONE = (State.HANDED_DOWN, State.IN_PROGRESS)
    """Running, and nobody has said yet that it is done (未报完成): only these are pressed and can be late."""
    OVER = (State.CLOSED, State.ARCHIVED, State.WITHDRAWN)
    """Nothing is to be done any more (已办结)."""

    commitment = models.ForeignKey(
        Commitment, verbose_name=_("承诺事项"), on_delete=models.PROTECT, related_name="duties"
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级任务"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
    )
    number = models.CharField(_("编号"), max_length=30)
    title = models.CharField(_("任务"), max_length=300)
    standard = models.TextField(_("验收标准"), blank=True)
    weight = models.DecimalField(_("权重"), max_digits=6, decimal_places=2, default=1)
    lead = models.ForeignKey(
        Organisation,
        verbose_name=_("牵头单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="duties",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("责任人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="duties",
    )
    area = models.ForeignKey(
        Area,
        verbose_name=_("所在区域"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="duties",
    )
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.DRAFT)
    starts_on = models.DateField(_("开始日期"), null=True, blank=True)
    due_on = models.DateField(_("完成时限"), null=True, blank=True)
    first_due_on = models.DateField(_("原定时限"), null=True, blank=True)
    extensions_granted = models.PositiveSmallIntegerField(_("延期次数"), default=0)
    percent = models.DecimalField(_("进度"), max_digits=5, decimal_places=2, default=0)
    light = models.CharField(_("亮灯"), max_length=6, choices=Light.choices, default=Light.NONE)
    lag = models.DecimalField(_("滞后"), max_digits=6, decimal_places=2, null=True, blank=True)
    light_reason = models.CharField(_("亮灯理由"), max_length=300, blank=True)
    cause = models.CharField(_("滞后原因"), max_length=20, blank=True)
    reported_at = models.DateTimeField(_("最近反馈"), null=True, blank=True)
    handed_down_at = models.DateTimeField(_("交办时间"), null=True, blank=True)
    signed_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    closed_at = models.DateTimeField(_("销号时间"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("责任事项")
        verbose_name_plural = _("责任事项")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(weight__gt=0), name="duty_weight"),
            models.CheckConstraint(condition=models.Q(percent__range=(0, 100)), name="duty_percent"),
            models.UniqueConstraint(fields=["commitment", "number"], name="duty_number"),
        ]
        indexes = [
            models.Index(fields=["lead", "state", "due_on"], name="duty_of_unit"),
            models.Index(fields=["state", "due_on", "id"], name="duty_due"),
            models.Index(fields=["light", "due_on", "id"], name="duty_light"),
            models.Index(fields=["area", "light"], name="duty_area"),
            models.Index(fields=["due_on", "id"], name="duty_by_day"),
            models.Index(fields=["reported_at", "id"], name="duty_by_report"),
            models.Index(fields=["lag", "id"], name="duty_by_lag"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def name_for_all(self) -> str:
        """What it is called where those read who may not open it: its number alone."""
        return self.number

    @property
    def running(self) -> bool:
        """Whether somebody is still expected to do something."""
        return self.state in self.RUNNING


class CoUnit(models.Model):
    """A unit that helps with a duty (协办单位)."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="co_units")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("协办单位"), on_delete=models.PROTECT, related_name="co_duties"
    )
    part = models.CharField(_("分工"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("协办单位")
        verbose_name_plural = _("协办单位")
        constraints = [models.UniqueConstraint(fields=["duty", "organisation"], name="co_unit_once")]

    def __str__(self) -> str:
        return str(self.organisation)


class Node(models.Model):
    """A day by which a duty must be so far (节点); between nodes the plan runs in a straight line."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="nodes")
    title = models.CharField(_("节点"), max_length=200)
    due_on = models.DateField(_("时限"))
    percent = models.DecimalField(_("计划进度"), max_digits=5, decimal_places=2)
    reached_on = models.DateField(_("完成日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("节点")
        verbose_name_plural = _("节点")
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(percent__range=(0, 100)), name="node_percent"),
            models.UniqueConstraint(fields=["duty", "due_on"], name="node_day"),
        ]
        indexes = [models.Index(fields=["due_on"], name="node_by_day")]

    def __str__(self) -> str:
        return f"{self.due_on} {self.title}"
