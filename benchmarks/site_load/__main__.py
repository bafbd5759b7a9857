"""Pages of the site under load, beside Django's own changelists of the same tables in the same run.

Run: ``python benchmarks/site_load [--database postgresql://…] [--connections 32] [--seconds 10]``. It makes a workspace of
generated rows in a temporary folder (or fills the named, empty database, which it drops and makes anew), serves it with
two web processes and prints a table. ``--writes 1`` changes a duty each second meanwhile. The floor is the page ``/healthz`` or, where there is none, the sign-in page.
"""

from __future__ import annotations

import argparse
import itertools
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from load import measure

ASKED = 300
"""Milliseconds within which 95 of a hundred answers are asked for."""
CHANGELIST = "/django-admin/"
PAGES = {
    "duties, list": ("/ledger/duties/", "ledger/duty/"),
    "duties, red ones": ("/ledger/duties/?light=red", "ledger/duty/?light__exact=red"),
    "one duty": ("/ledger/duties/5001/", None),
    "desk": ("/ledger/", None),
    "duties behind a count": ("/ledger/duties/?lane=red&due=late", None),
    "overview by article": ("/ledger/overview/article/", None),
    "overview by unit": ("/ledger/overview/unit/", None),
    "map": ("/ledger/overview/map/", None),
    "charts": ("/ledger/overview/charts/", None),
    "calendar": ("/ledger/calendar/", None),
    "search": ("/ledger/search/?q=任务5001", None),
    "timeline of a duty": ("/ledger/duties/5001/timeline/", None),
    "decisions": ("/ledger/decisions/", None),
    "one decision": ("/ledger/decisions/13/", None),
    "its text": ("/ledger/decisions/13/text/", None),
    "its findings": ("/ledger/texts/13/", None),
    "papers": ("/ledger/papers/", None),
    "one paper": ("/ledger/papers/5/", None),
    "instructions": ("/ledger/instructions/", None),
    "one instruction": ("/ledger/instructions/201/", None),
    "reminders": ("/ledger/pressings/", None),
    "conferences": ("/ledger/conferences/", None),
    "inspections": ("/ledger/inspections/", None),
    "burden": ("/ledger/burden/", None),
    "reports behind it": ("/ledger/burden/reports/?period=2026", None),
    "editions": ("/ledger/editions/", None),
    "journal": ("/journal/", "base/journalentry/"),
    "journal of one row": ("/journal/?table=ledger_duty&row=5001", None),
    "notices": ("/notices/", None),
    "jobs": ("/jobs/", None),
    "people": ("/people/", None),
    "units": ("/organisations/", None),
    "one unit": ("/organisations/2/", None),
    "registers": ("/records/", None),
    "one register": ("/records/organisation/", None),
    "what comes due": ("/records/alarms/", None),
    "published promises": ("/public/commitments/", None),
    "one published decision": ("/public/decisions/10/", None),
    "home of the public": ("/", None),
}
"""Every list and every detail page; what a role may not see is left out for it."""


def main() -> None:
    options = _options()
    here = Path(__file__).parent
    with tempfile.TemporaryDirectory(prefix="luodi-generated-") as folder:
        os.environ |= {
            "LUODI_WORKSPACE": folder, "DJANGO_SETTINGS_MODULE": "settings",
            "LUODI_LOG": "ERROR",
            "PYTHONPATH": os.pathsep.join([str(here), *sys.path]),
        }  # fmt: skip
        from luodi.site.workspace import at

        at(Path(folder), "generated")
        if options.database:
            _make_anew(options.database)
            os.environ["DATABASE_URL"] = options.database
        cookies = _fill(options)
        server = subprocess.Popen(
            [sys.executable, "-m", "luodi.site.web", "--port", str(options.port), "--workers", "2", "--log-level", "error"]
        )  # fmt: skip
        try:
            _wait(options.port)
            with _writing(options.writes):
                _table(options, cookies)
        finally:
            server.terminate()
            server.wait()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", default="")
    parser.add_argument("--commitments", type=int, default=100_000)
    parser.add_argument("--reports", type=int, default=1_000_000)
    parser.add_argument("--journal", type=int, default=5_000_000)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument(
        "--warm", type=float, default=2, help="seconds for which a page is asked for before it is measured"
    )
    parser.add_argument(
        "--writes",
        type=float,
        default=0,
        help="duties changed each second meanwhile: what is kept until then is worked out anew",
    )
    parser.add_argument("--port", type=int, default=8377)
    return parser.parse_args()


def _make_anew(url: str) -> None:
    import psycopg

    base, name = url.rsplit("/", 1)
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')


def _fill(options: argparse.Namespace) -> dict[str, str]:
    import django

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.core.management import call_command
    from fill import fill

    from luodi.site.base.models import User
    from luodi.site.base.sessions import SessionStore

    call_command("migrate", verbosity=0)
    fill(options.commitments, options.reports, options.journal)
    cookies = {}
    for user in User.objects.all():
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "luodi.site.base.sessions.Accounts"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        cookies[user.username] = session.session_key or ""
    return cookies


def _wait(port: int) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/login/", timeout=5).read()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server did not start")


def _table(options: argparse.Namespace, cookies: dict[str, str]) -> None:
    where = "PostgreSQL" if options.database else "SQLite"
    print(f"{where}, {options.connections} connections, {options.seconds:g} s a page, two web processes")
    print(
        f"{'page':24} {'as':8} {'rate/s':>7} {'p50 ms':>7} {'p95 ms':>7} {'kB':>5}  beside Django's changelist"
    )
    slow, lines = [], 0
    for name, (path, peer) in PAGES.items():
        path = quote(path, safe="/?&=")
        for user in ("officer", "lead"):
            if not _may(options.port, path, cookies[user]):
                continue
            _warm(options, path, cookies[user])
            ours = measure(options.port, path, cookies[user], options.connections, options.seconds)
            lines += 1
            slow += [f"{name} ({user})"] if ours.p95 > ASKED else []
            beside = ""
            if peer and user == "officer":
                _warm(options, CHANGELIST + peer, cookies[user])
                theirs = measure(
                    options.port, CHANGELIST + peer, cookies[user], options.connections, options.seconds
                )
                beside = f"p95 {theirs.p95:.0f} ms, ours is {ours.p95 / theirs.p95:.2f} of it"
            wrong = f"  {ours.wrong} NOT 200" if ours.wrong else ""
            print(
                f"{name:24} {user:8} {ours.rate:7.0f} {ours.p50:7.0f} {ours.p95:7.0f} {ours.size / 1000:5.0f}  {beside}{wrong}",
                flush=True,
            )
    print(
        f"{lines - len(slow)} of {lines} lines within {ASKED} ms"
        + (f"; not: {', '.join(slow)}" if slow else "")
    )
    floor = measure(options.port, "/login/", "", options.connections, options.seconds)
    print(
        f"{'floor: sign-in page':24} {'-':8} {floor.rate:7.0f} {floor.p50:7.0f} {floor.p95:7.0f} {floor.size / 1000:5.0f}"
    )


@contextmanager
def _writing(rate: float) -> Iterator[None]:
    """Change a duty so many times a second for as long as the block lasts."""
    over = threading.Event()

    def write() -> None:
        from django.db import connection
        from django.db.models import F

        from luodi.site.ledger.models import Duty

        for pk in itertools.count(1):
            if over.wait(1 / rate):
                break
            Duty.objects.filter(pk=pk).update(version=F("version") + 1)
        connection.close()

    writer = threading.Thread(target=write)
    if rate:
        writer.start()
    yield
    over.set()
    if rate:
        writer.join()


def _may(port: int, path: str, cookie: str) -> bool:
    """Whether somebody sees a page; one that is broken stops the run."""
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", headers={"Cookie": f"sessionid={cookie}"}
    )
    try:
        with urllib.request.urlopen(asked, timeout=60):
            return True
    except urllib.error.HTTPError as refused:
        if refused.code == 403:
            return False
        raise SystemExit(f"{path} answers {refused.code}") from refused


def _warm(options: argparse.Namespace, path: str, cookie: str) -> None:
    """Have every connection ask a few times, for each of the web's threads has a connection and questions of its own."""
    measure(options.port, path, cookie, options.connections, options.warm)


main()
