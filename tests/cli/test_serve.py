"""``luodi serve`` as somebody at a terminal, or a pipe, meets it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from click.testing import CliRunner

from luodi.cli.main import main

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
        assert process.wait(300) == 0
        assert free_again(port), "something that it started still listens"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def free_again(port: int) -> bool:
    """Whether nobody listens on the port any more; a killed process takes a moment to go."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return True
        time.sleep(0.1)
    return False


def answer(url: str) -> str:
    """The page, once the server has come up."""
    until = time.monotonic() + 300
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url) as page:
                return page.read().decode()
        except OSError:
            time.sleep(0.2)
    raise AssertionError("no answer in five minutes")


def test_one_stopped_while_it_starts_leaves_nothing_behind(tmp_path):
    with serving(tmp_path / "site"):
        pass


def test_a_port_that_is_taken_is_refused_before_anything_is_made(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = CliRunner().invoke(
            main, ["serve", "--workspace", str(tmp_path / "site"), "--port", str(port)]
        )
    assert result.exit_code == 2
    assert f"port {port}: Address already in use" in result.output and f"--port {port + 1}" in result.output
    assert not (tmp_path / "site").exists()


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
