"""Results as tables: what every format writes, rounded to ten significant digits."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from luodi.core.errors import InputError
from luodi.scoring.arrays import FloatArray, round_significant
from luodi.scoring.engine import Result
from luodi.scoring.panel import Panel
from luodi.scoring.trends import Step, Trend, steps, trends

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table to be written.

    Attributes:
        columns: names of the columns.
        rows: cells; None and NaN are empty.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def tables(result: Result) -> dict[str, Table]:
    """Make all tables of a result by name.

    ``results`` has a line per unit and year in the order of rank, with the scores of all groups; ``scores``
    and ``ranks`` have all nodes; ``weights`` the weight and the effective weight of each node; ``treatments``
    what was done against outliers; ``stage_*`` the figures after each step; ``journal`` the choices made. Of
    several years ``trends`` tells the change of each unit from its first year to its last, with ranks, and
    ``changes`` that of the index from year to year.
    """
    made = {
        "results": _results(result),
        "scores": _nodes(result, result.scores),
        "ranks": _nodes(result, result.ranks),
        "confidence": _nodes(result, result.confidence),
        "weights": _weights(result),
        "treatments": _treatments(result),
        "journal": Table(
            ("step", "code", "what", "what_zh", "where"),
            tuple(
                (note.step, note.code, note.what, note.what_zh, "; ".join(note.where))
                for note in result.journal
            ),
        ),
    }
    if result.class_ranks is not None:
        made["class_ranks"] = _nodes(result, result.class_ranks)
    if len(set(result.panel.years) - {None}) > 1:
        made["trends"] = _records(trends(result), Trend)
        made["changes"] = _records(steps(result), Step)
    for number, (name, panel) in enumerate(result.stages.items(), start=1):
        made[f"stage_{number}_{name}"] = _with_keys(panel, panel.indicators, panel.values)
    return made


def csv_bytes(table: Table) -> bytes:
    """Write a table as CSV: UTF-8, commas, LF; numbers with at most ten significant digits."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([_text(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8")


def parquet_bytes(table: Table) -> bytes:
    """Write a table as Parquet.

    Raises:
        InputError: pyarrow is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ModuleNotFoundError as error:
        raise InputError(
            "Parquet needs the package pyarrow",
            where="--format parquet",
            remedy="install luodi with the extra `parquet`, or choose csv",
        ) from error
    columns = {name: [_empty(row[at]) for row in table.rows] for at, name in enumerate(table.columns)}
    buffer = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), buffer)
    return buffer.getvalue()


def workbook_bytes(made: dict[str, Table]) -> bytes:
    """Write tables as the sheets of a workbook, headings fixed and bold."""
    import openpyxl
    from openpyxl.styles import Font

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, table in made.items():
        sheet = book.create_sheet(name[:31])
        sheet.append(list(table.columns))
        for row in table.rows:
            sheet.append([_empty(cell) for cell in row])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        sheet.freeze_panes = "B2"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _records(records: Sequence[Trend | Step], kind: type[Trend] | type[Step]) -> Table:
    """Write records as rows; ranks as whole numbers, other numbers with ten significant digits."""
    columns = kind.__struct_fields__
    rows = []
    for one in records:
        cells: list[Value] = []
        for name in columns:
            value = getattr(one, name)
            if isinstance(value, float):
                value = _whole(value) if name.endswith("rank") or name == "places" else _ten(value)
            cells.append(value)
        rows.append(tuple(cells))
    return Table(columns, tuple(rows))


def _results(result: Result) -> Table:
    tree, panel = result.tree, result.panel
    root = tree.root
    groups = [
        root,
        *sorted((node for node in tree.groups if node != root), key=lambda node: -tree.level[node]),
    ]
    columns = ["rank", "unit", "name"]
    columns += ["year"] if _dated(panel) else []
    columns += ["class", "class_rank"] if panel.classes is not None else []
    columns += [f"grade_{code}" if len(result.grades) > 1 else "grade" for code in result.grades]
    columns += [*(tree.codes[node] for node in groups), "confidence"]
    scores = round_significant(result.scores)
    trust = round_significant(result.confidence[:, root])
    order = sorted(
        range(panel.rows),
        key=lambda row: (
            panel.years[row] or 0,
            np.nan_to_num(result.ranks[row, root], nan=np.inf),
            panel.units[row],
        ),
    )
    rows = []
    for row in order:
        cells: list[Value] = [_whole(result.ranks[row, root]), panel.units[row], panel.names[row]]
        cells += [panel.years[row]] if _dated(panel) else []
        if panel.classes is not None and result.class_ranks is not None:
            cells += [panel.classes[row], _whole(result.class_ranks[row, root])]
        cells += [grades[row] for grades in result.grades.values()]
        cells += [*scores[row, groups].tolist(), float(trust[row])]
        rows.append(tuple(cells))
    return Table(tuple(columns), tuple(rows))


def _nodes(result: Result, values: FloatArray) -> Table:
    return _with_keys(result.panel, result.tree.codes, values)


def _with_keys(panel: Panel, codes: Sequence[str], values: FloatArray) -> Table:
    dated = _dated(panel)
    rounded = round_significant(values).tolist()
    rows = tuple(
        (panel.units[row], *((panel.years[row],) if dated else ()), *rounded[row])
        for row in range(panel.rows)
    )
    return Table(("unit", *(("year",) if dated else ()), *codes), rows)


def _weights(result: Result) -> Table:
    effective = round_significant(result.weights.effective(result.tree))
    own = round_significant(result.weights.table)
    tree = result.tree
    rows = tuple(
        (
            label,
            tree.codes[node],
            tree.names[node],
            int(tree.level[node]),
            float(own[regime, node]),
            float(effective[regime, node]),
        )
        for regime, label in enumerate(result.weights.labels)
        for node in range(len(tree.codes))
    )
    return Table(("weights", "node", "name", "level", "weight", "effective_weight"), rows)


def _treatments(result: Result) -> Table:
    rows = []
    for done in result.treatments:
        checks: list[Value] = []
        for check in done.checks:
            checks += ["yes" if check.passed else "no", _ten(check.skewness), _ten(check.kurtosis)]
        checks += [None] * (9 - len(checks))
        rows.append((done.indicator, done.rows, done.winsorised, done.transform, *checks))
    names = [f"{what}_{stage}" for stage in range(3) for what in ("passed", "skewness", "kurtosis")]
    return Table(("indicator", "rows", "winsorised", "transform", *names), tuple(rows))


def _dated(panel: Panel) -> bool:
    return any(year is not None for year in panel.years)


def _whole(value: float) -> Value:
    if np.isnan(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


def _ten(value: float) -> float:
    return float(round_significant(np.array([value]))[0])


def _empty(cell: Value) -> Value:
    return None if isinstance(cell, float) and np.isnan(cell) else cell


def _text(cell: Value) -> str:
    if cell is None or (isinstance(cell, float) and np.isnan(cell)):
        return ""
    if isinstance(cell, float):
        text = f"{cell:.10g}"
        return "0" if text == "-0" else text
    return str(cell)
