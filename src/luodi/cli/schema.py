"""``luodi schema``: the JSON Schema of what a command writes."""

from __future__ import annotations

import click

from luodi.documents.json_schema import COMMANDS, to_json


@click.command(name="schema")
@click.argument("of", type=click.Choice(COMMANDS), default="read")
def command(of: str) -> None:
    """Print the JSON Schema (2020-12) of the output of a command.

    OF is the command whose output is meant: read (the default) or report; scheme is the file that score
    reads, rule a file of the catalogue of rules.

    \b
    luodi schema read > read.json     what luodi read prints, field by field
    """
    click.echo(to_json(of), nl=False)
