"""``luodi serve``: the site on this machine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import click

from luodi.cli.site import prepare, workspace_option


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
    _run(host, port, workers)


def _run(host: str, port: int, workers: int) -> None:
    """Run the web server and one worker for jobs until one ends or Ctrl-C; stop both."""
    environment = dict(os.environ)
    worker = subprocess.Popen([sys.executable, "-m", "django", "work"], env=environment)
    web = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
            "--workers", str(workers), "--no-ws", "--log-level", "warning", "luodi.site.wsgi:application",
        ],
        env=environment,
    )  # fmt: skip
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    while not stopped.wait(0.5):
        if web.poll() is not None or worker.poll() is not None:
            break
    for process in (web, worker):
        process.terminate()
    for process in (web, worker):
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
