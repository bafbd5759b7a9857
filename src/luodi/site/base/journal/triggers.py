"""Triggers that write the journal (留痕触发器): one set per kept table, on SQLite and on PostgreSQL.

They are laid anew after every migration, so they always know the columns the table has. A model is kept unless its name
stands in :data:`NOT_KEPT`, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

JOURNAL: Final = "base_journalentry"
NOT_KEPT: Final = {
    "base.journalentry": "it is the journal",
    "base.journalseal": "it seals the journal, and takes no change itself",
    "base.journalcontext": "it names the hand at work and is emptied again",
    "base.job": "its progress changes many times a second and proves nothing",
    "base.notice": "a message is not a change",
    "base.receipt": "it only guards against a second click",
    "ledger.searchmark": "it only says what the search index has yet to read",
    "observatory.deliveryline": "it is worked out anew from the run, whose hash is kept",
}
SECRET: Final = {"password"}
_HIDDEN: Final = "".join(f" - '{name}'" for name in sorted(SECRET))
ROOMS: Final = ("base", "ledger", "records", "observatory")


class Staged(NamedTuple):
    """What a model says whose rows come in unseen, in a batch that becomes valid by one flag (attribute ``STAGED``).

    What nobody sees is not journalled: neither the rows of a batch that is not valid as they come and go, nor the mark
    such a batch sets on the row that it would replace. A million images of a file that is kept by its hash prove nothing
    more, and writing them costs as much again as the import. Whatever changes what is seen is journalled: the batch's
    flag, and every row that comes into, changes in or leaves a valid batch, or is replaced by one.

    Attributes:
        batches: table with the flag ``valid``.
        brought: column that names the batch which brought the row.
        replaced: column that names the batch which replaces it.
        marks: columns that mean nothing before that batch is valid.
    """

    batches: str
    brought: str
    replaced: str
    marks: tuple[str, ...]


def kept() -> list[type[models.Model]]:
    """The models whose tables are journalled, hidden link tables included."""
    found = [
        model
        for room in ROOMS
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
        if model._meta.label_lower not in NOT_KEPT and model._meta.managed and not model._meta.proxy
    ]
    return sorted(found, key=lambda model: model._meta.db_table)


def install(connection: BaseDatabaseWrapper, tables: Iterable[type[models.Model]] | None = None) -> None:
    """Lay the triggers of every kept table, and those that guard the journal itself."""
    lay = _sqlite if connection.vendor == "sqlite" else _postgresql
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        if JOURNAL not in present:
            return
        for statement in _guards(connection.vendor):
            cursor.execute(statement)
        for model in kept() if tables is None else tables:
            if model._meta.db_table in present:
                for statement in lay(model):
                    cursor.execute(statement)


def _columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [field for field in model._meta.concrete_fields if field.name not in SECRET]


def image_sql(model: type[models.Model], row: str, vendor: str) -> str:
    """The SQL that makes a row's image, as the triggers write it.

    Args:
        model: whose table it is.
        row: what the statement calls the row: NEW, OLD or an alias.
        vendor: sqlite or postgresql.
    """
    if vendor == "postgresql":
        return f"to_jsonb({row}){_HIDDEN}"
    pairs = ", ".join(f"'{field.column}', {_plain(row, field)}" for field in _columns(model))
    return f"json_object({pairs})"


def _sqlite(model: type[models.Model]) -> Iterable[str]:
    table, key = model._meta.db_table, key_of(model)
    context = "(SELECT {} FROM base_journalcontext WHERE id = 1)"
    who = ", ".join(
        (
            context.format('"user"'),
            context.format("acting_for"),
            f"coalesce({context.format('action')}, '')",
            f"coalesce({context.format('reason')}, '')",
            f"coalesce({context.format('request')}, '')",
        )
    )

    def image(row: str) -> str:
        return image_sql(model, row, "sqlite")

    for kind, event, before, after, row in (
        ("I", "INSERT", "NULL", image("NEW"), "NEW"),
        ("U", "UPDATE", image("OLD"), image("NEW"), "NEW"),
        ("D", "DELETE", image("OLD"), "NULL", "OLD"),
    ):
        name = f"luodi_journal_{table}_{kind.lower()}"
        yield f'DROP TRIGGER IF EXISTS "{name}"'
        yield (
            f'CREATE TRIGGER "{name}" AFTER {event} ON "{table}" {_when(model, event, _SQLITE)} BEGIN '
            f'INSERT INTO {JOURNAL} (at, tx, "table", "row", kind, before, after, "user", acting_for, action, reason, '
            f"request) VALUES (strftime('%Y-%m-%d %H:%M:%f', 'now'), "
            f"coalesce((SELECT max(id) FROM {JOURNAL}), 0) + 1, "
            f"'{table}', {row}.\"{key}\", '{kind}', {before}, {after}, {who}); END"
        )


def _plain(row: str, field: models.Field[Any, Any]) -> str:
    """The column as JSON can hold it: bytes as hexadecimal digits, JSON as JSON."""
    column = f'{row}."{field.column}"'
    if isinstance(field, models.BinaryField):
        return f"hex({column})"
    if isinstance(field, models.JSONField):
        return f"json({column})"
    return column


def _postgresql(model: type[models.Model]) -> Iterable[str]:
    table = model._meta.db_table
    yield _OFFSET
    yield _FUNCTION.format(journal=JOURNAL, hidden=_HIDDEN)
    yield f'DROP TRIGGER IF EXISTS luodi_journal ON "{table}"'
    staged: Staged | None = getattr(model, "STAGED", None)
    if staged is None:
        yield (
            f'CREATE TRIGGER luodi_journal AFTER INSERT OR UPDATE OR DELETE ON "{table}" '
            f"FOR EACH ROW EXECUTE FUNCTION luodi_journal('{key_of(model)}')"
        )
        return
    yield _VALID.format(batches=staged.batches)
    for event in ("INSERT", "UPDATE", "DELETE"):
        name = f"luodi_journal_{event.lower()}"
        yield f'DROP TRIGGER IF EXISTS {name} ON "{table}"'
        yield (
            f'CREATE TRIGGER {name} AFTER {event} ON "{table}" FOR EACH ROW '
            f"{_when(model, event, _POSTGRESQL)} EXECUTE FUNCTION luodi_journal('{key_of(model)}')"
        )


class _Dialect(NamedTuple):
    """How an engine asks whether a batch is valid, and whether two values differ."""

    valid: str
    differ: str


_SQLITE: Final = _Dialect("EXISTS (SELECT 1 FROM {batches} WHERE id = {id} AND valid)", "IS NOT")
_POSTGRESQL: Final = _Dialect("luodi_valid({id})", "IS DISTINCT FROM")
_VALID: Final = (  # a trigger's condition may call a function there, but hold no query
    "CREATE OR REPLACE FUNCTION luodi_valid(batch bigint) RETURNS boolean LANGUAGE sql STABLE AS "
    "$$ SELECT EXISTS (SELECT 1 FROM {batches} WHERE id = batch AND valid) $$"
)


def _when(model: type[models.Model], event: str, dialect: _Dialect) -> str:
    """The condition under which a change of a row is journalled; empty where it always is."""
    staged: Staged | None = getattr(model, "STAGED", None)
    if staged is None:
        return ""

    def valid(row: str, column: str) -> str:
        return dialect.valid.format(batches=staged.batches, id=f'{row}."{column}"')

    if event != "UPDATE":
        return f"WHEN ({valid('NEW' if event == 'INSERT' else 'OLD', staged.brought)})"
    changed = " OR ".join(
        f'OLD."{field.column}" {dialect.differ} NEW."{field.column}"'
        for field in model._meta.concrete_fields
        if field.column not in staged.marks
    )
    brought = f"{valid('OLD', staged.brought)} OR {valid('NEW', staged.brought)}"
    replaced = f"{valid('OLD', staged.replaced)} OR {valid('NEW', staged.replaced)}"
    return f"WHEN (({brought}) AND ({changed} OR {replaced}))"


def key_of(model: type[models.Model]) -> str:
    """The column of a table's key, whose value an entry names as its row."""
    key = model._meta.pk
    assert key is not None, model
    return str(key.column)


_OFFSET: Final = """
DO $$ BEGIN
  IF to_regprocedure('luodi_tx_offset()') IS NULL THEN
    CREATE FUNCTION luodi_tx_offset() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT 0::bigint';
  END IF;
END $$
"""


def lift(connection: BaseDatabaseWrapper) -> None:
    """Have transactions go on after those of the journal (PostgreSQL, after a restore).

    A new server counts its transactions from the start: without this, new rows would stand before the last seal, and
    no seal would ever take them.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT greatest(luodi_tx_offset(), coalesce((SELECT max(until_tx) FROM base_journalseal), 0) "
            f"- pg_current_xact_id()::text::bigint, coalesce((SELECT max(tx) + 1 FROM {JOURNAL}), 0) "
            "- pg_current_xact_id()::text::bigint)"
        )
        offset = int(cursor.fetchone()[0])
        cursor.execute(
            "CREATE OR REPLACE FUNCTION luodi_tx_offset() RETURNS bigint LANGUAGE sql STABLE "
            f"AS 'SELECT {offset}::bigint'"
        )


_FUNCTION: Final = """
CREATE OR REPLACE FUNCTION luodi_journal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  old_row jsonb := NULL;
  new_row jsonb := NULL;
BEGIN
  IF TG_OP <> 'INSERT' THEN old_row := to_jsonb(OLD){hidden}; END IF;
  IF TG_OP <> 'DELETE' THEN new_row := to_jsonb(NEW){hidden}; END IF;
  INSERT INTO {journal}
    (at, tx, "table", "row", kind, before, after, "user", acting_for, action, reason, request)
  VALUES
    (clock_timestamp(), pg_current_xact_id()::text::bigint + luodi_tx_offset(), TG_TABLE_NAME,
     (coalesce(new_row, old_row) ->> TG_ARGV[0])::bigint, left(TG_OP, 1), old_row, new_row,
     nullif(current_setting('luodi.user', true), '')::bigint,
     nullif(current_setting('luodi.acting_for', true), '')::bigint,
     coalesce(current_setting('luodi.action', true), ''),
     coalesce(current_setting('luodi.reason', true), ''),
     coalesce(current_setting('luodi.request', true), ''));
  RETURN NULL;
END $$
"""


def _guards(vendor: str) -> Iterable[str]:
    """What refuses every update and delete of the journal and its seals."""
    tables = (JOURNAL, "base_journalseal")
    if vendor == "sqlite":
        for table in tables:
            for event in ("UPDATE", "DELETE"):
                name = f"luodi_guard_{table}_{event.lower()}"
                yield f'DROP TRIGGER IF EXISTS "{name}"'
                yield (
                    f'CREATE TRIGGER "{name}" BEFORE {event} ON {table} '
                    "BEGIN SELECT RAISE(ABORT, 'the journal takes no change'); END"
                )
        return
    yield (
        "CREATE OR REPLACE FUNCTION luodi_guard() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the journal takes no change'; END $$"
    )
    for table in tables:
        yield f"DROP TRIGGER IF EXISTS luodi_guard ON {table}"
        yield (
            f"CREATE TRIGGER luodi_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION luodi_guard()"
        )
