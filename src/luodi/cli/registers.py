"""``luodi registers``: what registers there are, what a row holds, and whether a table is right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from luodi.core.registers import Register

SHOWN: Final = 50
"""Problems shown in a terminal; --all shows the rest."""


@click.command(name="registers")
@click.argument("register", required=False)
@click.argument("table", type=click.Path(path_type=Path), required=False)
@click.option("--all", "everything", is_flag=True, help="Show every problem, however many.")
def command(register: str | None, table: Path | None, everything: bool) -> None:
    """List the registers (台账), show one, or check a table against one.

    The first row of a table names its columns, by name or by label in either language. All problems are named
    with row and column, and the exit code is 2 when there are any.

    Examples: luodi registers; luodi registers recognition; luodi registers recognition 认定.xlsx
    """
    from luodi.core.errors import InputError
    from luodi.core.registers import load

    registers = load()
    if register is None:
        for one in registers.values():
            kinds = f", {len(one.kinds)} kinds" if one.kinds else ""
            click.echo(f"{one.id:<20} {one.title.zh} {one.title.en} ({len(one.columns)} columns{kinds})")
        return
    if register not in registers:
        accepted = ", ".join(registers)
        raise InputError(f"there is no register {register!r}", where="REGISTER", accepted=accepted)
    if table is None:
        _show(registers[register])
    else:
        _check(registers[register], table, everything)


def _show(register: Register) -> None:
    click.echo(f"{register.title.zh} {register.title.en}: {register.about.en}")
    click.echo(f"key: {', '.join(register.key)}\n")
    for column in register.columns:
        told = [column.type, *filter(None, (column.unit, column.check, column.to and f"of {column.to}"))]
        star = "*" if column.required else " "
        click.echo(f"{star} {column.name:<22} {column.zh} · {column.en} ({', '.join(told)})")
    for kind in register.kinds.values():
        click.echo(f"{'':>4}{kind.id:<32} {kind.title.zh} · {kind.title.en}")


def _check(register: Register, table: Path, everything: bool) -> None:
    from luodi.core.errors import CombinedInputError
    from luodi.core.registers import check, duplicates
    from luodi.core.registers.files import read_table

    read = read_table(table, register)
    checked = check(register, read.columns, str(table), most=None if everything else SHOWN)
    for alike in duplicates(checked):
        rows = ", ".join(str(row + read.first_row) for row in alike.rows[:8])
        click.echo(f"look alike in {', '.join(alike.columns)}: rows {rows}")
    if checked.problems:
        errors = checked.errors(str(table), read.first_row)
        shown = errors if everything else errors[:SHOWN]
        bad = int(checked.wrong.sum())
        cut = f" has {checked.total:,} problems in {bad:,} rows, of which are shown"
        raise CombinedInputError(shown, where=f"{table}{cut if checked.total > len(shown) else ''}")
    click.echo(f"{checked.size:,} rows of {register.title.zh} are right")
