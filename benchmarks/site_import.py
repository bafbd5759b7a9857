"""How long a table of a million rows takes to come into the site, and how long others wait for the database.

Run: ``python benchmarks/site_import.py [--rows N] [--shuffled]`` (SQLite in a temporary workspace; with
``DATABASE_URL`` the database that it names, which should be empty). The rows are made-up recognitions as CSV,
in the order of their numbers; ``--shuffled``: numbers and holders each in a random order of their own, the
hardest there is for the indexes. They are read, checked and staged by the job that the site runs, made valid
by the action behind its button, then imported again with one row in ten changed. All the while another
process writes a line every 50 ms, as people at work do, and reports how long it had to wait at worst. The
peer is the plainest import there is, one transaction of ``executemany`` into a table without index, check or
journal; the floor is reading the file. Beside seconds stand the seconds of one core that this process worked,
the load of the machine (how many processes wanted a core in the last minute) and the most memory until then.
"""

from __future__ import annotations

import argparse
import csv
import multiprocessing
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

TITLES = ("类别", "证书或文件编号", "持有单位", "级别", "所在地", "认定机关", "有效期起", "有效期止")


def ready(workspace: str) -> None:
    here = Path(__file__).parent.resolve()  # a neighbour here has the name of a library
    sys.path[:] = [each for each in sys.path if Path(each).resolve() != here]
    os.environ["LUODI_WORKSPACE"] = workspace
    os.environ["DJANGO_SETTINGS_MODULE"] = "luodi.site.settings"
    import django

    django.setup()


def write_rows(path: Path, rows: int, shuffled: bool, changed_each: int = 0) -> None:
    import numpy as np

    from luodi.core.identifiers import complete_credit_codes, complete_organisation_codes

    def digits(seed: int) -> np.ndarray:
        order = np.random.default_rng(seed).permutation(rows) if shuffled else np.arange(rows)
        return np.strings.zfill(order.astype(str), 7)

    bodies = complete_organisation_codes(np.strings.add("M", digits(2)))
    holders = complete_credit_codes(np.strings.add("91990102", bodies)).tolist()
    numbers = digits(1).tolist()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(TITLES)
        for row, (number, holder) in enumerate(zip(numbers, holders, strict=True)):
            issuer = "示例省科学技术厅" if changed_each and row % changed_each == 0 else "示例厅"
            writer.writerow(
                (
                    "高新技术企业",
                    f"GR20239{number}",
                    holder,
                    "国家级",
                    "990102",
                    issuer,
                    "2023-10-16",
                    "2026-10-15",
                )
            )


def keep_writing(workspace: str) -> None:
    """The other process: one line every 50 ms until its input ends; prints count and longest wait in ms."""
    ready(workspace)
    import select

    from django.db import transaction

    from luodi.site.base.models import Area

    area, _ = Area.objects.get_or_create(name="示例市")
    longest, count = 0.0, 0
    while not select.select([sys.stdin], [], [], 0.05)[0]:
        begun = time.perf_counter()
        with transaction.atomic():
            Area.objects.filter(pk=area.pk).update(code=str(count % 1000))
        longest, count = max(longest, time.perf_counter() - begun), count + 1
    print(count, round(longest * 1000))


def timed(name: str, do: Callable[[], object]) -> float:
    begun, worked = time.perf_counter(), time.process_time()
    do()
    took, worked = time.perf_counter() - begun, time.process_time() - worked
    memory, load = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, os.getloadavg()[0]
    beside = f"{worked:.2f} s of one core; load {load:.1f}; {memory:.0f} MB"
    print(f"{name:<52}{took:8.2f} s ({beside})", flush=True)
    return took


def with_others(workspace: str, name: str, do: Callable[[], object]) -> float:
    other = subprocess.Popen(
        [sys.executable, __file__, "--others", workspace],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    time.sleep(2)  # it is writing
    took = timed(name, do)
    count, longest = other.communicate("\n")[0].split()
    print(f"    another writer meanwhile: {count} writes, the longest took {longest} ms", flush=True)
    return took


def plainest(path: Path, database: Path) -> None:
    connection = sqlite3.connect(database)
    connection.execute(f"CREATE TABLE plain ({', '.join(f'c{place}' for place in range(len(TITLES)))})")
    with path.open(encoding="utf-8", newline="") as file:
        connection.executemany(f"INSERT INTO plain VALUES ({', '.join('?' * len(TITLES))})", csv.reader(file))
    connection.commit()
    connection.close()


def apart(do: Callable[..., None], *arguments: object) -> None:
    """Do something in another process, so that its memory isn't counted here."""
    process = multiprocessing.get_context("fork").Process(target=do, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(process.exitcode)


def main(rows: int, shuffled: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="luodi-import-") as folder:
        ready(folder)
        from django.core.management import call_command

        from luodi.core.registers import load
        from luodi.core.registers.files import matched
        from luodi.site.base import jobs, store
        from luodi.site.base.action import Actor
        from luodi.site.records.actions import imports
        from luodi.site.records.models import Batch, model_of

        call_command("migrate", verbosity=0)
        mapping = dict(zip(TITLES, matched(TITLES, load()["recognition"]), strict=True))
        first, second = Path(folder) / "first.csv", Path(folder) / "second.csv"
        apart(write_rows, first, rows, shuffled)
        apart(write_rows, second, rows, shuffled, 10)
        print(f"{rows:,} rows{' in random order' * shuffled}, {first.stat().st_size / 1e6:.0f} MB")
        timed("floor: reading the file", first.read_bytes)
        peer = timed(
            "plainest import: no check, no index, no journal", lambda: plainest(first, Path(folder) / "p.db")
        )
        for path, name in ((first, "first import"), (second, "second import, one row in ten changed")):
            file = store.keep_bytes(path.read_bytes(), path.name, "text/csv", None)
            batch = Batch.objects.create(register="recognition", title=path.name, file=file, mapping=mapping)
            jobs.enqueue(imports.STAGE, path.name, None, batch=batch.pk)
            took = with_others(folder, f"{name}: read, check, stage", jobs.work_off)
            batch.refresh_from_db()
            print(f"    {batch.state} {batch.counts} {batch.failure}; {took / peer:.1f} times the plainest")
            with_others(
                folder, f"{name}: made valid", lambda batch=batch: imports.apply_import(Actor.system(), batch)
            )
        timed("count of visible rows", lambda: print(model_of("recognition").objects.visible().count()))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000, help="how many (1,000,000)")
    parser.add_argument("--shuffled", action="store_true", help="numbers and holders in random orders")
    parser.add_argument("--others", metavar="WORKSPACE", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.others:
        keep_writing(asked.others)
    else:
        main(asked.rows, asked.shuffled)
