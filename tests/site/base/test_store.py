"""Where bytes lie: a folder and a bucket behave alike; files are checked before they are kept."""

from __future__ import annotations

import hashlib
import io
import os
import resource
import signal
import threading
import time
import zipfile
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import intake
import pytest
import real_site
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from luodi.site.base import jobs, store
from luodi.site.base.models import StoredFile
from luodi.site.base.store_troubles import Gone, NoRoom, Unreachable
from luodi.site.base.uploads import TooLarge, WrongFile, clean_name
from luodi.site.ledger.models import Decision, DocumentVersion

PDF = b"%PDF-1.7\nbody"


@pytest.fixture(params=["folder", "bucket"])
def place(request, settings, tmp_path, monkeypatch):
    """A store of its own: a folder, or a bucket of a storage server that speaks S3."""
    settings.MEDIA_ROOT = tmp_path / "files"
    if request.param == "folder":
        yield store.place()
        return
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        monkeypatch.setenv("LUODI_S3_ENDPOINT", f"http://{host}:{port}")
        for name, value in (
            ("ACCESS_KEY_ID", "k"),
            ("SECRET_ACCESS_KEY", "s"),
            ("DEFAULT_REGION", "us-east-1"),
        ):
            monkeypatch.setenv(f"AWS_{name}", value)
        boto3.client("s3", endpoint_url=f"http://{host}:{port}").create_bucket(Bucket="luodi")
        settings.FILE_STORE = "s3://luodi/site"
        yield store.place()
    finally:
        server.stop()


def upload(data: bytes = PDF, name: str = "证明.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def _names(place) -> list[str]:
    return [name for name, _written in place.names()]


def test_what_is_kept_comes_back(here, place):
    kept = store.keep(upload(), here.officer)
    assert (kept.sha256, kept.size, kept.name) == (hashlib.sha256(PDF).hexdigest(), len(PDF), "证明.pdf")
    with place.open(kept.sha256) as file:
        assert file.read() == PDF
    assert list(store.faults()) == []


def test_the_same_file_twice_is_stored_once_under_two_names(here, place):
    first, second = (store.keep(upload(name=name), here.officer) for name in ("甲.pdf", "乙.pdf"))
    assert first.sha256 == second.sha256 and StoredFile.objects.count() == 2
    assert _names(place) == [first.sha256]


def test_only_orphans_older_than_an_hour_are_swept(here, place):
    kept = store.keep(upload(), here.officer)
    orphan = hashlib.sha256(b"orphan").hexdigest()
    place.put(io.BytesIO(b"orphan"), orphan)
    assert store.sweep() == 0
    assert sorted(_names(place)) == sorted([kept.sha256, orphan])
    time.sleep(1.1)  # a bucket tells time in whole seconds
    assert store.sweep(timedelta(0)) == 1
    assert _names(place) == [kept.sha256]


def test_missing_bytes_are_told(here, place):
    kept = store.keep(upload(), here.officer)
    time.sleep(1.1)
    assert place.remove(kept.sha256, time.time() + 60)
    assert list(store.faults()) == [store.Fault(kept.pk, "证明.pdf", "its bytes are gone")]


def test_what_another_sweep_took_already_is_no_trouble(place):
    assert place.remove("e" * 64, time.time() + 60) is False


def test_a_neighbour_in_the_bucket_whose_name_begins_alike_is_not_listed(place, settings):
    if isinstance(place, store.Bucket):
        store.Bucket("s3://luodi/site2").put(io.BytesIO(b"theirs"), "f" * 64)
        assert "f" * 64 not in _names(place)


def test_an_orphan_that_is_kept_again_while_it_is_swept_stays(here, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    place, name = store.place(), hashlib.sha256(PDF).hexdigest()
    place.put(io.BytesIO(PDF), name)
    limit = time.time() - 3600
    os.utime(tmp_path / name[:2] / name, (limit - 1, limit - 1))
    place.put(io.BytesIO(PDF), name)  # between the listing and the removal
    assert not place.remove(name, limit)
    with place.open(name) as file:
        assert file.read() == PDF


def test_bytes_that_a_sweep_takes_while_they_are_touched_are_written_again(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    place, name = store.place(), hashlib.sha256(PDF).hexdigest()
    place.put(io.BytesIO(PDF), name)
    path, touch = tmp_path / name[:2] / name, os.utime
    touch(path, (1, 1))

    def slowly(found: Path) -> None:
        """What the system does, with a sweep between the look at the path and the touch."""
        with found.open() as file:
            assert place.remove(name, time.time() - 3600)
            touch(file.fileno())

    monkeypatch.setattr(store.os, "utime", slowly)
    place.put(io.BytesIO(PDF), name)
    assert path.read_bytes() == PDF


def test_keeping_and_sweeping_at_once_loses_nothing(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    place, lost, over = store.place(), [], threading.Event()
    name = hashlib.sha256(PDF).hexdigest()
    path = tmp_path / name[:2] / name

    def sweep() -> None:
        while not over.is_set():
            place.remove(name, time.time() - 3600)
            list(place.names())

    def there() -> bool:
        """A file that is judged is set aside for a moment, for long where the disk makes the sweep wait."""
        until = time.monotonic() + 30
        while not path.exists():
            if time.monotonic() > until:
                return False
            time.sleep(0.001)
        return True

    sweepers = [threading.Thread(target=sweep) for _ in range(2)]
    for each in sweepers:
        each.start()
    for turn in range(300):
        place.put(io.BytesIO(PDF), name)
        if not there():
            lost.append(turn)
            break
        with suppress(FileNotFoundError):
            os.utime(path, (1, 1))
    over.set()
    for each in sweepers:
        each.join()
    assert lost == []


def test_a_sweep_that_was_killed_while_it_judged_takes_nothing_along(here, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    kept = store.keep(upload(), here.officer)
    path = tmp_path / kept.sha256[:2] / kept.sha256
    os.utime(path, (1, 1))
    path.rename(path.with_name(f".going-0a1b2c3d-{path.name}"))
    assert store.sweep() == 0
    assert list(store.faults()) == []


@pytest.mark.parametrize("name", ["a" * 64, ".tmpx_1ab"])
def test_what_was_set_aside_goes_back_under_its_own_name(tmp_path, name):
    path = tmp_path / "aa" / name
    assert store.set_back(store.set_aside(path)) == path
    assert store.set_aside(path) != store.set_aside(path), "two sweeps at once have two names"


def test_a_broken_write_leaves_nothing_and_a_killed_one_a_draft_that_is_swept(here, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    class Broken(io.BytesIO):
        def read(self, *size: int) -> bytes:
            if self.tell():
                raise OSError("disk full")
            return super().read(4)

    place = store.place()
    with pytest.raises(OSError, match="disk full"):
        place.put(Broken(b"12345678"), "a" * 64)
    assert list(tmp_path.glob("aa/*")) == []
    draft = tmp_path / "aa" / ".killed"
    draft.write_bytes(b"1234")
    assert store.sweep() == 0
    assert store.sweep(timedelta(seconds=-1)) == 1
    assert not draft.exists()


def test_the_command_names_files_that_are_gone_cut_short_or_changed(here, settings, tmp_path, monkeypatch):
    from luodi.cli import verify

    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(verify, "prepare", lambda workspace: None)  # the database of the tests is ready
    rows = [store.keep(upload(PDF + bytes([n])), here.officer) for n in range(4)]
    paths = [tmp_path / row.sha256[:2] / row.sha256 for row in rows]
    fine = CliRunner().invoke(verify.command, ["--files"])
    assert (fine.exit_code, fine.output.splitlines()[-1]) == (0, "4 files hold")
    paths[0].unlink()
    paths[1].write_bytes(b"%PDF")
    paths[2].write_bytes(b"%PDF-1.7\nBODY\x02")
    found = CliRunner().invoke(verify.command, ["--files"])
    assert found.exit_code == 1
    assert [line.split(": ", 2)[2] for line in found.output.splitlines() if line.startswith("broken")] == [
        "its bytes are gone", "it has 4 bytes and not 14", "its bytes were changed",
    ]  # fmt: skip


def packed(parts: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return kept.getvalue()


BOMB = packed({"xl/workbook.xml": b"x", "xl/worksheets/sheet1.xml": b"0" * (60 << 20)})


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("发票.pdf", b"MZ\x90\x00" + b"x" * 100, "内容与扩展名不符"),
        ("发票.pdf", b"\x7fELF" + b"x" * 100, "内容与扩展名不符"),
        ("说明.txt", b"#!/bin/sh\nrm -rf /", "内容与扩展名不符"),
        ("说明.txt", b"text\x00binary", "内容与扩展名不符"),
        ("图.png", b"\xff\xd8\xff", "内容与扩展名不符"),
        ("包.docx", packed({"xl/workbook.xml": b"x"}), "内容与扩展名不符"),
        ("程序.exe", b"MZ", "类型不能上传"),
        ("页.svg", b"<svg onload=alert(1)>", "类型不能上传"),
        ("发票.pdf.exe", b"%PDF-1.7", "类型不能上传"),
        ("无", b"%PDF-1.7", "类型不能上传"),
        ("空.pdf", b"", "是空文件"),
        ("炸弹.xlsx", BOMB, "解压后远大于正常文档"),
        ("坏.xlsx", b"PK\x03\x04" + b"x" * 50, "已损坏或不完整"),
    ],
)
def test_what_is_not_kept_is_said_and_leaves_nothing(here, settings, tmp_path, name, data, words):
    settings.MEDIA_ROOT = tmp_path
    with pytest.raises(WrongFile, match=words):
        store.keep(upload(data, name), here.officer)
    assert (StoredFile.objects.count(), list(tmp_path.iterdir())) == (0, [])


def test_a_bomb_is_small_when_it_arrives():
    assert len(BOMB) < 100_000


def test_a_file_over_the_limit_is_not_kept(here, settings, tmp_path):
    settings.MEDIA_ROOT, settings.MAX_UPLOAD = tmp_path, 1000
    with pytest.raises(TooLarge):
        store.keep(upload(PDF + b"0" * 1000), here.officer)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\windows\\a.pdf", "a.pdf"),
        ("发票\u202efdp.exe", "发票fdp.exe"),
        ("a\x00b\r\n.pdf", "ab.pdf"),
        ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
        ("..", "file"),
        ("", "file"),
        ('a"b<c>|?*.pdf', "abc.pdf"),
        ("\u2066x\u2069.pdf", "x.pdf"),
    ],
)
def test_names_are_cleaned(name, clean):
    assert clean_name(name) == clean


@given(st.text(max_size=400))
def test_no_name_is_ever_a_path_or_empty_or_too_long(name):
    clean = clean_name(name)
    assert 1 <= len(clean) <= 200
    assert not set(clean) & set("/\\\x00\n\r\u202e")
    assert clean not in (".", "..")
    assert clean_name(clean) == clean


def test_a_nasty_name_through_the_form_is_kept_clean(here, client):
    client.force_login(here.officer)
    text = "示例市决定\n一、到2030年,高新技术企业达到200家。\n".encode()
    answer = client.post(
        "/ledger/decisions/new/", {"file": SimpleUploadedFile("..\\\u202e决定.txt", text), "title": "决定"}
    )
    assert answer.status_code == 302
    assert StoredFile.objects.get().name == "决定.txt"


@contextmanager
def no_room(size: int):
    """A disk on which no file may grow past a size, for as long as this lasts."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


def test_a_full_disk_is_told_and_nothing_half_is_left(here, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    with no_room(100_000), pytest.raises(NoRoom, match="存储空间不足,没有保存"):
        store.keep(upload(PDF + b"0" * 3_000_000), here.officer)
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []
    assert not StoredFile.objects.exists()
    assert store.keep(upload(PDF + b"0" * 3_000_000), here.officer).size == 3_000_000 + len(PDF)


def test_a_disk_that_fills_while_the_form_arrives_is_told_on_a_page(here, client, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    client.force_login(here.officer)
    form = {"file": upload(b"x" * 3_000_000, "决定.txt"), "title": "甲"}
    with no_room(1_000_000):
        answer = client.post("/ledger/decisions/new/", form)
    assert answer.status_code == 507
    assert "服务器存储空间不足,没有保存" in answer.content.decode()
    assert list(tmp_path.iterdir()) == []
    assert not StoredFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_database_without_room_is_told_on_a_page_and_nothing_is_written(here, client, settings, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("a server's disk is not ours to fill")
    settings.MEDIA_ROOT = tmp_path / "files"
    client.force_login(here.officer)
    text = ("到2030年,高新技术企业达到200家。" * 20_000).encode()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # no room is left over from other tests
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0] + 1}")
    try:
        answers = [
            client.post(
                "/ledger/decisions/new/", {"file": upload(text, "决定.txt"), "title": "很长的标题" * 40}
            )
            for _each in range(40)
        ]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")
    refused = next(each for each in answers if each.status_code != 302)
    assert refused.status_code == 507
    assert "服务器存储空间不足,没有保存" in refused.content.decode()
    made = sum(each.status_code == 302 for each in answers)
    assert Decision.objects.filter(title__startswith="很长").count() == made == StoredFile.objects.count()


@pytest.fixture
def dead_bucket(settings, monkeypatch):
    """A bucket whose server does not answer."""
    settings.FILE_STORE = "s3://luodi/site"
    monkeypatch.setenv("LUODI_S3_ENDPOINT", f"http://127.0.0.1:{real_site.free_port()}")
    for name, value in (("ACCESS_KEY_ID", "k"), ("SECRET_ACCESS_KEY", "s"), ("DEFAULT_REGION", "us-east-1")):
        monkeypatch.setenv(f"AWS_{name}", value)


def test_storage_that_does_not_answer_is_told_at_the_field_and_keeps_nothing(here, client, dead_bucket):
    client.force_login(here.officer)
    answer = client.post(
        "/ledger/decisions/new/", {"file": upload(b"\xe4\xb8\x80", "决定.txt"), "title": "甲"}
    )
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "文件存储暂时不可用" in page and 'value="甲"' in page
    assert not StoredFile.objects.exists() and not Decision.objects.filter(title="甲").exists()


def test_a_file_that_cannot_be_had_now_is_told_on_a_page(here, client, dead_bucket):
    client.force_login(here.officer)
    row = StoredFile.objects.create(sha256="0" * 64, name="a.docx", size=1, media_type="x/y", by=here.officer)
    with pytest.raises(Unreachable):
        store.opened(row)


def test_a_file_whose_bytes_are_gone_is_told_by_name(here, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    client.force_login(here.officer)
    version = intake.upload(here.officer)
    digest = version.file.sha256
    (tmp_path / "files" / digest[:2] / digest).unlink()
    with pytest.raises(Gone, match="的原文件已不在存储中"):
        store.opened(version.file)
    later = intake.upload(here.officer, "另一份决定".encode(), "另一份.txt")
    DocumentVersion.objects.filter(pk=later.pk).update(state="reading", file=version.file)
    job = jobs.enqueue("read", "识别", here.officer, version=later.pk, named=True)
    jobs.work_off()
    later.refresh_from_db()
    job.refresh_from_db()
    assert (later.state, job.state) == ("failed", "failed")
    assert "原文件已不在存储中" in later.failure and "原文件已不在存储中" in job.message


@pytest.mark.parametrize(
    "name",
    ["决" * 300 + ".txt", "a." + "t" * 300, "../../etc/决定.txt", "\u202etxt.决定.txt", "C:\\x\\决定.txt"],
)
def test_no_name_of_a_file_breaks_the_form(here, client, name, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    client.force_login(here.officer)
    answer = client.post("/ledger/decisions/new/", {"file": upload(intake.FIRST.encode(), name)})
    if name.startswith("a."):
        assert answer.status_code == 422 and "类型不能上传" in answer.content.decode()
        return
    assert answer.status_code == 302
    kept = StoredFile.objects.get()
    assert len(kept.name) <= 200 and kept.name.endswith("决定.txt" if len(name) < 100 else "决.txt")
    assert not set(kept.name) & set("/\\\u202e")
