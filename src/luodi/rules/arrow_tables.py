"""Large tables through pyarrow, where it is installed."""

from __future__ import annotations

import importlib.util
import mmap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from luodi.core.errors import CombinedInputError, InputError
from luodi.rules.batches import ROWS, Batch
from luodi.rules.converting import Coded, Column

LARGE: Final = 4 << 20
"""Bytes from which a CSV file goes through pyarrow."""
_SHOWN: Final = 100


def worthwhile(path: Path) -> bool:
    """Whether a CSV file is large, plain enough to keep its row numbers, and pyarrow is there."""
    if path.stat().st_size < LARGE or importlib.util.find_spec("pyarrow") is None:
        return False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
        return all(text.find(gap) < 0 for gap in (b"\n\n", b"\n\r\n", b"\r\r"))


def csv_batches(path: Path, encoding: str, delimiter: str, numeric: Callable[[str], bool]) -> Iterator[Batch]:
    """Read a large CSV file.

    Args:
        path: the file.
        encoding, delimiter: its dialect.
        numeric: says by name whether a column holds numbers.

    Raises:
        InputError: lines that do not fit the header, all named; or no table.
    """
    import pyarrow
    from pyarrow import csv

    wrong: list[InputError] = []

    def invalid(row: Any) -> str:
        if len(wrong) < _SHOWN:
            wrong.append(
                InputError(
                    f"{row.actual_columns} cells under {row.expected_columns} columns",
                    where=f"{path.name} row {row.number}",
                    remedy="correct the line; put cells that hold a comma in quotes",
                )
            )
        return "skip"

    with path.open(encoding=encoding, newline="") as file:
        line = file.readline().rstrip("\r\n")
    header = next(iter(csv_header(line, delimiter)))
    try:
        reader = csv.open_csv(
            path,
            read_options=csv.ReadOptions(
                use_threads=False,
                encoding="utf8" if encoding == "utf-8-sig" else encoding,
                block_size=16 << 20,
            ),
            parse_options=csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, invalid_row_handler=invalid
            ),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(header, pyarrow.string()), strings_can_be_null=False
            ),
        )
        number = 2
        for block in reader:
            table = pyarrow.Table.from_batches([block])
            if number == 2 and table.num_rows and str(table.column(0)[0]).startswith("#"):
                table, number = table.slice(1), 3
            if table.num_rows:
                columns = {
                    name: column(table.column(name), numeric=numeric(name)) for name in table.column_names
                }
                numbers = range(number, number + table.num_rows)
                yield Batch(columns, table.num_rows, numbers, path.name, [])
            number += table.num_rows
    except pyarrow.ArrowInvalid as error:
        raise InputError(f"no table: {error}", where=path.name, remedy="correct the line") from error
    if wrong:
        raise wrong[0] if len(wrong) == 1 else CombinedInputError(wrong)


def csv_header(line: str, delimiter: str) -> list[list[str]]:
    """Split the first line of a CSV file."""
    import csv

    return list(csv.reader([line], delimiter=delimiter))


def parquet_batches(path: Path) -> Iterator[Batch]:
    """Read a Parquet file.

    Raises:
        InputError: pyarrow is not installed, or the file is broken.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ModuleNotFoundError as error:
        raise InputError(
            "Parquet needs the package pyarrow",
            where=path.name,
            remedy="install luodi with the extra `parquet`, or save the table as .csv",
        ) from error
    number = 1
    try:
        for block in pyarrow.parquet.ParquetFile(path).iter_batches(ROWS):
            columns = {name: column(block.column(at)) for at, name in enumerate(block.schema.names)}
            yield Batch(columns, block.num_rows, range(number, number + block.num_rows), path.name, [])
            number += block.num_rows
    except pyarrow.ArrowInvalid as error:
        raise InputError("not readable as Parquet", where=path.name, remedy="check the file") from error


def column(values: Any, *, numeric: bool = False) -> Column:
    """Give an Arrow column as an array, or coded where it holds texts that repeat.

    Args:
        values: an array or a chunked array.
        numeric: read texts as numbers if they all are.
    """
    import pyarrow
    import pyarrow.compute

    if isinstance(values, pyarrow.ChunkedArray):
        values = values.combine_chunks()
    kind = values.type
    if pyarrow.types.is_string(kind) or pyarrow.types.is_large_string(kind):
        return _texts(values, numeric=numeric)
    if pyarrow.types.is_floating(kind) or pyarrow.types.is_integer(kind):
        return np.asarray(values.cast(pyarrow.float64()).to_numpy(zero_copy_only=False))
    if pyarrow.types.is_date(kind):
        return np.asarray(values.to_numpy(zero_copy_only=False)).astype("datetime64[D]")
    if pyarrow.types.is_boolean(kind) and not values.null_count:
        return np.asarray(values.to_numpy(zero_copy_only=False), bool)
    cells: list[Any] = values.to_pylist()
    return cells


def _texts(values: Any, *, numeric: bool) -> Column:
    import pyarrow
    import pyarrow.compute

    filled = pyarrow.compute.if_else(pyarrow.compute.equal(values, ""), None, values)
    found = _as_numbers(filled) if numeric else None
    if found is not None:
        return found
    coded = values.dictionary_encode()
    if len(coded.dictionary) * 4 <= len(values):
        codes = np.asarray(coded.indices.fill_null(-1).to_numpy(zero_copy_only=False), np.int64)
        return Coded([*coded.dictionary.to_pylist(), None], np.where(codes < 0, len(coded.dictionary), codes))
    cells: list[Any] = values.to_pylist()
    return cells


def _as_numbers(filled: Any) -> NDArray[np.float64] | None:
    """Convert texts that are all plain numbers or empty; None if any is not."""
    import pyarrow

    try:
        found = filled.cast(pyarrow.float64())
        numbers = np.asarray(found.to_numpy(zero_copy_only=False), np.float64)
    except pyarrow.ArrowInvalid:
        return None
    # the texts "nan" and "inf" are no numbers that anyone wrote: let them be refused by name
    plain = np.isfinite(numbers).sum() + found.null_count == len(numbers)
    return numbers if plain and found.null_count < len(numbers) else None
