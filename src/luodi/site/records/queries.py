"""What the room's pages ask (登记簿查询): each in a fixed number of queries, none that counts a million rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import IntegerField, QuerySet, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from luodi.core.registers import Register, load
from luodi.site.base.models import JournalEntry

from .models import Batch, ChangeRequest, Row, model_of
from .models.rows import PREFIX


def counts() -> dict[str, int]:
    """How many rows of each register are visible, from what its valid batches brought and took away."""
    found = (
        Batch.objects.filter(valid=True)
        .order_by("register")
        .values("register")
        .annotate(
            brought=Sum(Coalesce(Cast(KT("counts__new"), IntegerField()), 0)),
            removed=Sum(Coalesce(Cast(KT("counts__removed"), IntegerField()), 0)),
        )
    )
    return {each["register"]: each["brought"] - each["removed"] for each in found}


class Reference(NamedTuple):
    """The row that a reference points to: its number and what it is called."""

    pk: int
    title: str


def references(
    register: Register, rows: Iterable[Row], names: Iterable[str]
) -> dict[tuple[str, str], Reference]:
    """The rows that these rows refer to, by register and key: one query a register referred to."""
    wanted: dict[str, set[str]] = {}
    for name in names:
        to = register.column(name).to
        if to:
            wanted.setdefault(to, set()).update(row.value(name) for row in rows if row.value(name))
    return {(to, code): each for to, keys in wanted.items() for code, each in named(to, keys).items()}


def named(register: str, keys: Iterable[str]) -> dict[str, Reference]:
    """The visible rows of a register with these keys, and what they are called: one query."""
    declared = load()[register]
    key, title = declared.key[0], declared.listed[0]
    if declared.column(title).personal:
        title = key
    wanted = list(keys)
    if not wanted:
        return {}
    there = model_of(register).objects.visible().filter(**{f"{PREFIX}{key}__in": wanted})
    rows = there.values_list("pk", PREFIX + key, PREFIX + title)
    return {code: Reference(pk, str(name or code)) for pk, code, name in rows}


def versions(row: Row) -> list[Row]:
    """A row and all that it was and became, newest first; what only a batch that is not valid says is left out."""
    every: Any = model_of(row.register.id).objects.all()
    rows = every.filter(pk__in=_chain(row), batch__valid=True)
    by_pk: dict[int, Any] = {
        each.pk: each for each in rows.select_related("batch__by", "batch__file", "replaced_in")
    }
    before: dict[int, list[int]] = {}
    for each in by_pk.values():
        if stands_replaced(each) and each.replaced_by_id:
            before.setdefault(each.replaced_by_id, []).append(each.pk)
    found, edge = {row.pk}, [row.pk]
    by_pk[row.pk] = row
    while edge:
        pk = edge.pop()
        after = [by_pk[pk].replaced_by_id] if stands_replaced(by_pk[pk]) else []
        for other in (*before.get(pk, ()), *after):
            if other in by_pk and other not in found:
                found.add(other)
                edge.append(other)
    return [by_pk[pk] for pk in sorted(found, reverse=True)]


def _chain(row: Row) -> list[int]:
    """Ids of all rows that stand in a line of replacing with a row, whatever batch says so: one query."""
    table = connection.ops.quote_name(row._meta.db_table)
    sql = f"""
        WITH RECURSIVE ahead(id) AS (
            SELECT CAST(%s AS BIGINT)
            UNION SELECT t.replaced_by_id FROM {table} t JOIN ahead ON t.id = ahead.id WHERE t.replaced_by_id IS NOT NULL
        ), line(id) AS (
            SELECT id FROM ahead
            UNION SELECT t.id FROM {table} t JOIN line ON t.replaced_by_id = line.id
        ) SELECT id FROM line"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [row.pk])
        return [found for (found,) in cursor.fetchall()]


def stands_replaced(row: Row) -> bool:
    """Whether a valid batch has replaced or removed the row."""
    return row.replaced_in is not None and row.replaced_in.valid


def journal(rows: Iterable[Row]) -> list[JournalEntry]:
    """What the journal says of these rows, newest first."""
    listed = list(rows)
    table = listed[0]._meta.db_table
    found = JournalEntry.objects.filter(table=table, row__in=[row.pk for row in listed])
    return list(found.order_by("-id")[:50])


def requests(registers: Iterable[str] | None = None) -> QuerySet[ChangeRequest]:
    """Requests that wait, of these registers or of all, oldest first."""
    waiting = (
        ChangeRequest.objects.filter(state=ChangeRequest.State.ASKED).select_related("by").order_by("id")
    )
    return waiting if registers is None else waiting.filter(register__in=registers)
