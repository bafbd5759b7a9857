"""The chain (留痕链): seals tie journal rows together, so that a changed, lost or slipped-in row is found and named.

Each seal hashes its rows' own SHA-256 digests, in order of transaction and id, after the hash of the seal before it.
PostgreSQL commits out of order, so a seal takes only transactions older than every one still running in this database;
SQLite has one writer at a time. The scheme is a hash chain over batches (Haber and Stornetta, How to time-stamp a digital document, 1991).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC
from typing import Final, NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from ..models import JournalEntry, JournalSeal
from .horizon import horizon

BATCH: Final = 2000
DIGEST: Final = 16
FIRST: Final = "0" * 64
_LOCK: Final = 0x6C756F6469  # "luodi": one sealer at a time
_FIELDS: Final = (
    "id", "at", "tx", "table", "row", "kind", "before", "after", "user", "acting_for", "action", "reason", "request",
)  # fmt: skip

Row = tuple[object, ...]


class Break(NamedTuple):
    """The first broken link: which seal, which journal row where it can be told, and what is wrong with it."""

    seal: int
    entry: int | None
    what: str


class Verdict(NamedTuple):
    """What a check of the chain found: seals and rows that hold, rows not yet sealed, and the first break if any."""

    seals: int
    rows: int
    unsealed: int
    first_break: Break | None


def digest(row: Row) -> bytes:
    """SHA-256 of one journal row in its canonical form: its fields as JSON, keys sorted, time in UTC."""
    values = [
        value.astimezone(UTC).isoformat(timespec="milliseconds") if name == "at" else value  # type: ignore[attr-defined]
        for name, value in zip(_FIELDS, row, strict=True)
    ]
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()


def link(previous: str, since: int, until: int, digests: bytes) -> str:
    """The hash of a seal."""
    head = f"{previous}\n{since}\n{until}\n".encode("ascii")
    return hashlib.sha256(head + digests).hexdigest()


def seal(limit: int = 50) -> int:
    """Seal what is committed and not yet sealed, at most ``limit`` batches, and say how many rows that were."""
    sealed = 0
    for _ in range(limit):
        count = _seal_once()
        sealed += count
        if count < BATCH:
            break
    return sealed


def _seal_once() -> int:
    with transaction.atomic():
        _alone()
        until = horizon()  # before the rows are read: what ends in between is left for the next seal
        last = JournalSeal.objects.order_by("-number").first()
        since = last.until_tx if last else 0
        rows = list(_rows(since, until)[:BATCH])
        if not rows:
            return 0
        if len(rows) == BATCH:
            until = int(rows[-1][2]) + 1
            rows = list(_rows(since, until))  # a transaction is never split
        digests = b"".join(digest(row) for row in rows)
        previous = last.sha256 if last else FIRST
        JournalSeal.objects.create(
            number=last.number + 1 if last else 1,
            since_tx=since,
            until_tx=until,
            rows=len(rows),
            digests=b"".join(digests[i : i + DIGEST] for i in range(0, len(digests), 32)),
            previous=previous,
            sha256=link(previous, since, until, digests),
            at=timezone.now(),
        )
        return len(rows)


def _alone() -> None:
    """Let one sealer in at a time; SQLite has one writer as it is."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _rows(since: int, until: int):  # type: ignore[no-untyped-def]
    """Journal rows of the transactions in [since, until), in the chain's order."""
    found = JournalEntry.objects.filter(tx__gte=since, tx__lt=until).order_by("tx", "id")
    return found.values_list(*_FIELDS)


def verify(progress: Callable[[int, int], None] = lambda done, total: None) -> Verdict:
    """Work every hash anew and say where the chain first breaks, if it does.

    Args:
        progress: called with seals done and seals in all.
    """
    seals = JournalSeal.objects.count()
    previous, until, rows = FIRST, 0, 0
    for done, each in enumerate(JournalSeal.objects.order_by("number").iterator(chunk_size=100), 1):
        found = _break_in(each, done, previous, until)
        if found:
            return Verdict(done - 1, rows, 0, found)
        previous, until, rows = each.sha256, each.until_tx, rows + each.rows
        progress(done, seals)
    return Verdict(seals, rows, JournalEntry.objects.filter(tx__gte=until).count(), None)


def _break_in(each: JournalSeal, number: int, previous: str, until: int) -> Break | None:
    if each.number != number:
        return Break(number, None, f"seal {number} is gone")
    if each.previous != previous or each.since_tx != until:
        return Break(number, None, "it does not follow the seal before it")
    digests: list[bytes] = []
    kept = [bytes(each.digests[i : i + DIGEST]) for i in range(0, len(each.digests), DIGEST)]
    for position, row in enumerate(_rows(each.since_tx, each.until_tx).iterator(chunk_size=BATCH)):
        own = digest(row)
        if position >= len(kept) or own[:DIGEST] != kept[position]:
            return Break(number, int(row[0]), _what(own, position, kept))
        digests.append(own)
    if len(digests) < len(kept):
        return Break(
            number, None, f"{len(kept) - len(digests)} of its {len(kept)} rows are gone from its end"
        )
    if link(previous, each.since_tx, each.until_tx, b"".join(digests)) != each.sha256:
        return Break(number, None, "the seal itself was changed")
    return None


def _what(own: bytes, position: int, kept: list[bytes]) -> str:
    """What is wrong with the first row that does not fit: slipped in, standing after lost ones, or changed."""
    if position >= len(kept):
        return "this row was slipped in after sealing"
    if own[:DIGEST] in kept[position + 1 :]:
        return "one or more rows before this one are gone"
    return "this row was changed, or slipped in before it was sealed"


def head() -> JournalSeal | None:
    """The last seal (链头); noted elsewhere, it proves later that what it covers was not written anew."""
    return JournalSeal.objects.defer("digests").order_by("-number").first()


def sha256_of(number: int) -> str | None:
    """The hash of a seal; None if the chain has no such seal."""
    return JournalSeal.objects.filter(number=number).values_list("sha256", flat=True).first()
