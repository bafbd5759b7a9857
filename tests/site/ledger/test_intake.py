from __future__ import annotations

import importlib.util
import io
import sys
from pathlib import Path

import docx
import intake
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from luodi.reading.sources import loads
from luodi.site.base import jobs, store
from luodi.site.base.action import Actor
from luodi.site.base.actions.jobs import stop
from luodi.site.base.models import Job, JournalEntry, Notice, StoredFile
from luodi.site.base.refusals import NotAllowed, NotNow, Unfit
from luodi.site.base.uploads import WrongFile
from luodi.site.ledger import wire
from luodi.site.ledger.actions import intake as actions
from luodi.site.ledger.models import Decision, Finding


def test_an_upload_is_read_and_waits_for_review(here):
    version = intake.upload(here.officer)
    assert (version.state, version.number, version.failure, version.text) == ("review", 1, "", intake.FIRST)
    decision = version.decision
    assert (decision.title, decision.issuer, str(decision.adopted_on)) == (
        "中共示例市委关于创新的决定", "中共示例市委", "2023-03-01",
    )  # fmt: skip
    found = [(each.kind, each.provision, each.quote, each.units) for each in version.findings.all()]
    assert found == [
        ("target", "一.1", "全市高新技术企业达到200家以上", {"lead": ["市科技局", "市经信局"], "cooperating": []}),
        ("milestone", "一.2", "建成示例创新中心", {"lead": ["市科技局"], "cooperating": ["市档案馆"]}),
        ("measure", "二.3", "健全创新发展考核体系", {}),
        ("measure", "二.3", "定期开展专项督查", {}),
    ]  # fmt: skip
    assert intake.whole(version)
    job = Job.objects.get()
    assert (job.state, job.result_url) == ("done", reverse("ledger:version", args=[version.pk]))


def test_what_the_job_writes_is_journalled_as_the_systems(here):
    version = intake.upload(here.officer)
    entry = JournalEntry.objects.filter(table="ledger_finding").latest("id")
    assert (entry.user, entry.action) == (None, "intake.keep_reading")
    first = JournalEntry.objects.get(table="ledger_documentversion", row=version.pk, kind="I")
    assert (first.user, first.action) == (here.officer.pk, "intake.upload")


def test_a_title_that_was_given_stays(here):
    assert intake.upload(here.officer, title="我市创新决定").decision.title == "我市创新决定"


@pytest.mark.parametrize("ending", [".md", ".txt", ".html", ".htm", ".docx"])
def test_every_kind_of_file_is_read(here, ending):
    data = intake.FIRST.encode()
    if ending.startswith(".htm"):
        lines = "".join(f"<p>{line}</p>" for line in intake.FIRST.splitlines())
        data = f"<!doctype html><html><head><title>决定</title></head><body>{lines}</body></html>".encode()
    if ending == ".docx":
        paper, kept = docx.Document(), io.BytesIO()
        for line in intake.FIRST.splitlines():
            paper.add_paragraph(line)
        paper.save(kept)
        data = kept.getvalue()
    version = intake.upload(here.officer, data, "决定" + ending)
    assert (version.state, version.failure, version.findings.count()) == ("review", "", 4)
    assert intake.whole(version)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("空白.txt", b" \n \n", "文件里没有文字。请检查是否选对了文件。"),
        ("坏.pdf", b"%PDF-1.7\nnothing", "PDF不完整,末尾缺失。请重新下载后再上传。"),
        (
            "长.txt",
            "推进创新。".encode() * 100_001,
            "全文500005字,超过500000字的上限。请把合订本拆成单个文件后上传。",
        ),
        (
            "空字符.txt",
            "推进创新。".encode() * 400 + b"\0" + "推进。".encode(),
            "文件含有空字符,不是正常文本。请用原来的程序打开,另存为UTF-8文本。",
        ),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_another_can_be_uploaded(here, name, data, why):
    version = intake.upload(here.officer, data, name)
    assert version.state == "failed"
    assert version.failure == why
    job = Job.objects.get()
    assert (job.state, job.message) == ("failed", version.failure)
    again = intake.upload(here.officer, decision=version.decision)
    assert (again.pk, again.state, again.failure, again.findings.count()) == (version.pk, "review", "", 4)
    assert again.decision.issuer == "中共示例市委"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("程序.docx", b"MZ\x90"),
        ("表.xlsx", b"PK\x03\x04"),
        ("包.docx", b"PK\x03\x04nothing"),
        ("空.txt", b""),
    ],
)
def test_a_wrong_file_is_refused_at_once_and_leaves_nothing(here, name, data):
    with pytest.raises(WrongFile):
        actions.upload(Actor(here.officer), None, file=SimpleUploadedFile(name, data))
    assert (Job.objects.count(), StoredFile.objects.count(), Decision.objects.count()) == (0, 0, 1)


def test_only_the_office_uploads(here):
    for who in (here.administrator, here.leader, here.evaluator, here.science_lead, here.county_contact):
        with pytest.raises(NotAllowed):
            intake.upload(who)


def test_one_text_at_a_time(here):
    version = intake.upload(here.officer)
    with pytest.raises(NotNow, match="还在审核"):
        intake.upload(here.officer, intake.SECOND, decision=version.decision)


def test_a_second_upload_waits_for_the_job_but_not_for_a_dead_one(here):
    file = SimpleUploadedFile("决定.txt", intake.FIRST.encode())
    job = actions.upload(Actor(here.officer), None, file=file)
    decision = Decision.objects.latest("id")
    with pytest.raises(NotNow, match="还在识别"):
        intake.upload(here.officer, decision=decision)
    Job.objects.filter(pk=job.pk).update(state="failed")
    assert intake.upload(here.officer, decision=decision).state == "review"


def test_a_stopped_job_leaves_a_version_that_says_so(here):
    job = actions.upload(
        Actor(here.officer), None, file=SimpleUploadedFile("决定.txt", intake.FIRST.encode())
    )
    taken = jobs.take()
    stop(Actor(here.officer), job)
    jobs.run(taken)
    version = Decision.objects.latest("id").versions.get()
    job.refresh_from_db()
    assert (job.state, version.state, version.failure) == ("stopped", "failed", "识别已按要求停止。")
    assert Finding.objects.filter(version=version).count() == 0


def test_a_job_that_runs_twice_reads_once(here):
    version = intake.upload(here.officer)
    job = Job.objects.get()
    jobs.run(job)
    assert version.findings.count() == 4


def test_a_pdf_is_read_page_by_page_and_stops_between_pages(here):
    builders = _builders()
    data = builders.pdf([builders.prose(intake.FIRST.replace("\n", ""))] * 3)
    version = intake.upload(here.officer, data, "决定.pdf")
    assert (version.state, version.failure) == ("review", "")
    assert intake.whole(version)
    job = actions.upload(Actor(here.officer), None, file=SimpleUploadedFile("二.pdf", data))
    taken = jobs.take()
    progress = jobs.Progress(taken)
    Job.objects.filter(pk=job.pk).update(stop_asked=True)
    with pytest.raises(jobs.Stopped):
        loads(data, "二.pdf", progress=progress)


def _builders():
    """The builders of made-up files that reading's own tests use."""
    path = Path(__file__).parents[2] / "reading" / "sources" / "builders.py"
    spec = importlib.util.spec_from_file_location("reading_builders", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_uploader_is_told_when_reading_is_done(here):
    version = intake.upload(here.officer)
    notice = Notice.objects.get(user=here.officer)
    assert (notice.text, notice.url) == (
        "“决定.txt”识别完成,请审核。",
        reverse("ledger:version", args=[version.pk]),
    )


def test_a_version_whose_worker_died_for_good_says_so(here, client):
    job = actions.upload(
        Actor(here.officer), None, file=SimpleUploadedFile("决定.txt", intake.FIRST.encode())
    )
    version = Decision.objects.latest("id").versions.get()
    client.force_login(here.officer)
    page = client.get(reverse("ledger:version", args=[version.pk])).content.decode()
    assert "查看识别进度" in page
    Job.objects.filter(pk=job.pk).update(state="failed")
    page = client.get(reverse("ledger:version", args=[version.pk])).content.decode()
    assert "识别中断,没有完成。请重新上传文件。" in page


def test_discarding_takes_the_findings_and_says_why(here):
    version = intake.upload(here.officer)
    with pytest.raises(Unfit):
        actions.discard(Actor(here.officer), version, reason=" ")
    actions.discard(Actor(here.officer), version, reason="上传了征求意见稿")
    version.refresh_from_db()
    assert (version.state, version.failure, version.findings.count()) == ("failed", "上传了征求意见稿", 0)


def test_the_upload_page_takes_a_file_once(here, client):
    client.force_login(here.officer)
    url = reverse("ledger:decision_new")
    token = client.get(url).content.decode().split('name="form_token" value="')[1].split('"')[0]
    answers = [
        client.post(
            url,
            {"form_token": token, "title": "", "file": SimpleUploadedFile("决定.txt", intake.FIRST.encode())},
        )
        for _ in range(2)
    ]
    job = Job.objects.get()
    assert [answer.url for answer in answers] == [reverse("job", args=[job.pk])] * 2


def test_the_upload_page_says_what_is_wrong_at_the_field(here, client):
    client.force_login(here.officer)
    answer = client.post(
        reverse("ledger:decision_new"), {"title": "甲", "file": SimpleUploadedFile("x.exe", b"MZ")}
    )
    assert answer.status_code == 422
    assert "“x.exe”的类型不能上传。" in answer.content.decode()


def test_the_kept_file_is_the_upload(here):
    version = intake.upload(here.officer)
    with store.place().open(version.file.sha256) as file:
        assert file.read() == intake.FIRST.encode()


def test_a_change_that_the_indicator_names_is_not_named_twice():
    record = {
        "quote": "新增孵化器5家",
        "start": 0,
        "end": 7,
        "kind": "increment",
        "comparator": "eq",
        "value": 5,
        "unit": "家",
    }
    titles = [wire.title_of("target", record | {"indicator": name}) for name in ("新增孵化器", "孵化器")]
    assert titles == ["新增孵化器达到5家", "孵化器新增达到5家"]
