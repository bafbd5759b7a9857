"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class ObservatoryConfig(AppConfig):
    """监测."""

    name = "luodi.site.observatory"
    label = "observatory"
    verbose_name = "监测"
    default_auto_field = "django.db.models.BigAutoField"
