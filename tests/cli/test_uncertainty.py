"""``luodi uncertainty`` and ``luodi audit --html``: tables, seals, pages, and what is refused."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result
from tests.browser.test_report_page import AXE, RULES

from luodi.cli.main import main

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SCHEME = """
scheme: counties
title: 县域创新
indicators:
  - {id: rd, name: 研发投入, parent: input, direction: increase}
  - {id: staff, name: 研发人员, parent: input, direction: increase}
  - {id: energy, name: 单位能耗, parent: output, direction: decrease}
groups: [{id: input, name: 投入, parent: all}, {id: output, name: 产出, parent: all}, {id: all, name: 总指数}]
steps: [{step: normalise, scale: [1, 100]}, {step: aggregate}]
"""
VARIED = """uncertainty:
  runs: 50
  base: 16
  bootstrap: 20
  vary:
    - {what: aggregate.method, name: 合成, values: [arithmetic, geometric]}
    - {what: weights, name: 权重, noise: 0.25}
"""
FIGURES = (
    "unit,name,known_on,rd,staff,energy\n"
    "a,甲县,2024-03-01,1.2,30,0.5\nb,乙县,2024-03-01,2.1,22,0.4\nc,丙县,2024-03-01,0.7,41,0.9\n"
    "d,丁县,2024-03-01,1.9,37,0.6\ne,戊县,2024-03-01,2.6,18,0.3\na,甲县,2025-03-01,3.2,60,0.2\n"
)
TABLES = ["alternatives", "rank_chances", "runs", "sensitivity", "uncertainty"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "counties.yaml").write_text(SCHEME + VARIED, encoding="utf-8")
    (tmp_path / "plain.yaml").write_text(SCHEME, encoding="utf-8")
    (tmp_path / "figures.csv").write_text(FIGURES, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def luodi(words: str) -> Result:
    return CliRunner().invoke(main, words.split())


def test_ranks_with_intervals_are_printed() -> None:
    done = luodi("uncertainty counties.yaml figures.csv --seed 7")
    assert done.exit_code == 0
    heading, first, *rest = done.stdout.splitlines()
    assert heading == (
        "unit,rank,score,score_5,score_50,score_95,rank_5,rank_50,rank_95,mean_rank,chance_of_rank"
    )
    assert first == "a,1,100,100,100,100,1,1,1,1,1"
    assert len(rest) == 4
    assert "uncertainty: seed 7, as asked for" in done.stderr
    assert "合成: alone" in done.stderr
    assert luodi("uncertainty counties.yaml figures.csv --seed 7").stdout == done.stdout


def test_figures_known_later_do_not_count() -> None:
    done = luodi("uncertainty counties.yaml figures.csv --seed 7 --as-of 2024-12-31")
    assert done.stdout.splitlines()[1].startswith("a,4,")


def test_without_a_seed_the_chosen_one_is_told_and_gives_the_same() -> None:
    done = luodi("uncertainty counties.yaml figures.csv")
    assert done.exit_code == 0
    seed = done.stderr.split("no seed given: ")[1].split()[0]
    assert luodi(f"uncertainty counties.yaml figures.csv --seed {seed}").stdout == done.stdout


def test_tables_as_csv_parquet_and_workbook_hold_the_same(folder: Path) -> None:
    import openpyxl
    import pyarrow.parquet

    for form in ("csv", "parquet", "xlsx"):
        done = luodi(f"uncertainty counties.yaml figures.csv --seed 7 -o {form} --format {form}")
        assert done.exit_code == 0
    assert sorted(path.name for path in (folder / "csv").iterdir()) == [f"{name}.csv" for name in TABLES]
    assert [path.name for path in (folder / "xlsx").iterdir()] == ["uncertainty.xlsx"]
    book = openpyxl.load_workbook(folder / "xlsx" / "uncertainty.xlsx")
    for name in TABLES:
        lines = (folder / "csv" / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        table = pyarrow.parquet.read_table(folder / "parquet" / f"{name}.parquet")
        assert lines[0].split(",") == table.column_names == [cell.value for cell in book[name][1]]
        rows = [list(row.values()) for row in table.to_pylist()]
        assert rows == [[cell.value for cell in row] for row in book[name].iter_rows(min_row=2)]
        assert len(rows) == len(lines) - 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("plain.yaml figures.csv", "does not say what is uncertain"),
        ("counties.yaml figures.csv --seed -1", "a seed of -1"),
        ("counties.yaml figures.csv --runs 1", "1 simulations"),
        ("counties.yaml figures.csv --runs 2000000", "2,000,000 simulations"),
        ("counties.yaml figures.csv --base 2000000", "2,000,000 base samples of 2 choices and 5 rows"),
        ("counties.yaml figures.csv --weights mild", "there is no weight set 'mild'"),
        ("counties.yaml figures.csv --as-of yesterday", "'yesterday' is not a date"),
        ("counties.yaml missing.csv", "missing.csv: cannot be read"),
        ("missing.yaml figures.csv", "missing.yaml: cannot be read"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(folder: Path, words: str, said: str) -> None:
    done = luodi(f"uncertainty {words} -o out --html page.html --bundle run.zip")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert said in done.stderr
    assert done.stderr.startswith("luodi: ")
    assert done.stderr.count("\n") == 1
    assert not any((folder / name).exists() for name in ("out", "page.html", "run.zip"))


WEIGHTED = """weights:
  energy_only:
    - {values: {input: 0, output: 1}}
"""


def test_another_weight_set_holds_for_simulations_their_seal_and_the_audit(folder: Path) -> None:
    (folder / "counties.yaml").write_text(SCHEME + WEIGHTED + VARIED, encoding="utf-8")
    words = "counties.yaml figures.csv --as-of 2024-12-31 --weights energy_only"
    done = luodi(f"uncertainty {words} --seed 7 --bundle run.zip")
    ranks = {line.split(",")[0]: line.split(",")[1] for line in done.stdout.splitlines()[1:]}
    assert ranks == {"e": "1", "b": "2", "a": "3", "d": "4", "c": "5"}
    scored = luodi(f"score {words}").stdout.splitlines()[1:]
    assert {line.split(",")[1]: line.split(",")[0] for line in scored} == ranks
    assert luodi("replay run.zip").exit_code == 0
    with zipfile.ZipFile(folder / "run.zip") as bundle:
        assert json.loads(bundle.read("manifest.json"))["request"]["weights"] == "energy_only"
    assert "without a part" in luodi(f"audit {words}").stdout
    gap = luodi(f"explain {words} --first e --second c")
    assert "e less c: 99" in gap.stderr


def test_scores_alone_say_that_nothing_was_varied(folder: Path) -> None:
    done = luodi("score counties.yaml figures.csv --bundle run.zip")
    assert done.exit_code == 0
    assert (
        "the scheme names uncertain choices, and none was varied here: "
        "luodi uncertainty … --bundle seals scores and simulations together"
    ) in done.stderr
    with zipfile.ZipFile(folder / "run.zip") as bundle:
        assert not any("uncertainty" in name for name in bundle.namelist())
    assert "none was varied" not in luodi("score plain.yaml figures.csv --bundle run.zip").stderr


def test_combinations_are_counted_before_they_are_laid_out(folder: Path) -> None:
    crossed = VARIED.replace("runs: 50", "runs: 300000\n  design: crossed").replace(
        "values: [arithmetic, geometric]", "values: [arithmetic, geometric, harmonic, minimum]"
    )
    (folder / "counties.yaml").write_text(SCHEME + crossed, encoding="utf-8")
    done = luodi("uncertainty counties.yaml figures.csv --seed 7")
    assert done.exit_code == 2
    assert "1,200,000 simulations (4 combinations, 300,000 of each)" in done.stderr


def test_a_sealed_simulation_replays_to_the_byte() -> None:
    """Also where nobody gave a seed: the bundle keeps the one chosen."""
    assert luodi("uncertainty counties.yaml figures.csv --as-of 2024-12-31 --bundle run.zip").exit_code == 0
    done = luodi("replay run.zip")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "14 tables are the same to the byte" in done.stdout


def members() -> dict[str, bytes]:
    with zipfile.ZipFile("run.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(held: dict[str, bytes], manifest: dict[str, Any]) -> None:
    held["manifest.json"] = json.dumps(manifest).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in held.items():
            archive.writestr(name, content)
    Path("run.zip").write_bytes(buffer.getvalue())


def test_a_manifest_names_seed_runs_and_the_hash_of_every_table() -> None:
    luodi("uncertainty counties.yaml figures.csv --seed 7 --runs 30 --bundle run.zip")
    held = members()
    manifest = json.loads(held.pop("manifest.json"))
    assert manifest["request"]["simulation"] == {"seed": 7, "runs": 30, "base": 16, "indices": True}
    assert {f"results/{name}.csv" for name in TABLES} < held.keys()
    assert manifest["sha256"] == {name: hashlib.sha256(content).hexdigest() for name, content in held.items()}


def test_a_touched_simulation_is_refused() -> None:
    luodi("uncertainty counties.yaml figures.csv --seed 7 --bundle run.zip")
    held = members()
    held["results/uncertainty.csv"] += b"f,1\n"
    repacked(held, json.loads(held["manifest.json"]))
    done = luodi("replay run.zip")
    assert done.exit_code == 2
    assert "the seal is broken: results/uncertainty.csv" in done.stderr


@pytest.mark.parametrize("change", [{"seed": 8}, {"runs": 40}, {"base": 17}, {"indices": False}])
def test_another_simulation_than_the_sealed_one_is_found_out(change: dict[str, Any]) -> None:
    luodi("uncertainty counties.yaml figures.csv --seed 7 --bundle run.zip")
    held = members()
    manifest = json.loads(held["manifest.json"])
    manifest["request"]["simulation"] |= change
    repacked(held, manifest)
    done = luodi("replay run.zip")
    assert done.exit_code == 1
    assert "different: results/" in done.stderr


def test_a_lie_resealed_is_found_out() -> None:
    luodi("uncertainty counties.yaml figures.csv --seed 7 --bundle run.zip")
    held = members()
    manifest = json.loads(held["manifest.json"])
    lie = held["results/uncertainty.csv"].replace(b"a,1,100,", b"a,1,120,")
    held["results/uncertainty.csv"] = lie
    manifest["sha256"]["results/uncertainty.csv"] = hashlib.sha256(lie).hexdigest()
    repacked(held, manifest)
    done = luodi("replay run.zip")
    assert (done.exit_code, done.stderr) == (1, "different: results/uncertainty.csv\n")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    "words",
    [
        "uncertainty counties.yaml figures.csv --seed 7",
        "audit counties.yaml figures.csv",
        "audit plain.yaml figures.csv",
    ],
)
def test_the_page_opens_from_disk(browser: Browser, folder: Path, words: str, width: int) -> None:
    assert luodi(f"{words} --html page.html").exit_code == 0
    said: list[str] = []
    called: list[str] = []
    context = browser.new_context(locale="zh-CN", viewport={"width": width, "height": 844})
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: called.append(request.url))
    page.goto((folder / "page.html").as_uri())
    for details in page.locator("details").all():
        details.locator("summary").click()
    assert page.locator("h1").inner_text() == "县域创新"
    assert page.locator("#c-ranks svg").count() == (0 if "plain" in words else 1)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.add_script_tag(path=AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert [(it["id"], [node["html"][:200] for node in it["nodes"]]) for it in found["violations"]] == []
    page.locator("#language").click()
    assert page.locator("html").get_attribute("lang") == "en"
    context.close()
    assert said == []
    assert [url for url in called if not url.startswith(("file:", "data:", "blob:"))] == []


def test_variants_and_audits_leave_out_what_was_known_later() -> None:
    compared = luodi("compare counties.yaml figures.csv --change normalise.method=rank --as-of 2024-12-31")
    assert next(line for line in compared.stdout.splitlines() if line.startswith("a,")).startswith("a,4,")
    audits = [
        json.loads(luodi(f"audit plain.yaml figures.csv --format json {more}").stdout)
        for more in ("", "--as-of 2024-12-31")
    ]
    assert [audit["statistics"][0]["maximum"] for audit in audits] == [3.2, 2.6]
