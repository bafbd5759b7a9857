"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """公开."""

    name = "luodi.site.public"
    label = "public"
    verbose_name = "公开"
    default_auto_field = "django.db.models.BigAutoField"
