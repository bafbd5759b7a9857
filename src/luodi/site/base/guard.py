"""Edits that meet (并发修改): a page carries the version it showed, and nobody's change is overwritten unseen."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import JournalEntry, User
from .refusals import NotNow, Stale

M = TypeVar("M", bound=models.Model)


def locked(thing: M, version: int | None = None, *related: str) -> M:
    """The thing as it stands now, locked until the transaction ends, its version one higher (the caller saves it).

    Args:
        thing: a model with a ``version`` field.
        version: what the page showed; None where nothing typed can be lost (signing, closing).
        related: what to read with it, as for ``select_related``.

    Raises:
        Stale: it was changed since; says who changed what.
        NotNow: it is gone.
    """
    model = cast(type[M], thing._meta.model)
    found = (
        model._default_manager.select_for_update(of=("self",))
        .select_related(*related)
        .filter(pk=thing.pk)
        .first()
    )
    if found is None:
        raise NotNow(_("这一事项已被删除。请返回列表。"))
    if version is not None and found.version != version:  # type: ignore[attr-defined]
        raise _stale(found, version)
    found.version += 1  # type: ignore[attr-defined]
    return found


def _stale(thing: models.Model, version: int) -> Stale:
    table = thing._meta.db_table
    later = [
        entry
        for entry in JournalEntry.objects.filter(table=table, row=thing.pk, kind="U").order_by("-id")[:50]
        if (entry.after or {}).get("version", 0) > version
    ]
    who = User.objects.filter(pk=later[0].user).first() if later and later[0].user else None
    when = timezone.localtime(later[0].at).strftime("%m-%d %H:%M") if later else ""
    changes: dict[str, str] = {}
    for entry in reversed(later):
        changes.update(changed(thing, entry.before or {}, entry.after or {}))
    return Stale(str(who or _("系统")), when, [f"{name}:{words}" for name, words in changes.items()])


def changed(
    thing: models.Model | type[models.Model], before: dict[str, Any], after: dict[str, Any]
) -> dict[str, str]:
    """The fields that differ between two images of a row, by their printed names: "before → after"."""
    names = {field.column: str(field.verbose_name) for field in thing._meta.concrete_fields}
    return {
        names.get(key, key): f"{_shown(before.get(key))} → {_shown(value)}"
        for key, value in after.items()
        if before.get(key) != value and key not in ("version", "id")
    }


def _shown(value: Any) -> str:
    return "—" if value in (None, "") else str(value)[:60]
