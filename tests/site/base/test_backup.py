"""The rehearsal: a site that is being written to is backed up, brought back elsewhere, and held against what it was."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
import real_site

from luodi.core.errors import InputError
from luodi.site.base.backup import manifest

SIEGE = str(real_site.SUPPORT / "siege.py")
MAIN = ("-c", "from luodi.cli.main import main; main()")


def _luodi(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *MAIN, *arguments], env=env, capture_output=True, text=True, timeout=1200
    )


@pytest.fixture(scope="module")
def backed_up(tmp_path_factory):
    """A site with files and rows, backed up while four processes write to it."""
    folder = tmp_path_factory.mktemp("backup")
    with real_site.database(real_site.kind()) as url:
        env = real_site.environment(folder / "old", url)
        real_site.run(
            SIEGE, "crashes", "--kills", "2", env=env
        )  # files, jobs and reports, from hands that were killed
        writing = subprocess.Popen(
            [sys.executable, SIEGE, "more", "--writers", "4", "--seconds", "6"], env=env
        )
        time.sleep(2)
        done = _luodi("manage", "backup", str(folder / "kept"), env=env)
        assert writing.wait(600) == 0
        assert done.returncode == 0, done.stderr
        yield folder, env, done.stdout


def test_a_backup_taken_while_people_work_comes_back_whole(backed_up):
    folder, _env, said = backed_up
    made = manifest.checked(folder / "kept")
    assert f"{sum(made.rows.values())} rows of {len(made.rows)} tables" in said
    assert made.rows["ledger_report"] > 0 and len(made.files) > 1
    with real_site.database(real_site.kind()) as url:
        new = real_site.environment(folder / "new", url)
        done = _luodi("manage", "restore", str(folder / "kept"), "--workspace", str(folder / "new"), env=new)
        assert done.returncode == 0, done.stderr
        assert "the journal's chain holds" in done.stdout
        checked = _luodi("verify", "--files", "--workspace", str(folder / "new"), env=new)
        assert checked.returncode == 0, checked.stderr
        assert json.loads((folder / "new" / "workspace.json").read_text()) == {"kind": "real"}
        files = {path.name for path in (folder / "new" / "files").glob("??/*")}
        assert files == {each.sha256 for each in made.files if each.path.startswith("files/")}
        again = _luodi("manage", "restore", str(folder / "kept"), "--workspace", str(folder / "new"), env=new)
        assert (again.returncode, "overwrites nothing" in again.stderr) == (2, True)
        goes_on = json.loads(real_site.run(SIEGE, "more", "--writers", "2", "--seconds", "0", env=new))
        assert (goes_on["errors"], goes_on["lost_updates"], goes_on["chain"], goes_on["unsealed"]) == (
            [],
            0,
            None,
            0,
        )


def test_the_key_of_the_sessions_is_not_in_the_backup(backed_up):
    folder, env, _said = backed_up
    secret = (Path(env["LUODI_WORKSPACE"]) / "secret_key").read_bytes().strip()
    for path in (folder / "kept").rglob("*"):
        if path.is_file():
            assert secret not in path.read_bytes()


@pytest.mark.parametrize("harm", ["missing", "changed", "manifest", "nothing"])
def test_a_damaged_backup_is_refused_before_anything_is_written(backed_up, tmp_path, harm):
    import shutil

    folder, env, _said = backed_up
    copy = tmp_path / "copy"
    shutil.copytree(folder / "kept", copy)
    victim = next((copy / "files").glob("??/*"))
    if harm == "missing":
        victim.unlink()
    elif harm == "changed":
        victim.write_bytes(b"x" + victim.read_bytes()[1:])
    elif harm == "manifest":
        text = (copy / manifest.NAME).read_text()
        (copy / manifest.NAME).write_text(text.replace('"kind": "real"', '"kind": "generated"'))
    else:
        (copy / manifest.NAME).unlink()
    new = real_site.environment(tmp_path / "new", env["DATABASE_URL"])
    done = _luodi("manage", "restore", str(copy), "--workspace", str(tmp_path / "new"), env=new)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "new" / "luodi.sqlite3").exists() and not (tmp_path / "new" / "files").exists()
    with pytest.raises(InputError):
        manifest.checked(copy)


def test_a_backup_overwrites_nothing_and_leaves_nothing_half_done(backed_up):
    folder, env, _said = backed_up
    done = _luodi("manage", "backup", str(folder / "kept"), env=env)
    assert (done.returncode, "there already" in done.stderr) == (2, True)
    named = next(each for each in manifest.checked(folder / "kept").files if each.path.startswith("files/"))
    lost = folder / "old" / named.path  # not an orphan of a killed hand, which no backup takes along
    aside = lost.rename(folder / "aside")
    broken = _luodi("manage", "backup", str(folder / "second"), env=env)
    aside.rename(lost)
    assert (broken.returncode, "is missing" in broken.stderr) == (2, True)
    assert not (folder / "second").exists() and list(folder.glob(".second*")) == []


@pytest.mark.skipif(real_site.kind() != "sqlite", reason="the copy is one file on SQLite only")
def test_the_copied_database_needs_no_file_beside_it(backed_up):
    folder, _env, _said = backed_up
    with closing(sqlite3.connect(folder / "kept" / manifest.SQLITE)) as base:
        assert base.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.skipif(
    real_site.kind() != "postgresql", reason="SQLite has no numbers of transactions of its own"
)
def test_on_a_new_server_whose_transactions_count_from_the_start_new_rows_are_still_sealed(here):
    from django.db import connection

    from luodi.site.base.journal import chain, triggers
    from luodi.site.base.journal.horizon import horizon
    from luodi.site.base.models import JournalEntry, JournalSeal, Organisation

    chain.seal()
    far = 10**12
    JournalSeal.objects.create(
        number=1,
        since_tx=0,
        until_tx=far,
        rows=0,
        digests=b"",
        previous=chain.FIRST,
        sha256="x",
        at="2026-01-01T00:00Z",
    )
    triggers.lift(connection)
    Organisation.objects.update(short_name="x")
    assert JournalEntry.objects.latest("id").tx >= far
    assert far - 10**6 < horizon() <= far  # numbers just given elsewhere on the server may stand in between
    with connection.cursor() as cursor:
        cursor.execute("SELECT luodi_tx_offset()")
        before = cursor.fetchone()
        triggers.lift(connection)
        cursor.execute("SELECT luodi_tx_offset()")
        assert cursor.fetchone()[0] >= before[0]


def test_old_backups_go_once_the_new_one_is_whole_and_not_before(backed_up):
    folder, env, _said = backed_up
    series = folder / "series"
    for day in ("2026-11-25", "2026-11-26"):
        assert _luodi("manage", "backup", str(series / day), env=env).returncode == 0
    named = next(each for each in manifest.checked(folder / "kept").files if each.path.startswith("files/"))
    lost = folder / "old" / named.path
    aside = lost.rename(folder / "aside")
    broken = _luodi("manage", "backup", str(series / "2026-11-27"), "--keep", "1", env=env)
    aside.rename(lost)
    assert broken.returncode == 2
    assert sorted(path.name for path in series.iterdir()) == ["2026-11-25", "2026-11-26"]
    time.sleep(1)  # a manifest tells moments to the second
    done = _luodi("manage", "backup", str(series / "2026-11-28"), "--keep", "2", env=env)
    assert done.returncode == 0, done.stderr
    assert f"deleted the old backup {series / '2026-11-25'}" in done.stdout
    assert sorted(path.name for path in series.iterdir()) == ["2026-11-26", "2026-11-28"]
    manifest.checked(series / "2026-11-28")
