"""``luodi manage``: maintenance of a site."""

from __future__ import annotations

from pathlib import Path

import click

from luodi.cli.site import prepare, workspace_option


@click.command(name="manage", context_settings={"ignore_unknown_options": True})
@workspace_option
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(workspace: Path, arguments: tuple[str, ...]) -> None:
    """Run a maintenance command of the site (网站维护); alone, it lists them.

    A workspace that is not there yet is made for generated data if its name says "generated".
    """
    new = not (workspace / "workspace.json").exists()
    prepare(workspace, "generated" if new and "generated" in workspace.name else None)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["luodi manage", *arguments])
