"""Keeping so many backups and no more (备份保留): only what is surely an older backup of this site is deleted."""

from __future__ import annotations

import re
import shutil
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from luodi.core.errors import InputError

from ..journal.chain import sha256_of
from . import manifest

MOMENT: Final = re.compile(r"\d{4}-?\d\d-?\d\d(?:[-_T]?\d\d[-:]?\d\d(?:[-:]?\d\d)?)?")
"""A day, or a day and a time of day, in the name of a backup."""


class Swept(NamedTuple):
    """What was deleted, and what was left alone though its name fits, each with its reason."""

    deleted: list[Path]
    left: list[tuple[Path, str]]


def named_alike(path: Path) -> re.Pattern[str]:
    """What names the backups of one series have: the same but for the moment.

    Raises:
        InputError: the name has no moment in it.
    """
    found = MOMENT.search(path.name)
    if found is None:
        raise InputError(
            "older backups are told by the moment in their name, and this name has none",
            where=str(path),
            accepted="a name with a day such as luodi-2026-11-27, or none: backups/<moment> in the workspace",
            remedy="name the backup by its day, or leave --keep away and delete old ones by hand",
        )
    before, after = path.name[: found.start()], path.name[found.end() :]
    return re.compile(re.escape(before) + MOMENT.pattern + re.escape(after))


def sweep(new: Path, keep: int) -> Swept:
    """Delete the oldest backups beside a new one, so that so many are left.

    A folder counts as a backup of this site if its name differs from the new one's by the moment only, its
    manifest is as it was written, every file that the manifest names is there in its size and no other, and its
    last seal is a link of this site's journal; one without a seal may be any site's. The new one is never deleted, and none that was made later.

    Args:
        new: the backup that was just made.
        keep: how many are left, the new one among them; at least 1.

    Raises:
        InputError: the name has no moment in it, or a backup could not be deleted.
    """
    form = named_alike(new)
    backups: list[tuple[datetime, Path]] = []
    left: list[tuple[Path, str]] = []
    made = datetime.fromisoformat(manifest.read(new).made_at)
    for path in sorted(new.absolute().parent.iterdir()):
        if path.name == new.name or not form.fullmatch(path.name):
            continue
        try:
            backups.append((_made_at(path), path))
        except InputError as error:
            left.append((path, error.what))
        except OSError as error:
            left.append((path, str(error.strerror)))
    older = sorted(each for each in backups if each[0] < made)
    spare = len(older) - max(0, keep - 1 - (len(backups) - len(older)))
    deleted = [path for _, path in older[: max(0, spare)]]
    for path in deleted:
        _delete(path)
    return Swept(deleted, left)


def _made_at(path: Path) -> datetime:
    """When a backup of this site was made.

    Raises:
        InputError: it is none, or another site's, or something else lies in it.
    """
    if path.is_symlink() or not path.is_dir():
        raise _none("it is no folder", path)
    said = manifest.read(path)
    sizes = {each.path: each.size for each in said.files} | {
        name: (path / name).stat().st_size for name in (manifest.NAME, f"{manifest.NAME}.sha256")
    }
    if _sizes(path) != sizes:
        raise _none("its files are not those that its manifest names", path)
    if not said.seals:
        raise _none("it has no seal that tells whose it is", path)
    if said.last_seal != sha256_of(said.seals):
        raise _none("its journal is not this site's", path)
    return datetime.fromisoformat(said.made_at)


def _sizes(root: Path) -> dict[str, int]:
    """Every file below a folder with its size; a link counts as itself."""
    return {
        path.relative_to(root).as_posix(): path.lstat().st_size
        for path in root.rglob("*")
        if path.is_symlink() or not path.is_dir()
    }


def _delete(path: Path) -> None:
    """Take a backup away; it loses its name first, so that what is half deleted is no backup."""
    going = path.with_name(f".{path.name}.deleting")
    try:
        path.rename(going)
        shutil.rmtree(going)
    except OSError as error:
        raise InputError(
            f"the new backup is whole, but an old one could not be deleted: {error.strerror}",
            where=str(going if going.exists() else path),
            remedy="delete it by hand, and give this account the right to write there",
        ) from error


def _none(what: str, path: Path) -> InputError:
    return InputError(what, where=str(path))
