"""``luodi score``: a composite index from a scheme and figures."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import click

from luodi.core.errors import InputError

if TYPE_CHECKING:
    from luodi.scoring.engine import Result


@click.command(name="score")
@click.argument("scheme", type=click.Path(path_type=Path))
@click.argument("data", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder for all tables.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "parquet", "xlsx"]),
    default="csv",
    help="Form of the tables.",
)
@click.option("--as-of", help="Leave out figures that became known after this date (YYYY-MM-DD).")
@click.option("--weights", help="Name of the weight set to use.")
@click.option("--bundle", type=click.Path(path_type=Path), help="Seal inputs and results in this file.")
def command(
    scheme: Path,
    data: tuple[Path, ...],
    output: Path | None,
    form: str,
    as_of: str | None,
    weights: str | None,
    bundle: Path | None,
) -> None:
    """Score units by a scheme (综合评价).

    \b
    luodi score scheme.yaml figures.csv                    ranks and scores on the screen
    luodi score scheme.yaml figures.xlsx -o results        every table, as CSV
    luodi score scheme.yaml figures.csv denominators.csv   further columns from a second table
    luodi score scheme.yaml figures.csv --bundle run.zip   sealed, for luodi replay

    Choices that were made on the way (the journal) go to the error stream.
    """
    from luodi.documents.plain import write_bytes
    from luodi.scoring.bundle import Request, compute, seal, seal_of
    from luodi.scoring.output import csv_bytes, tables

    request = Request(as_of=_date(as_of), weights=weights)
    text, files = read_text(scheme), read_files(data)
    result = compute(text, files, request, where=scheme.name)
    if output is None:
        click.echo(csv_bytes(tables(result)["results"]).decode("utf-8"), nl=False)
    else:
        _write(result, output, form)
    if bundle is not None:
        sealed = seal(text, files, request, result)
        write_bytes(bundle, sealed)
        click.echo(f"sealed: {bundle} {seal_of(sealed)}", err=True)
    show_journal(result)


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


def _date(text: str | None) -> str | None:
    import datetime

    try:
        return None if text is None else datetime.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise InputError(
            f"{text!r} is not a date",
            where="--as-of",
            accepted="a date such as 2025-06-30",
            remedy="correct it",
        ) from error


def _write(result: Result, folder: Path, form: str) -> None:
    from luodi.documents.plain import write_bytes
    from luodi.scoring.output import csv_bytes, parquet_bytes, tables, workbook_bytes

    made = tables(result)
    if form == "xlsx":
        files = {"results.xlsx": workbook_bytes(made)}
    else:
        writer = csv_bytes if form == "csv" else parquet_bytes
        files = {f"{name}.{form}": writer(table) for name, table in made.items()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"cannot make the folder: {error.strerror}", where=str(folder), remedy="choose another place"
        ) from error
    for name, content in files.items():
        write_bytes(folder / name, content)
    click.echo(f"{len(files)} files in {folder}", err=True)
