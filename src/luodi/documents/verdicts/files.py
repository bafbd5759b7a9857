"""Verdicts written to files batch by batch: CSV, JSON, a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import IO, Any, Final, Protocol

import msgspec
import numpy as np

from luodi.core.errors import InputError
from luodi.documents.plain import clean
from luodi.rules.converting import Coded
from luodi.rules.listing import Listed, listing
from luodi.rules.model import Rule
from luodi.rules.verdicts import Verdicts

WORKBOOK_ROWS: Final = 1_048_576
"""Rows that a worksheet holds."""
MANY: Final = 20_000
"""Rows from which CSV goes through pyarrow, where it is installed."""
Rows = np.ndarray[tuple[int], np.dtype[np.intp]]


class Writer(Protocol):
    """Writes verdicts."""

    def add(self, verdicts: Verdicts, rows: Rows, numbers: Sequence[int]) -> None:
        """Write some of the entities of a batch."""

    def close(self) -> None:
        """Finish the file."""


class CsvWriter:
    """One row per entity: see :func:`luodi.rules.listing.listing`; words as in ``truth.WORDS``."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.begun = file, False

    def add(self, verdicts: Verdicts, rows: Rows, numbers: Sequence[int]) -> None:
        """Write some of the entities of a batch."""
        columns = listing(verdicts, rows, numbers)
        if not self.begun:
            self.file.write(_lines([list(columns)]))
            self.begun = True
        if len(rows) >= MANY and _arrow(self.file, columns):
            return
        cells = [[_cell(cell) for cell in plain(column)] for column in columns.values()]
        self.file.write(_lines(zip(*cells, strict=True)))

    def close(self) -> None:
        """Finish the file."""


class WorkbookWriter:
    """A workbook with one row per entity."""

    def __init__(self, file: IO[bytes]) -> None:
        import openpyxl

        self.file, self.rows = file, 0
        self.book = openpyxl.Workbook(write_only=True)
        self.sheet = self.book.create_sheet("verdicts")

    def add(self, verdicts: Verdicts, rows: Rows, numbers: Sequence[int]) -> None:
        """Write some of the entities of a batch.

        Raises:
            InputError: more rows than a worksheet holds.
        """
        columns = listing(verdicts, rows, numbers)
        if not self.rows:
            self.sheet.append(list(columns))
            self.sheet.freeze_panes = "A2"
            self.rows = 1
        self.rows += len(rows)
        if self.rows > WORKBOOK_ROWS:
            raise InputError(
                f"a worksheet holds {WORKBOOK_ROWS} rows",
                where="--format xlsx",
                accepted="fewer entities, or --only-failed",
                remedy="use --format csv",
            )
        cells = [[_cell(cell) for cell in plain(column)] for column in columns.values()]
        for row in zip(*cells, strict=True):
            self.sheet.append([clean(cell) if isinstance(cell, str) else cell for cell in row])

    def close(self) -> None:
        """Finish the file."""
        self.book.save(self.file)


class JsonWriter:
    """One object: the rule, and every entity with all that its verdicts rest on."""

    def __init__(self, file: IO[bytes], rule: Rule) -> None:
        self.file, self.rule, self.begun = file, rule, False
        head = {
            "rule": rule.id,
            "zh": rule.zh,
            "en": rule.en,
            "instruments": msgspec.to_builtins(rule.instruments),
        }
        self.file.write(msgspec.json.encode(head)[:-1] + b',"entities":[')

    def add(self, verdicts: Verdicts, rows: Rows, numbers: Sequence[int]) -> None:
        """Write some of the entities of a batch."""
        for row in rows.tolist():
            self.file.write(b",\n" if self.begun else b"\n")
            self.file.write(msgspec.json.encode(record(verdicts, row, numbers[row])))
            self.begun = True

    def close(self) -> None:
        """Finish the file."""
        self.file.write(b"\n]}\n")


def record(verdicts: Verdicts, row: int, number: int) -> dict[str, Any]:
    """Give one entity as JSON holds it."""
    rule, columns = verdicts.facts.rule, verdicts.facts.columns
    found: dict[str, Any] = {"row": number}
    found |= {entry.id: columns[entry.id][row] for entry in rule.inputs if entry.identity}
    found[rule.dated_by] = str(verdicts.facts.dates[row])
    if rule.outcome is not None:
        outcome = verdicts.finding(rule.outcome.condition, row)
        found |= {"verdict": outcome.verdict, "missing": outcome.missing}
    found["figures"] = {figure.id: verdicts.number(figure.id, row) for figure in rule.figures}
    found["conditions"] = [finding._asdict() for finding in verdicts.findings(row)]
    return found


def plain(column: Listed) -> list[Any]:
    """Give a column as a list."""
    if isinstance(column, Coded):
        return [column.cells[code] for code in column.codes]
    return column.tolist() if isinstance(column, np.ndarray) else column


def _cell(cell: Any) -> Any:
    if isinstance(cell, float):
        if cell != cell:
            return None
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell
    return cell


def _lines(rows: Any) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _arrow(file: IO[bytes], columns: dict[str, Listed]) -> bool:
    """Write many rows at once; False where pyarrow is not installed."""
    try:
        import pyarrow
        from pyarrow import csv as arrow_csv
    except ModuleNotFoundError:
        return False
    made = []
    for column in columns.values():
        if isinstance(column, Coded):
            codes = pyarrow.array(column.codes.astype(np.int32))
            made.append(pyarrow.DictionaryArray.from_arrays(codes, column.cells).cast(pyarrow.string()))
        else:
            made.append(pyarrow.array(column, from_pandas=True))
    table = pyarrow.table(made, names=list(columns))
    arrow_csv.write_csv(table, file, arrow_csv.WriteOptions(include_header=False))
    return True
