"""``luodi serve``: the site on this machine."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import click

from luodi.cli.site import prepare, workspace_option
from luodi.core.errors import InputError, LuodiError


@click.command(name="serve")
@workspace_option
@click.option(
    "--city", type=click.Path(path_type=Path, exists=True, file_okay=False), help="A city's folder to load."
)
@click.option(
    "--generated", is_flag=True, help="A new workspace holds generated data, and every page says so."
)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, envvar="PORT")
@click.option("--workers", default=2, show_default=True, help="Processes that answer requests.")
def command(workspace: Path, city: Path | None, generated: bool, host: str, port: int, workers: int) -> None:
    """Serve the site (启动网站): the ledger at work, until Ctrl-C.

    Makes the workspace and its database if they are not there, and the first administrator with a password
    that is printed once and must be changed at the first sign-in. With --city, the folder's areas, units and
    decision are loaded once; the decision then waits for review by somebody whom the administrator gives the
    role of the office. The folder's figures are held against it under 落实情况.
    """
    _check_port(host, port)
    generated = generated or (city is not None and "generated" in city.resolve().name)
    if city is not None:
        os.environ["LUODI_CITY"] = str(city.absolute())  # its figures are what the decision is held against
    prepare(workspace, "generated" if generated else None)
    from django.core.management import call_command

    from luodi.site.base.first_run import first_administrator

    call_command("migrate", verbosity=0)
    if city is not None:
        from luodi.site.ledger.city import load

        for line in load(city):
            click.echo(line)
    stopped = _told_to_stop()  # before anything is said: who reads the address may stop the site at once
    made = first_administrator()
    address = f"http://{'localhost' if host == '127.0.0.1' else host}:{port}/"
    click.echo(f"the site is at {address}")
    if made:
        click.echo(
            f"sign in as {made.username} with the one-time password {made.password} (printed only now)"
        )
    else:
        click.echo(
            "sign in with your account; 'luodi manage new_password NAME' gives a new one-time password"
        )
    _run(host, port, workers, stopped)


def _told_to_stop() -> threading.Event:
    """An event that Ctrl-C or SIGTERM sets from now on."""
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    return stopped


def _run(host: str, port: int, workers: int, stopped: threading.Event) -> None:
    """Run the web server and one worker for jobs until one ends or somebody stops the site; stop both."""
    environment = dict(os.environ)
    # each in a group of its own: Ctrl-C reaches this process only, and the rest of a group is ended as one
    worker = subprocess.Popen(
        [sys.executable, "-m", "django", "work"], env=environment, start_new_session=True
    )
    web = subprocess.Popen(
        [
            sys.executable, "-m", "luodi.site.web", "--host", host, "--port", str(port),
            "--workers", str(workers),
        ],
        env=environment, start_new_session=True,
    )  # fmt: skip
    while not stopped.wait(0.5):
        if web.poll() is not None or worker.poll() is not None:
            break
    ended_by_itself = not stopped.is_set()
    for process in (web, worker):
        process.terminate()
    for process in (web, worker):
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        with suppress(ProcessLookupError):  # stopped while it starts, the web server leaves its children
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if ended_by_itself:
        raise LuodiError("the site ended by itself; its last words stand above")


def _check_port(host: str, port: int) -> None:
    """Refuse a port that somebody else listens on, before anything is made."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise InputError(
                f"the site cannot be served at {host} port {port}: {error.strerror}",
                accepted="an address of this machine and a free port",
                remedy=f"name another port, such as --port {port + 1}, or stop what uses it",
            ) from error
