"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class BaseConfig(AppConfig):
    """基础."""

    name = "luodi.site.base"
    label = "base"
    verbose_name = _("基础")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Lay the journal's triggers after each migration of the last room; name who signs in."""
        from . import errands, signals  # noqa: F401 - models are needed, and exist only now

        signals.name_signing_in()
        post_migrate.connect(signals.lay_triggers, sender=self, dispatch_uid="luodi.journal")
