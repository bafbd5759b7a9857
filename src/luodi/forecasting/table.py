"""Series read from a CSV file: a row for each figure (long), or for each series (wide)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from luodi.core.errors import CombinedInputError, InputError
from luodi.forecasting.panel import Floats
from luodi.forecasting.periods import ACCEPTED, Period, parse

PERIOD: Final = ("period", "year", "quarter", "month", "t", "时期", "年份", "年度", "季度", "月份")
VALUE: Final = ("value", "figure", "数值", "值")
SERIES: Final = (
    "series", "name", "indicator", "indicator_zh", "area", "unit",
    "系列", "指标", "指标名称", "地区", "单位",
)  # fmt: skip
MISSING: Final = frozenset({"", "-", "--", "—", "…", "na", "n/a", "nan", "null", "none", "缺", "无"})
WIDEST: Final = 2000
"""Periods between the first and the last of a file; more is taken for a wrong period."""


@dataclass(frozen=True)
class Table:
    """Series as :func:`luodi.forecasting.forecast` takes them.

    Attributes:
        names: S names.
        periods: T labels without a hole.
        values: shape (S, T); NaN where the file has no figure.
    """

    names: tuple[str, ...]
    periods: tuple[str, ...]
    values: Floats


def read_table(data: bytes, where: str, *, by: Sequence[str] = ()) -> Table:
    """Read series from a CSV file in UTF-8 or GB 18030.

    A file is wide when its header, after the first column, holds periods only. A long file needs a column of
    periods and one of values; the series is named by ``by``, or by every column of a usual
    name (series, area, indicator …).

    Args:
        data: the file.
        where: its name, for messages.
        by: columns that together name a series of a long file.

    Raises:
        InputError, CombinedInputError: every cell that cannot be used, all at once.

    Example:
        >>> table = read_table("area,2022,2023,2024\\n乐山,1,,3\\n".encode(), "gdp.csv")
        >>> table.names, table.periods, table.values.tolist()
        (('乐山',), ('2022', '2023', '2024'), [[1.0, nan, 3.0]])
    """
    rows = [row for row in enumerate(csv.reader(io.StringIO(_decode(data, where))), 1) if any(row[1])]
    if len(rows) < 2:
        raise InputError("there are no figures", where=where, accepted="a header and at least one row")
    header = [cell.strip() for cell in rows[0][1]]
    if not by and len(header) > 1 and all(_is_period(cell) for cell in header[1:]):
        figures = _wide(header, rows[1:], where)
    else:
        figures = _long(header, rows[1:], where, by)
    return _arrange(figures, where)


@dataclass(frozen=True)
class _Cell:
    place: str
    series: str
    period: Period
    value: float


def _decode(data: bytes, where: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InputError(
        "the file is not text",
        where=where,
        accepted="CSV in UTF-8 or GB 18030",
        remedy="save the table as CSV",
    )


def _is_period(text: str) -> bool:
    try:
        parse(text)
    except InputError:
        return False
    return True


def _number(text: str, place: str) -> float:
    if text.strip().lower() in MISSING:
        return float("nan")
    try:
        value = float(text.strip().replace(",", ""))
    except ValueError:
        value = float("inf")
    if np.isfinite(value):
        return value
    raise InputError(
        f"{text.strip()} is not a figure",
        where=place,
        accepted="a number such as 1234.5, or nothing where none is known",
        remedy="correct the cell",
    )


def _wide(header: list[str], rows: Iterable[tuple[int, list[str]]], where: str) -> list[_Cell | InputError]:
    periods = [parse(cell) for cell in header[1:]]
    found: list[_Cell | InputError] = []
    for line, row in rows:
        if len(row) > len(header):
            found.append(InputError("more cells than the header has", where=f"{where} row {line}"))
        for column, period in enumerate(periods, 1):
            place = f"{where} row {line}, column {header[column]}"
            try:
                value = _number(row[column] if column < len(row) else "", place)
            except InputError as error:
                found.append(error)
            else:
                found.append(_Cell(place, row[0].strip(), period, value))
    return found


def _long(
    header: list[str], rows: Iterable[tuple[int, list[str]]], where: str, by: Sequence[str]
) -> list[_Cell | InputError]:
    lowered = [cell.lower() for cell in header]
    when, what = (next((n for n in names if n in lowered), None) for names in (PERIOD, VALUE))
    naming = (
        [name for name in header if name.lower() in SERIES and name.lower() != when] if not by else list(by)
    )
    lacking = [name for name in naming if name not in header]
    if when is None or what is None or lacking or not naming:
        raise InputError(
            "the header does not tell series, period and value"
            + "".join(f"; no column {n}" for n in lacking),
            where=f"{where} row 1",
            accepted="series,period,value; or a wide table: name,2022,2023,2024",
            remedy="rename the columns, or say with --by which of them name a series",
        )
    at, figure, parts = lowered.index(when), lowered.index(what), [header.index(name) for name in naming]
    found: list[_Cell | InputError] = []
    for line, row in rows:
        place = f"{where} row {line}"
        if len(row) <= max(at, figure, *parts):
            found.append(
                InputError("fewer cells than the header has", where=place, remedy="complete the row")
            )
            continue
        name = " ".join(cell for cell in (row[part].strip() for part in parts) if cell)
        try:
            period = parse(row[at])
            found.append(
                _Cell(place, name, period, _number(row[figure], f"{place}, column {header[figure]}"))
            )
        except InputError as error:
            error.where = error.where or f"{place}, column {header[at]}"
            found.append(error)
    return found


def _arrange(found: list[_Cell | InputError], where: str) -> Table:
    problems: list[InputError] = []
    cells = [cell for cell in found if isinstance(cell, _Cell)]
    kind = cells[0].period.per_year if cells else 1
    seen: dict[tuple[str, Period], _Cell] = {}
    for cell in found:
        if isinstance(cell, InputError):
            problems.append(cell)
            continue
        before = seen.setdefault((cell.series, cell.period), cell)
        if not cell.series:
            problems.append(InputError("the series has no name", where=cell.place, remedy="name it"))
        elif cell.period.per_year != kind:
            problems.append(
                InputError(
                    f"{cell.period} is of another kind than {cells[0].period}",
                    where=cell.place,
                    accepted="years alone, quarters alone or months alone",
                    remedy="forecast each kind from its own file",
                )
            )
        elif before is not cell:
            problems.append(
                InputError(
                    f"{cell.series} has a second figure for {cell.period}, the first is at {before.place}",
                    where=cell.place,
                    accepted="one figure for each series and period",
                    remedy="remove one, or name with --by every column that tells series apart",
                )
            )
    if problems:
        raise problems[0] if len(problems) == 1 else CombinedInputError(problems, where=where)
    names = list(dict.fromkeys(cell.series for cell in cells))
    first, last = min(cell.period for cell in cells), max(cell.period for cell in cells)
    if last.ordinal - first.ordinal >= WIDEST:
        raise InputError(
            f"the periods reach from {first} to {last}", where=where, accepted=ACCEPTED, remedy="correct them"
        )
    values = np.full((len(names), last.ordinal - first.ordinal + 1), np.nan)
    rows = {name: row for row, name in enumerate(names)}
    for cell in cells:
        values[rows[cell.series], cell.period.ordinal - first.ordinal] = cell.value
    labels = tuple(str(first.later(step)) for step in range(values.shape[1]))
    return Table(tuple(names), labels, values)
