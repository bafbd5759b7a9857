"""``luodi tasks``: what people changed in a task table since it was written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from luodi.documents.task_table import Change


@click.command(name="tasks")
@click.argument("table", type=click.Path(path_type=Path))
@click.option(
    "--against",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The document it was made from: hold the table against what that says now.",
)
def command(table: Path, against: Path | None) -> None:
    """Read a task table (任务分工表) back and name every change: cells, added rows, removed rows.

    TABLE is a workbook that luodi read --format xlsx wrote and that people have worked on. Cells that cannot
    be meant (a deadline that is no date, a status that is not in the list) are all named at once.

    \b
    luodi tasks 任务分工表.xlsx                    what was changed since it was written
    luodi tasks 任务分工表.xlsx --against 决定.docx  the same, against what the document says now
    """
    from luodi.documents.task_table import changes, issued, read_back
    from luodi.documents.task_table import table as made

    reading = None
    if against is not None:
        from luodi.reading import read

        reading = read(against)
    after = read_back(table, reading)
    found = changes(made(reading) if reading is not None else issued(table), after)
    for change in found:
        click.echo(str(change))
    click.echo(_summary(found))


def _summary(found: list[Change]) -> str:
    counts = {what: sum(change.what == what for change in found) for what in ("changed", "added", "removed")}
    if not found:
        return "没有改动"
    return f"修改 {counts['changed']} 处，新增 {counts['added']} 行，删除 {counts['removed']} 行"
