"""Generated rows by the million, written by the database itself."""

from __future__ import annotations

from contextlib import suppress

from django.db import ProgrammingError, connection

from luodi.site.base.journal import triggers
from luodi.site.base.models import Area, Grant, Organisation, Role, User
from luodi.site.ledger.models import Decision, DocumentVersion

UNITS = 200


def fill(commitments: int, reports: int, journal: int) -> None:
    """Fill an empty, migrated database: units, people, commitments with a duty each, reports, journal rows."""
    sqlite = connection.vendor == "sqlite"
    people()
    version = DocumentVersion.objects.get()
    with connection.cursor() as cursor:
        if sqlite:
            cursor.execute("PRAGMA foreign_keys=OFF")
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'luodi_%'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
        else:
            cursor.execute("SET session_replication_role = replica")
        for table, count, columns, values in rows(
            version.pk, version.decision_id, commitments, reports, journal
        ):
            source = (
                f"WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g WHERE i < {count}) SELECT {values} FROM g"
                if sqlite
                else f"SELECT {values} FROM generate_series(1, {count}) AS g(i)"
            )
            cursor.execute(f"INSERT INTO {table} ({columns}) {source}")
            print(f"  {count:>9,} rows of {table}", flush=True)
        if sqlite:
            cursor.execute("ANALYZE")
        else:
            cursor.execute("SET session_replication_role = DEFAULT")
            for table in (
                "ledger_finding",
                "ledger_commitment",
                "ledger_duty",
                "ledger_report",
                "base_journalentry",
            ):
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
                )
            cursor.execute("VACUUM ANALYZE")
            with suppress(
                ProgrammingError
            ):  # for who may: what was filled in is written out before anything is timed
                cursor.execute("CHECKPOINT")
    triggers.install(connection)


def people() -> None:
    """Two hundred units in twelve areas, an officer who sees all and a unit's lead who sees its own."""
    city = Area.objects.create(name="生成市", kind="city", column=1, row=1)
    areas = [city] + [
        Area.objects.create(name=f"生成县{n}", kind="county", parent=city, column=n % 4, row=n // 4)
        for n in range(11)
    ]
    Organisation.objects.bulk_create(
        Organisation(id=n, name=f"生成单位{n}", kind="office" if n == 1 else "bureau", area=areas[n % 12])
        for n in range(1, UNITS + 1)
    )
    for name, role, unit in (("officer", Role.OFFICE, 1), ("lead", Role.UNIT_LEAD, 2)):
        user = User.objects.create(username=name, name=name, is_staff=True, is_superuser=True)
        user.set_unusable_password()
        user.save()
        Grant.objects.create(user=user, role=role, organisation_id=unit)
    decision = Decision.objects.create(title="生成的决定", area=city)
    DocumentVersion.objects.create(decision=decision, number=1, state="adopted", text="生成的文本。" * 200)


def rows(version: int, decision: int, commitments: int, reports: int, journal: int):
    """Table, count, columns and the expressions that make row ``i``."""
    pg = connection.vendor != "sqlite"
    day = (
        "(DATE '2026-01-01' + (i % 1500)::int)" if pg else "date('2026-01-01', '+' || (i % 1500) || ' days')"
    )
    moment = (
        "now() - (i % 500000) * interval '1 minute'"
        if pg
        else "datetime('now', '-' || (i % 500000) || ' minutes')"
    )
    text, true, false = ("i::text", "true", "false") if pg else ("i", "1", "0")
    empty = "'{}'::jsonb" if pg else "'{}'"
    light = "(CASE i % 10 WHEN 0 THEN 'red' WHEN 1 THEN 'yellow' ELSE 'green' END)"
    del true
    yield (
        "ledger_finding", commitments,
        "id, version_id, kind, provision, start, \"end\", quote, data, units, state, note",
        f"i, {version}, 'target', '1', 0, 5, '生成的文本', {empty}, {empty}, 'accepted', ''",
    )  # fmt: skip
    yield (
        "ledger_commitment", commitments,
        "id, decision_id, adopted_in_id, finding_id, number, kind, article, article_heading, title, start, \"end\", quote, "
        "indicator, comparator, unit, deadline, published, version",
        f"i, {decision}, {version}, i, {text}, 'target', 'A' || (i % 28), '', '生成事项' || {text}, 0, 5, '生成的文本', '', "
        f"'', '', {day}, {false}, 1",
    )  # fmt: skip
    yield (
        "ledger_duty", commitments,
        "id, commitment_id, number, title, standard, weight, lead_id, area_id, state, starts_on, due_on, first_due_on, "
        "extensions_granted, percent, light, light_reason, cause, version",
        f"i, i, {text}, '生成任务' || {text}, '', 1, 1 + i % {UNITS}, 1 + i % 12, "
        f"(CASE i % 5 WHEN 0 THEN 'closed' WHEN 1 THEN 'checking' ELSE 'in_progress' END), {day}, {day}, {day}, 0, "
        f"i % 100, {light}, '计划进度50%,实际40%', '', 1",
    )  # fmt: skip
    yield (
        "ledger_report", reports,
        "id, duty_id, organisation_id, by_id, at, percent, text, cause, state, review_note",
        f"i, 1 + i % {commitments}, 1 + i % {UNITS}, 1, {moment}, i % 100, '生成的进展情况' || {text}, '', "
        f"(CASE i % 20 WHEN 0 THEN 'submitted' ELSE 'accepted' END), ''",
    )  # fmt: skip
    yield (
        "base_journalentry", journal,
        'id, at, tx, "table", "row", kind, before, after, "user", acting_for, action, reason, request',
        f"i + 10000, {moment}, i + 10000, (CASE i % 3 WHEN 0 THEN 'ledger_duty' ELSE 'ledger_report' END), 1 + i % {commitments}, 'U', "
        f"{empty}, {empty}, 1 + i % 2, NULL, 'duty.report', '', {text}",
    )  # fmt: skip
