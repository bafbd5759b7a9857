"""Tables of entities from files, in batches: CSV, Parquet, workbook, JSON, YAML.

A large CSV or a Parquet file goes through pyarrow where it is installed; otherwise the library at hand reads.
"""

from __future__ import annotations

import csv
import difflib
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from luodi.core.errors import InputError
from luodi.core.plain_yaml import load_yaml, read_text
from luodi.rules.arrow_tables import csv_batches, parquet_batches, worthwhile
from luodi.rules.batches import ROWS, Batch
from luodi.rules.model import Rule

KINDS: Final = (".csv", ".tsv", ".xlsx", ".json", ".yaml", ".yml", ".parquet")


class Names(NamedTuple):
    """How columns of a file are called in the rule.

    Attributes:
        known: column of the rule by position in the file; None for one that the rule does not ask for.
        unused: columns that the rule does not ask for.
    """

    known: list[str | None]
    unused: list[str]


def batches(rule: Rule, path: Path) -> Iterator[Batch]:
    """Read a file of entities.

    Args:
        rule: says which columns matter, by id or label.
        path: the file.

    Raises:
        InputError: it cannot be read, is empty, or no column is one that the rule asks for.
    """
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise InputError(
            f"files of kind {kind or 'without ending'} are not read",
            where=str(path),
            accepted=", ".join(KINDS),
            remedy="save it as one of these",
        )
    if not path.is_file():
        raise InputError("the file does not exist", where=str(path), remedy="check the path")
    if kind in (".json", ".yaml", ".yml"):
        source = _records(rule, path, kind)
    elif kind == ".parquet":
        source = parquet_batches(path)
    elif kind == ".xlsx":
        source = _workbook(path)
    elif worthwhile(path):
        source = csv_batches(path, *_dialect(path), _numbers(rule))
    else:
        source = _csv(path, *_dialect(path))
    names: Names | None = None
    for batch in source:
        names = names or match(rule, list(batch.columns), path.name)
        pairs = zip(names.known, batch.columns.values(), strict=True)
        columns = {name: column for name, column in pairs if name is not None}
        yield Batch(columns, batch.rows, batch.first, path.name, names.unused)
    if names is None:
        raise InputError("the file has no entities", where=path.name, remedy="add a row per entity")


def lines(path: Path) -> int:
    """Count the lines of a CSV file, for a progress bar; 0 for other files."""
    if path.suffix.lower() not in (".csv", ".tsv") or not path.is_file():
        return 0
    with path.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))


def match(rule: Rule, header: list[str], where: str) -> Names:
    """Find the columns of a rule in a header, by id or by label.

    Raises:
        InputError: none is there, one comes twice, or one looks like a misspelt name.
    """
    wanted = _wanted(rule)
    known = [wanted.get(_folded(name)) for name in header]
    found = [name for name in known if name is not None]
    for name in found:
        if found.count(name) > 1:
            raise InputError(f"the column {name} comes twice", where=f"{where} row 1", remedy="keep one")
    if not found:
        raise InputError(
            f"no column is one that the rule {rule.id} asks for",
            where=f"{where} row 1",
            accepted=", ".join(name for entry in rule.inputs for name in entry.columns),
            remedy=f"start from `luodi rule {rule.id} --template`",
        )
    unused = [name for name, column in zip(header, known, strict=True) if column is None and name]
    absent = [name for name in wanted if wanted[name] not in found]
    for name in unused:
        near = difflib.get_close_matches(_folded(name), absent, 1, 0.85)
        if near:
            raise InputError(
                f"the column {name!r} is not known; {wanted[near[0]]!r} looks like it",
                where=f"{where} row 1",
                remedy="correct the name, or leave the column away",
            )
    return Names(known, unused)


def _wanted(rule: Rule) -> dict[str, str]:
    wanted: dict[str, str] = {}
    for entry in rule.inputs:
        for column in entry.columns:
            for label in (entry.label(column, "zh"), entry.label(column, "en"), column):
                wanted[_folded(label)] = column
        wanted.setdefault(_folded(entry.id), entry.id)
    return wanted


def _numbers(rule: Rule) -> Callable[[str], bool]:
    """Say whether a column holds numbers; others keep their text, leading zeros included."""
    wanted = _wanted(rule)
    numbers = {name for entry in rule.inputs if entry.type in ("number", "integer") for name in entry.columns}
    return lambda name: wanted.get(_folded(name)) in numbers


def _folded(name: str) -> str:
    return "".join(str(name).split()).casefold()


def _dialect(path: Path) -> tuple[str, str]:
    """Encoding and delimiter of a CSV file."""
    with path.open("rb") as file:
        start = file.read(1 << 16)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = start[: start.rfind(b"\n") + 1 or None].decode(encoding)
        except UnicodeDecodeError:
            continue
        first = text.split("\n", 1)[0]
        return encoding, "\t" if path.suffix.lower() == ".tsv" else max(",;\t", key=first.count)
    raise InputError(
        "the text is in no known encoding",
        where=path.name,
        accepted="UTF-8 or GB 18030",
        remedy="save it so",
    )


def _csv(path: Path, encoding: str, delimiter: str) -> Iterator[Batch]:
    try:
        with path.open(encoding=encoding, newline="") as file:
            yield from _lines(csv.reader(file, delimiter=delimiter, strict=True), path.name)
    except UnicodeDecodeError as error:
        raise InputError(f"the text is not {encoding}", where=path.name, remedy="save it as UTF-8") from error
    except csv.Error as error:
        raise InputError(f"no table: {error}", where=path.name, remedy="correct the line") from error


def _workbook(path: Path) -> Iterator[Batch]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # the library raises errors of many kinds for broken files
        raise InputError(
            "not readable as a workbook", where=path.name, accepted="an .xlsx file", remedy="save it anew"
        ) from error
    try:
        yield from _lines(book.worksheets[0].iter_rows(values_only=True), path.name)
    finally:
        book.close()


def _lines(lines: Iterable[Any], name: str) -> Iterator[Batch]:
    """Put lines of cells into batches; empty lines and a line that begins with # are left out."""
    counted = enumerate(lines, 1)
    _, first = next(counted, (1, ()))
    header = ["" if cell is None else str(cell).strip() for cell in first]
    while header and not header[-1]:
        header.pop()
    if not header:
        raise InputError(
            "the first row is empty", where=name, accepted="names of columns", remedy="remove what is above"
        )
    for column in header:
        if header.count(column) > 1:
            raise InputError(
                f"the column {column!r} comes twice", where=f"{name} row 1", remedy="rename one of the two"
            )
    kept = ((number, line) for number, line in counted if not _skipped(line))
    while rows := list(islice(kept, ROWS)):
        for number, line in rows:
            if len(line) > len(header) and any(cell not in (None, "") for cell in line[len(header) :]):
                raise InputError(
                    f"{len(line)} cells under {len(header)} columns",
                    where=f"{name} row {number}",
                    remedy="put cells that hold a comma in quotes",
                )
        width = len(header)
        full = [[*line[:width], *[None] * (width - len(line))] for _, line in rows]
        columns = dict(zip(header, map(list, zip(*full, strict=True)), strict=True))
        yield Batch(columns, len(rows), [number for number, _ in rows], name, [])


def _skipped(line: Any) -> bool:
    first = line[0] if line else None
    return (isinstance(first, str) and first.startswith("#")) or all(cell in (None, "") for cell in line)


def _records(rule: Rule, path: Path, kind: str) -> Iterator[Batch]:
    text = read_text(path)
    if kind == ".json":
        try:
            found = json.loads(text)
        except json.JSONDecodeError as error:
            where = f"{path.name} line {error.lineno}, column {error.colno}"
            raise InputError(f"this is no JSON: {error.msg}", where=where, remedy="correct it") from error
    else:
        found = load_yaml(text, path.name)
    records = found if isinstance(found, list) else [found]
    if not records or not all(isinstance(record, dict) for record in records):
        raise InputError(
            "neither an entity nor a list of them",
            where=path.name,
            accepted="names and values, such as {staff: 80, sales: 4200}",
            remedy=f"see `luodi rule {rule.id} --template`",
        )
    wanted = _wanted(rule)
    for number, record in enumerate(records, 1):
        for name in record:
            if _folded(name) not in wanted:
                near = difflib.get_close_matches(_folded(name), list(wanted), 1, 0.6)
                raise InputError(
                    f"the rule {rule.id} does not ask for {name!r}",
                    where=f"{path.name} entity {number}",
                    accepted=f"{wanted[near[0]]}, for example" if near else ", ".join(wanted.values()),
                    remedy="correct the name, or leave it away",
                )
    names = list(dict.fromkeys(name for record in records for name in record))
    columns = {name: [record.get(name) for record in records] for name in names}
    yield Batch(columns, len(records), list(range(1, len(records) + 1)), path.name, [])
