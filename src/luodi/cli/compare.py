"""``luodi compare``: what changes when a scheme or its weights change."""

from __future__ import annotations

from pathlib import Path

import click

from luodi.cli.figures import AS_OF, read_files, read_text, show_table


@click.command(name="compare")
@click.argument("scheme", type=click.Path(path_type=Path))
@click.argument("data", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option("--with", "others", type=click.Path(path_type=Path), multiple=True, help="Another scheme.")
@click.option("--weights", multiple=True, help="The same scheme with another weight set.")
@click.option("--change", multiple=True, help="The same scheme with a changed step: normalise.method=zscore.")
@click.option("--node", help="Compare this group instead of the whole index.")
@AS_OF
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv", help="What to print.")
def command(
    scheme: Path,
    data: tuple[Path, ...],
    others: tuple[Path, ...],
    weights: tuple[str, ...],
    change: tuple[str, ...],
    node: str | None,
    as_of: str | None,
    form: str,
) -> None:
    """Compare variants of a scheme on the same figures (方案比较).

    \b
    luodi compare scheme.yaml figures.csv --change aggregate.method=geometric
    luodi compare scheme.yaml figures.csv --with other.yaml --weights development

    Prints ranks and scores under each variant; how far each is from the first goes to the error stream.
    """
    import msgspec

    from luodi.scoring.compare import compare
    from luodi.scoring.engine import Result, run
    from luodi.scoring.journal import Journal
    from luodi.scoring.scheme import load, parse
    from luodi.scoring.tables import read_panel, read_sheet
    from luodi.scoring.variants import changed

    base = parse(read_text(scheme), where=scheme.name)
    sheets = [read_sheet(Path(name), content) for name, content in read_files(data).items()]
    results: dict[str, Result] = {}
    schemes = {scheme.stem: base, **{f"{path.stem} ({path.name})": load(path) for path in others}}
    schemes |= {text: changed(base, text) for text in change}
    for name, variant in schemes.items():
        journal = Journal()
        results[name] = run(variant, read_panel(variant, sheets, journal, as_of=as_of), journal=journal)
    for name in weights:
        journal = Journal()
        panel = read_panel(base, sheets, journal, as_of=as_of)
        results[f"weights {name}"] = run(base, panel, weights=name, journal=journal)
    found = compare(results, node)
    if form == "json":
        click.echo(msgspec.json.encode(found).decode("utf-8"))
        return
    names = list(results)
    dated = any(shift.year is not None for shift in found.shifts)
    columns = ("unit", *(("year",) if dated else ()), *(f"rank {name}" for name in names), "spread")
    columns += tuple(f"score {name}" for name in names)
    rows = [
        (
            shift.unit,
            *((str(shift.year),) if dated else ()),
            *(_text(shift.ranks[name]) for name in names),
            _text(shift.spread),
            *(_text(shift.scores[name]) for name in names),
        )
        for shift in found.shifts
    ]
    show_table(columns, rows)
    for name in found.mean_shift:
        click.echo(
            f"{name}: mean change of rank {found.mean_shift[name]:.2f}, "
            f"rank correlation {found.correlation[name]:.4f}",
            err=True,
        )


def _text(value: float) -> str:
    return "" if value != value else f"{value:.10g}"
