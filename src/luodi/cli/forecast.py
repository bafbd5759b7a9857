"""``luodi forecast``: short series into forecasts with intervals, and the chance of reaching a level."""

from __future__ import annotations

import csv
import io
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import click

from luodi.core.errors import InputError

if TYPE_CHECKING:
    from luodi.forecasting import Forecast, Pace, Probability

FORMATS: Final = ("table", "csv", "json")
METHODS: Final = ("combination", "theta", "damped", "drift", "naive")
COLUMNS: Final = ("series", "period", "forecast", "low95", "low80", "high80", "high95")
SHOWN: Final = 20
"""Notices printed; the JSON output has all."""
WIDTH: Final = 56
"""Columns of a chart."""

Comparator = Literal["ge", "le"]
Outcome = tuple[str, "Probability", "Pace | None"]


@click.command(name="forecast")
@click.argument("file", metavar="FILE")
@click.option("--horizon", type=click.IntRange(1, 60), default=5, show_default=True, help="Periods ahead.")
@click.option("--lower", type=float, default=-math.inf, help="Lower bound of the quantity: 0 for counts.")
@click.option("--upper", type=float, default=math.inf, help="Upper bound: 100 for shares.")
@click.option("--by", multiple=True, metavar="COLUMN", help="Column that names the series; may be repeated.")
@click.option("--method", type=click.Choice(METHODS), default="combination", show_default=True)
@click.option("--reach", type=float, help="A level: how likely is it, and at what pace?")
@click.option("--at-most", is_flag=True, help="The level of --reach is to be stayed below, not reached.")
@click.option("--deadline", help="Period that counts for --reach; the last by default.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="What to write."
)
@click.option("--chart", is_flag=True, help="Draw each series and its intervals below the table.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where to write it.")
def command(
    file: str,
    horizon: int,
    lower: float,
    upper: float,
    by: tuple[str, ...],
    method: str,
    reach: float | None,
    at_most: bool,
    deadline: str | None,
    form: str,
    chart: bool,
    output: Path | None,
) -> None:
    """Forecast every series of a CSV file (- is standard input), with 80 and 95 % intervals.

    FILE has one row per figure (series, period, value) or one row per series and a column per period. Periods
    are years (2025), quarters (2025Q1) or months (2025-01); an empty cell is a gap.

    \b
    luodi forecast gdp.csv                               a table
    luodi forecast shares.csv --lower 0 --upper 100      a bounded quantity
    luodi forecast gdp.csv --reach 3000 --deadline 2027  how likely, and at what pace
    luodi forecast figures.csv --by area --by indicator --format json
    """
    from luodi.forecasting import forecast
    from luodi.forecasting.table import read_table

    if reach is None and (deadline is not None or at_most):
        raise click.UsageError("--deadline and --at-most say more about --reach")
    table = read_table(_load(file), file, by=by)
    made = forecast(
        table.values,
        horizon=horizon,
        periods=table.periods,
        names=table.names,
        lower=lower,
        upper=upper,
        method=method,
    )
    outcomes = [] if reach is None else _outcomes(made, reach, at_most, deadline or str(made.periods[-1]))
    _tell(made, file)
    if form == "json":
        text = _json(made, outcomes)
    elif form == "csv":
        text = _csv(made, outcomes)
    else:
        text = _table(made, outcomes) + (_charts(made) if chart else "")
    if output is None:
        sys.stdout.buffer.write(text.encode())
    else:
        from luodi.documents.plain import write_bytes

        write_bytes(output, text.encode())
        click.echo(f"wrote {output}", err=True)


def _load(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise InputError(
            f"cannot read the file: {error.strerror}",
            where=file,
            accepted="a CSV file",
            remedy="check its name",
        ) from error


def _tell(made: Forecast, file: str) -> None:
    for notice in made.notices[:SHOWN]:
        click.echo(f"luodi: {file}: {notice}", err=True)
    if len(made.notices) > SHOWN:
        click.echo(f"luodi: {file}: {len(made.notices) - SHOWN} more notices, see --format json", err=True)


def _outcomes(made: Forecast, reach: float, at_most: bool, deadline: str) -> list[Outcome]:
    from luodi.forecasting import Target, pace, probability

    comparator: Comparator = "le" if at_most else "ge"
    target = Target(value=reach, comparator=comparator)
    ahead = made.column(deadline) >= 0
    return [
        (
            name,
            probability(made, row, target, deadline),
            pace(made, row, reach, deadline) if ahead else None,
        )
        for row, name in enumerate(made.names)
    ]


def _rows(made: Forecast) -> list[tuple[str, str, list[float | None]]]:
    wide, narrow = made.interval(95), made.interval(80)
    rows = []
    for row, name in enumerate(made.names):
        for step, period in enumerate(made.periods):
            (low95, high95), (low80, high80) = wide[row, step], narrow[row, step]
            figures = [made.point[row, step], low95, low80, high80, high95]
            rows.append((name, str(period), [float(x) if math.isfinite(x) else None for x in figures]))
    return rows


def _json(made: Forecast, outcomes: list[Outcome]) -> str:
    import msgspec

    rows: dict[str, list[dict[str, object]]] = {name: [] for name in made.names}
    for name, period, figures in _rows(made):
        rows[name].append({"period": period, **dict(zip(COLUMNS[2:], figures, strict=True))})
    chances = {name: (chance, needed) for name, chance, needed in outcomes}
    series = [
        {
            "series": name,
            "basis": made.basis[row],
            "forecast": rows[name],
            **({"target": chances[name][0], "pace": chances[name][1]} if name in chances else {}),
        }
        for row, name in enumerate(made.names)
    ]
    notices = [{"series": notice.series, "text": notice.text} for notice in made.notices]
    return (
        msgspec.json.format(msgspec.json.encode({"series": series, "notices": notices}), indent=2).decode()
        + "\n"
    )


def _csv(made: Forecast, outcomes: list[Outcome]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    chances = {name: chance.value for name, chance, _ in outcomes}
    writer.writerow([*COLUMNS, *(["probability"] if outcomes else [])])
    for name, period, figures in _rows(made):
        cells = ["" if figure is None else repr(figure) for figure in figures]
        chance = chances.get(name)
        writer.writerow(
            [name, period, *cells, *(["" if chance is None else repr(chance)] if outcomes else [])]
        )
    return written.getvalue()


def _table(made: Forecast, outcomes: list[Outcome]) -> str:
    rows = [
        [name, period, *("–" if figure is None else _short(figure) for figure in figures)]
        for name, period, figures in _rows(made)
    ]
    text = _aligned([list(COLUMNS), *rows])
    if outcomes:
        header = ["series", "probability", "last", "needed/period", "actual/period", "rests on"]
        chances = [
            [
                name,
                "–" if chance.value is None else f"{chance.value:.0%}",
                "–" if needed is None else f"{_short(needed.last)} ({needed.last_period})",
                "–" if needed is None else _short(needed.needed),
                "–" if needed is None or needed.actual is None else _short(needed.actual),
                chance.reason,
            ]
            for name, chance, needed in outcomes
        ]
        text += "\n" + _aligned([header, *chances])
    return text


def _short(figure: float) -> str:
    return f"{figure:,.0f}" if abs(figure) >= 10000 else f"{figure:.4g}"


def _aligned(rows: list[list[str]]) -> str:
    from rich.cells import cell_len

    widths = [max(cell_len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            cell + " " * (width - cell_len(cell))
            if column in {0, len(row) - 1}
            else cell.rjust(width - cell_len(cell) + len(cell))
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines) + "\n"


def _charts(made: Forecast) -> str:
    wide, narrow = made.interval(95), made.interval(80)
    parts = ["\n● figure  ○ forecast  ━ 80 %  ─ 95 %\n"]
    for row, name in enumerate(made.names):
        shown = [
            float(x) for x in [*made.history[row], *wide[row].ravel(), *made.point[row]] if math.isfinite(x)
        ]
        low, high = min(shown), max(shown)
        step = (high - low) / (WIDTH - 1) or 1.0
        parts.append(f"\n{name}  {_short(low)} … {_short(high)}\n")
        for column, period in enumerate(made.history_periods):
            figure = made.history[row, column]
            parts.append(
                f"{period!s:>7} "
                + (" " * round((figure - low) / step) + "●" if figure == figure else "")
                + "\n"
            )
        for ahead, period in enumerate(made.periods):
            line = [" "] * WIDTH
            for (start, end), mark in ((wide[row, ahead], "─"), (narrow[row, ahead], "━")):
                if math.isfinite(start) and math.isfinite(end):
                    for place in range(round((start - low) / step), round((end - low) / step) + 1):
                        line[place] = mark
            line[round((made.point[row, ahead] - low) / step)] = "○"
            parts.append(f"{period!s:>7} " + "".join(line).rstrip() + "\n")
    return "".join(parts)
