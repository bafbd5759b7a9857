"""Restoring a backup (恢复): proved first, written into an empty workspace, proved again."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from luodi.core.errors import InputError
from luodi.site.workspace import Workspace, mark

from .. import store
from ..journal import chain, triggers
from . import databases, manifest


class Restored(NamedTuple):
    """What came back: the manifest, and what the journal's chain says of the restored rows."""

    manifest: manifest.Manifest
    verdict: chain.Verdict


def restore(backup: Path) -> Restored:
    """Bring a backup back into the workspace and database at hand, both of which must be empty.

    Raises:
        InputError: the backup is damaged or of another kind of database, the workspace is not empty, or what came back
            is not what the manifest says.
    """
    said = manifest.checked(backup)
    workspace: Workspace = settings.WORKSPACE
    _fitting(said, workspace)
    mark(workspace.folder, said.kind)
    if said.engine == "sqlite":
        connection.close()
        draft = workspace.database.with_suffix(".partial")
        shutil.copyfile(backup / said.database, draft)
        draft.rename(workspace.database)
    else:
        databases.restore_postgresql(backup / said.database)
    for each in said.files:
        if each.path.startswith(f"{manifest.FILES}/"):
            with (backup / each.path).open("rb") as file:
                store.place().put(file, each.sha256)
    found = databases.count()
    if found != said.rows:
        differing = sorted(name for name in {*found, *said.rows} if found.get(name) != said.rows.get(name))
        raise _not_the_same(f"these tables have other numbers of rows: {', '.join(differing)}", workspace)
    if faults := list(store.faults()):
        raise _not_the_same(f"file {faults[0].row} {faults[0].name}: {faults[0].what}", workspace)
    call_command("migrate", verbosity=0)  # a backup of an older version
    triggers.lift(connection)
    return Restored(said, chain.verify())


def _fitting(said: manifest.Manifest, workspace: Workspace) -> None:
    if said.engine != connection.vendor:
        raise InputError(
            f"this is a backup of a {said.engine} database, and the site is set to {connection.vendor}",
            where="DATABASE_URL",
            accepted="the same kind of database",
            remedy="set or unset the variable",
        )
    tables = [] if said.engine == "sqlite" else connection.introspection.table_names()
    if workspace.database.exists() or tables or any(workspace.files.glob("*")):
        raise InputError(
            "there is something in this workspace already, and a restore overwrites nothing",
            where=str(workspace.folder),
            accepted="a new folder (and, on PostgreSQL, a new database)",
            remedy="name another one with --workspace",
        )


def _not_the_same(what: str, workspace: Workspace) -> InputError:
    return InputError(
        f"what came back is not what the backup says: {what}",
        where=str(workspace.folder),
        remedy="do not use this workspace; restore into another one, or take another backup",
    )
