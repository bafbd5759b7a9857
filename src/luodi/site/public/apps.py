"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicConfig(AppConfig):
    """公开."""

    name = "luodi.site.public"
    label = "public"
    verbose_name = _("公开")
    default_auto_field = "django.db.models.BigAutoField"
