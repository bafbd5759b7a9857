"""``luodi verify``: is the journal whole, are the files, is an edition as it was sealed?"""

from __future__ import annotations

from pathlib import Path

import click

from luodi.cli.progress import progress
from luodi.cli.site import prepare, workspace_option


@click.command(name="verify")
@workspace_option
@click.option(
    "--edition",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Check this exported edition (.zip) instead, without any site.",
)
@click.option("--files", is_flag=True, help="Read every uploaded file, too, and compare its SHA-256.")
def command(workspace: Path, edition: Path | None, files: bool) -> None:
    """Check a site's journal (校验留痕), or an exported edition (校验存档版本).

    Every hash is worked out anew, and an edition's totals too. With --files every uploaded file is read as
    well. Leaves with 0 if all holds, with 1 if not; the first broken link, or each wrong file, is named.
    """
    if edition is not None:
        _edition(edition)
        return
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


def _edition(path: Path) -> None:
    from luodi.documents.editions.sealing import check

    found = check(path)
    about = found.manifest
    if found.fault is not None:
        click.echo(f"{path}: {found.fault.part}: {found.fault.what}", err=True)
        raise SystemExit(1)
    rows = sum(part.get("rows", 0) for part in about["parts"].values())
    kind = "" if about["kind"] == "real" else f" ({about['kind']} data)"
    click.echo(
        f"{about['title']}{kind}, as of {about['as_of']}: {len(about['parts'])} parts, {rows} rows hold"
    )
    click.echo(f"SHA-256 {found.sha256}")
    head = about["journal"]
    click.echo(f"journal's head: seal {head['seal']} {head['sha256']}" if head else "journal's head: none")
