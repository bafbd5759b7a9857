"""A folder of registers into the site (装载登记簿): one batch a register, made valid when all of them are right."""

from __future__ import annotations

from collections.abc import Callable
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.core.errors import CombinedInputError, InputError
from luodi.core.generated import NOTE, read_marker
from luodi.core.registers import load
from luodi.core.registers.files import read_table
from luodi.site.base.action import Actor, action
from luodi.site.base.exports import generated
from luodi.site.base.refusals import NotNow
from luodi.site.base.rights import is_administrator

from .actions.outcome import alone, required_batches, valid_batches
from .models import Batch
from .staging import clear, stage

SUFFIXES = (".parquet", ".csv", ".xlsx")
Told = Callable[[str, int, int], object]


def load_folder(folder: Path, told: Told = lambda name, done, total: None) -> dict[str, dict[str, Any]]:
    """Bring the registers of a folder into the site: all become valid together, or none.

    Args:
        folder: with files named after registers, such as ``recognition.parquet``.
        told: hears which register is at work, done, total.

    Returns:
        By register, how many rows are new, changed and as before.

    Raises:
        InputError: nothing lies there, a file is no table of its register, rows are wrong (the first of them are named),
            or generated data would join real ones, or the other way round.
    """
    _same_kind(folder)
    files = _files(folder)
    batches: list[Batch] = []
    try:
        wrong = [error for name, path in files.items() for error in _staged(name, path, batches, told)]
        if wrong:
            raise wrong[0] if len(wrong) == 1 else CombinedInputError(wrong, where=str(folder))
        make_valid(Actor.system(f"folder {folder.name}"), batches)
    except BaseException:
        for batch in batches:
            clear(batch)
        raise
    return {batch.register: batch.counts for batch in sorted(batches, key=lambda batch: batch.register)}


def _same_kind(folder: Path) -> None:
    kind = "generated" if read_marker(folder) or "generated" in folder.resolve().name else "real"
    if settings.WORKSPACE.kind != kind:
        raise InputError(
            f"this folder holds {kind} data, and the workspace {settings.WORKSPACE.kind} data",
            where=str(folder),
            accepted="one kind of data in a workspace",
            remedy="name another workspace with --workspace, or another folder",
        )


def _files(folder: Path) -> dict[str, Path]:
    found = {
        name: path
        for name in _order()
        for path in (folder / f"{name}{suffix}" for suffix in SUFFIXES)
        if path.is_file()
    }
    if not found:
        raise InputError(
            "no register lies here",
            where=str(folder),
            accepted="files named after registers, such as recognition.parquet or recognition.csv",
            remedy="name the folder that holds them",
        )
    return found


def _order() -> list[str]:
    """Registers, those first to which others refer: references may lead to rows of the same folder."""
    declared = load()
    order = TopologicalSorter[str]()
    for name, register in declared.items():
        order.add(name, *sorted({each.to for each in register.columns} - {"", name}))
    return list(order.static_order())


def _staged(name: str, path: Path, batches: list[Batch], told: Told) -> list[InputError]:
    """Stage one file; what is wrong with it, at most a hundred lines."""
    table = read_table(path, load()[name])
    title = _("装载文件夹:%(name)s") % {"name": path.name}
    if generated():
        title += f" ({NOTE})"
    batch = begin(Actor.system(), register=name, title=title)
    beside = [each.pk for each in batches]
    batches.append(batch)
    if stage(
        batch, table.columns, table.first_row, lambda done, total, words: told(name, done, total), beside
    ):
        return []
    return [
        InputError(each.text.rstrip("。"), where=f"{path} row {each.row}, column {each.column}")
        for each in batch.problems.filter(warning=False)[:100]
    ]


@action("records.load_begin", gettext_lazy("装载登记簿"), right=is_administrator)
def begin(actor: Actor, *, register: str, title: str) -> Batch:
    """Begin a batch for one file of a folder (装载)."""
    return Batch.objects.create(register=register, title=title[:200], by=actor.user)


@action("records.load", gettext_lazy("装载登记簿"), right=is_administrator)
def make_valid(actor: Actor, batches: list[Batch]) -> None:
    """Make the batches of a folder valid together (装载登记簿)."""
    alone(*(batch.register for batch in batches))
    for batch in batches:
        changed = valid_batches(batch.register) != batch.counts["before"]
        if changed or required_batches(batch.register) != batch.counts.get("required", {}):
            raise NotNow(
                _("装载期间登记簿%(name)s有了新的变化,没有装载。请重新装载。") % {"name": batch.register}
            )
    for batch in batches:
        batch.valid, batch.state = True, Batch.State.APPLIED
        batch.save(update_fields=["valid", "state", "counts", "version"])
