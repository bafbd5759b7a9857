"""How quickly a register's pages answer over a million rows: p95 of each, beside one count of the same table.

Run: ``DATABASE_URL=postgresql://… python benchmarks/site_register_page.py [ROWS]`` on an empty database,
which it fills and leaves. Times are of whole requests with their templates, without network; the floor is the
login page, which asks the database for nothing of the register.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
TIMES = 40
PAGES = (
    "",
    "?before={half}",
    "?kind=incubator",
    "?kind=incubator&level=municipal&area=990107",
    "?area=9901",
    "?area=990103",
    "?valid_to=2018-01-05&valid_to_until=2018-01-06",
    "?valid_to=2040-01-01",
    "?q=GR000000777777",
    "?q=示例实验室777777",
    "?q=nowhere",
    "?q=91990102MA00077777",
    "{pk}/",
)
ALARMS = (
    "",
    "?light=yellow",
    "?register=recognition&light=green",
    "?kind=incubator",
    "?kind=incubator&area=990107",
    "?register=technology_contract",
    "?after=2026-12-15_8_{pk}",
    "?before=2026-12-15_8_{pk}",
)
FILL = """
INSERT INTO records_recognition (
  kind, number, holder, subject, level, area, issuer, valid_from, valid_to, batch_id, removed_because)
SELECT (ARRAY['high_tech_enterprise', 'technology_sme', 'specialised_sme', 'incubator'])[1 + (i %% 97) %% 4],
  'GR' || lpad(i::text, 12, '0'), '91990102MA' || lpad((i / 3)::text, 8, '0'), '示例实验室' || i,
  (ARRAY['national', 'provincial', 'municipal'])[1 + i %% 3], '9901' || lpad((i %% 20)::text, 2, '0'),
  '示例厅', date '2015-01-01' + (i %% 4000), date '2018-01-01' + (i %% 4000), %s, ''
FROM generate_series(1, %s) i
"""
CONTRACTS = """
INSERT INTO records_technology_contract (
  number, kind, title, seller, area, signed_on, accepted_on, decided_on, result, amount,
  batch_id, removed_because)
SELECT '2025' || lpad(i::text, 12, '0'), 'development', '示例项目' || i,
  '91990102MA' || lpad((i / 3)::text, 8, '0'),
  '9901' || lpad((i %% 20)::text, 2, '0'), current_date - i / 300, current_date - i / 300,
  CASE WHEN i %% 300 < 60 AND i < 9000 THEN NULL ELSE current_date - i / 300 + 20 END,
  CASE WHEN i %% 300 < 60 AND i < 9000 THEN 'pending' ELSE 'registered' END, 1, %s, ''
FROM generate_series(1, %s) i
"""
"""As many contracts, 300 a day, of which a fifth of the last thirty days wait to be decided."""


def main() -> None:
    here = Path(__file__).parent.resolve()  # a neighbour here has the name of a library
    sys.path[:] = [each for each in sys.path if Path(each).resolve() != here]
    os.environ["LUODI_WORKSPACE"] = tempfile.mkdtemp(prefix="luodi-pages-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "luodi.site.settings"
    os.environ["LUODI_HOSTS"] = "testserver"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from luodi.site.base.models import Grant, User
    from luodi.site.records.models import Batch, model_of

    call_command("migrate", verbosity=0)
    rows = model_of("recognition").objects
    if not rows.exists():
        batch = Batch.objects.create(
            register="recognition", title="t", state="applied", valid=True, counts={"new": ROWS}
        )
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")  # no triggers
            cursor.execute(FILL, [batch.pk, ROWS])
            contracts = Batch.objects.create(
                register="technology_contract", title="t", state="applied", valid=True
            )
            cursor.execute(CONTRACTS, [contracts.pk, ROWS])
            cursor.execute("SET session_replication_role = origin")
            cursor.execute("ANALYZE")
    user, _ = User.objects.get_or_create(username="officer", defaults={"name": "officer"})
    Grant.objects.get_or_create(user=user, role="office")
    client = Client()
    client.force_login(user)
    last = rows.order_by("-pk").values_list("pk", flat=True)[0]
    begun = time.perf_counter()
    found = rows.visible().count()
    print(f"{found:,} rows; one count of them takes {1000 * (time.perf_counter() - begun):.0f} ms")
    urls = [f"/records/recognition/{page.format(half=last - ROWS // 2, pk=last)}" for page in PAGES]
    urls += [f"/records/alarms/{page.format(pk=last)}" for page in ALARMS]
    for url in ("/login/", *urls):
        took = []
        for _ in range(TIMES):
            begun = time.perf_counter()
            answer = client.get(url)
            took.append(time.perf_counter() - begun)
        took.sort()
        median, late = 1000 * took[TIMES // 2], 1000 * took[int(TIMES * 0.95) - 1]
        print(f"{url:<75}{answer.status_code} median {median:6.0f} ms  p95 {late:6.0f} ms", flush=True)


if __name__ == "__main__":
    main()
