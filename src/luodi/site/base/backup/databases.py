"""Copying a database whole while others write to it (数据库备份): SQLite page by page, PostgreSQL by its own tools."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from luodi.core.errors import InputError


def copy_sqlite(to: Path) -> dict[str, int]:
    """Copy the SQLite database as it stands at one moment, and count its rows in the copy."""
    with (
        closing(sqlite3.connect(connection.settings_dict["NAME"], uri=True)) as source,
        closing(sqlite3.connect(to)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        return _count(target)


def _count(base: sqlite3.Connection) -> dict[str, int]:
    names = base.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {name: base.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in sorted(names)}


def dump_postgresql(to: Path) -> dict[str, int]:
    """Dump the PostgreSQL database at one moment, and count its rows at the same.

    Raises:
        InputError: the tools of PostgreSQL are not installed here, or refuse.
    """
    tool = _tool("pg_dump")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        rows = _count_postgresql(cursor)
        _run([tool, "--format=custom", f"--snapshot={snapshot}", f"--file={to}"])
    return rows


def restore_postgresql(dump: Path) -> None:
    """Read a dump into the database that is named, which must be empty; all of it or nothing."""
    connection.close()
    tool = _tool("pg_restore")
    name = str(connection.settings_dict["NAME"])
    how = ["--no-owner", "--no-comments", "--exit-on-error", "--single-transaction"]
    _run(
        [tool, *how, f"--dbname={name}", str(dump)]
    )  # a comment on an extension is its owner's, often not ours


def count() -> dict[str, int]:
    """The rows of each table of the database at hand."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return _count_postgresql(cursor)
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%%'")
        names = sorted(name for (name,) in cursor.fetchall())
        return _counted(cursor, names)


def _count_postgresql(cursor: Any) -> dict[str, int]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    return _counted(cursor, [name for (name,) in cursor.fetchall()])


def _counted(cursor: Any, names: list[str]) -> dict[str, int]:
    found = {}
    for name in names:
        cursor.execute(f'SELECT count(*) FROM "{name}"')
        found[name] = int(cursor.fetchone()[0])
    return found


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise InputError(
            f"{name} is not installed on this machine",
            where="PostgreSQL",
            accepted="the client tools of PostgreSQL, of the server's version or newer",
            remedy="install postgresql-client, or have the database's own backup taken and copy the files folder",
        )
    return found


def _run(command: list[str]) -> None:
    settings = connection.settings_dict
    given = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGDATABASE": "NAME",
    }
    env = os.environ | {name: str(settings[key]) for name, key in given.items() if settings[key]}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise InputError(
            f"{Path(command[0]).name} refused: {done.stderr.strip()[:500]}",
            where="PostgreSQL",
            remedy="correct what it says, and run the command again",
        )
