"""``luodi verify``: is the journal whole?"""

from __future__ import annotations

from pathlib import Path

import click

from luodi.cli.progress import progress
from luodi.cli.site import prepare, workspace_option


@click.command(name="verify")
@workspace_option
def command(workspace: Path) -> None:
    """Check a site's journal (校验留痕): work every hash of its chain anew.

    Leaves with 0 if every link holds, with 1 if one is broken; the first broken link is named.
    """
    prepare(workspace)
    from luodi.site.base.journal import chain

    with progress("seals") as advance:
        found = chain.verify(advance or (lambda done, total: None))
    click.echo(f"{found.rows} rows under {found.seals} seals hold; {found.unsealed} rows not yet sealed")
    if found.first_break is None:
        return
    broken = found.first_break
    place = f"journal row {broken.entry}" if broken.entry is not None else "no row can be named"
    click.echo(f"broken: seal {broken.seal}, {place}: {broken.what}", err=True)
    raise SystemExit(1)
