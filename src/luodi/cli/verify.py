"""``luodi verify``: is the journal whole, and are the files?"""

from __future__ import annotations

from pathlib import Path

import click

from luodi.cli.progress import progress
from luodi.cli.site import prepare, workspace_option


@click.command(name="verify")
@workspace_option
@click.option("--files", is_flag=True, help="Read every uploaded file, too, and compare its SHA-256.")
def command(workspace: Path, files: bool) -> None:
    """Check a site's journal (校验留痕): work every hash of its chain anew.

    Leaves with 0 if every link holds, with 1 if one is broken; the first broken link is named. With --files
    every uploaded file is read as well, and each that is gone, cut short or changed is named.
    """
    prepare(workspace)
    whole = _journal()
    if files:
        whole = _files() and whole
    if not whole:
        raise SystemExit(1)


def _journal() -> bool:
    from luodi.site.base.journal import chain

    with progress("seals") as advance:
        found = chain.verify(advance or (lambda done, total: None))
    click.echo(f"{found.rows} rows under {found.seals} seals hold; {found.unsealed} rows not yet sealed")
    if found.first_break is None:
        return True
    broken = found.first_break
    place = f"journal row {broken.entry}" if broken.entry is not None else "no row can be named"
    click.echo(f"broken: seal {broken.seal}, {place}: {broken.what}", err=True)
    return False


def _files() -> bool:
    from luodi.site.base import store
    from luodi.site.base.models import StoredFile

    with progress("files") as advance:
        faults = list(store.faults(advance or (lambda done, total: None)))
    click.echo(f"{StoredFile.objects.count() - len(faults)} files hold")
    for fault in faults:
        click.echo(f"broken: file {fault.row} {fault.name}: {fault.what}", err=True)
    return not faults
