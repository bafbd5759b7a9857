"""What the verbs that touch a site share: its workspace, and Django made ready."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import click

from luodi.core.errors import InputError

workspace_option = click.option(
    "--workspace",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("workspace"),
    envvar="LUODI_WORKSPACE",
    show_default=True,
    help="The folder that holds the site's database and files; LUODI_WORKSPACE names it too.",
)


def prepare(workspace: Path, kind: Literal["real", "generated"] | None = None) -> None:
    """Make Django ready on a workspace.

    Raises:
        InputError: the site's packages are not installed, or the workspace holds the other kind of data.
    """
    from luodi.site.workspace import VARIABLE, at

    at(workspace, kind)
    os.environ[VARIABLE] = str(workspace.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luodi.site.settings")
    try:
        import django
    except ImportError:
        raise InputError(
            "the site needs packages that are not installed",
            accepted="an installation of luodi[site]",
            remedy="pip install 'luodi[site]', or make run in a checkout",
        ) from None
    django.setup()
