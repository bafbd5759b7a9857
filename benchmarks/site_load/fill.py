"""Generated rows by the million, written by the database itself."""

from __future__ import annotations

from contextlib import suppress

from django.db import ProgrammingError, connection
from django.utils import timezone

from luodi.site.base.journal import triggers
from luodi.site.base.models import Area, Grant, JournalSeal, Organisation, Role, User

UNITS = 200
EACH = 400
"""Promises of one decision: what a long real one has."""
SENTENCE = "到2027年,生成的事项完成一百项,由责任单位按季度推进,年底前报告进展,有关情况向社会公开。\n"


def fill(commitments: int, reports: int, journal: int) -> None:
    """Fill an empty, migrated database: units, people, commitments with a duty each, reports, journal rows."""
    sqlite = connection.vendor == "sqlite"
    people()
    with connection.cursor() as cursor:
        if sqlite:
            cursor.execute("PRAGMA foreign_keys=OFF")
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'luodi_%'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
        else:
            cursor.execute("SET session_replication_role = replica")
        filled = set()
        for table, count, columns, values in rows(commitments, reports, journal):
            filled.add(table)
            source = (
                f"WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g WHERE i < {count}) SELECT {values} FROM g"
                if sqlite
                else f"SELECT {values} FROM generate_series(1, {count}) AS g(i)"
            )
            cursor.execute(f"INSERT INTO {table} ({columns}) {source}")
            print(f"  {count:>9,} rows of {table}", flush=True)
        if journal:
            sealed(journal)
        if sqlite:
            cursor.execute("ANALYZE")
        else:
            cursor.execute("SET session_replication_role = DEFAULT")
            for table in sorted(filled):
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
                )
            cursor.execute("VACUUM ANALYZE")
            with suppress(
                ProgrammingError
            ):  # for who may: what was filled in is written out before anything is timed
                cursor.execute("CHECKPOINT")
    triggers.install(connection)
    triggers.lift(connection)


def sealed(journal: int) -> None:
    """Have the journal end with a seal, as a site's does whose worker runs; it holds no hashes, and nobody verifies it."""
    until = 10_000 + journal + 1
    JournalSeal.objects.create(
        number=1,
        since_tx=0,
        until_tx=until,
        rows=journal,
        digests=b"",
        previous="",
        sha256="",
        at=timezone.now(),
    )


def people() -> None:
    """Two hundred units in twelve areas, an officer who sees all, a unit's lead who sees its own, staff everywhere."""
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
    Grant.objects.create(user=User.objects.get(username="officer"), role=Role.ADMINISTRATOR)
    staff = User.objects.bulk_create(
        User(username=f"staff{n}", name=f"生成人员{n}", password="!") for n in range(3 * UNITS)
    )
    Grant.objects.bulk_create(
        Grant(user=each, role=Role.UNIT_STAFF, organisation_id=1 + n % UNITS) for n, each in enumerate(staff)
    )


def rows(commitments: int, reports: int, journal: int):
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
    whole = f"repeat('{SENTENCE}', {EACH})" if pg else f"replace(hex(zeroblob({EACH})), '00', '{SENTENCE}')"
    light = "(CASE i % 10 WHEN 0 THEN 'red' WHEN 1 THEN 'yellow' ELSE 'green' END)"
    of = f"1 + (i - 1) / {EACH}"
    start = f"((i - 1) % {EACH}) * {len(SENTENCE)}"
    public = f"(CASE WHEN i % 10 = 0 THEN {true} ELSE {false} END)"
    decisions = max(1, commitments // EACH)
    yield (
        "ledger_decision",
        decisions,
        "id, title, number, issuer, area_id, published, version",
        (f"i, '生成的决定' || {text}, '', '', 1, {public}, 1"),
    )
    yield (
        "ledger_documentversion", decisions,
        "id, decision_id, number, text, text_sha256, reading, state, failure, at, adopted_at",
        f"i, i, 1, {whole}, '', {empty}, 'adopted', '', {moment}, {moment}",
    )  # fmt: skip
    yield (
        "ledger_finding", commitments,
        "id, version_id, kind, provision, start, \"end\", quote, data, units, state, note",
        f"i, {of}, 'target', '1', {start}, {start} + {len(SENTENCE) - 1}, '{SENTENCE[:-1]}', {empty}, {empty}, 'accepted', ''",
    )  # fmt: skip
    yield (
        "ledger_commitment", commitments,
        "id, decision_id, adopted_in_id, finding_id, number, kind, article, article_heading, title, start, \"end\", quote, "
        "indicator, comparator, unit, deadline, published, version",
        f"i, {of}, {of}, i, {text}, 'target', 'A' || (i % 28), '', '生成事项' || {text}, {start}, "
        f"{start} + {len(SENTENCE) - 1}, '{SENTENCE[:-1]}', '', '', '', {day}, (CASE WHEN ({of}) % 10 = 0 THEN {true} ELSE {false} END), 1",
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
        "ledger_node", 2 * commitments, "id, title, due_on, percent, duty_id",
        f"i, '生成节点' || (i % 2 + 1), {day}, 50 + 50 * (i % 2), 1 + i % {commitments}",
    )  # fmt: skip
    yield (
        "ledger_report", reports,
        "id, duty_id, organisation_id, by_id, at, percent, text, cause, state, review_note",
        f"i, 1 + i % {commitments}, 1 + i % {UNITS}, 1, {moment}, i % 100, '生成的进展情况' || {text}, '', "
        f"(CASE i % 20 WHEN 0 THEN 'submitted' ELSE 'accepted' END), ''",
    )  # fmt: skip
    yield (
        "base_storedfile",
        1,
        "id, sha256, name, size, media_type, at",
        (f"i, '{'0' * 64}', '生成.pdf', 1000, 'application/pdf', {moment}"),
    )
    yield (
        "ledger_evidence", commitments, "id, duty_id, file_id, title, organisation_id, by_id, at, state, note",
        f"i, 1 + i % {commitments}, 1, '生成的佐证', 1 + i % {UNITS}, 1, {moment}, "
        "(CASE i % 9 WHEN 0 THEN 'offered' ELSE 'accepted' END), ''",
    )  # fmt: skip
    yield (
        "ledger_extension", commitments // 5, "id, duty_id, asked_at, old_due_on, new_due_on, cause, reason, state, note",
        f"i, 1 + i * 5 % {commitments}, {moment}, {day}, '2032-01-01', 'land', '生成的理由', "
        "(CASE i % 20 WHEN 0 THEN 'asked' ELSE 'refused' END), ''",
    )  # fmt: skip
    yield (
        "ledger_formtime", commitments, "id, at, organisation_id, by_id, kind, minutes, counted, duty_id",
        f"i, {moment}, 1 + i % {UNITS}, 1, (CASE i % 2 WHEN 0 THEN 'evidence' ELSE 'extension' END), i % 30, {true}, "
        f"1 + i % {commitments}",
    )  # fmt: skip
    yield (
        "ledger_pressing", commitments // 2, "id, duty_id, kind, level, due_on, key, text, cause, at",
        f"i, 1 + i % {commitments}, 'remind', 0, {day}, {text}, '生成的提醒', '', {moment}",
    )  # fmt: skip
    yield (
        "ledger_supervisionpaper", commitments // 50,
        "id, kind, year, number, title, body, answer, state, approved_by, at, version, addressee_id",
        f"i, 'order', 2026, i, '生成的督办单' || {text}, '正文', '', (CASE i % 4 WHEN 0 THEN 'draft' ELSE 'issued' END), '', "
        f"{moment}, 1, 1 + i % {UNITS}",
    )  # fmt: skip
    yield "ledger_supervisionpaper_duties", commitments // 50, "supervisionpaper_id, duty_id", "i, i"
    yield (
        "ledger_instruction", commitments // 20,
        "id, duty_id, leader_id, text, written_on, answer_by, state, unit_id, handed_down_at, by_id, at, version",
        f"i, 1 + i % {commitments}, 1, '生成的批示' || {text}, {day}, {day}, (CASE i % 4 WHEN 0 THEN 'handed_down' WHEN 1 THEN "
        f"'answered' ELSE 'closed' END), 1 + i % {UNITS}, {moment}, 1, {moment}, 1",
    )  # fmt: skip
    yield (
        "ledger_conference", commitments // 500, "id, title, held_on, chair, minutes, version, agenda, place",
        f"i, '生成的联席会议' || {text}, {day}, '', '', 1, '', ''",
    )  # fmt: skip
    yield (
        "ledger_inspection", commitments // 1000,
        "id, title, basis, scope, starts_on, ends_on, state, conclusion, version, sample_by",
        f"i, '生成的督查' || {text}, '', '', {day}, {day}, 'planned', '', 1, 'random'",
    )  # fmt: skip
    yield (
        "base_notice", commitments // 5, "id, key, text, url, at, user_id",
        f"i, {text}, '生成的通知' || {text}, '', {moment}, 1 + i % 2",
    )  # fmt: skip
    yield (
        "base_journalentry", journal,
        'id, at, tx, "table", "row", kind, before, after, "user", acting_for, action, reason, request',
        f"i + 10000, {moment}, i + 10000, (CASE i % 3 WHEN 0 THEN 'ledger_duty' ELSE 'ledger_report' END), 1 + i % {commitments}, 'U', "
        f"{empty}, {empty}, 1 + i % 2, NULL, 'duty.report', '', {text}",
    )  # fmt: skip
