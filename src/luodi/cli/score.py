"""``luodi score``: a composite index from a scheme and figures."""

from __future__ import annotations

from pathlib import Path

import click

from luodi.cli.figures import (
    AS_OF,
    FORMAT,
    OUTPUT,
    WEIGHTS,
    read_files,
    read_text,
    show_journal,
    write_tables,
)


@click.command(name="score")
@click.argument("scheme", type=click.Path(path_type=Path))
@click.argument("data", type=click.Path(path_type=Path), nargs=-1, required=True)
@OUTPUT
@FORMAT
@AS_OF
@WEIGHTS
@click.option("--bundle", type=click.Path(path_type=Path), help="Seal inputs and results in this file.")
def command(
    scheme: Path,
    data: tuple[Path, ...],
    output: Path | None,
    form: str,
    as_of: str | None,
    weights: str | None,
    bundle: Path | None,
) -> None:
    """Score units by a scheme (综合评价).

    \b
    luodi score scheme.yaml figures.csv                    ranks and scores on the screen
    luodi score scheme.yaml figures.xlsx -o results        every table, as CSV
    luodi score scheme.yaml figures.csv denominators.csv   further columns from a second table
    luodi score scheme.yaml figures.csv --bundle run.zip   sealed, for luodi replay

    Choices that were made on the way (the journal) go to the error stream. What the scheme calls uncertain is
    not varied here: `luodi uncertainty` does that, and its --bundle seals scores and simulations together.
    """
    from luodi.documents.plain import write_bytes
    from luodi.scoring.bundle import Request, compute, seal, seal_of
    from luodi.scoring.output import csv_bytes, tables

    request = Request(as_of=as_of, weights=weights)
    text, files = read_text(scheme), read_files(data)
    result = compute(text, files, request, where=scheme.name)
    if output is None:
        click.echo(csv_bytes(tables(result)["results"]).decode("utf-8"), nl=False)
    else:
        write_tables(tables(result), output, form, "results")
    if bundle is not None:
        sealed = seal(text, files, request, result)
        write_bytes(bundle, sealed)
        click.echo(f"sealed: {bundle} {seal_of(sealed)}", err=True)
    show_journal(result)
    if bundle is not None and result.scheme.uncertainty is not None:
        click.echo(
            "the scheme names uncertain choices, and none was varied here: "
            "luodi uncertainty … --bundle seals scores and simulations together",
            err=True,
        )
