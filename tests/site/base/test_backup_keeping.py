"""Old backups go, and nothing else: only what is surely an older backup of this site, and never the newest."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from luodi.core.errors import InputError
from luodi.site.base.backup import manifest
from luodi.site.base.backup.keeping import named_alike, sweep
from luodi.site.base.journal.chain import FIRST
from luodi.site.base.models import JournalSeal


@pytest.fixture(autouse=True)
def _sealed(db) -> None:
    """A site with one seal."""
    JournalSeal.objects.create(
        number=1, since_tx=0, until_tx=9, rows=0, digests=b"", previous=FIRST, sha256="a" * 64, at=timezone.now()
    )  # fmt: skip


def backup(folder: Path, day: int, name: str = "luodi-2026-11-{day:02}", **changes) -> Path:
    """A backup as the command writes it, as far as its outside goes."""
    root = folder / name.format(day=day)
    (root / "files" / "aa").mkdir(parents=True)
    database, file = root / manifest.SQLITE, root / "files" / "aa" / "aa11"
    database.write_bytes(b"database")
    file.write_bytes(b"file")
    given = {
        "version": "0.1.0", "made_at": f"2026-11-{day:02}T02:10:00+08:00", "kind": "real", "engine": "sqlite", "rows": {},
        "seals": 1, "last_seal": "a" * 64, "files": [manifest.kept(root, database), manifest.kept(root, file)],
    } | changes  # fmt: skip
    manifest.write(root, manifest.Manifest(**given))
    return root


def days(folder: Path) -> list[str]:
    return sorted(path.name[-2:] for path in folder.iterdir())


@pytest.mark.parametrize(("keep", "left"), [(1, ["05"]), (2, ["04", "05"]), (5, ["01", "02", "03", "04", "05"]), (9, ["01", "02", "03", "04", "05"])])  # fmt: skip
def test_so_many_are_left_the_newest_among_them(db, tmp_path, keep, left):
    made = [backup(tmp_path, day) for day in range(1, 6)]
    swept = sweep(made[-1], keep)
    assert days(tmp_path) == left
    assert swept == (made[: 5 - len(left)], [])


def test_none_that_was_made_later_is_deleted_nor_the_new_one(db, tmp_path):
    backup(tmp_path, 1)
    new = backup(tmp_path, 2)
    backup(tmp_path, 9)
    backup(tmp_path, 10)
    assert [path.name[-2:] for path in sweep(new, 1).deleted] == ["01"]
    assert days(tmp_path) == ["02", "09", "10"]


def _foreign(root: Path) -> None:
    (root / "notes.txt").write_text("mine")


def _short(root: Path) -> None:
    (root / manifest.SQLITE).write_bytes(b"")


def _gone(root: Path) -> None:
    (root / "files" / "aa" / "aa11").unlink()


def _changed(root: Path) -> None:
    path = root / manifest.NAME
    path.write_text(path.read_text("utf-8").replace("0.1.0", "0.1.1"), "utf-8")


def _no_manifest(root: Path) -> None:
    (root / manifest.NAME).unlink()


@pytest.mark.parametrize(
    ("harm", "why"),
    [
        (_foreign, "its files are not those that its manifest names"), (_short, "its files are not those"), (_gone, "its files"),
        (_changed, "the manifest was changed"), (_no_manifest, "it has no manifest"),
    ],
)  # fmt: skip
def test_what_is_no_whole_backup_is_left_alone_and_said(db, tmp_path, harm, why):
    harm(backup(tmp_path, 1))
    backup(tmp_path, 2)
    new = backup(tmp_path, 3)
    swept = sweep(new, 1)
    assert [path.name[-2:] for path in swept.deleted] == ["02"]
    ((path, said),) = swept.left
    assert (path.name[-2:], why in said) == ("01", True)
    assert days(tmp_path) == ["01", "03"]


def test_another_sites_backups_other_names_links_and_files_are_left_alone(db, tmp_path):
    backup(tmp_path, 1)
    backup(tmp_path, 2, seals=1, last_seal="b" * 64)
    backup(tmp_path, 3, seals=7, last_seal="c" * 64)
    backup(tmp_path, 4, name="other-2026-11-{day:02}")
    backup(tmp_path, 5, name="luodi-2026-11-{day:02}-before-the-move")
    outside = backup(tmp_path / "elsewhere", 1)
    (tmp_path / "luodi-2026-11-06").symlink_to(outside, target_is_directory=True)
    (tmp_path / "luodi-2026-11-07").write_text("a file")
    new = backup(tmp_path, 8)
    swept = sweep(new, 1)
    assert [path.name for path in swept.deleted] == ["luodi-2026-11-01"]
    assert {path.name[-2:]: why for path, why in swept.left} == {
        "02": "its journal is not this site's", "03": "its journal is not this site's",
        "06": "it is no folder", "07": "it is no folder",
    }  # fmt: skip
    assert outside.is_dir()


def test_a_backup_without_a_seal_may_be_any_sites_and_is_left_alone(db, tmp_path):
    backup(tmp_path, 1, seals=0, last_seal=FIRST)
    new = backup(tmp_path, 2, seals=0, last_seal=FIRST)
    ((path, why),) = sweep(new, 1).left
    assert (path.name[-2:], why) == ("01", "it has no seal that tells whose it is")
    assert days(tmp_path) == ["01", "02"]


def test_a_link_inside_a_backup_is_not_followed(db, tmp_path):
    aside = tmp_path / "aside"
    aside.mkdir()
    (aside / "precious").write_text("x")
    old = backup(tmp_path, 1)
    (old / "more").symlink_to(aside, target_is_directory=True)
    assert sweep(backup(tmp_path, 2), 1).deleted == []
    assert (aside / "precious").exists()


def test_a_name_without_a_moment_is_refused_before_anything_is_made(db, tmp_path):
    for name in ("20261127-021000", "luodi-2026-11-27", "luodi-20261127T0210"):
        assert named_alike(tmp_path / name).fullmatch(name)
    with pytest.raises(InputError, match="this name has none"):
        call_command("backup", str(tmp_path / "kept"), keep=3)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", ["0", "-1", "x"])
def test_fewer_than_one_cannot_be_kept(db, tmp_path, number):
    with pytest.raises(CommandError, match="--keep"):
        call_command("backup", str(tmp_path / "2026-11-27"), f"--keep={number}")


def test_what_cannot_be_deleted_is_said(db, tmp_path):
    old, new = backup(tmp_path, 1), backup(tmp_path, 2)
    (tmp_path / f".{old.name}.deleting").write_text("in the way")
    with pytest.raises(InputError, match="the new backup is whole, but an old one could not be deleted"):
        sweep(new, 1)
    assert manifest.checked(old) and manifest.checked(new)
