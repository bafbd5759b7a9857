"""The line before SQLite's write lock: one at a time, nobody for ever, free again when its holder dies."""

from __future__ import annotations

import fcntl
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time

import pytest
import real_site

from luodi.site.sqlite.queue import Queue


@pytest.fixture
def queue(tmp_path):
    return Queue(tmp_path / "x.sqlite3", patience=30)


def test_one_at_a_time(queue):
    inside, most = [], []

    def work() -> None:
        for _ in range(20):
            turn = queue.enter()
            inside.append(1)
            most.append(len(inside))
            inside.pop()
            queue.leave(turn)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(most), max(most)) == (160, 1)


def test_who_has_just_written_does_not_overtake_who_waits(queue):
    order: list[str] = []

    def write(name: str) -> None:
        turn = queue.enter()
        order.append(name)
        queue.leave(turn)

    turn = queue.enter()
    waiting = threading.Thread(target=write, args=["waited"])
    waiting.start()
    while not _somebody_stands_in_line(queue):
        time.sleep(0.01)
    queue.leave(turn)
    write("again")
    waiting.join()
    assert order == ["waited", "again"]


def _somebody_stands_in_line(queue) -> bool:
    with queue.files[0].open("rb+") as line:
        try:
            fcntl.flock(line, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def test_patience_ends_and_who_gave_up_holds_nobody_up(tmp_path):
    short, patient = (Queue(tmp_path / "x.sqlite3", seconds) for seconds in (0.1, 30))
    turn = short.enter()
    with pytest.raises(TimeoutError):
        short.enter()
    short.leave(turn)
    patient.leave(patient.enter())


def test_a_killed_holder_lets_the_next_one_in(queue, tmp_path):
    code = (
        "import sys, time, pathlib; from luodi.site.sqlite.queue import Queue; "
        f"Queue(pathlib.Path({str(tmp_path / 'x.sqlite3')!r}), 30).enter(); print('in', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code], env=real_site.environment(tmp_path), stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None and holder.stdout.readline() == "in\n"
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    holder.stdout.close()
    queue.leave(queue.enter())


def test_the_site_stands_in_the_line_and_leaves_it_after_commit_rollback_and_failure(tmp_path):
    code = """
import django; django.setup()
from django.db import connection, transaction
def free():
    queue = connection._queue
    queue.patience = 0.1
    try:
        queue.leave(queue.enter()); return True
    except TimeoutError:
        return False
connection.ensure_connection()
with transaction.atomic():
    print(free())
print(free())
try:
    with transaction.atomic():
        raise RuntimeError
except RuntimeError:
    print(free())
with transaction.atomic():
    with transaction.atomic():
        connection.cursor().execute("SELECT 1")
    print(free())
print(free())
"""
    env = real_site.environment(tmp_path / "workspace")
    assert real_site.run("-c", code, env=env).split() == ["False", "True", "True", "False", "True"]


def test_a_lock_taken_past_the_line_is_still_told(tmp_path):
    env = real_site.environment(tmp_path / "workspace")
    real_site.run("-m", "django", "migrate", "base", "--verbosity", "0", env=env)
    other = sqlite3.connect(tmp_path / "workspace" / "luodi.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    code = """
import django; django.setup()
from django.conf import settings
settings.DATABASES["default"]["OPTIONS"]["timeout"] = 0.1
from django.db import OperationalError, connection, transaction
try:
    with transaction.atomic():
        pass
except OperationalError as error:
    print(error, connection._turn)
"""
    assert real_site.run("-c", code, env=env) == "database is locked None\n"
    other.close()
