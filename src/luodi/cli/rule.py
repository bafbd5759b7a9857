"""``luodi rule``: hold one enterprise or a million against an official rule, condition by condition."""

from __future__ import annotations

import datetime
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

import click

from luodi.cli.progress import progress
from luodi.core.errors import CombinedInputError, InputError

if TYPE_CHECKING:
    from luodi.documents.verdicts.files import Rows, Writer
    from luodi.documents.verdicts.summary import Summary
    from luodi.documents.verdicts.words import Language
    from luodi.rules import Rule, Verdicts

FORMATS: Final = ("text", "json", "csv", "xlsx")
MOST_ERRORS: Final = 100


@click.command(name="rule")
@click.argument("name", metavar="NAME", required=False)
@click.argument("file", metavar="FILE", required=False, type=click.Path(path_type=Path))
@click.option("--list", "listed", is_flag=True, help="List the rules.")
@click.option("--template", is_flag=True, help="Write an empty table to fill in.")
@click.option("--on", metavar="DATE", help="Day of the fact where the table gives none (2026-06-30).")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where to write it.")
@click.option("--trace", "traced", type=int, metavar="ROW", help="Tell the working of this row of the file.")
@click.option("--only-failed", is_flag=True, help="Leave out the entities that meet the rule.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
def command(
    name: str | None,
    file: Path | None,
    listed: bool,
    template: bool,
    on: str | None,
    form: str,
    output: Path | None,
    traced: int | None,
    only_failed: bool,
    lang: Language,
) -> None:
    """Judge the entities of FILE by the rule NAME: a verdict per condition, with figure, limit and article.

    FILE is .csv, .xlsx, .parquet, .json or .yaml. One entity is told in full, with what is missing and what
    would change the verdict; of many the counts. NAME may be the path of a rule file of one's own.

    \b
    luodi rule --list
    luodi rule tech_sme --template -o 填报.csv             an empty table
    luodi rule tech_sme 企业.yaml --on 2026-07-01          one enterprise
    luodi rule tech_sme 全市.csv --format csv -o 结果.csv  all of them
    luodi rule tech_sme 全市.csv --trace 17                row 17 of the file, step by step
    """
    from luodi.rules import load, load_file

    if listed:
        _list(lang)
        return
    if name is None:
        raise InputError("which rule?", accepted="its name", remedy="`luodi rule --list` names them")
    rule = load_file(Path(name)) if name.endswith((".yaml", ".yml")) else load(name)
    if template:
        _template(rule, output, lang)
        return
    if file is None:
        raise InputError(
            "which file?",
            accepted="a table of entities",
            remedy=f"`luodi rule {name} --template -o {name}.csv` writes one to fill in",
        )
    day = _day(on)
    if form == "text" or traced is not None:
        with _place(output) as target:
            _text(rule, file, day, target, traced, lang, only_failed=only_failed)
        return
    if form == "xlsx" and output is None and sys.stdout.isatty():
        raise InputError(
            "--format xlsx writes a binary file and needs a place", where="-o", remedy="add -o 结果.xlsx"
        )
    with _place(output) as target:
        _files(rule, file, day, form, target, only_failed=only_failed)


def _list(language: Language) -> None:
    from luodi.rules import load, names

    for name in names():
        rule = load(name)
        click.echo(f"{name:<24}  {rule.zh if language == 'zh' else rule.en}  {' '.join(rule.answers)}")


def _template(rule: Rule, output: Path | None, language: Language) -> None:
    from luodi.documents.verdicts.template import to_csv

    with _place(output) as target:
        target.write(to_csv(rule, language))


def _day(text: str | None) -> datetime.date | None:
    try:
        return None if text is None else datetime.date.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            f"{text!r} is not a date", where="--on", accepted="a date such as 2026-06-30", remedy="correct it"
        ) from error


def _judged(rule: Rule, path: Path, on: datetime.date | None) -> Iterator[tuple[Verdicts, Sequence[int]]]:
    """Judge batch by batch; bad cells of all batches are raised together at the end."""
    from luodi.rules import facts, judge
    from luodi.rules.tables import batches, lines

    errors: list[InputError] = []
    noticed = False
    done = 0
    with progress(f"{rule.id} {path.name}") as advance:
        total = lines(path) if advance else 0
        for batch in batches(rule, path):
            try:
                checked = facts(rule, batch.columns, on=on, place=batch.place, rows=batch.rows)
            except CombinedInputError as error:
                errors += error.errors
            except InputError as error:
                errors.append(error)
            else:
                if not noticed:
                    _notice(batch.unused, checked.absent)
                    noticed = True
                if not errors:
                    yield judge(checked), batch.first
            if len(errors) > MOST_ERRORS:
                break
            done += batch.rows
            if advance:
                advance(done, max(total, done))
    if errors:
        raise errors[0] if len(errors) == 1 else CombinedInputError(errors[: MOST_ERRORS + 1])


def _notice(unused: list[str], absent: tuple[str, ...]) -> None:
    if unused:
        click.echo(f"luodi: columns not used: {', '.join(unused)}", err=True)
    if absent:
        click.echo(f"luodi: columns not there, taken as missing: {', '.join(absent)}", err=True)


def _chosen(verdicts: Verdicts, *, only_failed: bool) -> Rows:
    import numpy as np

    outcome = verdicts.outcome
    if not only_failed or outcome is None:
        return np.arange(verdicts.rows)
    return np.flatnonzero(outcome <= 0)


def _files(
    rule: Rule, path: Path, on: datetime.date | None, form: str, target: IO[bytes], *, only_failed: bool
) -> None:
    from luodi.documents.verdicts.files import CsvWriter, JsonWriter, WorkbookWriter

    writer: Writer
    if form == "csv":
        writer = CsvWriter(target)
    else:
        writer = JsonWriter(target, rule) if form == "json" else WorkbookWriter(target)
    for verdicts, numbers in _judged(rule, path, on):
        writer.add(verdicts, _chosen(verdicts, only_failed=only_failed), numbers)
    writer.close()


def _text(
    rule: Rule,
    path: Path,
    on: datetime.date | None,
    target: IO[bytes],
    traced: int | None,
    language: Language,
    *,
    only_failed: bool,
) -> None:
    from luodi.documents.verdicts.show import to_text
    from luodi.documents.verdicts.summary import Summary
    from luodi.documents.verdicts.text import entity

    summary = Summary(rule, language)
    first: Verdicts | None = None
    for verdicts, numbers in _judged(rule, path, on):
        found = [] if traced is None else [at for at, number in enumerate(numbers) if number == traced]
        if found:
            target.write(to_text(entity(verdicts, found[0], language, steps=True)))
            return
        first = first or verdicts
        summary.add(verdicts, _chosen(verdicts, only_failed=only_failed))
    if traced is not None:
        raise InputError(
            f"there is no row {traced} with an entity",
            where=path.name,
            accepted="the number that a spreadsheet shows; of JSON and YAML, 1 is the first entity",
            remedy="correct --trace",
        )
    _say(summary, first, target, language)


def _say(summary: Summary, first: Verdicts | None, target: IO[bytes], language: Language) -> None:
    from luodi.documents.verdicts.show import to_text
    from luodi.documents.verdicts.text import entity

    if first is not None and summary.rows == 1:
        target.write(to_text(entity(first, 0, language, steps=False)))
    else:
        target.write(to_text(summary.parts()))


@contextmanager
def _place(output: Path | None) -> Iterator[IO[bytes]]:
    """Write to a file or to standard output, whole or not at all."""
    from luodi.documents.plain import check_target, replaced

    if output is not None:
        check_target(output)
        with replaced(output) as file:
            yield file
        return
    with tempfile.TemporaryFile() as file:
        yield file
        file.seek(0)
        stream = sys.stdout.buffer
        shutil.copyfileobj(file, stream)
        stream.flush()
