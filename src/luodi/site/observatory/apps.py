"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ObservatoryConfig(AppConfig):
    """监测."""

    name = "luodi.site.observatory"
    label = "observatory"
    verbose_name = _("监测")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the report to the worker."""
        from . import work  # noqa: F401 - the job's kind is known from here on
