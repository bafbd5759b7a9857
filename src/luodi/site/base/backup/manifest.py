"""What a backup holds (备份清单), so that a restore can prove that nothing is missing."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

import msgspec

from luodi.core.errors import InputError

NAME: Final = "manifest.json"
FILES: Final = "files"
SQLITE: Final = "luodi.sqlite3"
POSTGRESQL: Final = "luodi.dump"


class Kept(msgspec.Struct, frozen=True):
    """One file of the backup: where it lies in it, its size, its SHA-256."""

    path: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The whole backup.

    Attributes:
        version: of the program that made it.
        made_at: moment, ISO 8601 with offset.
        kind: whether the workspace holds real or generated data.
        engine: of the database.
        rows: rows of each table.
        seals: links of the journal's chain, and the hash of the last.
        files: the database and every uploaded file.
    """

    version: str
    made_at: str
    kind: Literal["real", "generated"]
    engine: Literal["sqlite", "postgresql"]
    rows: dict[str, int]
    seals: int
    last_seal: str
    files: list[Kept]

    @property
    def database(self) -> str:
        """Where the database lies in the backup."""
        return SQLITE if self.engine == "sqlite" else POSTGRESQL


def kept(root: Path, path: Path) -> Kept:
    """A file of the backup as it lies there."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Kept(path.relative_to(root).as_posix(), path.stat().st_size, digest)


def write(root: Path, manifest: Manifest) -> None:
    """Write the manifest, and its own hash beside it."""
    data = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    (root / NAME).write_bytes(data)
    (root / f"{NAME}.sha256").write_text(f"{hashlib.sha256(data).hexdigest()}  {NAME}\n", "ascii")


def checked(root: Path) -> Manifest:
    """Read a manifest and hold every file of the backup against it.

    Raises:
        InputError: this is no backup, or a file is missing, cut short, changed or not named; the first ten are told.
    """
    manifest = read(root)
    wrong = []
    for each in manifest.files:
        path = root / each.path
        if not path.is_file():
            wrong.append(f"{each.path} is missing")
        elif kept(root, path) != each:
            wrong.append(f"{each.path} was changed")
    if wrong:
        raise InputError(
            "the backup is damaged: " + "; ".join(wrong[:10]),
            where=str(root),
            accepted="a backup as it was written",
            remedy="copy it again from where it was kept, or take an older one",
        )
    return manifest


def read(root: Path) -> Manifest:
    """Read a manifest; its own hash must be the one beside it.

    Raises:
        InputError: there is none, or it was changed.
    """
    try:
        data = (root / NAME).read_bytes()
        said = (root / f"{NAME}.sha256").read_text("ascii").split()[0]
    except (OSError, IndexError, UnicodeDecodeError) as error:
        raise InputError(
            "this is no backup: it has no manifest",
            where=str(root),
            accepted="a folder that luodi manage backup wrote",
            remedy="check the name",
        ) from error
    if hashlib.sha256(data).hexdigest() != said:
        raise InputError("the manifest was changed", where=str(root / NAME), remedy="take another backup")
    try:
        found = msgspec.json.decode(data, type=Manifest)
        if datetime.fromisoformat(found.made_at).tzinfo is None:
            raise ValueError
    except ValueError as error:  # msgspec's own are
        raise InputError(
            "this manifest is not one that this version of the program reads",
            where=str(root / NAME),
            remedy="use the version of the program that wrote it, or a later one",
        ) from error
    return found
