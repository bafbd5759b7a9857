"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """登记簿."""

    name = "luodi.site.records"
    label = "records"
    verbose_name = "登记簿"
    default_auto_field = "django.db.models.BigAutoField"
