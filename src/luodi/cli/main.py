"""The command ``luodi``: one verb, one module, imported only when it is called."""

from __future__ import annotations

import importlib

import click

from luodi import __version__
from luodi.core.errors import LuodiError

VERBS = {
    "read": "Read an official document into provisions, targets, measures and figures.",
    "report": "Hold a decision against its figures and say what was delivered.",
    "measure": "Work indicators from registers: on a folder, PostgreSQL or Spark, with the rows behind.",
    "tasks": "Read a task table that people filled in back, and name every change.",
    "forecast": "Forecast short series with intervals, and the chance of reaching a level.",
    "score": "Score units by a scheme: a composite index with ranks, grades and a journal of choices.",
    "audit": "Say whether an index is coherent and whether its figures carry it.",
    "compare": "Hold variants of a scheme beside each other.",
    "uncertainty": "Vary what a scheme calls uncertain: ranks with intervals, and which choice moves them.",
    "explain": "Share out the gap between two units or years among the indicators.",
    "replay": "Run a sealed scoring bundle again and compare to the byte.",
    "registers": "List the registers, show what a row holds, or check a table against one.",
    "generate": "Make up a city's registers for demonstration and load, marked as generated.",
    "rule": "Judge one enterprise or a million by an official rule, condition by condition.",
    "coverage": "Say which rows of a decision are served by rules, registers and indicators.",
    "serve": "Serve the site: the ledger at work, on this machine.",
    "manage": "Run a maintenance command of the site (migrate, backup, accounts).",
    "verify": "Check the journal of a site: every link of its chain.",
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

    def invoke(self, ctx: click.Context) -> object:
        """Run a verb; what the user gave wrong is one clear message and its exit code, never a traceback."""
        try:
            return super().invoke(ctx)
        except LuodiError as error:
            click.echo(f"luodi: {error}", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("luodi: stopped, nothing was written", err=True)
            ctx.exit(130)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs without importing them."""
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))


@click.command(name="luodi", cls=Verbs)
@click.version_option(__version__, prog_name="luodi")
def main() -> None:
    """Luodi (落地): from a published policy decision to delivered results, with proof.

    Reads a decision, keeps what was promised, by whom and by when, and holds it against published figures.
    "luodi VERB --help" explains a verb with examples. Exit codes: 0 done; 2 something given cannot be used,
    and the message says what, where and what to do; 130 stopped with Ctrl-C.
    """
