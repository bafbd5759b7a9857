"""Making a backup (备份): first the database, then every file that its rows name; nobody has to stop working."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Literal, cast

from django.conf import settings
from django.db import connection
from django.utils import timezone

from luodi import __version__
from luodi.core.errors import InputError

from .. import store
from ..journal.chain import FIRST, sha256_of
from ..models import StoredFile
from . import databases, manifest


def make(to: Path, progress: Callable[[int, int], None] = lambda done, total: None) -> manifest.Manifest:
    """Write a backup into a folder that is not there yet.

    Files never change and are never taken away while a row names them; so those that the copied database names are
    all still there when they are copied after it.

    Args:
        to: the folder; it appears only when the backup is whole.
        progress: called with files copied and files in all.

    Raises:
        InputError: the folder is there already, a file is missing or changed, or the database's tools refuse.
    """
    if to.exists():
        raise InputError("this is there already", where=str(to), remedy="name a folder that is not there yet")
    draft = to.with_name(f".{to.name}.partial")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    try:
        made = _write(draft, progress)
        draft.rename(to)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return made


def _write(root: Path, progress: Callable[[int, int], None]) -> manifest.Manifest:
    engine = cast(Literal["sqlite", "postgresql"], connection.vendor)
    if engine == "sqlite":
        database = root / manifest.SQLITE
        rows = databases.copy_sqlite(database)
        names, seals, last = _of_copy(database)
    else:
        # files that came after the dump are copied too: more than it names, never fewer
        database = root / manifest.POSTGRESQL
        rows = databases.dump_postgresql(database)
        names = sorted(set(StoredFile.objects.values_list("sha256", flat=True)))
        seals = rows["base_journalseal"]
        last = sha256_of(seals) or FIRST
    kept = [manifest.kept(root, database)]
    for done, name in enumerate(names, 1):
        kept.append(_copy(root, name))
        progress(done, len(names))
    made = manifest.Manifest(
        version=__version__, made_at=timezone.localtime().isoformat(timespec="seconds"), kind=settings.WORKSPACE.kind,
        engine=engine, rows=rows, seals=seals, last_seal=last, files=kept,
    )  # fmt: skip
    manifest.write(root, made)
    return made


def _of_copy(database: Path) -> tuple[list[str], int, str]:
    """What the copied database itself says: its files, its seals, the hash of the last."""
    with closing(sqlite3.connect(database)) as base:
        names = [name for (name,) in base.execute("SELECT DISTINCT sha256 FROM base_storedfile ORDER BY 1")]
        last = base.execute(
            "SELECT number, sha256 FROM base_journalseal ORDER BY number DESC LIMIT 1"
        ).fetchone()
    return (names, *(last or (0, FIRST)))


def _copy(root: Path, name: str) -> manifest.Kept:
    path = root / manifest.FILES / name[:2] / name
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    try:
        with closing(store.place().open(name)) as file, path.open("wb") as copy:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
                copy.write(chunk)
    except FileNotFoundError as error:
        raise _damaged(name, "is missing") from error
    if digest.hexdigest() != name:
        raise _damaged(name, "was changed")
    return manifest.Kept(path.relative_to(root).as_posix(), path.stat().st_size, name)


def _damaged(name: str, what: str) -> InputError:
    return InputError(
        f"the file {name} {what}",
        where="the site's files",
        remedy="luodi verify --files names all of them; restore them from an older backup first",
    )
