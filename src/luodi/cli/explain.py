"""``luodi explain``: why one unit scores more than another, or than itself a year before."""

from __future__ import annotations

from pathlib import Path

import click

from luodi.cli.figures import AS_OF, WEIGHTS, read_files, read_text, show_table
from luodi.core.errors import InputError


@click.command(name="explain")
@click.argument("scheme", type=click.Path(path_type=Path))
@click.argument("data", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option("--first", required=True, help="UNIT or UNIT:YEAR.")
@click.option("--second", required=True, help="UNIT or UNIT:YEAR.")
@click.option("--node", help="Explain this group instead of the whole index.")
@AS_OF
@WEIGHTS
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv", help="What to print.")
def command(
    scheme: Path,
    data: tuple[Path, ...],
    first: str,
    second: str,
    node: str | None,
    as_of: str | None,
    weights: str | None,
    form: str,
) -> None:
    """Share out the gap between two units or years among the indicators (得分差异分解).

    \b
    luodi explain scheme.yaml figures.csv --first Leshan --second Yibin
    luodi explain scheme.yaml figures.csv --first Leshan:2023 --second Leshan:2022
    """
    import msgspec

    from luodi.scoring.bundle import Request, compute
    from luodi.scoring.explain import explain

    result = compute(
        read_text(scheme), read_files(data), Request(as_of=as_of, weights=weights), where=scheme.name
    )
    found = explain(result, _row(first, "--first"), _row(second, "--second"), node)
    if form == "json":
        click.echo(msgspec.json.encode(found).decode("utf-8"))
        return
    columns: tuple[str, ...] = ("indicator", "name", f"figure {found.first}", f"figure {found.second}")
    columns += (f"score {found.first}", f"score {found.second}", "contribution")
    rows = [
        (
            one.node,
            one.name,
            *(
                "" if value != value else f"{value:.10g}"
                for value in (one.value_first, one.value_second, one.first, one.second, one.contribution)
            ),
        )
        for one in found.indicators
    ]
    show_table(columns, rows)
    click.echo(f"{found.first} less {found.second}: {found.gap:.10g}, the sum of all contributions", err=True)


def _row(text: str, where: str) -> tuple[str, int | None]:
    unit, colon, year = text.rpartition(":")
    if not colon:
        return text, None
    if not year.isdigit():
        raise InputError(
            f"{year!r} is not a year", where=where, accepted="UNIT or UNIT:2023", remedy="mend it"
        )
    return unit, int(year)
