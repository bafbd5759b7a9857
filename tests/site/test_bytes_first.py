"""The bytes of a file are on their place before the transaction that names them begins: nobody who writes waits for them."""

from __future__ import annotations

import threading
from datetime import date
from types import SimpleNamespace

import city
import pytest
import registered
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from luodi.site.base import jobs, store
from luodi.site.base.action import Actor
from luodi.site.base.models import Area, StoredFile
from luodi.site.base.receipts import new_token
from luodi.site.base.refusals import NotAllowed
from luodi.site.ledger.actions import conferences, editions, papers
from luodi.site.ledger.models import Edition, SupervisionPaper
from luodi.site.records.actions.keepers import set_keeper

pytestmark = pytest.mark.django_db(transaction=True)
PDF = b"%PDF-1.7\nbody"


def file(name: str = "证明.pdf", data: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def offer_evidence(here):
    url = reverse("ledger:do", args=[city.duty(here).pk, "offer_evidence"])
    return here.science_staff, url, lambda: {"files": file(), "title": ""}


def report(here):
    url = reverse("ledger:do", args=[city.duty(here).pk, "report"])
    given = {"percent": "60", "text": "现在", "cause": "", "period": "", "value": ""}
    return here.science_staff, url, lambda: given | {"files": [file(), file("二.pdf", PDF + b"2")]}


def report_several(here):
    pk = city.duty(here).pk
    given = {f"{pk}-percent": "60", f"{pk}-text": "现在", f"{pk}-cause": ""}
    return here.science_staff, reverse("ledger:mine"), lambda: given | {f"{pk}-files": file()}


def upload_a_decision(here):
    data = city.TEXT.encode()
    url = reverse("ledger:decision_new")
    return here.officer, url, lambda: {"file": file("决定.txt", data), "title": "新决定"}


def import_a_table(here):
    set_keeper(Actor(here.officer), "recognition", organisation=here.science)
    table, url = registered.table([registered.line(1)]), reverse("records:import", args=["recognition"])
    return here.science_staff, url, lambda: {"file": file("认定.csv", table)}


def issue_a_paper(here):
    duty = city.duty(here)
    (paper,) = papers.draft_orders(Actor(here.officer), [duty])
    return here.officer, reverse("ledger:paper_issue", args=[paper.pk]), dict


def send_minutes(here):
    sitting = conferences.call(
        Actor(here.officer),
        None,
        title="调度会",
        held_on=date(2026, 5, 1),
        attendees=[here.science],
        minutes="议定。",
    )
    return here.officer, reverse("ledger:conference_minutes", args=[sitting.pk]), dict


WAYS = (
    offer_evidence, report, report_several, upload_a_decision, import_a_table, issue_a_paper, send_minutes,
)  # fmt: skip
EVERY_WAY = pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)


def sent(person, url, form) -> int:
    client = Client()
    client.force_login(person)
    return client.post(url, form() | {"form_token": new_token()}).status_code


@pytest.fixture
def slow(settings, monkeypatch):
    """A storage server that speaks S3 and that, once told to, lets whoever sends bytes wait."""
    import boto3
    from moto.server import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server

    inner = DomainDispatcherApplication(create_backend_app)
    gate = SimpleNamespace(closed=False, arrived=threading.Event(), opened=threading.Event())

    def served(environ, start_response):
        if gate.closed and environ["REQUEST_METHOD"] == "PUT":
            gate.arrived.set()
            gate.opened.wait(15)
        return inner(environ, start_response)

    server = make_server("127.0.0.1", 0, served, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    endpoint = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setenv("LUODI_S3_ENDPOINT", endpoint)
    for name, value in (("ACCESS_KEY_ID", "k"), ("SECRET_ACCESS_KEY", "s"), ("DEFAULT_REGION", "us-east-1")):
        monkeypatch.setenv(f"AWS_{name}", value)
    boto3.client("s3", endpoint_url=endpoint).create_bucket(Bucket="luodi")
    settings.FILE_STORE = "s3://luodi/site"
    try:
        yield gate
    finally:
        gate.opened.set()
        server.shutdown()
        thread.join()
        server.server_close()


def in_a_thread(job):
    found: list = []

    def run():
        try:
            found.append(job())
        except Exception as error:
            found.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, found


def while_sending(slow, send, write):
    """What a writer got who began while bytes were being sent, and what the sender got afterwards."""
    slow.closed = True
    sender, answer = in_a_thread(send)
    assert slow.arrived.wait(15)
    writer, written = in_a_thread(write)
    writer.join(5)
    before = list(written)
    slow.opened.set()
    sender.join()
    writer.join()
    return before, answer


@EVERY_WAY
def test_another_writer_gets_through_while_the_bytes_are_being_sent(here, slow, way):
    person, url, form = way(here)
    before, answer = while_sending(
        slow, lambda: sent(person, url, form), lambda: Area.objects.create(name="乙县", kind="county").name
    )
    assert (before, answer) == (["乙县"], [302])
    assert StoredFile.objects.exists()
    assert list(store.faults()) == []


def test_another_writer_gets_through_while_an_edition_is_being_sent(here, slow):
    city.duty(here)
    editions.ask(Actor(here.officer), timezone.localdate(), title="台账")
    before, answer = while_sending(
        slow, jobs.work_off, lambda: Area.objects.create(name="乙县", kind="county").name
    )
    assert before == ["乙县"] and not isinstance(answer[0], Exception)
    assert Edition.objects.get().file.name.startswith("台账")
    assert list(store.faults()) == []


@EVERY_WAY
def test_a_folder_is_written_outside_any_transaction(here, settings, tmp_path, monkeypatch, way):
    settings.MEDIA_ROOT = tmp_path / "files"
    inside: list[bool] = []
    flush = store.os.fsync

    def flushed(descriptor):
        inside.append(connection.in_atomic_block)
        flush(descriptor)

    person, url, form = way(here)
    monkeypatch.setattr(store.os, "fsync", flushed)
    assert sent(person, url, form) == 302
    assert inside and not any(inside)


@EVERY_WAY
def test_a_second_click_sends_nothing(here, settings, tmp_path, way):
    settings.MEDIA_ROOT = tmp_path / "files"
    person, url, form = way(here)
    client, token = Client(), new_token()
    client.force_login(person)
    assert client.post(url, form() | {"form_token": token}).status_code == 302
    for each in (tmp_path / "files").glob("??/*"):
        each.unlink()
    assert client.post(url, {"form_token": token} | form()).status_code == 302
    assert list((tmp_path / "files").glob("??/*")) == []


def test_a_number_that_somebody_else_took_meanwhile_is_not_on_the_paper(here, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    _person, _url, _form = issue_a_paper(here)
    issue_a_paper(here)
    first, second = SupervisionPaper.objects.order_by("id")
    foreseen = papers.foresee(first)
    papers.issue(Actor(here.officer), second)
    issued = papers.issue(Actor(here.officer), first, foreseen=foreseen)
    assert (issued.number, foreseen.says.number, papers.says(issued).number) == (
        2,
        f"督〔{issued.year}〕1号",
        f"督〔{issued.year}〕2号",
    )
    assert issued.file.sha256 != foreseen.file.sha256
    assert "2号" in issued.file.name


def test_a_paper_that_is_as_foreseen_is_not_laid_out_twice(here, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    issue_a_paper(here)
    paper = SupervisionPaper.objects.get()
    foreseen = papers.foresee(paper)
    issued = papers.issue(Actor(here.officer), paper, foreseen=foreseen)
    assert (issued.file.sha256, issued.file.name) == (foreseen.file.sha256, foreseen.file.name)
    assert papers.foresee(issued) is None


def test_whoever_may_make_no_edition_has_nothing_rebuilt_or_sent(here, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    with pytest.raises(NotAllowed):
        editions.make(Actor(here.science_lead), timezone.localdate(), title="台账")
    assert not (tmp_path / "files").exists()


def test_every_row_s_file_that_is_not_taken_is_named_and_nothing_is_reported(here, client):
    first, second = city.duty(here), city.duty(here)
    client.force_login(here.science_staff)
    form = {
        f"{duty.pk}-{name}": value
        for duty in (first, second)
        for name, value in {
            "percent": "60",
            "text": "现在",
            "cause": "",
            "files": file(data=b"not a pdf"),
        }.items()
    }
    answer = client.post(reverse("ledger:mine"), form)
    assert answer.status_code == 422
    said = [row.errors["files"] for row in answer.context["table"].rows]
    assert len(said) == 2 and all("的内容与扩展名不符" in words[0] for words in said)
    assert not first.reports.exists() and not StoredFile.objects.exists()
