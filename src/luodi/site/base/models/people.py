"""People and what they may do (人员、角色): a person holds roles, each in a unit or an area and for a time."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from .organisations import Area, Organisation


class User(AbstractUser):
    """Somebody with an account (账号). Only what the work needs is kept: a name, a mail address if they want reminders.

    Django's ``is_staff`` and groups are not used: rights come from roles.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("姓名"), max_length=60)
    must_change_password = models.BooleanField(_("首次登录须改密码"), default=False)
    language = models.CharField(_("界面语言"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("账号")
        verbose_name_plural = _("账号")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """The name as printed."""
        return str(self)


class Role(models.TextChoices):
    """What part a person plays (角色). Public means no account at all."""

    ADMINISTRATOR = "administrator", _("系统管理员")
    OFFICE = "office", _("督查办公室")
    UNIT_LEAD = "unit_lead", _("单位负责人")
    UNIT_STAFF = "unit_staff", _("单位经办人")
    COUNTY = "county", _("县(市、区)联络员")
    EVALUATOR = "evaluator", _("第三方评估")
    LEADER = "leader", _("市领导")


class Grant(models.Model):
    """A role held by a person (授权), in a unit (unit roles) or an area (county), from a day to a day."""

    user = models.ForeignKey(User, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(_("角色"), max_length=16, choices=Role.choices)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="grants",
    )
    area = models.ForeignKey(
        Area, verbose_name=_("区域"), null=True, blank=True, on_delete=models.PROTECT, related_name="grants"
    )
    since = models.DateField(_("自"), null=True, blank=True)
    until = models.DateField(_("至"), null=True, blank=True)

    class Meta:
        verbose_name = _("授权")
        verbose_name_plural = _("授权")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()} {self.organisation or self.area or ''}".strip()


class Delegation(models.Model):
    """Somebody acts for a colleague on leave (代办): everything done so is journalled with both names."""

    absent = models.ForeignKey(
        User, verbose_name=_("被代办人"), on_delete=models.CASCADE, related_name="deputies"
    )
    deputy = models.ForeignKey(
        User, verbose_name=_("代办人"), on_delete=models.CASCADE, related_name="deputy_for"
    )
    since = models.DateField(_("自"))
    until = models.DateField(_("至"))
    reason = models.CharField(_("事由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("代办")
        verbose_name_plural = _("代办")
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(condition=models.Q(until__gte=models.F("since")), name="delegation_dates"),
            models.CheckConstraint(
                condition=~models.Q(absent=models.F("deputy")), name="delegation_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} ← {self.absent}"
