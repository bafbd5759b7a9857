"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    """登记簿."""

    name = "luodi.site.records"
    label = "records"
    verbose_name = _("登记簿")
    default_auto_field = "django.db.models.BigAutoField"
