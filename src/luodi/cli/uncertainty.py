"""``luodi uncertainty``: how firm ranks are, and which choice moves them."""

from __future__ import annotations

from pathlib import Path

import click

from luodi.cli.figures import AS_OF, FORMAT, OUTPUT, WEIGHTS, read_files, read_text, write_tables
from luodi.cli.simulations import analysed, write_report


@click.command(name="uncertainty")
@click.argument("scheme", type=click.Path(path_type=Path))
@click.argument("data", type=click.Path(path_type=Path), nargs=-1, required=True)
@OUTPUT
@FORMAT
@AS_OF
@WEIGHTS
@click.option(
    "--bundle",
    type=click.Path(path_type=Path),
    help="Seal inputs, seed, scores and simulations in this file.",
)
@click.option("--html", type=click.Path(path_type=Path), help="Write the audit report as one web page.")
@click.option("--seed", type=int, help="Seed; else the scheme's, else one is chosen and told.")
@click.option("--runs", type=int, help="Number of simulations, up to 1,000,000; else the scheme's.")
@click.option("--base", type=int, help="Base samples of the sensitivity analysis; else the scheme's.")
@click.option("--no-sensitivity", is_flag=True, help="Simulate only.")
def command(
    scheme: Path,
    data: tuple[Path, ...],
    output: Path | None,
    form: str,
    as_of: str | None,
    weights: str | None,
    bundle: Path | None,
    html: Path | None,
    seed: int | None,
    runs: int | None,
    base: int | None,
    no_sensitivity: bool,
) -> None:
    """Vary what a scheme calls uncertain (不确定性与敏感性分析).

    \b
    luodi uncertainty scheme.yaml figures.csv --seed 7           ranks with intervals, on the screen
    luodi uncertainty scheme.yaml figures.csv -o results         every table
    luodi uncertainty scheme.yaml figures.csv --html audit.html  the audit report
    luodi uncertainty scheme.yaml figures.csv --bundle run.zip   sealed, for luodi replay

    The scheme's section `uncertainty` names the choices; seed, choices and variants go to the error stream.
    """
    from luodi.documents.plain import write_bytes
    from luodi.scoring.bundle import Request, compute, seal, seal_of
    from luodi.scoring.output import csv_bytes
    from luodi.scoring.uncertainty.analysis import Simulation

    request = Request(as_of=as_of, weights=weights)
    text, files = read_text(scheme), read_files(data)
    result = compute(text, files, request, where=scheme.name)
    found = analysed(result, Simulation(seed=seed, runs=runs, base=base, indices=not no_sensitivity))
    tables = found.tables()
    if output is not None:
        write_tables(tables, output, form, "uncertainty")
    if html is not None:
        write_report(result, found, html)
    if bundle is not None:
        sealed = seal(text, files, request, result, found)
        write_bytes(bundle, sealed)
        click.echo(f"sealed: {bundle} {seal_of(sealed)}", err=True)
    if output is None and html is None:
        click.echo(csv_bytes(tables["uncertainty"]).decode("utf-8"), nl=False)
    for note in found.study.journal:
        click.echo(str(note), err=True)
    if found.sensitivity is not None:
        for at, name in enumerate(found.sensitivity.names):
            shift = found.sensitivity.shift
            first, total = shift.first[at, 0], shift.total[at, 0]
            told = f"alone {first:.2f}, with interactions {total:.2f} of the mean shift of rank"
            click.echo(f"{name}: {told}", err=True)
