"""``luodi uncertainty``: how firm ranks are, and which choice moves them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from luodi.cli.score import read_files, read_text
from luodi.core.errors import InputError

if TYPE_CHECKING:
    from rich.progress import TaskID


@click.command(name="uncertainty")
@click.argument("scheme", type=click.Path(path_type=Path))
@click.argument("data", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder for all tables, as CSV.")
@click.option("--html", type=click.Path(path_type=Path), help="Write the audit report as one web page.")
@click.option("--seed", type=int, help="Seed; else the scheme's, else one is chosen and told.")
@click.option("--runs", type=int, help="Number of simulations; else the scheme's.")
@click.option("--base", type=int, help="Base samples of the sensitivity analysis; else the scheme's.")
@click.option("--no-sensitivity", is_flag=True, help="Simulate only.")
def command(
    scheme: Path,
    data: tuple[Path, ...],
    output: Path | None,
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

    The scheme's section `uncertainty` names the choices; seed, choices and variants go to the error stream.
    """
    from luodi.documents.plain import write_bytes
    from luodi.scoring.bundle import Request, compute
    from luodi.scoring.output import csv_bytes
    from luodi.scoring.uncertainty import sensitivity, simulate
    from luodi.scoring.uncertainty.output import sensitivity_tables, study_tables

    result = compute(read_text(scheme), read_files(data), Request(), where=scheme.name)
    figures = result.stages["raw"]
    with _Bar("simulations") as bar:
        study = simulate(result.scheme, figures, seed=seed, runs=runs, progress=bar)
    tables = study_tables(study)
    found = None
    if not no_sensitivity and len(study.factors) > 1:
        with _Bar("sensitivity") as bar:
            found = sensitivity(result.scheme, figures, seed=study.seed, base=base, progress=bar)
        tables |= sensitivity_tables(found)
    if output is not None:
        try:
            output.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(
                f"cannot make the folder: {error.strerror}", where=str(output), remedy="choose another place"
            ) from error
        for name, table in tables.items():
            write_bytes(output / f"{name}.csv", csv_bytes(table))
        click.echo(f"{len(tables)} files in {output}", err=True)
    if html is not None:
        from luodi.documents.audit_html import write

        write(result, html, study=study, sensitivity=found)
        click.echo(f"written: {html}", err=True)
    if output is None and html is None:
        click.echo(csv_bytes(tables["uncertainty"]).decode("utf-8"), nl=False)
    for note in study.journal:
        click.echo(str(note), err=True)
    if found is not None:
        for at, name in enumerate(found.names):
            first, total = found.shift.first[at, 0], found.shift.total[at, 0]
            told = f"alone {first:.2f}, with interactions {total:.2f} of the mean shift of rank"
            click.echo(f"{name}: {told}", err=True)


class _Bar:
    """A bar in the terminal, shown on the error stream once there is more than one part to wait for."""

    def __init__(self, what: str) -> None:
        self._what = what

    def __enter__(self) -> _Bar:
        from rich.console import Console
        from rich.progress import Progress

        self._rich = Progress(console=Console(stderr=True), transient=True)
        self._task: TaskID | None = None
        return self

    def __call__(self, done: int, total: int) -> None:
        if total < 2:
            return
        if self._task is None:
            self._rich.start()
            self._task = self._rich.add_task(self._what, total=total)
        self._rich.update(self._task, completed=done)

    def __exit__(self, *_: object) -> None:
        self._rich.stop()
