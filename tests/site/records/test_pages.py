"""Pages of the room: what they show to whom, within their budget of queries, and what they export."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

import openpyxl
import pytest
import registered
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from luodi.core.registers import load
from luodi.site.base import jobs
from luodi.site.base.action import Actor
from luodi.site.base.models import Organisation
from luodi.site.records.actions.keepers import set_keeper
from luodi.site.records.export import GENERATED
from luodi.site.records.forms import RowForm
from luodi.site.records.models import Batch, ChangeRequest, Keeper, model_of

RECOGNITION = model_of("recognition")
BUDGET = 25


@pytest.fixture
def staff(here, client):
    set_keeper(Actor(here.officer), "recognition", organisation=here.science)
    client.force_login(here.science_staff)
    return client


def fill(start: int, count: int, here) -> None:
    for number in range(start, start + count):
        row = registered.recognition(
            number,
            valid_from=date(2025, 1, 1),
            valid_to=timezone.localdate() + timedelta(days=30),
            subject=f"示例{number % 2}",
        )
        registered.organisation(number, f"示例单位{number}")
        ChangeRequest.objects.create(
            register="recognition", kind="change", row=row.pk, values={}, reason="r", by=here.officer
        )


@pytest.mark.parametrize(
    "url",
    [
        "/records/", "/records/recognition/", "/records/recognition/?kind=high_tech_enterprise&q=示例", "/records/requests/",
        "/records/recognition/duplicates/", "/records/alarms/", "/records/alarms/export/csv/", "/records/recognition/batches/",
        "/records/recognition/export/csv/", "/records/keepers/",
    ],
)  # fmt: skip
def test_a_page_stays_within_its_budget_at_1_3_and_50_rows(here, client, url):
    client.force_login(here.officer)
    asked_for = []
    there = 0
    for more in (1, 2, 47):
        fill(there, more, here)
        there += more
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(url)
            assert answer.status_code == 200
            answer.getvalue() if answer.streaming else answer.content
        asked_for.append(len(asked))
    assert max(asked_for) <= BUDGET, asked_for
    assert asked_for[1] == asked_for[2], asked_for


@pytest.mark.parametrize("register", sorted(load()))
def test_every_register_has_its_list_form_and_import(here, client, register):
    client.force_login(here.officer)
    for path in ("", "new/", "import/", "duplicates/", "batches/", "export/csv/", "export/xlsx/"):
        answer = client.get(f"/records/{register}/{path}")
        assert (path, answer.status_code) == (path, 200)


def test_a_row_shows_words_units_its_holder_and_its_versions(staff):
    company = registered.organisation(1, "示例甲公司")
    row = registered.recognition(1)
    text = staff.get(f"/records/recognition/{row.pk}/").content.decode()
    assert "高新技术企业" in text and "国家级" in text and f"/records/organisation/{company.pk}/" in text
    assert "示例甲公司" in text and "历次版本" in text


def test_a_staged_row_is_not_found(staff):
    batch = Batch.objects.create(register="recognition", title="t")
    row = RECOGNITION.objects.create(batch=batch, c_number="X")
    assert staff.get(f"/records/recognition/{row.pk}/").status_code == 404
    assert "X" not in [
        cell["text"] for each in staff.get("/records/recognition/").context["rows"] for cell in each["cells"]
    ]


def test_filters_search_and_pages(staff):
    for number in range(60):
        registered.recognition(number, area="990102" if number % 2 else "990103", subject=f"实验室{number}")
    first = staff.get("/records/recognition/").context
    assert len(first["rows"]) == 50
    second = staff.get(f"/records/recognition/?before={first['page'].older}").context
    assert len(second["rows"]) == 10
    back = staff.get(f"/records/recognition/?after={second['page'].newer}").context
    assert [row["pk"] for row in back["rows"]] == [row["pk"] for row in first["rows"]]

    def found(query: str) -> int:
        return len(staff.get(f"/records/recognition/?{query}").context["rows"])

    assert (found("area=990103"), found("q=实验室59"), found("q=gr20239000001"), found("kind=incubator")) == (
        30,
        1,
        10,
        0,
    )
    assert (
        found("valid_to=2026-10-16"),
        found("valid_to=2026-10-15&valid_to_until=2026-10-15&q=实验室1"),
    ) == (0, 11)
    assert found("valid_to=yesterday") == 0


def test_personal_columns_are_for_keepers_only(here, client):
    batch = Batch.objects.create(register="person", title="t", valid=True, state="applied", counts={"new": 1})
    row = model_of("person").objects.create(
        batch=batch,
        c_number="P00000001",
        c_name="示例人",
        c_identity_last="002X",
        c_consented_on=date(2025, 1, 1),
    )
    for who, seen in ((here.officer, True), (here.science_lead, False), (here.leader, False)):
        client.force_login(who)
        for path in ("", f"{row.pk}/", "export/csv/"):
            answer = client.get(f"/records/person/{path}")
            text = (answer.getvalue() if answer.streaming else answer.content).decode()
            assert ("示例人" in text) is seen, (who, path)
            assert "002X" not in text or seen
        assert len(client.get("/records/person/?q=示例人").context["rows"]) == seen  # nor is it searched
    set_keeper(Actor(here.officer), "person", organisation=here.science)
    client.force_login(here.science_lead)
    assert "002X" in client.get(f"/records/person/{row.pk}/").content.decode()


def test_an_export_is_neutral_says_generated_and_comes_back_unchanged(staff, settings):
    settings.WORKSPACE = settings.WORKSPACE._replace(kind="generated")
    registered.recognition(1, subject="=HYPERLINK(1)")
    registered.recognition(2)
    for ending in ("csv", "xlsx"):
        answer = staff.get(f"/records/recognition/export/{ending}/")
        data = answer.getvalue() if answer.streaming else answer.content
        assert "-generated." in answer.headers["Content-Disposition"]
        if ending == "csv":
            rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        else:
            rows = [
                list(row)
                for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
            ]
        assert rows[0][-1] == GENERATED and "'=HYPERLINK(1)" in rows[1]
        file = io.BytesIO(data)
        file.name = f"back.{ending}"
        assert staff.post("/records/recognition/import/", {"file": file}).status_code == 302
        jobs.work_off()
        batch = Batch.objects.filter(file__isnull=False).first()
        assert (batch.state, batch.counts.get("same")) == ("staged", 2), list(batch.problems.values())
        assert staff.post(f"/records/batches/{batch.pk}/do/drop/").status_code == 302
        jobs.work_off()


def test_the_import_from_upload_to_flag_by_the_pages(staff):
    file = io.BytesIO(registered.table([registered.line(1)], ("种类", *registered.TITLES[1:])))
    file.name = "a.csv"
    url = staff.post("/records/recognition/import/", {"file": file, "form_token": "t1"}).url
    page = staff.get(url)
    assert "种类" in page.content.decode() and page.context["matching"]
    batch = Batch.objects.get()
    titles = {f"t{place}": name for place, name in enumerate(batch.mapping.values())}
    answer = staff.post(f"{url}match/", titles | {"version": batch.version})
    assert answer.status_code == 422 and "类别" in answer.context["missing"]
    assert staff.post(f"{url}match/", titles | {"t0": "kind", "version": batch.version}).status_code == 302
    jobs.work_off()
    assert "新增1条" in staff.get(url).content.decode()
    for _ in range(2):
        assert staff.post(f"{url}do/apply/", {"form_token": "t2"}).url == url
    assert RECOGNITION.objects.visible().count() == 1


def test_bad_rows_are_listed_and_can_be_saved(staff):
    file = io.BytesIO(registered.table([registered.line(1, 持有单位="91990102MA0000015A")]))
    file.name = "a.csv"
    url = staff.post("/records/recognition/import/", {"file": file}).url
    jobs.work_off()
    assert "不是正确的统一社会信用代码" in staff.get(url).content.decode()
    lines = staff.get(f"{url}problems.csv").getvalue().decode().splitlines()
    assert lines[1].startswith("a.csv,2,持有单位,")


def test_the_file_of_bad_rows_says_that_the_data_are_generated(staff, settings):
    settings.WORKSPACE = settings.WORKSPACE._replace(kind="generated")
    file = io.BytesIO(registered.table([registered.line(1, 持有单位="91990102MA0000015A")]))
    file.name = "a.csv"
    url = staff.post("/records/recognition/import/", {"file": file}).url
    jobs.work_off()
    answer = staff.get(f"{url}problems.csv")
    assert "-generated.csv" in answer.headers["Content-Disposition"]
    assert next(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))[-1] == GENERATED


def test_a_unit_that_was_dissolved_is_taken_from_the_keepers_and_never_named_again(staff, here, client):
    Organisation.objects.filter(pk=here.science.pk).update(dissolved_on=timezone.localdate())
    client.force_login(here.officer)
    page = {"organisation": here.science.pk, "keeps": "0"}
    assert client.post("/records/keepers/recognition/", page).url == "/records/keepers/"
    assert not Keeper.objects.exists()
    client.post("/records/keepers/recognition/", page | {"keeps": "1"})
    assert not Keeper.objects.exists()


def test_a_change_asked_for_and_decided_by_the_pages(staff, here, client):
    row = registered.recognition(1)
    form = staff.get(f"/records/recognition/{row.pk}/change/").context["form"]
    data = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    answer = staff.post(f"/records/recognition/{row.pk}/change/", data | {"v_issuer": "另一厅", "reason": ""})
    assert answer.status_code == 422
    answer = staff.post(
        f"/records/recognition/{row.pk}/change/", data | {"v_holder": "91990102MA0000015A", "reason": "更正"}
    )
    assert answer.status_code == 422 and "v_holder" in answer.context["form"].errors
    data |= {"v_issuer": "另一厅", "reason": "更正"}
    url = staff.post(f"/records/recognition/{row.pk}/change/", data).url
    assert not staff.get(url).context["decides"]
    client.force_login(here.science_lead)
    page = client.get(url)
    assert [(line["old"], line["new"]) for line in page.context["lines"]] == [("示例厅", "另一厅")]
    version = page.context["asked"].version
    assert client.post(f"{url}decide/", {"do": "refuse", "version": version}).status_code == 422
    assert client.post(f"{url}decide/", {"do": "agree", "version": version}).status_code == 302
    assert RECOGNITION.objects.visible().get().c_issuer == "另一厅"


def test_a_new_row_that_looks_alike_is_shown_beside_and_confirmed(staff):
    registered.recognition(1)
    data = {
        "v_kind": "high_tech_enterprise", "v_number": "GR202390000002", "v_holder": registered.holder(1), "v_level": "national",
        "v_area": "990102", "v_issuer": "示例厅", "v_valid_from": "2023-10-16", "v_valid_to": "2026-10-15", "reason": "新增",
    }  # fmt: skip
    answer = staff.post("/records/recognition/new/", data)
    assert answer.status_code == 409 and len(answer.context["alike"]) == 1
    assert staff.post("/records/recognition/new/", data | {"confirmed": "on"}).status_code == 302


def test_duplicates_by_code_and_by_name(staff):
    registered.recognition(1, subject="示例 实验室")
    registered.recognition(2, holder=registered.holder(1))
    registered.recognition(3, subject="示例实验室")
    groups = staff.get("/records/recognition/duplicates/").context["groups"]
    assert sorted((group["by"], len(group["rows"])) for group in groups) == [("code", 2), ("name", 2)]


def test_a_key_leads_to_its_row(staff):
    row = registered.organisation(1, "示例甲")
    assert (
        staff.get(f"/records/organisation/key/{registered.holder(1)}/").url
        == f"/records/organisation/{row.pk}/"
    )
    assert staff.get("/records/organisation/key/none/").status_code == 404
    assert staff.get("/records/no_such/").status_code == 404


ENGLISH = re.compile(r"[a-z]{2,} [a-z]{2,}")


def test_no_english_stands_in_a_chinese_form_and_what_to_enter_is_said(here):
    hints = {
        (register.id, name): str(field.help_text)
        for register in load().values()
        for name, field in RowForm(register).fields.items()
    }
    assert [key for key, hint in hints.items() if ENGLISH.search(hint)] == []
    assert hints["achievement", "v_holder"] == "填统一社会信用代码"
    assert hints["achievement", "v_area"] == "填行政区划代码"
    assert hints["achievement", "v_project"].startswith("填“项目”登记簿中的编号")
    with translation.override("en"):
        help_text = str(RowForm(load()["parcel"]).fields["v_holder"].help_text)
    assert "empty while free" in help_text


def test_each_register_says_what_it_holds(here, client):
    client.force_login(here.officer)
    about = load()["parcel"].about.zh
    assert about in client.get("/records/").content.decode()
    assert about in client.get("/records/parcel/").content.decode()


def test_a_filter_of_yes_and_no_reads_in_english(here, client):
    client.force_login(here.officer)
    client.cookies["django_language"] = "en"
    page = client.get("/records/facility/?q=x").content.decode()
    assert '<option value="1">Yes</option><option value="0">No</option>' in page
