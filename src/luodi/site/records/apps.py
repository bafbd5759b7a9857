"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    """登记簿."""

    name = "luodi.site.records"
    label = "records"
    verbose_name = _("登记簿")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Lay the views that engines read, and the search's indexes, after each migration, and make the room's jobs known."""
        from . import concealing, jobs, sql, trigrams  # noqa: F401 - models are needed, and exist only now

        concealing.lay()
        pre_migrate.connect(sql.drop_views, sender=self, dispatch_uid="luodi.records.drop_views")
        post_migrate.connect(sql.lay_views, sender=self, dispatch_uid="luodi.records.lay_views")
        post_migrate.connect(trigrams.lay_indexes, sender=self, dispatch_uid="luodi.records.trigrams")
