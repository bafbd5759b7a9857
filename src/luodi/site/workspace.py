"""The workspace (工作区): one folder that holds all a site owns, its database, files and secret.

Copying the folder while the site stands still is a backup; deleting it leaves nothing behind. Real and generated data
never share one: the file ``workspace.json`` says which kind it is, and every page shows it.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from contextlib import suppress
from pathlib import Path
from typing import Final, Literal, NamedTuple

from luodi.core.errors import InputError
from luodi.core.generated import read_marker

Kind = Literal["real", "generated"]
KINDS: Final = ("real", "generated")
VARIABLE: Final = "LUODI_WORKSPACE"
DEFAULT: Final = "workspace"
WRITTEN_WITHIN: Final = 200
"""Hundredths of a second in which a key that another process makes is written."""


class Workspace(NamedTuple):
    """Where a site lives and whether its data are real or generated (生成数据)."""

    folder: Path
    kind: Kind

    @property
    def generated(self) -> bool:
        """Whether its data are made up, which every page, paper and export then says."""
        return self.kind == "generated"

    @property
    def database(self) -> Path:
        """The SQLite file, used unless ``DATABASE_URL`` names another database."""
        return self.folder / "luodi.sqlite3"

    @property
    def files(self) -> Path:
        """Where uploaded files lie, named by their SHA-256."""
        return self.folder / "files"

    @property
    def secret(self) -> str:
        """The key that signs sessions; made once, readable by its owner only.

        Of processes that start at once one makes it, and the others read it once it is written.
        """
        path = self.folder / "secret_key"
        with suppress(FileExistsError):
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(48))
        for _ in range(WRITTEN_WITHIN):
            if key := path.read_text("ascii").strip():
                return key
            time.sleep(0.01)
        raise InputError(
            "the key that signs sessions is empty",
            where=str(path),
            accepted="a secret of 64 characters, as the site makes it",
            remedy="delete the file and start the site again; everybody signs in anew",
        )


def at(folder: Path, kind: Kind | None = None) -> Workspace:
    """The workspace in a folder, made if it is not there.

    Args:
        folder: where it is or shall be.
        kind: what a new one shall hold (real if not said); for an old one, what the caller expects.

    Raises:
        InputError: the folder holds data of the other kind, or its ``workspace.json`` cannot be read.
    """
    marker = folder / "workspace.json"
    if not marker.exists():
        folder.mkdir(parents=True, exist_ok=True)
        return mark(folder, kind or "real")
    try:
        found = json.loads(marker.read_text("utf-8"))["kind"]
    except (ValueError, KeyError, TypeError):
        found = None
    if found not in KINDS:
        raise InputError(
            "this does not say what the workspace holds",
            where=str(marker),
            accepted='{"kind": "real"} or {"kind": "generated"}',
            remedy="restore the file from a backup, or take another folder",
        )
    if kind and kind != found:
        raise InputError(
            f"this workspace holds {found} data, and {kind} data may not join them",
            where=str(folder),
            accepted="one kind of data in a workspace",
            remedy="name another folder with --workspace",
        )
    return Workspace(folder, found)


def kind_of(folder: Path) -> Kind:
    """What a folder of data holds: generated data have a marker beside them, or say so in the folder's name."""
    return "generated" if read_marker(folder) or "generated" in folder.resolve().name else "real"


def refuse_other_kind(workspace: Workspace, folder: Path) -> None:
    """Refuse a folder of generated data to a workspace of real ones, and the other way round.

    Raises:
        InputError: they are of two kinds.
    """
    kind = kind_of(folder)
    if kind != workspace.kind:
        raise InputError(
            f"this folder holds {kind} data, and the workspace {workspace.folder} {workspace.kind} data",
            where=str(folder),
            accepted="one kind of data in a workspace; generated data say so in the folder's name",
            remedy="name another workspace with --workspace, or another folder",
        )


def mark(folder: Path, kind: Kind) -> Workspace:
    """Write down what an empty workspace is going to hold."""
    (folder / "workspace.json").write_text(json.dumps({"kind": kind}) + "\n", encoding="utf-8")
    return Workspace(folder, kind)


def current() -> Workspace:
    """The workspace that the environment variable names, or ``workspace`` in the folder one stands in."""
    return at(Path(os.environ.get(VARIABLE, DEFAULT)).absolute())
