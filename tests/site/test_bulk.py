"""Room for much writing is given for that time only."""

from __future__ import annotations

import json

import pytest
import real_site

LIMITS = """
import json, sys
import django; django.setup()
from django.core.management import call_command
from django.db import connection, transaction
from luodi.site.sqlite.bulk import checkpoint, writing_much
call_command("migrate", verbosity=0)
def ask(pragma):
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {pragma}").fetchone()[0]
def limits():
    return [ask("cache_size"), ask("wal_autocheckpoint")]
before = limits()
with writing_much(connection):
    during = limits()
after_well = limits()
try:
    with writing_much(connection):
        1 / 0
except ZeroDivisionError:
    pass
with transaction.atomic():
    checkpoint(connection)  # inside a transaction there is nothing it could do
json.dump([before, during, after_well, limits()], sys.stdout)
"""


@pytest.mark.skipif(real_site.kind() != "sqlite", reason="only SQLite has such limits")
def test_limits_are_as_before_afterwards_however_it_ended(tmp_path):
    before, during, after_well, after_badly = json.loads(
        real_site.run("-c", LIMITS, env=real_site.environment(tmp_path))
    )
    assert before == after_well == after_badly
    assert during == [-128 * 1024, 0]
