"""Every file that is handed out speaks the reader's language, says when its data is generated, and runs nothing."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date

import city
import openpyxl
import pytest
import registered
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from luodi.site.base import tables
from luodi.site.base.action import Actor
from luodi.site.base.importing import SORTS
from luodi.site.base.languages import HAN
from luodi.site.base.models import Organisation
from luodi.site.base.store import opened
from luodi.site.ledger.actions import editions
from luodi.site.ledger.actions.conferences import call
from luodi.site.records.export import GENERATED
from luodi.site.records.models import Batch, Problem


@pytest.fixture
def generated(settings):
    settings.WORKSPACE = settings.WORKSPACE._replace(kind="generated")


@pytest.fixture
def reader(here, client):
    """The office, reading English."""
    client.force_login(here.officer)
    client.cookies["django_language"] = "en"
    return client


def body(answer) -> bytes:
    assert answer.status_code == 200
    return answer.getvalue() if answer.streaming else answer.content


def refused() -> Batch:
    batch = Batch.objects.create(register="recognition", title="=cmd()", state="refused")
    Problem.objects.create(batch=batch, row=2, column="holder", text="@不是正确的代码", warning=False)
    Problem.objects.create(batch=batch, row=3, column="=1+1", text="见第2行", warning=True)
    return batch


def test_problems_of_a_file_are_told_in_the_readers_words_and_run_nothing(reader):
    batch = refused()
    answer = reader.get(reverse("records:problems", args=[batch.pk]))
    assert list(csv.reader(io.StringIO(body(answer).decode("utf-8-sig")))) == [
        ["File", "Row", "Column", "Problem", "Kind"],
        ["'=cmd()", "2", "Holder", "'@不是正确的代码", "Error"],
        ["'=cmd()", "3", "'=1+1", "见第2行", "Hint"],
    ]
    assert answer.headers["Content-Disposition"] == f'attachment; filename="problems-{batch.pk}.csv"'


def test_problems_of_generated_data_say_so(reader, generated):
    answer = reader.get(reverse("records:problems", args=[refused().pk]))
    header, *_rows = csv.reader(io.StringIO(body(answer).decode("utf-8-sig")))
    assert header[-1] == GENERATED
    assert "-generated.csv" in answer.headers["Content-Disposition"]


def addresses(here) -> list[str]:
    city.duty(here)
    registered.recognition(1)
    batch = refused()
    return [
        *(reverse(f"ledger:duties_{ending}") for ending in ("csv", "xlsx")),
        *(reverse("records:export", args=["recognition", ending]) for ending in ("csv", "xlsx")),
        *(reverse("records:alarms_export", args=[ending]) for ending in ("csv", "xlsx")),
        reverse("records:problems", args=[batch.pk]),
        reverse("public:csv"),
    ]  # fmt: skip


def test_every_tables_name_says_that_its_data_is_generated(here, reader, generated):
    for address in addresses(here):
        answer = reader.get(address)
        assert "-generated." in answer.headers["Content-Disposition"], address
        data = body(answer)
        if "xlsx" in answer.headers["Content-Disposition"]:
            sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
            assert "GENERATED" in str([cell.value for row in sheet.iter_rows(max_row=2) for cell in row])
        else:
            assert "GENERATED" in data.decode().splitlines()[0].upper(), address


def test_the_titles_of_every_table_are_english_for_an_english_reader(here, reader):
    for address in addresses(here):
        answer = reader.get(address)
        data = body(answer)
        if "xlsx" in answer.headers["Content-Disposition"]:
            sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
            titles = [str(cell.value) for cell in sheet[1]]
        else:
            titles = data.decode("utf-8-sig").splitlines()[:1]
        assert titles and not HAN.search(" ".join(titles)), (address, titles)


def test_drafts_of_minutes_are_named_as_generated(here, reader, generated):
    sitting = call(
        Actor(here.officer), None, title="调度会", held_on=date(2026, 5, 1), attendees=[here.science]
    )
    answer = reader.get(reverse("ledger:conference_file", args=[sitting.pk]))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="minutes-draft-generated.docx"'


def test_an_edition_is_in_the_houses_words_whoever_makes_it(here):
    city.duty(here)
    with translation.override("en"):
        edition = editions.make(Actor(here.officer), timezone.localdate(), title="e")
    with opened(edition.file) as file, zipfile.ZipFile(file) as parts:
        sheet = openpyxl.load_workbook(parts.open("ledger.xlsx"))["台账"]
        assert json.loads(parts.read("manifest.json"))["kind"] == "real"
    row = dict(zip((cell.value for cell in sheet[2]), (cell.value for cell in sheet[3]), strict=True))
    assert (row["状态"], row["亮灯"]) == ("办理中", "未亮灯")


@pytest.mark.parametrize("what", sorted(SORTS))
def test_an_empty_table_is_handed_out_and_taken_back_in_either_language(here, client, what):
    client.force_login(here.administrator)
    client.cookies["django_language"] = "en"
    data = body(client.get(reverse("import_template", args=[what])))
    titles = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(data)).active[1]]
    assert len(set(titles)) == len(SORTS[what].columns) and not HAN.search(" ".join(titles))
    file = SimpleUploadedFile("t.xlsx", data)
    read = tables.read(file, SORTS[what].columns, SORTS[what].needed)
    assert [tuple(row.cells.values()) for row in read] == list(SORTS[what].examples)


def test_a_wrong_column_is_told_with_the_columns_the_reader_knows(here, client):
    client.force_login(here.administrator)
    client.cookies["django_language"] = "en"
    file = SimpleUploadedFile("t.csv", b"Full name,Colour\nA,red\n")
    answer = client.post(reverse("import", args=["units"]), {"file": file})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Colour" in text and "Short name" in text and "简称" not in text
    file = SimpleUploadedFile("t.csv", "Full name,Short name\n示例市新局,新局\n".encode())
    assert client.post(reverse("import", args=["units"]), {"file": file}).status_code == 200
    assert not Organisation.objects.filter(name="示例市新局").exists()
