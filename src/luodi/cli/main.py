"""The command ``luodi``: one verb, one module, imported only when it is called."""

from __future__ import annotations

import importlib
import sys

import click

from luodi import __version__
from luodi.core.errors import LuodiError

VERBS = {
    "read": "Read an official document into provisions, targets, measures and figures.",
    "report": "Hold a decision against its figures and say what was delivered.",
    "export": "Write a reading as task table, ledger, Akoma Ntoso or JSON; read a task table back.",
    "forecast": "Forecast short series with intervals, and the chance of reaching a level.",
    "score": "Score units by a scheme: a composite index with ranks, grades and a journal of choices.",
    "audit": "Say whether an index is coherent and whether its figures carry it.",
    "compare": "Hold variants of a scheme beside each other.",
    "uncertainty": "Vary what a scheme calls uncertain: ranks with intervals, and which choice moves them.",
    "explain": "Share out the gap between two units or years among the indicators.",
    "replay": "Run a sealed scoring bundle again and compare to the byte.",
    "schema": "Print the JSON Schema of what a command writes.",
}


class Verbs(click.Group):
    """Verbs are modules of luodi.cli, loaded on use so that ``luodi --help`` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the verbs in the order of the work."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one verb."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = importlib.import_module(f"luodi.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs without importing them."""
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))


@click.command(cls=Verbs)
@click.version_option(__version__, prog_name="luodi")
def app() -> None:
    """Luodi (落地): from a published policy decision to delivered results, with proof."""


def main() -> None:
    """Run the command line; a LuodiError is one clear message and its exit code."""
    try:
        app(standalone_mode=True)
    except LuodiError as error:
        click.echo(f"luodi: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.exit(0)
