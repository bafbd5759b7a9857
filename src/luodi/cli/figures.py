"""What the scoring verbs share: reading scheme and figures, writing tables, common options."""

from __future__ import annotations

import csv
import datetime
import io
from pathlib import Path
from typing import TYPE_CHECKING

import click

from luodi.core.errors import InputError

if TYPE_CHECKING:
    from luodi.scoring.engine import Result
    from luodi.scoring.output import Table


def _date(context: click.Context, parameter: click.Parameter, text: str | None) -> str | None:
    try:
        return None if text is None else datetime.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise InputError(
            f"{text!r} is not a date",
            where="--as-of",
            accepted="a date such as 2025-06-30",
            remedy="correct it",
        ) from error


OUTPUT = click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder for all tables.")
FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "parquet", "xlsx"]),
    default="csv",
    help="Form of the tables.",
)
AS_OF = click.option(
    "--as-of", callback=_date, help="Leave out figures that became known after this date (YYYY-MM-DD)."
)
WEIGHTS = click.option("--weights", help="Name of the weight set to use.")


def read_text(path: Path) -> str:
    """Read a scheme's text.

    Raises:
        InputError: it cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            "cannot be read", where=str(path), accepted="a scheme as YAML in UTF-8", remedy="check the path"
        ) from error


def read_files(paths: tuple[Path, ...]) -> dict[str, bytes]:
    """Read data files by name.

    Raises:
        InputError: one cannot be read, or two have the same name.
    """
    found: dict[str, bytes] = {}
    for path in paths:
        if path.name in found:
            raise InputError(
                "two data files have the same name", where=path.name, remedy="rename one of them"
            )
        try:
            found[path.name] = path.read_bytes()
        except OSError as error:
            raise InputError(
                f"cannot be read: {error.strerror}", where=str(path), remedy="check the path"
            ) from error
    return found


def show_journal(result: Result) -> None:
    """Tell the choices made, on the error stream."""
    for note in result.journal:
        click.echo(str(note), err=True)


def show_table(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Print a table as CSV."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    click.echo(text.getvalue(), nl=False)


def write_tables(made: dict[str, Table], folder: Path, form: str, name: str) -> None:
    """Write tables into a folder, one file each; of a workbook, all in one.

    Args:
        made: tables by name.
        folder: made if it is missing.
        form: ``csv``, ``parquet`` or ``xlsx``.
        name: name of the workbook.

    Raises:
        InputError: the place cannot be written.
    """
    from luodi.documents.plain import write_bytes
    from luodi.scoring.output import csv_bytes, parquet_bytes, workbook_bytes

    if form == "xlsx":
        files = {f"{name}.xlsx": workbook_bytes(made)}
    else:
        writer = csv_bytes if form == "csv" else parquet_bytes
        files = {f"{key}.{form}": writer(table) for key, table in made.items()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"cannot make the folder: {error.strerror}", where=str(folder), remedy="choose another place"
        ) from error
    for file, content in files.items():
        write_bytes(folder / file, content)
    click.echo(f"{len(files)} files in {folder}", err=True)
