"""``luodi report``: hold a decision against its figures and say what was delivered."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from luodi.cli.progress import progress
from luodi.core.errors import InputError

if TYPE_CHECKING:
    from luodi.core.record import Milestone, Reading, Target
    from luodi.delivery.city import City
    from luodi.delivery.report import Report

FORMATS: Final = ("json", "html", "docx", "xlsx", "text")
_BINARY: Final = {"docx": "落实情况.docx", "xlsx": "落实情况.xlsx"}


@click.command(name="report")
@click.argument("folder", metavar="DIR")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Write this one format only.")
@click.option("-o", "--output", metavar="PATH", help="Where to write it; - is standard output.")
@click.option("--as-of", metavar="DATE", help="Use only what was known on this day (2025-12-31).")
@click.option("--propose-bindings", metavar="FILE", help="Write a first bindings.yaml, from the catalogue.")
def command(
    folder: str, form: str | None, output: str | None, as_of: str | None, propose_bindings: str | None
) -> None:
    """Hold the decision of a city folder against its figures.

    \b
    luodi report examples/leshan                          in the terminal, and a web page in build/
    luodi report examples/leshan --as-of 2025-06-30       as it was known on that day
    luodi report examples/leshan --format json            one JSON object
    luodi report examples/leshan --format docx -o 情况.docx
    luodi report 我市 --propose-bindings 我市/bindings.yaml
    """
    if propose_bindings:
        _refuse_other(form, output, as_of)
        _propose(folder, Path(propose_bindings))
        return
    if form in _BINARY and (output is None or (output == "-" and sys.stdout.isatty())):
        raise InputError(
            f"--format {form} writes a binary file and needs a place",
            where="-o",
            accepted=f"a path such as {_BINARY[form]}",
            remedy=f"add -o {_BINARY[form]}",
        )
    if form is None and output == "-":
        raise InputError(
            "the terminal report and the web page cannot share standard output",
            where="-o -",
            accepted="the web page's path, or one --format",
            remedy="add --format html",
        )
    from luodi.delivery.engine import day

    made = _report(folder, day(as_of) if as_of else None)
    if form is None:
        _show(made, folder, output)
    else:
        _write(_encode(made, form), output)


def _report(folder: str, as_of: date | None) -> Report:
    from luodi.api import report

    with progress(Path(folder).name) as advance:
        return report(folder, as_of, advance)


def _show(report: Report, folder: str, output: str | None) -> None:
    """Print the terminal report and write the web page beside it."""
    from luodi.documents.report import terminal

    page = Path(output) if output else Path("build", f"{Path(folder).resolve().name}-report.html")
    if output is None:
        _make_folder(page.parent)
    _write(_encode(report, "html"), str(page))
    terminal.show(report)
    click.echo(f"luodi: the report as a web page: {page}", err=True)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise InputError(
            f"the folder for the web page cannot be made: {error.strerror}",
            where=str(folder.resolve()),
            accepted="a place that you may write to",
            remedy="name the web page with -o, or print only, with --format text",
        ) from error


def _encode(report: Report, form: str) -> bytes:
    if form == "json":
        import msgspec

        return msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n"
    if form == "html":
        from luodi.documents.report import html

        return html.to_bytes(report)
    if form == "docx":
        from luodi.documents.report import paper

        return paper.to_bytes(report)
    if form == "xlsx":
        from luodi.documents.report import workbook

        return workbook.to_bytes(report)
    from luodi.documents.report import terminal

    return terminal.to_text(report).encode()


def _write(data: bytes, output: str | None) -> None:
    if output in {None, "-"}:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    from luodi.documents.plain import write_bytes

    write_bytes(Path(str(output)), data)


def _refuse_other(form: str | None, output: str | None, as_of: str | None) -> None:
    given = [name for name, value in (("--format", form), ("-o", output), ("--as-of", as_of)) if value]
    if given:
        raise InputError(
            f"--propose-bindings writes its own file and takes no {given[0]}",
            where=given[0],
            remedy="leave it out",
        )


def _propose(folder: str, target: Path) -> None:
    from luodi.api import open_city

    if target.exists():
        raise InputError(
            "the file is there already",
            where=str(target),
            accepted="the name of a new file",
            remedy="choose another name, and copy from it what you want",
        )
    city, reading = open_city(folder)
    text, bound, total = _proposal(city, reading)
    _write(text.encode(), str(target))
    click.echo(f"luodi: {total} promises without a binding, {bound} with a proposal: {target}", err=True)


def _proposal(city: City, reading: Reading) -> tuple[str, int, int]:
    from luodi.delivery.bindings import Stated
    from luodi.delivery.engine import items
    from luodi.delivery.match import words_of
    from luodi.delivery.propose import as_yaml

    found, _ = items(city, reading)
    rows = [
        (item.promise.id, item.quote, words_of(item.promise), item.proposed)
        for item in found
        if item.binding is None and not isinstance(item.promise, Stated) and not _repeats(item.promise)
    ]
    return as_yaml(rows), sum(row[3] is not None for row in rows), len(rows)


def _repeats(promise: Target | Milestone) -> bool:
    return getattr(promise, "restates", None) is not None
