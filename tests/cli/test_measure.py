from __future__ import annotations

import csv
import json

from click.testing import CliRunner

from luodi.cli.main import main


def run(*arguments):
    return CliRunner().invoke(main, ["measure", *map(str, arguments)])


def folder(tmp_path, *ends: str):
    rows = [
        f"high_tech_enterprise,GR{n},{n},national,990102,x,2024-01-01,{end}" for n, end in enumerate(ends)
    ]
    head = "kind,number,holder,level,area,issuer,valid_from,valid_to"
    (tmp_path / "recognition.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return tmp_path


def test_figures_come_in_the_columns_of_a_city_s_observations(tmp_path):
    place = folder(tmp_path, "2026-12-31", "2025-06-30")
    answer = run(place, "--year", 2024, "--year", 2025, "--area", "990100=示例市", "--known-on", "2026-01-31",
                 "--indicator", "high_tech_firms")  # fmt: skip
    assert answer.exit_code == 0, answer.output
    rows = list(csv.DictReader(answer.stdout.splitlines()))
    assert [(row["area"], row["period"], row["value"], row["grade"], row["known_on"]) for row in rows] == [
        ("示例市", "2024", "2", "A", "2026-01-31"),
        ("示例市", "2025", "1", "A", "2026-01-31"),
    ]


def test_rows_behind_a_figure_are_printed(tmp_path):
    answer = run(folder(tmp_path, "2026-12-31"), "--rows", "--year", 2025, "--indicator", "high_tech_firms")
    assert json.loads(answer.stdout)["number"] == "GR0"


def test_what_is_asked_wrong_is_said(tmp_path):
    assert "registers and at least one year are needed" in run().stderr
    answer = run(folder(tmp_path, "2026-12-31"), "--year", 2025, "--area", "示例市")
    assert (answer.exit_code, "'示例市' names no area" in answer.stderr) == (2, True)
    answer = run(tmp_path, "--year", 2025, "--rows")
    assert (answer.exit_code, "one --indicator that has a method and one --year" in answer.stderr) == (
        2,
        True,
    )


def test_the_list_says_what_each_counts_and_lacks():
    answer = run("--list")
    assert "high_tech_firms  高新技术企业数 (家)" in answer.stdout
    assert "未含：" in answer.stdout
