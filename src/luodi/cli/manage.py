"""``luodi manage``: maintenance of a site, by the commands that are safe on one that people work on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from luodi.cli.site import prepare, workspace_option
from luodi.core.errors import InputError

ALLOWED: Final = {
    "backup": "write database and files into a new folder, while the site runs",
    "restore": "bring a backup back into an empty workspace, and prove it",
    "work": "run the worker: jobs, reminders, seals (luodi serve does so by itself)",
    "migrate": "bring the database to this version of the program, after an upgrade",
    "showmigrations": "say which changes of the database are done",
    "check": "look the site's settings over, with --deploy before it goes out",
    "new_password": "give an account a one-time password",
    "load_registers": "load tables of registers from a folder",
    "reindex": "lay the search index anew",
    "demo": "fill an empty workspace of generated data with a made-up city",
    "clearsessions": "delete sessions that have ended",
    "sendtestemail": "send a mail, to see whether the mail server answers",
    "axes_list_attempts": "list failed sign-ins",
    "axes_reset": "let everybody in again who was shut out after wrong passwords",
    "axes_reset_ip": "the same for one address",
    "axes_reset_username": "the same for one name",
    "axes_reset_ip_username": "the same for one name from one address",
}
"""Each with what it is for. None loses rows, goes round the journal, prints a key or serves unguarded."""

_ACCOUNT: Final = (
    "the page 人员 makes accounts, and luodi manage new_password NAME gives one a one-time password"
)
_DEVELOPER: Final = (
    "it is for those who develop Luodi: in a checkout, python -m django NAME on a workspace of their own"
)
_NO_SQL: Final = "rows are changed on the pages, which keep the journal; luodi verify says whether it holds"
INSTEAD: Final = {
    "flush": "to begin anew, name a new folder with --workspace; to go back, luodi manage restore",
    "sqlflush": "to begin anew, name a new folder with --workspace; to go back, luodi manage restore",
    "dumpdata": "luodi manage backup takes database and files, with a manifest; luodi manage load_registers "
    "and the pages' exports take and give tables",
    "loaddata": "luodi manage restore brings a backup back; luodi manage load_registers loads tables",
    "dbshell": _NO_SQL,
    "shell": _NO_SQL,
    "sqlsequencereset": _NO_SQL,
    "remove_stale_contenttypes": _NO_SQL,
    "runserver": "luodi serve",
    "testserver": "luodi serve --workspace NEW --generated, or luodi manage demo on a new workspace",
    "createsuperuser": _ACCOUNT,
    "changepassword": _ACCOUNT,
    "collectstatic": "nothing: luodi serve gives the pages' files out by itself",
    "findstatic": _DEVELOPER,
    "diffsettings": "it would print the key that signs sessions; docs/guide/site.md lists the settings",
    "createcachetable": "nothing: the site needs no such table",
    "axes_reset_logs": "failed sign-ins are kept; luodi manage axes_list_attempts lists them",
    "axes_reset_failure_logs": "failed sign-ins are kept; luodi manage axes_list_attempts lists them",
} | dict.fromkeys(
    (
        "compilemessages", "makemessages", "makemigrations", "optimizemigration", "squashmigrations",
        "sqlmigrate", "inspectdb", "startapp", "startproject", "test",
    ),
    _DEVELOPER,
)  # fmt: skip
"""What Django and its packages offer besides, and what to use in its place."""
_FORWARD: Final = ("--plan", "--check", "--noinput", "--no-input", "--verbosity=", "-v0", "-v1", "-v2", "-v3")


@click.command(name="manage", context_settings={"ignore_unknown_options": True})
@workspace_option
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(workspace: Path, arguments: tuple[str, ...]) -> None:
    """Run a maintenance command of the site (网站维护); alone, it lists them.

    "luodi manage help NAME" explains one. A workspace that is not there yet is made for generated data if its
    name says "generated".
    """
    if not arguments or arguments == ("help",):
        click.echo("\n".join(f"{name:<{_WIDTH}}{what}" for name, what in ALLOWED.items()))
        return
    _check(arguments)
    new = not (workspace / "workspace.json").exists()
    prepare(workspace, "generated" if new and "generated" in workspace.name else None)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["luodi manage", *arguments])


_WIDTH: Final = max(map(len, ALLOWED)) + 2


def _check(arguments: Sequence[str]) -> None:
    """Refuse what is no maintenance of a site, before anything is made or opened.

    Raises:
        InputError: the command is not among those allowed, or migrate is to go back.
    """
    name, rest = arguments[0], arguments[1:]
    if name == "help":
        name, rest = rest[0], ()
    if name not in ALLOWED:
        known = name in INSTEAD
        raise InputError(
            f"{name} is not run on a site" if known else f"there is no maintenance command {name}",
            where="luodi manage",
            accepted=", ".join(ALLOWED),
            remedy=INSTEAD[name] if known else "luodi manage alone says what each is for",
        )
    wrong = [each for each in rest if not each.startswith(_FORWARD)] if name == "migrate" else []
    if wrong:
        raise InputError(
            f"migrate takes the whole database forward, and {wrong[0]} asks for something else",
            where="luodi manage migrate",
            accepted="no more words, or --plan, --check, --no-input, --verbosity=N",
            remedy="to go back to an older version, restore the backup that was made before the upgrade",
        )
