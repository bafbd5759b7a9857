"""``luodi coverage``: how much of a decision the declarations serve."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from luodi.cli.progress import progress
from luodi.core.errors import InputError

if TYPE_CHECKING:
    from luodi.coverage import Coverage


@click.command(name="coverage")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True
)
@click.option("-o", "output", type=click.Path(path_type=Path, dir_okay=False))
def command(folder: Path, form: Literal["text", "json", "html"], output: Path | None) -> None:
    """Say which rows of a decision are served (覆盖度), from what rules, registers and indicators declare.

    FOLDER is a city's folder with a decision and its rows.csv. Every answer's worked examples are run; an
    answer counts only if they pass.
    """
    found = _covered(folder)
    if form == "html":
        from luodi.documents.coverage_html import write

        path = output or Path("coverage.html")
        write(found, path)
        click.echo(f"written: {path}")
        return
    if form == "json":
        import msgspec

        text = msgspec.json.format(msgspec.json.encode(found), indent=1).decode()
    else:
        text = _text(found)
    if output:
        output.write_text(text + "\n", encoding="utf-8")
    else:
        click.echo(text)


def _covered(folder: Path) -> Coverage:
    from luodi.api import open_city
    from luodi.coverage import cover, declarations, read_rows

    city, reading = open_city(folder)
    path = folder / "rows.csv"
    if not path.exists():
        raise InputError(
            "no rows.csv here",
            where=str(folder),
            accepted="id,article,phrase,needs: one row for each thing the decision asks for",
            remedy="write it (docs/guide/city-folder.md), or take examples/leshan as a pattern",
        )
    targets = []
    for binding in city.bindings or []:
        start = reading.text.find(binding.sentence)
        if start >= 0:
            targets.append((binding.id, start, start + len(binding.sentence)))
    rows = read_rows(path, reading.text)
    with progress("declarations") as advance:
        return cover(reading.document.title or folder.name, rows, declarations(), targets, advance)


def _text(found: Coverage) -> str:
    from luodi.documents.coverage_html import MARKS, SORTS, WORDS

    lines = [found.title, ""]
    for row in found.rows:
        if row.sort in ("S", "T"):
            by = "、".join(
                f"{answer.zh}" for answer in row.answers if answer.sort != "lack" and not answer.failures
            )
            why = "" if by else next((answer.zh for answer in row.answers if answer.sort == "lack"), "")
            lines.append(f"{MARKS[row.standing]} {row.id} {row.phrase}  {by or why}".rstrip())
            lines += [f"    {words}" for answer in row.answers for words in answer.failures]
    lines.append("")
    for sort, name in SORTS:
        counts = found.totals[sort]
        said = "，".join(
            f"{WORDS[standing]} {counts[standing]}" for standing in MARKS if counts.get(standing)
        )
        lines.append(f"{sort} {name} {sum(counts.values())}: {said}")
    return "\n".join(lines)
