"""``luodi export``: a reading as task table, ledger, Akoma Ntoso or JSON; a task table read back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from luodi.core.errors import InputError

if TYPE_CHECKING:
    from luodi.core.record import Reading
    from luodi.documents.task_table import Change

FORMS: Final = {"task-table": ".xlsx", "ledger": ".docx", "akn": ".xml", "json": ".json"}


@click.command(name="export")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--to", "form", type=click.Choice(list(FORMS)), help="What to write.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where to write it.")
@click.option(
    "--read-back", "table", type=click.Path(path_type=Path), help="A task table that was worked on."
)
@click.option("--against", type=click.Path(path_type=Path), help="The document that the table belongs to.")
def command(
    file: Path | None, form: str | None, output: Path | None, table: Path | None, against: Path | None
) -> None:
    """Write a reading for people or machines, or read a task table back.

    \b
    luodi export FILE --to task-table -o 任务分工表.xlsx   a workbook to fill in and hand back
    luodi export FILE --to ledger -o 责任清单.docx        the ledger in official layout
    luodi export FILE --to akn -o decision.xml            Akoma Ntoso 1.0
    luodi export FILE --to json                           the same as luodi read
    luodi export --read-back 任务分工表.xlsx               what was changed since it was written
    luodi export --read-back TABLE --against FILE         the same, against what the document says now
    """
    if table is not None:
        if file is not None or form is not None or output is not None:
            raise click.UsageError("--read-back stands alone or with --against")
        _read_back(table, against)
        return
    if file is None or form is None or against is not None:
        raise click.UsageError("give FILE and --to, or --read-back TABLE [--against FILE]")
    _write(file, form, output)


def _write(file: Path, form: str, output: Path | None) -> None:
    if output is None and form in {"task-table", "ledger"}:
        raise InputError(
            f"a {FORMS[form]} file needs a place",
            where="-o",
            accepted=f"a path such as {file.stem}{FORMS[form]}",
            remedy="say where to write it with -o",
        )
    reading = _read(file)
    if output is not None and form == "task-table":
        from luodi.documents import task_table

        task_table.write(reading, output)
    elif output is not None and form == "ledger":
        from luodi.documents import ledger

        ledger.write(reading, output)
    else:
        data = _encode(reading, form)
        if output is None:
            sys.stdout.buffer.write(data)
        else:
            from luodi.documents.plain import write_bytes

            write_bytes(output, data)
    if output is not None:
        click.echo(f"wrote {output}", err=True)


def _encode(reading: Reading, form: str) -> bytes:
    if form == "akn":
        from luodi.documents.akn import to_xml

        return to_xml(reading)
    import msgspec

    return msgspec.json.format(msgspec.json.encode(reading.findings()), indent=2) + b"\n"


def _read_back(path: Path, against: Path | None) -> None:
    from luodi.documents.task_table import changes, issued, read_back, table

    reading = _read(against) if against is not None else None
    after = read_back(path, reading)
    found = changes(table(reading) if reading is not None else issued(path), after)
    for change in found:
        click.echo(str(change))
    click.echo(_summary(found))


def _summary(found: list[Change]) -> str:
    counts = {what: sum(change.what == what for change in found) for what in ("changed", "added", "removed")}
    if not found:
        return "没有改动"
    return f"修改 {counts['changed']} 处，新增 {counts['added']} 行，删除 {counts['removed']} 行"


def _read(path: Path) -> Reading:
    from luodi.reading import read

    return read(path)
