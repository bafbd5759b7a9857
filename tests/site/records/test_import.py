"""A table comes in whole or not at all: every bad row told, preview, one flag, nothing left of what was dropped."""

from __future__ import annotations

import io
import zipfile
from types import SimpleNamespace

import openpyxl
import pytest
import registered
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from luodi.site.base import jobs
from luodi.site.base.action import Actor
from luodi.site.base.actions.jobs import stop
from luodi.site.base.models import Job, JournalEntry
from luodi.site.base.refusals import NotAllowed, NotNow, Refusal
from luodi.site.records.actions import imports
from luodi.site.records.actions.keepers import set_keeper
from luodi.site.records.models import Batch, Mapping, model_of

RECOGNITION = model_of("recognition")


@pytest.fixture
def keeper(here: SimpleNamespace) -> SimpleNamespace:
    set_keeper(Actor(here.officer), "recognition", organisation=here.science)
    return here


def start(here, data: bytes, name: str = "认定.csv", register: str = "recognition") -> Batch:
    batch = imports.start_import(Actor(here.science_staff), register, upload=SimpleUploadedFile(name, data))
    jobs.work_off()
    batch.refresh_from_db()
    return batch


def visible() -> list[tuple[str, str]]:
    return list(RECOGNITION.objects.visible().order_by("c_number").values_list("c_number", "c_issuer"))


def test_rows_are_unseen_until_the_flag_is_set(keeper):
    batch = start(keeper, registered.table([registered.line(1), registered.line(2)]))
    assert (batch.state, batch.counts["new"], batch.counts["changed"], batch.counts["same"]) == (
        "staged",
        2,
        0,
        0,
    )
    assert visible() == [] and RECOGNITION.objects.count() == 2
    imports.apply_import(Actor(keeper.science_staff), batch)
    assert visible() == [("GR202390000001", "示例厅"), ("GR202390000002", "示例厅")]


def test_a_second_file_is_told_apart_from_what_is_there(keeper):
    imports.apply_import(
        Actor.system(), start(keeper, registered.table([registered.line(1), registered.line(2)]))
    )
    again = [registered.line(1, 认定机关="另一厅"), registered.line(2), registered.line(3)]
    batch = start(keeper, registered.table(again), "again.csv")
    assert (batch.counts["new"], batch.counts["changed"], batch.counts["same"]) == (1, 1, 1)
    assert visible() == [("GR202390000001", "示例厅"), ("GR202390000002", "示例厅")]
    imports.apply_import(Actor.system(), batch)
    assert visible() == [
        ("GR202390000001", "另一厅"),
        ("GR202390000002", "示例厅"),
        ("GR202390000003", "示例厅"),
    ]
    old = RECOGNITION.objects.get(c_issuer="示例厅", c_number="GR202390000001")
    assert (old.replaced_in_id, old.replaced_by.c_issuer) == (batch.pk, "另一厅")


def test_every_bad_row_is_told_and_nothing_comes_in(keeper):
    bad = [
        registered.line(1, 持有单位="91990102MA0000015A"),
        registered.line(2),
        registered.line(3, 有效期止="2023-01-01"),
    ]
    batch = start(keeper, registered.table(bad))
    told = [(each.row, each.column) for each in batch.problems.filter(warning=False)]
    assert (batch.state, told) == ("refused", [(2, "holder"), (4, "valid_to")])
    assert batch.problems.filter(warning=False).first().text.startswith("不是正确的统一社会信用代码")
    assert (batch.counts, RECOGNITION.objects.count()) == ({"problems": 2, "wrong": 2, "warnings": 2}, 0)


def test_a_row_that_shares_with_a_visible_one_what_no_two_may_share_is_told(keeper):
    registered.recognition(1, subject="示例实验室")
    lines = [registered.line(7, 持有单位=registered.holder(1))]
    titles = (*registered.TITLES, "认定名称")
    data = registered.table(lines, titles).decode().rstrip("\n") + ",示例实验室\n"
    batch = start(keeper, data.encode())
    assert [(each.row, each.column, each.text) for each in batch.problems.filter(warning=False)] == [
        (2, "valid_from", "同一认定以两个编号登记了两次。")
    ]


def test_a_file_is_compared_anew_if_the_register_changed_meanwhile(keeper):
    first = start(keeper, registered.table([registered.line(1)]))
    second = start(keeper, registered.table([registered.line(1, 认定机关="另一厅")]), "b.csv")
    imports.apply_import(Actor(keeper.science_staff), first)
    with pytest.raises(NotNow):
        imports.apply_import(Actor(keeper.science_staff), second)
    again = imports.check_again(Actor(keeper.science_staff), second)
    jobs.work_off()
    again.refresh_from_db()
    second.refresh_from_db()
    assert (again.counts["changed"], second.state) == (1, "dropped")
    imports.apply_import(Actor(keeper.science_staff), again)
    assert visible() == [("GR202390000001", "另一厅")]


def test_two_files_that_would_change_one_row_cannot_both_come_in(keeper):
    registered.recognition(1)
    first = start(keeper, registered.table([registered.line(1, 认定机关="甲厅")]), "a.csv")
    second = start(keeper, registered.table([registered.line(1, 认定机关="乙厅")]), "b.csv")
    with pytest.raises(NotNow):  # its mark on the old row is the second file's now
        imports.apply_import(Actor.system(), first)
    imports.apply_import(Actor.system(), second)
    assert visible() == [("GR202390000001", "乙厅")]


def test_dropping_leaves_nothing(keeper):
    registered.recognition(1)
    batch = start(keeper, registered.table([registered.line(1, 认定机关="甲厅"), registered.line(2)]))
    imports.drop_import(Actor(keeper.science_staff), batch)
    jobs.work_off()
    assert (RECOGNITION.objects.count(), visible()) == (1, [("GR202390000001", "示例厅")])
    assert RECOGNITION.objects.get().replaced_in is None


def test_a_job_killed_midway_leaves_nothing_visible_and_begins_anew(keeper, monkeypatch):
    from luodi.site.records import jobs as room
    from luodi.site.records.staging import turns

    monkeypatch.setattr(turns, "CHUNK", 1)
    batch = imports.start_import(
        Actor(keeper.science_staff), "recognition",
        upload=SimpleUploadedFile("a.csv", registered.table([registered.line(1), registered.line(2)])),
    )  # fmt: skip

    def killed(done: int, total: int, words: str = "") -> None:
        if RECOGNITION.objects.count() == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        room.read_batch(killed, {"batch": batch.pk})
    assert (RECOGNITION.objects.count(), visible()) == (1, [])
    jobs.work_off()
    batch.refresh_from_db()
    assert (batch.state, batch.counts["new"], RECOGNITION.objects.count()) == ("staged", 2, 2)


def test_stopping_clears_what_was_staged(keeper):
    batch = imports.start_import(
        Actor(keeper.science_staff), "recognition",
        upload=SimpleUploadedFile("a.csv", registered.table([registered.line(1)])),
    )  # fmt: skip
    batch.job.stop_asked = True
    batch.job.save()
    jobs.work_off()
    batch.refresh_from_db()
    assert (batch.state, RECOGNITION.objects.count()) == ("dropped", 0)


def test_titles_matched_by_a_person_are_remembered(keeper):
    titles = ("种类", *registered.TITLES[1:])
    data = registered.table([registered.line(1)], titles)
    batch = start(keeper, data)
    assert imports.waits_for_matching(batch)
    mapping = batch.mapping | {"种类": "kind"}
    imports.match_columns(Actor(keeper.science_staff), batch, mapping=mapping, version=batch.version)
    jobs.work_off()
    batch.refresh_from_db()
    assert (batch.state, Mapping.objects.count()) == ("staged", 1)
    assert start(keeper, data, "later.csv").state == "staged"


def test_a_workbook_comes_in_as_a_csv_does(keeper):
    book = openpyxl.Workbook()
    book.active.append(list(registered.TITLES))
    book.active.append(list(registered.line(1).values()))
    out = io.BytesIO()
    book.save(out)
    assert start(keeper, out.getvalue(), "认定.xlsx").counts["new"] == 1


def test_a_bomb_and_a_file_that_is_no_table_are_refused(keeper):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b"0" * 400_000_000)
    for data, name in (
        (out.getvalue(), "bomb.xlsx"),
        (b"PK\x03\x04no", "no.xlsx"),
        (b'a,"b\n', "no.csv"),
        (b"a,a\n1,2\n", "twice.csv"),
    ):
        with pytest.raises(Refusal):
            start(keeper, data, name)
    assert Batch.objects.count() == 0


def test_who_does_not_keep_the_register_imports_nothing(keeper):
    upload = SimpleUploadedFile("a.csv", registered.table([registered.line(1)]))
    with pytest.raises(NotAllowed):
        imports.start_import(Actor(keeper.economy_staff), "recognition", upload=upload)


def test_unseen_rows_are_not_journalled_and_seen_changes_are(keeper):
    old = registered.recognition(1)
    table = RECOGNITION._meta.db_table
    before = JournalEntry.objects.filter(table=table).count()
    batch = start(keeper, registered.table([registered.line(1, 认定机关="甲厅"), registered.line(2)]))
    assert JournalEntry.objects.filter(table=table).count() == before == 1
    imports.apply_import(Actor(keeper.science_staff), batch)
    flag = JournalEntry.objects.filter(table="records_batch", row=batch.pk, kind="U").order_by("-id").first()
    assert (bool(flag.after["valid"]), flag.action) == (True, "records.apply")
    RECOGNITION.objects.filter(pk=old.pk).update(replaced_in=None)  # to undo it past the site is seen
    RECOGNITION.objects.filter(batch=batch, c_number="GR202390000002").delete()
    RECOGNITION.objects.create(batch=batch, c_number="X")
    kinds = list(JournalEntry.objects.filter(table=table).order_by("id").values_list("kind", flat=True))
    assert kinds == ["I", "U", "D", "I"]


@pytest.mark.parametrize("ending", ["stopped", "failed"])
def test_a_check_that_was_broken_off_can_be_done_again_or_given_up(keeper, client, ending):
    upload = SimpleUploadedFile("认定.csv", registered.table([registered.line(1)]))
    batch = imports.start_import(Actor(keeper.science_staff), "recognition", upload=upload)
    for refused in (imports.drop_import, imports.check_again):
        with pytest.raises(NotNow):
            refused(Actor(keeper.science_staff), batch)
    if ending == "stopped":  # before a worker took it: the job says so, and nothing tells the batch
        stop(Actor(keeper.science_staff), batch.job)
    else:
        Job.objects.filter(pk=batch.job_id).update(
            state=Job.State.RUNNING, tries=jobs.TRIES, leased_until=timezone.now()
        )
        assert jobs.take() is None
    client.force_login(keeper.science_staff)
    page = client.get(f"/records/batches/{batch.pk}/").content.decode()
    assert "核对没有做完" in page and "重新核对" in page and "放弃" in page
    batch.refresh_from_db()
    again = imports.check_again(Actor(keeper.science_staff), batch)
    jobs.work_off()
    again.refresh_from_db()
    batch.refresh_from_db()
    assert (again.state, batch.state) == ("staged", "dropped")
    assert RECOGNITION.objects.filter(batch=batch).count() == 0


def test_what_a_broken_off_check_had_staged_is_cleared(keeper):
    upload = SimpleUploadedFile("认定.csv", registered.table([registered.line(1)]))
    batch = imports.start_import(Actor(keeper.science_staff), "recognition", upload=upload)
    stop(Actor(keeper.science_staff), batch.job)
    RECOGNITION.objects.create(batch=batch, c_number="GR202390000009")
    batch.refresh_from_db()
    imports.drop_import(Actor(keeper.science_staff), batch)
    jobs.work_off()
    assert RECOGNITION.objects.count() == 0
