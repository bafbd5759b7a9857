"""``luodi read``: an official document into provisions, targets, measures and figures."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, get_args

import click

from luodi.cli.progress import progress
from luodi.core.errors import InputError

if TYPE_CHECKING:
    from luodi.core.record import Reading
    from luodi.reading.sources import Source

Form = Literal["json", "xlsx", "docx", "akn", "text"]
KINDS: Final = ("auto", "decision", "communique")
_BINARY: Final = {"xlsx": "任务分工表.xlsx", "docx": "责任清单.docx"}


@click.command(name="read")
@click.argument("file", metavar="FILE")
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    default="auto",
    help="What FILE is: decision for decisions, plans and rules; communique for reports of figures. "
    "Found out by default.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(get_args(Form)),
    default="json",
    help="What to write: json everything found (default); xlsx the task table; docx the ledger; "
    "akn Akoma Ntoso XML; text the plain text that was read.",
)
@click.option("-o", "--output", metavar="PATH", help="File to write; standard output by default, or as -.")
def command(file: str, kind: str, form: Form, output: str | None) -> None:
    """Read an official document: what it promises, who is responsible, by when.

    FILE is a .txt, .md, .html, .docx or .pdf file; - reads standard input.

    \b
    luodi read 决定.docx                              one JSON object
    luodi read 决定.pdf --format text                 exactly the text that start and end count in
    luodi read 公报.html --kind communique            figures that were published
    luodi read 决定.docx --format xlsx -o 分工表.xlsx  the task table, to fill in and read back
    luodi read 决定.docx --format docx -o 清单.docx    the ledger in official layout
    luodi read 决定.docx --format akn -o 决定.xml      Akoma Ntoso 1.0
    """
    from luodi.documents.forms import encode
    from luodi.documents.plain import check_target, write_bytes

    _refuse_binary(form, output)
    target = None if output in {None, "-"} else Path(str(output))
    if target is not None:
        check_target(target)
    source = _load(file)
    for note in source.notes:
        click.echo(f"luodi: {file}: {note}", err=True)
    reading = _read(source, kind)
    if form != "text":
        _refuse_nothing(reading, file)
    data = encode(reading, form)
    if target is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        write_bytes(target, data)


def _refuse_binary(form: Form, output: str | None) -> None:
    if form not in _BINARY or (output is not None and not (output == "-" and sys.stdout.isatty())):
        return
    raise InputError(
        f"--format {form} writes a binary file, which needs a place",
        where="-o",
        accepted=f"a path such as {_BINARY[form]}, or - into a pipe",
        remedy=f"add -o {_BINARY[form]}",
    )


def _load(file: str) -> Source:
    from luodi.reading.sources import MAX_BYTES, load, loads
    from luodi.reading.sources.limits import read_stream

    with progress(Path(file).name) as report:
        if file == "-":
            name = "standard input"
            return loads(read_stream(sys.stdin.buffer, name, MAX_BYTES), name, progress=report)
        return load(file, progress=report)


def _read(source: Source, kind: str) -> Reading:
    from luodi.reading import read

    return read(source, kind=kind)


def _refuse_nothing(reading: Reading, file: str) -> None:
    found = (
        reading.provisions,
        reading.targets,
        reading.milestones,
        reading.measures,
        reading.responsibilities,
        reading.observations,
    )
    if not any(found):
        raise InputError(
            "no provision, target or figure was found",
            where=file,
            accepted="a decision, plan, work report or statistical communique",
            remedy="look at what was read with --format text, or say what it is with --kind",
        )
