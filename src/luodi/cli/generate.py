"""``luodi generate``: made-up data for demonstration and load, kept apart from real data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from luodi.generating.writing import Form


@click.group(name="generate")
def command() -> None:
    """Make up data for demonstration and load; it never shares a folder with real data."""


@command.command(name="city")
@click.option("--enterprises", type=int, default=10_000, show_default=True, help="How many enterprises.")
@click.option("--years", type=int, default=6, show_default=True, help="How many years, up to --last-year.")
@click.option("--last-year", type=int, default=2025, show_default=True, help="The last year reported.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same bytes.")
@click.option(
    "--format", "form", type=click.Choice(["parquet", "csv"]), default="parquet", show_default=True,
    help="How to write the registers.",
)  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path("city-generated"), show_default=True,
    help="The folder; -generated is added to a name that does not say so.",
)  # fmt: skip
def city(enterprises: int, years: int, last_year: int, seed: int, form: Form, output: Path) -> None:
    """Make up a city (生成示例城市): enterprises, reports, recognitions, patents, contracts, air, water.

    Codes have right check digits under an area code that belongs to no one, names begin with 示例.

    Example: luodi generate city --enterprises 100000 --years 6 --seed 7 -o demo
    """
    from luodi.cli.progress import progress
    from luodi.generating.conduct import generate_city

    with progress("enterprises") as advance:
        folder, marker = generate_city(output, enterprises, years, seed, last_year, form, advance)
    for name, rows in sorted(marker.rows.items()):
        click.echo(f"{rows:>12,}  {name}")
    click.echo(f"{sum(marker.rows.values()):>12,}  in {folder} · {marker.note}")
