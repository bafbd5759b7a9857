"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    """台账."""

    name = "luodi.site.ledger"
    label = "ledger"
    verbose_name = _("台账")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the room's jobs and errands known, lay the search index after each migration and keep it in step."""
        from luodi.site.base import action, options

        from . import errands, jobs, light_schemes, succession, warmers  # noqa: F401 - models exist only now
        from .search import index, lay

        post_migrate.connect(lay.lay, sender=self, dispatch_uid="luodi.search")
        action.before_commit(index.catch_up)
        options.CHOICES["lights"] = light_schemes.choices
