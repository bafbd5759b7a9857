"""``luodi read``: an official document into provisions, targets, measures and figures."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from luodi.core.errors import InputError

if TYPE_CHECKING:
    from luodi.core.record import Reading
    from luodi.reading.sources import Progress, Source

KINDS: Final = ("auto", "decision", "communique")
FORMATS: Final = ("json", "xlsx", "docx", "akn", "text")
_BINARY: Final = {"xlsx": "任务分工表.xlsx", "docx": "责任清单.docx"}
_PATIENCE: Final = 1.0
"""Seconds after which work is slow enough to show how far it is."""


@click.command(name="read")
@click.argument("file", metavar="FILE")
@click.option("--kind", type=click.Choice(KINDS), default="auto", help="What FILE is; found out by default.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="json", help="What to write.")
@click.option("-o", "--output", metavar="PATH", help="Where to write it; - is standard output.")
def command(file: str, kind: str, form: str, output: str | None) -> None:
    """Read an official document (.txt, .md, .html, .docx or .pdf; - is standard input).

    \b
    luodi read 决定.docx                              one JSON object
    luodi read 决定.pdf --format text                 exactly the text that start and end count in
    luodi read 公报.html --kind communique            figures that were published
    luodi read 决定.docx --format xlsx -o 分工表.xlsx  the task table
    luodi read 决定.docx --format akn -o 决定.xml      Akoma Ntoso 1.0
    """
    if output is None and form in _BINARY:
        raise InputError(
            f"--format {form} writes a binary file and needs a place",
            where="-o",
            accepted=f"a path such as {_BINARY[form]}, or - for standard output",
            remedy=f"add -o {_BINARY[form]}",
        )
    if output == "-" and form in _BINARY and sys.stdout.isatty():
        raise InputError(
            f"--format {form} is binary and cannot be shown on a terminal",
            where="-o -",
            accepted=f"a path such as {_BINARY[form]}, or a pipe",
            remedy=f"add -o {_BINARY[form]}",
        )
    try:
        target = None if output in {None, "-"} else _writable(Path(str(output)))
        source = _load(file)
        for note in source.notes:
            click.echo(f"luodi: {file}: {note}", err=True)
        reading = _read(source, kind)
        if form != "text":
            _refuse_nothing(reading, file)
        data = _encode(reading, form)
        if target is None:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        else:
            _write_whole(target, data)
    except KeyboardInterrupt:
        click.echo("luodi: stopped, nothing was written", err=True)
        raise click.exceptions.Exit(130) from None


def _load(file: str) -> Source:
    from luodi.reading.sources import MAX_BYTES, load, loads
    from luodi.reading.sources.limits import read_stream

    if file == "-":
        return loads(read_stream(sys.stdin.buffer, "standard input", MAX_BYTES), "standard input")
    with _progress(Path(file).name) as progress:
        return load(file, progress=progress)


def _read(source: Source, kind: str) -> Reading:
    from luodi.reading import read

    return read(source, kind=kind)


@contextmanager
def _progress(name: str) -> Iterator[Progress | None]:
    """Show a bar on a terminal once the work has taken a while; pipes and logs are left clean."""
    if not sys.stderr.isatty():
        yield None
        return
    began = time.monotonic()
    close: list[Callable[[], object]] = []
    show: list[Progress] = []

    def advance(done: int, total: int) -> None:
        if not show:
            if time.monotonic() - began < _PATIENCE or done == total:
                return
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
            )
            bar = Progress(*columns, console=Console(stderr=True), transient=True)
            task = bar.add_task(name, total=total)
            bar.start()
            close.append(bar.stop)
            show.append(lambda done, total: bar.update(task, completed=done, total=total))
        show[0](done, total)

    try:
        yield advance
    finally:
        for stop in close:
            stop()


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
            "no provision, target or figure was found; is this an official document?",
            where=file,
            accepted="a decision, plan, work report or statistical communique",
            remedy="look at what was read with --format text, or say what it is with --kind",
        )


def _encode(reading: Reading, form: str) -> bytes:
    if form == "text":
        return reading.text.encode()
    if form == "json":
        import msgspec

        return msgspec.json.format(msgspec.json.encode(reading.findings()), indent=2) + b"\n"
    if form == "akn":
        from luodi.documents.akn import to_xml

        return to_xml(reading)
    with tempfile.TemporaryDirectory(prefix="luodi-") as folder:
        path = Path(folder, f"reading.{form}")
        if form == "xlsx":
            from luodi.documents import task_table

            task_table.write(reading, path)
        else:
            from luodi.documents import ledger

            ledger.write(reading, path)
        return path.read_bytes()


def _writable(target: Path) -> Path:
    """Look at the target before the work begins: a missing folder is better known now than after it."""
    if target.is_dir():
        raise InputError(
            "the output is a folder",
            where=str(target),
            accepted="the path of a file",
            remedy="add a file name to it",
        )
    folder = target.resolve().parent
    if not folder.is_dir():
        raise InputError(
            "the output's folder does not exist",
            where=str(folder),
            accepted="a path in a folder that exists",
            remedy="make the folder or choose another",
        )
    if not os.access(folder, os.W_OK) and not _is_device(target):
        raise InputError(
            "the output's folder may not be written to: permission denied",
            where=str(folder),
            accepted="a folder that you may write to",
            remedy="choose another place with -o",
        )
    return target


def _is_device(target: Path) -> bool:
    return target.exists() and not target.is_file()


def _write_whole(target: Path, data: bytes) -> None:
    """Write a finished file beside the target and move it into place, so that none is ever half-written."""
    # a link keeps pointing to the file it names; /dev/null must not be replaced by a file
    target = target.resolve()
    unfinished = target.with_name(f".{target.name[:100]}.{os.getpid()}.part")
    try:
        if _is_device(target):
            target.write_bytes(data)
            return
        try:
            with unfinished.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                shutil.copymode(target, unfinished)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(
            f"the output cannot be written: {error.strerror or error}",
            where=str(target),
            accepted="a place with room that you may write to",
            remedy="close the file in other programs, or choose another place with -o",
        ) from error
