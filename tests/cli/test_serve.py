"""``luodi serve`` as somebody at a terminal, or a pipe, meets it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LESHAN = Path(__file__).parents[2] / "examples" / "leshan"


@contextmanager
def serving(workspace: Path) -> Iterator[tuple[str, str]]:
    """Serve until the block ends; give the address and what was said. SIGTERM must end it well."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    process = subprocess.Popen(
        [
            sys.executable, "-c", "from luodi.cli.main import main; main()", "serve", "--city", str(LESHAN),
            "--workspace", str(workspace), "--port", str(port), "--workers", "1",
        ],
        env=environment | {"PYTHONUNBUFFERED": "1", "DATABASE_URL": ""},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        said = ""
        while "sign in" not in said:
            line = process.stdout.readline()
            assert line, f"it ended with {process.wait()} after saying: {said}"
            said += line
        yield f"http://127.0.0.1:{port}", said
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def answer(url: str) -> str:
    """The page, once the server has come up."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(url) as page:
                return page.read().decode()
        except urllib.error.URLError:
            time.sleep(0.2)
    raise AssertionError("no answer in 20 s")


def test_a_city_is_loaded_once_and_served_without_a_terminal(tmp_path):
    workspace = tmp_path / "site"
    with serving(workspace) as (address, said):
        assert "13 areas loaded\n15 units loaded\n" in said
        assert "findings wait for review" in said
        assert "sign in as admin with the one-time password " in said
        assert "csrfmiddlewaretoken" in answer(address + "/login/")
    with serving(workspace) as (address, said):
        assert "loaded" not in said and "password " in said and "admin" not in said
        assert "csrfmiddlewaretoken" in answer(address + "/login/")
