"""``luodi rule``: one entity in full, many in files; templates that can be filled in; what is refused."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pyarrow
import pyarrow.parquet
import pytest
from click.testing import CliRunner, Result

from luodi.cli.main import main
from luodi.rules import load, names

HEADER = "name,staff,tech_staff,sales,filing_date\n"
ROWS = "甲,500,100,20000,2026-07-01\n乙,501,100,20000.000001,2026-07-01\n丙,,,,2026-07-01\n"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["rule", *map(str, words)])


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "firms.csv"
    path.write_text(HEADER + ROWS, encoding="utf-8")
    return path


def test_the_rules_are_listed() -> None:
    done = run("--list")
    assert [line.split()[0] for line in done.stdout.splitlines()] == names()
    assert "科技型中小企业评价" in done.stdout
    assert "Evaluation of technology-based SMEs" in run("--list", "--lang", "en").stdout


@pytest.mark.parametrize("name", names())
def test_a_template_filled_in_by_a_case_is_judged_as_the_case(name: str, tmp_path: Path) -> None:
    rule, path = load(name), tmp_path / "filled.csv"
    assert run(name, "--template", "-o", path).exit_code == 0
    case = next(case for case in rule.cases if case.base and case.expect.conditions)
    given = {**rule.case_base, **case.inputs}
    for entry in rule.inputs:
        if entry.years and entry.id in given:
            given |= dict(zip(entry.columns, given.pop(entry.id), strict=True))
    header = path.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    line = ",".join("" if given.get(column) is None else str(given[column]) for column in header)
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\r\n")
    done = run(name, path, "--format", "csv")
    assert done.exit_code == 0, done.stderr
    (row,) = rows(done.stdout)
    assert row["row"] == "3"
    assert {key: row[key] for key in case.expect.conditions} == case.expect.conditions


def test_the_csv_has_a_verdict_per_condition_with_figure_and_limit(table: Path) -> None:
    found = rows(run("tech_sme", table, "--format", "csv").stdout)
    assert [(row["row"], row["T2a"], row["T2a_figure"], row["T2a_limit"]) for row in found] == [
        ("2", "met", "500", "500"),
        ("3", "not_met", "501", "500"),
        ("4", "unknown", "", "500"),
    ]
    assert [row["T2b_figure"] for row in found] == ["20000", "20000.000001", ""]
    assert [row["verdict"] for row in found] == ["unknown", "not_met", "unknown"]
    assert found[0]["missing"].split()[:2] == ["resident", "sound_accounts"]
    assert found[1]["missing"] == ""


def test_only_failed_leaves_out_what_is_met(tmp_path: Path) -> None:
    path = tmp_path / "two.json"
    case = next(case for case in load("tech_sme").cases if case.id == "E1")
    met = {
        key: str(value) if key == "filing_date" else value
        for key, value in load("tech_sme").case_base.items()
    }
    met |= case.inputs
    path.write_text(json.dumps([met, {**met, "staff": 501}]), encoding="utf-8")
    found = rows(run("tech_sme", path, "--format", "csv", "--only-failed").stdout)
    assert [(row["row"], row["verdict"]) for row in found] == [("2", "not_met")]


def test_a_workbook_holds_the_same_as_the_csv(table: Path, tmp_path: Path) -> None:
    assert run("tech_sme", table, "--format", "xlsx", "-o", tmp_path / "out.xlsx").exit_code == 0
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    header, *lines = sheet.iter_rows(values_only=True)
    found = [
        dict(zip(header, ["" if cell is None else str(cell) for cell in line], strict=True)) for line in lines
    ]
    wanted = rows(run("tech_sme", table, "--format", "csv").stdout)
    assert [{**row, "filing_date": row["filing_date"][:10]} for row in found] == wanted


def test_json_holds_all_that_a_verdict_rests_on(table: Path) -> None:
    found = json.loads(run("tech_sme", table, "--format", "json").stdout)
    assert (found["rule"], len(found["entities"])) == ("tech_sme", 3)
    first = found["entities"][1]
    assert next(one for one in first["conditions"] if one["condition"] == "T2b") == {
        "condition": "T2b",
        "verdict": "not_met",
        "figure": 20000.000001,
        "op": "≤",
        "limit": 20000.0,
        "low": None,
        "high": None,
        "unit": "万元",
        "article": "办法第六条（二）",
        "mark": "S",
        "missing": [],
    }


def test_all_forms_of_a_table_give_the_same(table: Path, tmp_path: Path) -> None:
    wanted = run("tech_sme", table, "--format", "csv").stdout
    given = rows(HEADER + ROWS)
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(given[0]))
    for row in given:
        sheet.append(
            [
                float(cell) if cell and key not in ("name", "filing_date") else cell or None
                for key, cell in row.items()
            ]
        )
    book.save(tmp_path / "firms.xlsx")
    numbers = {
        key: [float(row[key]) if row[key] else None for row in given]
        for key in ("staff", "tech_staff", "sales")
    }
    texts = {key: [row[key] for row in given] for key in ("name", "filing_date")}
    pyarrow.parquet.write_table(pyarrow.table(texts | numbers), tmp_path / "firms.parquet")
    (tmp_path / "gb.csv").write_text(HEADER + ROWS, encoding="gb18030")
    labelled = "企业名称;职工总数;科技人员数;年销售收入;填报日期\n" + ROWS.replace(",", ";")
    (tmp_path / "labelled.csv").write_text(labelled, encoding="utf-8-sig")
    for name in ("firms.xlsx", "gb.csv", "labelled.csv"):
        assert run("tech_sme", tmp_path / name, "--format", "csv").stdout == wanted
    shifted = rows(run("tech_sme", tmp_path / "firms.parquet", "--format", "csv").stdout)
    assert [{**row, "row": str(int(row["row"]) + 1)} for row in shifted] == rows(wanted)


def test_a_large_table_gives_what_a_small_one_does(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    codes = "".join(f"{'名' * 60}{ROWS.splitlines()[at % 2]},0{at:011d}\n" for at in range(30_000))
    path.write_text(HEADER.strip() + ",uscc\n" + codes, encoding="utf-8")
    assert path.stat().st_size > 4 << 20
    out = tmp_path / "out.csv"
    done = run("tech_sme", path, "--format", "csv", "-o", out)
    assert done.exit_code == 0, done.stderr
    found = rows(out.read_text(encoding="utf-8"))
    assert len(found) == 30_000
    assert [found[-1][key] for key in ("row", "uscc", "T2a", "T2a_figure")] == [
        "30001",
        "000000029999",
        "not_met",
        "501",
    ]
    assert [row["T2b"] for row in found[:2]] == ["met", "not_met"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_large_table_keeps_its_row_numbers_and_names_every_bad_line(encoding: str, tmp_path: Path) -> None:
    """With a line of remarks, cells of two lines, and lines of the wrong length."""
    path = tmp_path / "large.csv"
    fine = f'"甲\n{"公司" * 60}",500,100,20000,2026-07-01\n' * 20_000
    text = HEADER + "# 名称,人,人,万元,日期\n" + fine + "乙,501,x,1,2026-07-01\n"
    path.write_text(text, encoding=encoding)
    done = run("tech_sme", path, "--format", "csv")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "large.csv row 20003, column tech_staff: 'x' is no number" in done.stderr
    path.write_text(text + "丙,1\n" * 2, encoding=encoding)
    assert "row 20005: 2 cells under 5 columns" in run("tech_sme", path, "--format", "csv").stderr


def test_a_share_of_nothing_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_text("{filing_date: 2026-07-01, staff: 0, tech_staff: 0}", encoding="utf-8")
    assert "算不出：除数为0  T5b" in run("tech_sme", path).stdout


def test_one_entity_is_told_in_full(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_text("filing_date: 2026-07-01\nstaff: 503\ntech_staff: 60\n", encoding="utf-8")
    said = run("tech_sme", path).stdout
    assert "结论  ✗ 不符合科技型中小企业条件" in said
    assert "职工总数 503 → 500 (−3 人)" in said
    assert "缺少  T1: 在中国境内（不含港澳台）注册的居民企业 (resident) [营业执照]" in said
    assert "国科发政〔2017〕115号" in said
    english = run("tech_sme", path, "--lang", "en", "--trace", "1").stdout
    assert "Share of technical staff (tech_staff_share) = 11.93 %" in english


def test_many_entities_are_counted_and_one_row_can_be_traced(table: Path) -> None:
    said = run("tech_sme", table).stdout
    assert "科技型中小企业评价  3 行" in said
    assert "firms.csv row 3  乙  ✗ 不符合科技型中小企业条件" in said
    assert "职工总数 501 → 500 (−1 人)" in run("tech_sme", table, "--trace", "3").stdout
    assert "there is no row 9" in run("tech_sme", table, "--trace", "9").stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            HEADER + "甲,x,1,1,2026-07-01\n乙,1,1,-5,2026-07-01\n",
            ["row 2, column staff", "row 3, column sales", "-5 is out of range"],
        ),
        (HEADER + "甲,10,11,1,2026-07-01\n", ["row 2, column tech_staff: 11 is more than staff, 10"]),
        (HEADER + "甲,10,1,1,2016-07-01\n", ["the rule tech_sme did not exist on 2016-07-01"]),
        (HEADER + "甲,10,1,1,\n", ["row 2, column filing_date: the day of the fact is missing"]),
        (HEADER + "甲,10,1,1,2026-07-01,7\n", ["row 2: 6 cells under 5 columns"]),
        ("name,stafff,filing_date\n", []),
        (
            "name,stafff,filing_date\n甲,1,2026-07-01\n",
            ["the column 'stafff' is not known; 'staff' looks like it"],
        ),
        ("colour\nred\n", ["no column is one that the rule tech_sme asks for"]),
        ("staff,staff\n1,2\n", ["the column 'staff' comes twice"]),
        ("", ["the first row is empty"]),
    ],
)
def test_a_table_that_is_wrong_is_refused_and_nothing_is_written(
    text: str, said: list[str], tmp_path: Path
) -> None:
    path, out = tmp_path / "firms.csv", tmp_path / "out.csv"
    path.write_text(text, encoding="utf-8")
    done = run("tech_sme", path, "--format", "csv", "-o", out)
    assert (done.exit_code, done.stdout) == (2, "")
    for words in said:
        assert words in done.stderr
    assert [found.name for found in tmp_path.iterdir()] == ["firms.csv"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "which rule?"),
        (["sme", "x.csv"], "there is no rule 'sme'"),
        (["tech_sme"], "which file?"),
        (["tech_sme", "none.csv"], "the file does not exist"),
        (["tech_sme", "firms.doc"], "files of kind .doc are not read"),
        (["tech_sme", "x.csv", "--on", "2026-13-01"], "'2026-13-01' is not a date"),
    ],
)
def test_words_that_are_wrong_are_refused(words: list[str], said: str) -> None:
    done = run(*words)
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_rule_of_ones_own(tmp_path: Path) -> None:
    from tests.rules.small import RULE

    (tmp_path / "small.yaml").write_text(RULE, encoding="utf-8")
    (tmp_path / "firm.yaml").write_text("{filed_on: 2022-07-01, staff: 201}", encoding="utf-8")
    assert "✗ 不可备案" in run(tmp_path / "small.yaml", tmp_path / "firm.yaml").stdout
