"""Edits that meet (并发修改): a page carries the version it showed, and nobody's change is overwritten unseen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from .models import JournalEntry, User
from .ready import Ready, ready
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
    model: type[M] = thing._meta.model  # type: ignore[assignment]  # the class itself, also of a lazy object
    # without the key: who holds something else may name this thing in a new row meanwhile, and does not wait for us
    rows = model._default_manager.select_for_update(of=("self",), no_key=True).filter(pk=thing.pk)
    if related:  # without names it would follow every key, down to the whole text of the decision
        rows = rows.select_related(*related)
    found = rows.first()
    if found is None:
        raise NotNow(_("这一事项已被删除。请返回列表。"))
    if version is not None and found.version != version:  # type: ignore[attr-defined]
        raise stale(found, version)
    found.version += 1  # type: ignore[attr-defined]
    return found


def held(thing: M, *related: str) -> M:
    """The thing as it stands now, locked, its version as it was: for what is added to it and overwrites nothing.

    Raises:
        NotNow: it is gone.
    """
    found = locked(thing, None, *related)
    found.version -= 1  # type: ignore[attr-defined]
    return found


def stale(thing: models.Model, version: int) -> Stale:
    """Who changed a thing since a version, when and what, as the refusal that says so."""
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


@cache
def _by_key(model: type[models.Model]) -> Ready[models.Model]:
    return ready(lambda keys: model._default_manager.filter(pk__in=keys))


def in_bulk(model: type[M], keys: Iterable[Any]) -> dict[Any, M]:
    """The rows of a model under some keys, by key."""
    found: list[M] = _by_key(model)(sorted(keys))  # type: ignore[assignment]
    return {each.pk: each for each in found}


Names = dict[tuple[type[models.Model], Any], str]


def names_in(
    images: Iterable[tuple[type[models.Model], dict[str, Any]]], known: Iterable[models.Model | None] = ()
) -> Names:
    """The names behind all keys in images of rows, one query per kind of thing, for :func:`changed`.

    A thing that not everybody may see who reads of it has a ``name_for_all``, which tells nothing of it.

    Args:
        images: rows as the journal keeps them, each with its model.
        known: things read already, which are not asked for again.
    """
    names: Names = {(each._meta.model, each.pk): str(each) for each in known if each is not None}
    wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
    for model, image in images:
        for field in model._meta.concrete_fields:
            if not isinstance(field, models.ForeignKey):
                continue
            key = image.get(field.column)
            if key is not None and (field.related_model, key) not in names:
                wanted[field.related_model].add(key)
    return names | {
        (model, pk): str(getattr(thing, "name_for_all", thing))
        for model, pks in wanted.items()
        for pk, thing in in_bulk(model, pks).items()
    }


def changed(
    thing: models.Model | type[models.Model],
    before: dict[str, Any],
    after: dict[str, Any],
    names: Names | None = None,
) -> dict[str, str]:
    """The fields that differ between two images of a row, by their printed names: "before → after"."""
    model = thing if isinstance(thing, type) else type(thing)
    if names is None:
        names = names_in([(model, before), (model, after)])
    fields = {field.column: field for field in thing._meta.concrete_fields}
    return {
        str(fields[key].verbose_name) if key in fields else key: (
            f"{_shown(fields.get(key), before.get(key), names)} → {_shown(fields.get(key), value, names)}"
        )
        for key, value in after.items()
        if before.get(key) != value and key not in ("version", "id")
    }


def _shown(field: models.Field[Any, Any] | None, value: Any, names: Names) -> str:
    """A value of the journal as people read it: the name behind a key, the word behind a code, the minute of a moment."""
    if value in (None, ""):
        return "—"
    if isinstance(field, models.ForeignKey):
        return names.get((field.related_model, value), f"#{value}")[:60]
    if isinstance(field, models.BooleanField):
        return _("是") if value else _("否")
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DateTimeField):
        moment = parse_datetime(str(value))
        if moment is not None:
            aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            return timezone.localtime(aware).strftime("%Y-%m-%d %H:%M")
    if isinstance(field, models.DecimalField):
        plain = f"{Decimal(str(value)).normalize():f}"
        return (
            f"{plain}%"
            if field.name == "percent"
            else _("%(points)s个百分点") % {"points": plain}
            if field.name == "lag"
            else plain
        )
    return str(value)[:60]
