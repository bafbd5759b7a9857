"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """台账."""

    name = "luodi.site.ledger"
    label = "ledger"
    verbose_name = "台账"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the errands."""
        from . import errands  # noqa: F401 - models are needed, and exist only now
