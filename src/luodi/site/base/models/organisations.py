"""Units and areas (单位、区域): two trees that say who there is and where."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Area(models.Model):
    """A place that has duties or figures of its own (区域): a city, its counties, parks.

    ``column`` and ``row`` are its place on the schematic tile map; they say who is roughly north of whom, no more.
    """

    class Kind(models.TextChoices):
        """What sort of place."""

        CITY = "city", _("市")
        COUNTY = "county", _("县(市、区)")
        PARK = "park", _("园区")

    name = models.CharField(_("名称"), max_length=60, unique=True)
    code = models.CharField(_("行政区划代码"), max_length=12, blank=True)
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices, default=Kind.COUNTY)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级区域"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    column = models.PositiveSmallIntegerField(_("瓦片图列"), null=True, blank=True)
    row = models.PositiveSmallIntegerField(_("瓦片图行"), null=True, blank=True)

    class Meta:
        verbose_name = _("区域")
        verbose_name_plural = _("区域")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A unit that can be responsible for something (单位): an office, a bureau, a county government, a park."""

    class Kind(models.TextChoices):
        """What sort of unit."""

        OFFICE = "office", _("督查机构")
        BUREAU = "bureau", _("部门")
        COUNTY = "county", _("县(市、区)")
        PARK = "park", _("园区管委会")
        ENTERPRISE = "enterprise", _("企业")
        EVALUATOR = "evaluator", _("第三方评估机构")
        OTHER = "other", _("其他")

    name = models.CharField(_("全称"), max_length=120, unique=True)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices, default=Kind.BUREAU)
    area = models.ForeignKey(
        Area,
        verbose_name=_("所在区域"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    dissolved_on = models.DateField(_("撤销日期"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("单位")
        verbose_name_plural = _("单位")
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.short_name or self.name
