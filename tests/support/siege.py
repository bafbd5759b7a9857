"""Many hands at one site, and hands that are killed: real processes on a real database, and what must hold afterwards.

Run as a program it makes a site, lays siege to it and prints what it found as JSON:

    python siege.py writers --writers 24 --seconds 5
    python siege.py more --writers 4      (writers on a site that is there already)
    python siege.py crashes --kills 10 --seed 1

``LUODI_WORKSPACE`` and ``DATABASE_URL`` say where, as for any process of the site.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import select
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import django

HANDS = 3
LEAST = 8
"""Changes that each writer makes at least."""


def ready(*, there: bool = False) -> None:
    """Make the site, unless it is there: its tables, the city, a few duties."""
    os.environ["LUODI_LOG"] = "CRITICAL"
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from luodi.site.base.warming import warm

    warm()  # as the web server does before its first request
    if there:
        return
    call_command("migrate", verbosity=0)
    import city

    here = city.made()
    for _ in range(4):
        city.duty(here)
    connection.close()


def fork(work: Callable[[Callable[[str], None]], None]) -> tuple[int, int]:
    """Start a hand: its process id, and the pipe down which it says what it was told is done."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    os.close(reading)
    status = 1
    try:
        random.seed(os.getpid())
        work(lambda line: os.write(writing, f"{line}\n".encode()))  # type: ignore[arg-type, return-value]
        status = 0
    except BaseException as error:
        os.write(writing, f"error {type(error).__name__}: {error}\n".replace("\n", " ").encode() + b"\n")
    finally:
        os._exit(status)


def heard(pipes: list[int], seconds: float) -> list[str]:
    """Everything said within so many seconds, or until all pipes are closed."""
    kept: dict[int, bytes] = dict.fromkeys(pipes, b"")
    open_, until = set(pipes), time.monotonic() + seconds
    while open_ and (left := until - time.monotonic()) > 0:
        for pipe in select.select(list(open_), [], [], min(left, 0.2))[0]:
            data = os.read(pipe, 1 << 16)
            kept[pipe] += data
            if not data:
                open_.discard(pipe)
    # a line that was not finished was not said
    return [line for data in kept.values() for line in data.decode().split("\n")[:-1]]


def actions() -> dict[str, Callable[..., Any]]:
    """Actions for the siege: counting by reading and writing, and handing in a report."""
    from luodi.site.base import rights
    from luodi.site.base.action import REGISTRY, Actor, action
    from luodi.site.base.guard import locked
    from luodi.site.ledger.models import Duty, Report

    if "siege.count" not in REGISTRY:

        @action("siege.count", "数", right=rights.is_signed_in)
        def count(actor: Actor, duty: Duty) -> None:
            duty = locked(duty)
            duty.extensions_granted += 1
            duty.save(update_fields=["extensions_granted", "version"])

        @action("siege.report", "反馈", right=rights.is_signed_in)
        def report(actor: Actor, duty: Duty, *, text: str) -> Report:
            duty = locked(duty)
            duty.percent = Decimal(random.randint(0, 100))
            duty.save()
            made = Report(
                duty=duty, organisation_id=duty.lead_id, by=actor.user, at=_now(), percent=duty.percent
            )
            made.text = text
            made.save()
            return made

    return {name: REGISTRY[f"siege.{name}"].function for name in ("count", "report")}


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()


# --- writers


def writer(say: Callable[[str], None], until: float) -> None:
    """One of many: counts, hands in, assigns with the version it saw, sets nodes; says each thing after its commit."""
    from luodi.site.base.action import Actor
    from luodi.site.base.models import Organisation, User
    from luodi.site.base.refusals import Stale
    from luodi.site.ledger.actions import duties, parts
    from luodi.site.ledger.models import Duty

    office, staff = User.objects.get(username="officer"), User.objects.get(username="science_staff")
    lead, does = Organisation.objects.get(short_name="市科技局"), actions()
    pks = list(Duty.objects.values_list("pk", flat=True))
    made_so_far = 0
    while (
        time.monotonic() < until or made_so_far < LEAST
    ):  # on a machine that is busy, too, there is something to judge
        duty = Duty.objects.get(pk=random.choice(pks))
        began, what = time.monotonic(), random.choice(("count", "report", "assign", "plan"))
        try:
            if what == "count":
                does["count"](Actor(staff), duty)
            elif what == "report":
                made = does["report"](Actor(staff), duty, text=f"{os.getpid()}")
                say(f"row {made.pk}")
            elif what == "assign":
                duties.assign(Actor(office), duty, lead=lead, due_on=duty.due_on, version=duty.version)
            else:
                point = parts.Point("中期", duty.due_on - timedelta(days=random.randint(1, 900)), Decimal(50))
                parts.plan(Actor(office), duty, points=[point], version=duty.version)
        except Stale:
            say("stale")
            continue
        made_so_far += 1
        say(f"done {what} {duty.pk} {time.monotonic() - began:.4f}")


def sealer(say: Callable[[str], None], until: float) -> None:
    """The clock's part: seals and sweeps while the others write."""
    from luodi.site.base import store
    from luodi.site.base.journal import chain

    while time.monotonic() < until:
        chain.seal()
        store.sweep()
        time.sleep(0.2)


def sealed() -> Any:
    """What the chain is once all is sealed; a session that has just ended may hold the last rows up for a moment."""
    from luodi.site.base.journal import chain

    until = time.monotonic() + 60
    while True:
        chain.seal(10_000)
        verdict = chain.verify()
        if not verdict.unsealed or verdict.first_break or time.monotonic() > until:
            return verdict
        time.sleep(0.1)


def writers(count: int, seconds: float) -> dict[str, Any]:
    """Let so many processes write at once, then hold the database against what they were told."""
    from luodi.site.base.models import JournalEntry
    from luodi.site.ledger.models import Duty, Report

    actions()
    before = dict(Duty.objects.values_list("pk", "version"))
    counted = sum(Duty.objects.values_list("extensions_granted", flat=True))
    _close()
    until = time.monotonic() + seconds
    started = [fork(lambda say: writer(say, until)) for _ in range(count)]
    started.append(fork(lambda say: sealer(say, until)))
    lines = heard([pipe for _pid, pipe in started], seconds + 900)
    statuses = [os.waitpid(pid, 0)[1] for pid, _pipe in started]
    done = [line.split() for line in lines if line.startswith("done")]
    by_duty = Counter(int(each[2]) for each in done)
    rows = {int(line.split()[1]) for line in lines if line.startswith("row")}
    after = dict(Duty.objects.values_list("pk", "version"))
    verdict = sealed()
    waits = sorted(float(each[3]) for each in done)
    return {
        "writers": count,
        "seconds": seconds,
        "changes": len(done),
        "stale": sum(line == "stale" for line in lines),
        "errors": [line for line in lines if line.startswith("error")],
        "ended_badly": sum(status != 0 for status in statuses),
        "lost_updates": sum(after[pk] - before[pk] - by_duty[pk] for pk in after),
        "lost_counts": sum(Duty.objects.values_list("extensions_granted", flat=True))
        - counted
        - sum(each[1] == "count" for each in done),
        "lost_rows": len(rows - set(Report.objects.values_list("pk", flat=True))),
        "unjournalled": len(rows)
        - JournalEntry.objects.filter(table="ledger_report", kind="I", row__in=rows).count()
        if len(rows) < 200_000
        else 0,
        "chain": verdict.first_break,
        "unsealed": verdict.unsealed,
        "median_ms": round(1000 * waits[len(waits) // 2]) if waits else None,
        "p99_ms": round(1000 * waits[int(len(waits) * 0.99)]) if waits else None,
        "worst_ms": round(1000 * waits[-1]) if waits else None,
    }


# --- crashes


def job_kind() -> None:
    """A job that leaves three reports, all or none, and looks first whether they are there."""
    from django.db import transaction

    from luodi.site.base import jobs
    from luodi.site.base.journal.context import Hand, told
    from luodi.site.ledger.models import Duty, Report

    if "siege.job" in jobs.KINDS:
        return
    jobs.LEASE = timedelta(seconds=0.5)  # type: ignore[misc]
    jobs.TRIES = 1000  # type: ignore[misc]

    @jobs.kind("siege.job")
    def work(progress: jobs.Progress, arguments: dict[str, Any]) -> str:
        mark = f"job {progress.job.pk}"
        duty = Duty.objects.first()
        assert duty is not None
        progress(0, 3)
        with transaction.atomic(), told(Hand(None, None, "siege.job", "", "")):
            # one at a time: on a busy machine the lease of a worker ends that is still at it
            Duty.objects.select_for_update().get(pk=duty.pk)
            if not Report.objects.filter(text=mark).exists():
                for _ in range(3):
                    Report.objects.create(
                        duty=duty, organisation_id=duty.lead_id, at=_now(), percent=1, text=mark
                    )
                    time.sleep(random.random() / 200)
        progress(3, 3)
        return "/"


def hand(say: Callable[[str], None], what: float) -> None:
    """Upload, report, enqueue and work off, without end; say what is acknowledged, after its commit.

    Args:
        what: the first thing to do; below 0.4 an upload. Chance says what is next.
    """
    from django.core.files.uploadedfile import SimpleUploadedFile

    from luodi.site.base import jobs, store
    from luodi.site.base.action import Actor
    from luodi.site.base.journal import chain
    from luodi.site.base.models import User
    from luodi.site.ledger.models import Duty, Evidence

    staff, does = User.objects.get(username="science_staff"), actions()
    pks = list(Duty.objects.values_list("pk", flat=True))
    while True:
        duty = Duty.objects.get(pk=random.choice(pks))
        if what < 0.4:
            data = b"%PDF-1.7\n" + random.randbytes(random.choice((100, 200_000, 3_000_000)))
            from django.db import transaction

            with transaction.atomic():
                made = does["report"](Actor(staff), duty, text="file")
                kept = store.keep(SimpleUploadedFile("证.pdf", data), staff)
                Evidence.objects.create(
                    duty=duty, report=made, file=kept, organisation_id=duty.lead_id, title="证"
                )
            say(f"file {kept.pk} {hashlib.sha256(data).hexdigest()} {made.pk}")
        elif what < 0.7:
            say(f"row {does['report'](Actor(staff), duty, text='row').pk}")
        elif what < 0.9:
            say(f"job {jobs.enqueue('siege.job', '围攻', staff).pk}")
            jobs.work_off(1)
        else:
            chain.seal()
            store.sweep()
        what = random.random()


def crashes(kills: int) -> dict[str, Any]:
    """Let hands work, kill them all at a random moment, hold what is left against what they said; so many times."""
    said: Counter[str] = Counter()
    faults: list[str] = []
    orphans = swept = 0
    actions()
    job_kind()
    for kill in range(kills):
        _close()
        # an upload first, so that one is acknowledged however slow the machine is
        started = [fork(lambda say: hand(say, 0.0 if not kill else random.random())) for _ in range(HANDS)]  # noqa: B023
        pipes = [pipe for _pid, pipe in started]
        select.select(pipes, [], [], 300)  # something is acknowledged: the hands are at work
        lines = heard(pipes, random.random() * 0.8)
        for pid, _pipe in started:
            os.kill(pid, signal.SIGKILL)
        lines += heard(pipes, 5)
        for pid, pipe in started:
            os.waitpid(pid, 0)
            os.close(pipe)
        said.update(line.split()[0] for line in lines)
        faults += [f"kill {kill}: {fault}" for fault in after_a_crash(lines)]
        found, gone = orphaned()
        orphans, swept = orphans + found, swept + gone
    return {"kills": kills, "acknowledged": dict(said), "faults": faults, "orphans": orphans, "swept": swept}


def after_a_crash(lines: list[str]) -> list[str]:
    """What does not hold: something acknowledged is missing, something is half there, the chain is broken."""
    from django.db.models import Count

    from luodi.site.base import jobs, store
    from luodi.site.base.journal import chain, mirror
    from luodi.site.base.models import Job, JournalContext, JournalEntry, StoredFile
    from luodi.site.ledger.models import Evidence, Report

    faults = [line for line in lines if line.startswith("error")]
    for _kind, *rest in (line.split() for line in lines if line.startswith("file")):
        if not StoredFile.objects.filter(pk=rest[0], sha256=rest[1]).exists():
            faults.append(f"the row of file {rest[0]} is gone")
        if not Evidence.objects.filter(file=rest[0], report=rest[2]).exists():
            faults.append(f"file {rest[0]} hangs on nothing")
    rows = {int(line.split()[1]) for line in lines if line.startswith("row")}
    faults += [
        f"report {pk} is gone"
        for pk in rows - set(Report.objects.filter(pk__in=rows).values_list("pk", flat=True))
    ]
    faults += [f"file {fault.row}: {fault.what}" for fault in store.faults()]
    if Report.objects.filter(text="file", evidence=None).exists():
        faults.append("a report is without its file")
    time.sleep(0.6)  # the lease of the siege's jobs
    while Job.objects.filter(state__in=("waiting", "running")).exists():
        jobs.work_off(1000)
        time.sleep(0.05)
    asked = {int(line.split()[1]) for line in lines if line.startswith("job")}
    done = set(Job.objects.filter(pk__in=asked, state="done").values_list("pk", flat=True))
    faults += [f"job {pk} is not done" for pk in asked - done]
    whole = Report.objects.filter(text__startswith="job ").values("text").annotate(n=Count("pk")).exclude(n=3)
    faults += [f"{each['text']} left {each['n']} reports" for each in whole]
    if JournalContext.objects.exclude(action="").exists():
        faults.append("a dead hand's name still stands in the journal's context")
    kept = JournalEntry.objects.filter(table="ledger_report", kind="I").count()
    if kept != Report.objects.count():
        faults.append(f"{Report.objects.count()} reports and {kept} in the journal")
    chain.seal(1000)
    broken = chain.verify().first_break
    faults += [f"{each.table} {each.row} {each.column}: {each.what}" for each in mirror.mismatches()]
    return faults + ([f"chain: {broken}"] if broken else [])


def orphaned() -> tuple[int, int]:
    """How many bytes no row names, and how many of them a sweep an hour later would take: all, and no others."""
    from luodi.site.base import store
    from luodi.site.base.models import StoredFile

    named = set(StoredFile.objects.values_list("sha256", flat=True))
    found = [name for name, _written in store.place().names() if name not in named]
    if store.sweep() != 0:
        raise AssertionError("a young orphan was swept")
    gone = store.sweep(timedelta(seconds=-1))
    left = {name for name, _written in store.place().names()}
    if left != named:
        raise AssertionError(f"left after the sweep: {left ^ named}")
    return len(found), gone


def _close() -> None:
    from django.db import connections

    connections.close_all()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("writers", "more", "crashes"))
    parser.add_argument("--writers", type=int, default=24)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    random.seed(asked.seed)
    ready(there=asked.what == "more")
    found = crashes(asked.kills) if asked.what == "crashes" else writers(asked.writers, asked.seconds)
    json.dump(found, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
