"""``luodi verify``: is the journal whole, are the files, is an edition as it was sealed?"""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path
from typing import Final

import click

from luodi.cli.progress import progress
from luodi.cli.site import prepare, workspace_option
from luodi.core.errors import InputError

MOST: Final = 20
"""So many rows are named one by one."""


@click.command(name="verify")
@workspace_option
@click.option(
    "--edition",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Check this exported edition (.zip) instead, without any site.",
)
@click.option("--files", is_flag=True, help="Read every uploaded file, too, and compare its SHA-256.")
@click.option(
    "--head",
    metavar="SEAL:SHA256",
    help="A head of the chain noted earlier, from an edition or from this command: it must still be in it.",
)
def command(workspace: Path, edition: Path | None, files: bool, head: str | None) -> None:
    """Check a site's journal (校验留痕), or an exported edition (校验存档版本).

    Every hash is worked out anew, an edition's totals too, and every row of the site is held against its
    last journal entry. With --files every uploaded file is read as well. Leaves with 0 if all holds, with 1
    if not; the first broken link, each row that differs and each wrong file is named. The head it prints,
    noted where nobody of the site can change it, proves later that the journal up to it was not written anew.
    """
    if edition is not None:
        _edition(edition)
        return
    noted = _noted(head) if head else None
    prepare(workspace)
    whole = _journal()
    whole = _tables() and whole
    if noted is not None:
        whole = _head(*noted) and whole
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
        last = chain.head()
        click.echo(f"journal's head: {last.number}:{last.sha256}" if last else "journal's head: none")
        return True
    broken = found.first_break
    place = f"journal row {broken.entry}" if broken.entry is not None else "no row can be named"
    click.echo(f"broken: seal {broken.seal}, {place}: {broken.what}", err=True)
    return False


def _tables() -> bool:
    from luodi.site.base.journal import mirror

    with progress("tables") as advance:
        wrong = list(islice(mirror.mismatches(advance or (lambda done, total: None)), MOST + 1))
    for each in wrong[:MOST]:
        column = f", column {each.column}" if each.column else ""
        entry = f" (journal row {each.entry})" if each.entry is not None else ""
        click.echo(f"broken: {each.table} row {each.row}{column}: {each.what}{entry}", err=True)
    if len(wrong) > MOST:
        click.echo(f"broken: there are more; these are the first {MOST}", err=True)
    if not wrong:
        click.echo("every row of the site is as its last journal entry says")
    past = mirror.unsigned()
    if past.many:
        were = "change was" if past.many == 1 else "changes were"
        click.echo(
            f"{past.many} {were} written past the site's actions, by hand or by a migration; "
            f"the first is journal row {past.first}"
        )
    return not wrong


def _noted(head: str) -> tuple[int, str]:
    """A head as it was printed: number of the seal, colon, its hash."""
    number, _colon, sha256 = head.strip().partition(":")
    if not number.isdigit() or not re.fullmatch("[0-9a-f]{64}", sha256.lower()):
        raise InputError(
            f"“{head}” is no head of a journal",
            where="--head",
            accepted="the seal's number, a colon and 64 hexadecimal digits, as luodi verify prints them",
            remedy="copy it from where it was noted",
        )
    return int(number), sha256.lower()


def _head(number: int, sha256: str) -> bool:
    from luodi.site.base.journal import chain

    found = chain.sha256_of(number)
    if found == sha256:
        click.echo(f"the noted head is seal {number} of the chain")
        return True
    what = (
        "the chain has no such seal"
        if found is None
        else "the seal has another hash: the journal was written anew"
    )
    click.echo(f"broken: seal {number}, the noted head: {what}", err=True)
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
