"""``luodi measure``: indicators worked from registers."""

from __future__ import annotations

import csv
import io
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import click

from luodi.cli.progress import progress
from luodi.core.errors import InputError
from luodi.core.generated import NOTE, read_marker

if TYPE_CHECKING:
    from luodi.core.observation import Observation
    from luodi.measuring.methods.tables import Tables

COLUMNS = (
    "indicator", "area", "period", "value", "unit", "grade", "source_title", "source_url", "known_on", "note",
)  # fmt: skip


@click.command(name="measure")
@click.argument("registers", required=False)
@click.option(
    "--year", "years", multiple=True, type=click.IntRange(1990, 2100), help="A year; several are allowed."
)
@click.option(
    "--indicator",
    "indicators",
    multiple=True,
    help="An indicator; without it, all whose registers are there.",
)
@click.option(
    "--area", "areas", multiple=True, metavar="CODE=NAME", help="Name of an area, such as 511100=乐山市."
)
@click.option("--level", type=click.Choice(["city", "county"]), default="city", show_default=True)
@click.option(
    "--known-on", type=click.DateTime(["%Y-%m-%d"]), help="The day the registers stand at; today if not said."
)
@click.option("--rows", is_flag=True, help="Print the records behind one indicator of one year instead.")
@click.option("--list", "listed", is_flag=True, help="Say what each method counts, and what it lacks.")
@click.option("-o", "output", type=click.Path(path_type=Path, dir_okay=False))
def command(
    registers: str | None,
    years: tuple[int, ...],
    indicators: tuple[str, ...],
    areas: tuple[str, ...],
    level: Any,
    known_on: Any,
    rows: bool,
    listed: bool,
    output: Path | None,
) -> None:
    """Work indicators from registers (由登记簿计算指标).

    REGISTERS is a folder of Parquet or CSV files named after registers, sqlite:///FILE, postgresql://... or
    spark://...#FOLDER. The result has the columns of a city's observations.csv, every figure of grade A.
    """
    if listed:
        click.echo(_list())
        return
    if registers is None or not years:
        raise InputError(
            "registers and at least one year are needed",
            where="measure",
            accepted="luodi measure FOLDER --year 2025",
            remedy="name them; --list tells what can be measured",
        )
    from luodi.measuring.methods.run import measure
    from luodi.measuring.methods.tables import connect

    tables = connect(registers)
    try:
        if rows:
            _write(_rows(tables, years, indicators, areas), output)
            return
        with progress("indicators") as advance:
            found = measure(
                tables,
                sorted(set(years)),
                _names(areas),
                known_on=known_on.date() if known_on else date.today(),
                indicators=indicators or None,
                level=level,
                source=_source(registers, tables),
                progress=advance,
            )
    finally:
        if tables.engine is not None:
            tables.engine.disconnect()
    _write(_csv(found), output)


def _source(registers: str, tables: Tables) -> str:
    """What the records are called; generated ones say so."""
    if tables.generated:
        made_up = True
    elif registers.startswith("sqlite:///"):  # the site's own database says what it holds beside it
        given = Path(unquote(registers.removeprefix("sqlite:///")))
        beside = (given if given.exists() else Path("/") / given).parent / "workspace.json"
        made_up = beside.exists() and '"generated"' in beside.read_text(encoding="utf-8")
    else:
        made_up = "://" not in registers and read_marker(Path(registers)) is not None
    return f"登记簿 {registers.split('@')[-1]}" + (f"（{NOTE}）" if made_up else "")


def _names(areas: tuple[str, ...]) -> dict[str, str]:
    """Areas by code: those named on the command line, or any, called by its own digits."""
    named = dict(area.split("=", 1) for area in areas if "=" in area)
    wrong = [area for area in areas if "=" not in area]
    if wrong:
        raise InputError(
            f"{wrong[0]!r} names no area",
            where="--area",
            accepted="CODE=NAME, such as 511100=乐山市",
            remedy="add the name",
        )
    return named or _Codes()


class _Codes(dict[str, str]):
    """Any area, called by its code."""

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str)

    def __missing__(self, code: str) -> str:
        return code


def _csv(found: list[Observation]) -> str:
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n").writerow
    write(COLUMNS)
    for each in found:
        value = f"{each.value:.12g}"
        write([value if name == "value" else str(getattr(each, name)) for name in COLUMNS])
    return out.getvalue()


def _rows(tables: Tables, years: tuple[int, ...], indicators: tuple[str, ...], areas: tuple[str, ...]) -> str:
    from luodi.measuring.methods import load
    from luodi.measuring.methods.run import rows

    if len(indicators) != 1 or len(years) != 1 or indicators[0] not in load():
        raise InputError(
            "the records behind one value are asked for",
            where="--rows",
            accepted="one --indicator that has a method and one --year",
            remedy="name one of each; --list tells the indicators",
        )
    area = areas[0].split("=")[0] if areas else None
    found = rows(load()[indicators[0]], tables, years[0], area)
    return "".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in found)


def _list() -> str:
    from luodi.measuring.catalogue import national
    from luodi.measuring.methods import load

    lines = []
    for name, method in load().items():
        indicator = national()[name]
        lines.append(f"{name}  {indicator.name_zh} ({indicator.unit or '—'})\n    {method.zh}")
        lines += [f"    未含：{lack}" for lack in method.lacks]
    return "\n".join(lines)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(text)
        return
    draft = output.with_name(f".{output.name}.part")
    draft.write_text(text, encoding="utf-8")
    draft.replace(output)
