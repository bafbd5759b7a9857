"""How large a table may be that comes in by the page, and what is said of a larger one."""

from __future__ import annotations

import io
import random
import re
import zipfile

import pytest
import registered
from django.core.files.uploadedfile import SimpleUploadedFile

from luodi.core.unpacking import MAX_UNPACKED
from luodi.site.base import jobs
from luodi.site.base.action import Actor
from luodi.site.base.models import StoredFile
from luodi.site.base.uploads import MB, TooLarge
from luodi.site.records.actions import imports
from luodi.site.records.models import Batch

COMMAND = (
    "请按行拆成几个文件,分别导入;要一次导入的,请系统管理员用命令“luodi manage load_registers 文件夹”装载。"
)


def file(size: int, name: str = "a.csv") -> io.BytesIO:
    data = registered.table([registered.line(1)])
    made = io.BytesIO(data + b"\n" * (size - len(data)))
    made.name = name
    return made


@pytest.fixture
def small(settings, here):
    """A site that takes files of 1 MB and tables of 2 MB."""
    settings.MAX_UPLOAD = MB
    settings.MAX_TABLE = {".csv": 2 * MB, ".xlsx": MB}
    return here


def said(answer) -> str:
    return re.sub(r"&[lr]dquo;", "", answer.content.decode())


def test_a_table_may_be_larger_than_other_files(small, client):
    client.force_login(small.officer)
    assert client.post("/records/recognition/import/", {"file": file(2 * MB)}).status_code == 302
    assert StoredFile.objects.get().size == 2 * MB


def test_a_larger_one_is_refused_with_size_limit_and_what_to_do(small, client):
    client.force_login(small.officer)
    at_once = client.post("/records/recognition/import/", {"file": file(4 * MB)})
    arriving = client.post("/records/recognition/import/", {"file": file(2 * MB + 1000)})
    for answer, size in ((at_once, "4.1"), (arriving, "2.1")):
        assert answer.status_code == 413
        assert f"表格超过2 MB的上限,没有保存:这次上传的有{size} MB。{COMMAND}" in said(answer)
    assert StoredFile.objects.count() == Batch.objects.count() == 0


def test_each_ending_has_its_own_limit(small):
    for name, limit in (("a.csv", 2), ("a.xlsx", 1)):
        upload = SimpleUploadedFile(name, b"a" * (2 * MB + 1))
        with pytest.raises(TooLarge, match=f"表格超过{limit} MB的上限"):
            imports.start_import(Actor(small.officer), "recognition", upload=upload)


def test_whoever_is_not_signed_in_and_other_pages_have_the_limit_of_any_file(small, client):
    words = "文件超过1 MB的上限,没有保存:这次上传的有3.1 MB。请压缩或分成几个文件后再上传。"
    assert words in said(client.post("/records/recognition/import/", {"file": file(3 * MB)}))
    client.force_login(small.officer)
    assert words in said(client.post("/ledger/decisions/new/", {"file": file(3 * MB), "title": "决定"}))


def test_a_workbook_that_unpacks_to_too_much_is_told_to_come_as_csv(here):
    out = io.BytesIO()
    block = random.Random(1).randbytes(2000) * 512  # packs about 100 to 1, as the most repetitive tables do
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", block * (MAX_UNPACKED // len(block) + 1))
    upload = SimpleUploadedFile("大表.xlsx", out.getvalue())
    with pytest.raises(
        TooLarge, match=r"“大表.xlsx”展开后有300.* MB,超过300 MB的上限.*请另存为csv,或按行拆成几个文件"
    ):
        imports.start_import(Actor(here.officer), "recognition", upload=upload)
    assert StoredFile.objects.count() == 0


def test_what_is_wrong_below_the_titles_is_said_by_the_job(here):
    data = registered.table([registered.line(1)]) + b"a,b\n"
    batch = imports.start_import(Actor(here.officer), "recognition", upload=SimpleUploadedFile("a.csv", data))
    jobs.work_off()
    batch.refresh_from_db()
    assert batch.state == "dropped" and "row 3 has 2 cells and the header 8" in batch.failure


def test_data_below_a_column_without_title_is_asked_about(here):
    titles, row, _ = registered.table([registered.line(1)]).decode().split("\n")
    data = f"{titles},\n{row},又一列\n".encode()
    batch = imports.start_import(Actor(here.officer), "recognition", upload=SimpleUploadedFile("a.csv", data))
    assert imports.waits_for_matching(batch) and "" in batch.mapping
    data = f"{titles},\n{row},\n".encode()
    batch = imports.start_import(Actor(here.officer), "recognition", upload=SimpleUploadedFile("b.csv", data))
    assert not imports.waits_for_matching(batch)
