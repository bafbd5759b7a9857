"""Settings a user of the site can change (设置): a name and a value each."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Setting(models.Model):
    """One setting (设置), such as the lead times of reminders; its meaning stands in :mod:`luodi.site.base.options`."""

    name = models.CharField(_("名称"), max_length=60, unique=True)
    value = models.JSONField(_("值"))

    class Meta:
        verbose_name = _("设置")
        verbose_name_plural = _("设置")

    def __str__(self) -> str:
        return self.name
