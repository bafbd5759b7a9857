"""A site of its own in a folder of its own, for tests that need real processes: database, server, worker."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

SUPPORT = Path(__file__).parent


def environment(folder: Path, database: str = "", **more: str) -> dict[str, str]:
    """What a process of this site must know; no other site's variables come along."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LUODI_", "DATABASE_URL", "DJANGO_"))
    }
    path = os.pathsep.join([str(SUPPORT), *filter(None, [os.environ.get("PYTHONPATH")])])
    return (
        kept
        | {"LUODI_WORKSPACE": str(folder), "DJANGO_SETTINGS_MODULE": "luodi.site.settings", "DATABASE_URL": database}
        | {"PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}
        | more
    )  # fmt: skip


@contextmanager
def database(kind: str) -> Iterator[str]:
    """The URL of a database for one test: empty for SQLite; on PostgreSQL it is made, and dropped afterwards."""
    if kind == "sqlite":
        yield ""
        return
    import psycopg

    url = urlsplit(os.environ["DATABASE_URL"])
    name = f"luodi_{uuid.uuid4().hex[:12]}"
    maintenance = url._replace(path="/postgres").geturl()
    with psycopg.connect(maintenance, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    try:
        yield url._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(maintenance, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def kind() -> str:
    """The database these tests run on."""
    return "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"


def run(*arguments: str, env: dict[str, str], timeout: float = 1200) -> str:
    """Run Python with these arguments to its end; what it printed."""
    done = subprocess.run(
        [sys.executable, *arguments], env=env, capture_output=True, text=True, timeout=timeout
    )
    assert done.returncode == 0, f"{arguments} left with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def served(env: dict[str, str], workers: int = 1) -> Iterator[tuple[str, int, subprocess.Popen[bytes]]]:
    """The site behind the real web server: its host, its port and the server's process."""
    port = free_port()
    server = subprocess.Popen(
        [
            sys.executable, "-m", "luodi.site.web", "--port", str(port), "--workers", str(workers),
        ],
        env=env,
    )  # fmt: skip
    try:
        _wait(port, server)
        yield "127.0.0.1", port, server
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait(port: int, server: subprocess.Popen[bytes], seconds: float = 300) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert server.poll() is None, "the server ended"
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not begin to listen")


def resident(pid: int) -> int:
    """Megabytes that a process and its children hold in memory."""
    total, waiting = 0, [pid]
    while waiting:
        each = waiting.pop()
        try:
            status = Path(f"/proc/{each}/status").read_text()
            waiting += [
                int(child) for child in Path(f"/proc/{each}/task/{each}/children").read_text().split()
            ]
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0)
    return total // 1024
