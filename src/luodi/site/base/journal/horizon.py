"""How far the journal is settled (可封存界线): the first transaction number that may still get rows.

PostgreSQL counts the transactions of all its databases together, and a snapshot names all of them that run. One that runs
in another database writes no row here, however long it stays open, so it does not hold sealing up.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from django.db import connection

LOOKS: Final = 5
"""So often at most: a transaction that ends between the snapshot and the look at the sessions is nobody's any more."""

_FRESH: Final = "SELECT pg_stat_clear_snapshot()"
"""Sessions are shown as they were at the first look of a transaction, unless that look is forgotten."""

# The snapshot is taken first, as a statement's always is: a transaction that runs in it, and whose number a session is seen
# to have afterwards, was that session's all the time, so the session's database is its own. Which database a session is in
# and which number it has is shown to every role. The server's own sweeper (autovacuum) changes no row. A snapshot names
# whole transactions, as the journal does, never savepoints, and leaves out who asks. Sessions tell the lower 32 bits of a
# number; those that run at once are never that far apart.
_RUNNING: Final = """
WITH taken AS MATERIALIZED (SELECT pg_current_snapshot() AS snapshot),
placed (xid, ours) AS (
  SELECT backend_xid, datname = current_database() AND backend_type IS DISTINCT FROM 'autovacuum worker'
  FROM pg_stat_activity WHERE backend_xid IS NOT NULL
  UNION ALL
  SELECT transaction, database = current_database() FROM pg_prepared_xacts
),
running (number, ours) AS (
  SELECT each.number::text::bigint, bool_or(placed.ours)
  FROM taken, pg_snapshot_xip(taken.snapshot) AS each (number) LEFT JOIN placed ON placed.xid = each.number::xid
  GROUP BY each.number
)
SELECT
  least(
    coalesce((SELECT min(number) FROM running WHERE ours IS NOT FALSE), pg_snapshot_xmax(snapshot)::text::bigint),
    pg_current_xact_id_if_assigned()::text::bigint
  ) + luodi_tx_offset(),
  EXISTS (SELECT 1 FROM running WHERE ours IS NULL)
FROM taken
"""

# age() counts backwards from the newest number, and so past the end of 32 bits
_OLDEST: Final = """
SELECT pid, prepared FROM (
  SELECT pid, backend_xid AS xid, '' AS prepared FROM pg_stat_activity
  WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()
    AND backend_type IS DISTINCT FROM 'autovacuum worker'
  UNION ALL
  SELECT NULL, transaction, gid FROM pg_prepared_xacts WHERE database = current_database()
) AS running ORDER BY age(xid) DESC LIMIT 1
"""


class Holder(NamedTuple):
    """Who keeps rows from being sealed: the process of a session, or the name of a transaction prepared in two phases."""

    pid: int | None
    prepared: str


def horizon() -> int:
    """The first transaction number that may still get rows in this database.

    What is not positively known to belong to another database counts as ours: too low a number only puts off sealing.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT coalesce(max(id), 0) + 1 FROM base_journalentry")
            return int(cursor.fetchone()[0])
        found = 0
        for _ in range(LOOKS):
            cursor.execute(_FRESH)
            cursor.execute(_RUNNING)
            number, unknown = cursor.fetchone()
            found = max(found, int(number))
            if not unknown:
                break
        return found


def holder() -> Holder | None:
    """Who has the oldest transaction that is open in this database and has written; None if nobody has."""
    if connection.vendor == "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute(_FRESH)
        cursor.execute(_OLDEST)
        found = cursor.fetchone()
        return Holder(*found) if found else None
