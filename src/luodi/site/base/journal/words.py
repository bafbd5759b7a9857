"""The journal in words (留痕文字): which field changed from what to what, as a person reads it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from ..languages import said
from ..models import JournalEntry, User
from ..rights import Person
from .concealed import Columns, concealed

NAMED: Final = frozenset({
    "base.user", "base.organisation", "base.area", "base.storedfile", "ledger.decision", "ledger.duty", "ledger.commitment",
})  # fmt: skip
"""Models whose rows print as themselves without asking the database again; others print as their number."""
HIDDEN: Final = frozenset({"id", "version"})
LONG: Final = 400
SENTENCES: Final = frozenset({
    "ledger.Duty.light_reason", "ledger.Pressing.text", "ledger.DocumentVersion.failure",
})  # fmt: skip
"""Fields that hold sentences of the site's own."""


class Change(NamedTuple):
    """One field of one entry: its printed name, before, after; None where there was or is no row."""

    field: str
    before: str | None
    after: str | None


class Worded(NamedTuple):
    """A journal entry in words: who did what to which thing, and what changed."""

    entry: JournalEntry
    who: str
    acting_for: str
    action: str
    thing: str
    changes: list[Change]


@lru_cache(maxsize=256)
def model_of(table: str) -> type[models.Model] | None:
    """The model whose table this is."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table == table:
            return model
    return None


def tables() -> list[tuple[str, str]]:
    """The journalled tables with their names in words."""
    from .triggers import kept

    return [(model._meta.db_table, _called(model)) for model in kept()]


def _called(model: type[models.Model]) -> str:
    """What a model is called; one that only links two others is called after both, in the reader's language."""
    if not model._meta.auto_created:
        return str(model._meta.verbose_name)
    ends = [field.related_model for field in model._meta.fields if isinstance(field, models.ForeignKey)]
    return " – ".join(str(each._meta.verbose_name) for each in ends)


def in_words(entries: Iterable[JournalEntry], reader: Person | None = None) -> list[Worded]:
    """Put entries into words; one query per kind of thing they point to, however many they are.

    Args:
        entries: the entries.
        reader: who reads them; what they may not see is not shown. None: anybody.
    """
    found = list(entries)
    names, hidden = _names(found), concealed(reader)
    return [_worded(entry, names, hidden(entry)) for entry in found]


def action_title(name: str) -> str:
    """The title of an action, or its name where it is no longer one."""
    from ..action import REGISTRY

    known = REGISTRY.get(name)
    return str(known.title) if known else name or _("(未经页面操作)")


def _worded(entry: JournalEntry, names: dict[tuple[str, int], str], hidden: Columns) -> Worded:
    model = model_of(entry.table)
    title = _called(model) if model else entry.table
    who = names.get(("base.user", entry.user), f"#{entry.user}") if entry.user else _("系统")
    acting = names.get(("base.user", entry.acting_for), f"#{entry.acting_for}") if entry.acting_for else ""
    return Worded(
        entry,
        who,
        acting,
        action_title(entry.action),
        f"{title} {entry.row}",
        _changes(entry, model, names, hidden),
    )


def _changes(
    entry: JournalEntry, model: type[models.Model] | None, names: dict[tuple[str, int], str], hidden: Columns
) -> list[Change]:
    fields = {field.column: field for field in model._meta.concrete_fields} if model else {}
    before, after = entry.before or {}, entry.after or {}
    made = []
    for key in after or before:
        if key in HIDDEN or before.get(key) == after.get(key):
            continue
        if not entry.before and after.get(key) in (None, "", {}, []):
            continue
        field = fields.get(key)
        title = _title(field) if field is not None else key
        told = [_said(image.get(key), field, names, key in hidden) for image in (before, after)]
        made.append(Change(title, told[0] if entry.before else None, told[1] if entry.after else None))
    return made


def _title(field: models.Field[Any, Any]) -> str:
    """A field's printed name; one that points to something and has none is called as what it points to."""
    if isinstance(field, models.ForeignKey) and field.verbose_name == field.name.replace("_", " "):
        return str(field.related_model._meta.verbose_name)
    return str(field.verbose_name)


def _said(
    value: Any, field: models.Field[Any, Any] | None, names: dict[tuple[str, int], str], hidden: bool
) -> str:
    """A value, or that it is none of the reader's business; that there is none may be seen."""
    return _("(个人信息,不显示)") if hidden and value not in (None, "") else _shown(value, field, names)


def _shown(value: Any, field: models.Field[Any, Any] | None, names: dict[tuple[str, int], str]) -> str:
    if value in (None, ""):
        return "—"
    if isinstance(field, models.ForeignKey):
        return names.get((field.related_model._meta.label_lower, value), f"#{value}")
    if isinstance(field, models.BooleanField):
        return _("是") if value else _("否")
    if isinstance(field, models.DateTimeField):
        return _moment(str(value))
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if str(field) in SENTENCES:
        value = said(str(value))
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
    return text if len(text) <= LONG else text[:LONG] + "…"


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def _names(entries: list[JournalEntry]) -> dict[tuple[str, int], str]:
    """The names of everything that entries point to."""
    wanted: dict[type[models.Model], set[int]] = defaultdict(set)
    for entry in entries:
        wanted[User].update(pk for pk in (entry.user, entry.acting_for) if pk)
        model = model_of(entry.table)
        for field in model._meta.concrete_fields if model else ():
            if isinstance(field, models.ForeignKey) and field.related_model._meta.label_lower in NAMED:
                values = {(image or {}).get(field.column) for image in (entry.before, entry.after)}
                wanted[field.related_model].update(value for value in values if isinstance(value, int))
    return {
        (model._meta.label_lower, pk): str(thing)
        for model, pks in wanted.items()
        if pks
        for pk, thing in model._default_manager.in_bulk(sorted(pks)).items()
    }
