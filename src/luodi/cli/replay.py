"""``luodi replay``: run a sealed bundle again and compare to the byte."""

from __future__ import annotations

from pathlib import Path

import click

from luodi.core.errors import InputError


@click.command(name="replay")
@click.argument("bundle", type=click.Path(path_type=Path))
def command(bundle: Path) -> None:
    """Run a sealed bundle again (复核重算).

    Checks the SHA-256 of every part, computes all tables anew and compares them byte by byte. Leaves with 1
    if a table differs, with 2 if the bundle is damaged.
    """
    from luodi.scoring.bundle import replay

    try:
        content = bundle.read_bytes()
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}", where=str(bundle), remedy="check the path"
        ) from error
    found = replay(content, where=bundle.name)
    made = found.manifest
    click.echo(f"seal {found.seal}")
    click.echo(f"made by luodi {made.luodi}, Python {made.python}, NumPy {made.numpy}")
    click.echo(f"{len(found.same)} tables are the same to the byte")
    for name in found.different:
        click.echo(f"different: {name}", err=True)
    if found.different:
        raise SystemExit(1)
