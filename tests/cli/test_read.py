"""``luodi read``: what it writes, and that nothing bad in leaves anything half-written behind."""

from __future__ import annotations

import io
import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import docx
import jsonschema
import openpyxl
import pytest
from click.testing import CliRunner, Result
from lxml import etree
from tests.reading.sources.builders import Picture, Text, ole, pdf, prose, zipped

from luodi.cli.main import main
from luodi.documents.json_schema import schema

TEXT = """中共某市委关于推进创新的决定

一、总体目标
1.明确奋斗目标。到2025年,高新技术企业达到192家,研发投入年均增长10%以上。(牵头单位:市科技局)
二、重点任务
2.培育企业。实施企业倍增计划,建成省级实验室。(责任单位:市经济和信息化局)
"""
MB = 1024 * 1024


@pytest.fixture
def decision(tmp_path: Path) -> Path:
    path = tmp_path / "决定.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def _run(*arguments: str | Path, data: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["read", *map(str, arguments)], input=data)


def _luodi(*arguments: str | Path, **options: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from luodi.cli.main import main; main()", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)  # type: ignore[call-overload,no-any-return]


def test_json_is_the_default_and_fits_its_schema(decision: Path) -> None:
    found = json.loads(_run(decision).stdout)
    jsonschema.validate(found, schema("read"), jsonschema.Draft202012Validator)
    assert found["document"]["title"] == "中共某市委关于推进创新的决定"
    for kind in ("targets", "milestones", "measures", "responsibilities", "observations"):
        for record in found[kind]:
            assert TEXT[record["start"] : record["end"]] == record["quote"]
    assert [target["value"] for target in found["targets"]] == [192, 10]


def test_text_is_what_positions_count_in(decision: Path) -> None:
    assert _run(decision, "--format", "text").stdout_bytes.decode() == TEXT


def test_every_file_form_is_written_whole(decision: Path, tmp_path: Path) -> None:
    for form in ("json", "xlsx", "docx", "akn", "text"):
        assert _run(decision, "--format", form, "-o", tmp_path / f"out.{form}").exit_code == 0
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames[0] == "任务分工表"
    assert docx.Document(str(tmp_path / "out.docx")).paragraphs[0].text.endswith("责任清单")
    assert etree.parse(tmp_path / "out.akn").getroot().tag.endswith("akomaNtoso")
    assert json.loads((tmp_path / "out.json").read_bytes())["targets"]
    assert (tmp_path / "out.text").read_text(encoding="utf-8") == TEXT
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ["out.json", "out.xlsx", "out.docx", "out.akn", "out.text", "决定.txt"]
    )


def test_standard_input_and_output(decision: Path) -> None:
    assert _run("-", data=TEXT.encode("gb18030")).stdout == _run(decision).stdout
    data = _run(decision, "--format", "xlsx", "-o", "-").stdout_bytes
    assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames[0] == "任务分工表"


def test_the_kind_can_be_said(decision: Path) -> None:
    assert json.loads(_run(decision, "--kind", "communique").stdout)["document"]["kind"] == "communique"
    assert _run(decision, "--kind", "poem").exit_code == 2


def test_pages_that_are_pictures_are_named_beside_the_result(tmp_path: Path) -> None:
    lines = [Text(122, 120 + 29 * row, text) for row, text in enumerate(TEXT.split("\n")) if text]
    (tmp_path / "决定.pdf").write_bytes(pdf([lines, [Picture()]]))
    done = _run(tmp_path / "决定.pdf")
    assert done.exit_code == 0
    assert done.stderr == f"luodi: {tmp_path}/决定.pdf: pages that are pictures were not read: 2\n"


BAD = {
    "empty.txt": (b"", "the file is empty"),
    "blank.txt": (b" \n\t\n", "the file holds only white space"),
    "unknown.txt": (bytes(range(1, 256)) * 9, "not text in a known encoding"),
    "binary.txt": (bytes(1000), "it holds zero bytes"),
    "scan.pdf": (pdf([[Picture()]]), "no text layer"),
    "locked.pdf": (pdf([prose("一、总则")], password="x"), "locked with a password"),
    "cut.pdf": (pdf([prose("一、总则")])[:900], "cut short"),
    "locked.docx": (ole("EncryptedPackage"), "locked with a password"),
    "cut.docx": (b"PK\x03\x04" + bytes(200), "cut short"),
    "bomb.docx": (zipped({"word/document.xml": bytes(40 * MB)}), "unpacks to far more"),
    "old.doc": (ole("WordDocument"), "save it as .docx"),
    "old.wps": (ole("WordDocument"), "open it in WPS and save it as .docx"),
    "old.xls": (ole("Workbook"), "copy it into a .docx"),
    "login.html": (b"<html><form><input type=password></form></html>", "a login page"),
    "script.html": (b"<html><div id=app></div><script src=a.js></script></html>", "a script makes it"),
    "poem.txt": ("白日依山尽，黄河入海流。".encode(), "no provision, target or figure was found"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_sentence_with_place_and_remedy(name: str, tmp_path: Path) -> None:
    data, what = BAD[name]
    path = tmp_path / name
    path.write_bytes(data)
    done = _run(path, "-o", tmp_path / "out.json")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"luodi: {path}: ")
    assert what in done.stderr
    assert " Next: " in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == [path]


def test_missing_files_folders_and_huge_files(tmp_path: Path) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(200 * MB)
    for path, what in (
        (tmp_path / "none.txt", "there is no such file"),
        (tmp_path, "this is a folder, not a file"),
        (huge, "the file is too large: 200 MB, the limit is 50 MB"),
    ):
        done = _run(path)
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr.startswith(f"luodi: {path}: {what}. Accepted: ")


def test_the_output_is_looked_at_before_the_work(decision: Path, tmp_path: Path) -> None:
    done = _run(decision, "-o", tmp_path / "none" / "out.json")
    assert done.exit_code == 2
    assert done.stderr.startswith(f"luodi: {tmp_path}/none: the output's folder does not exist.")
    assert "the output is a folder" in _run(decision, "-o", tmp_path).stderr
    assert "needs a place" in _run(decision, "--format", "xlsx").stderr


def test_a_full_disk_leaves_nothing_and_keeps_what_was_there(decision: Path) -> None:
    done = _run(decision, "-o", "/dev/full")
    assert done.exit_code == 2
    assert "cannot write the file: No space left on device" in done.stderr


def test_an_existing_file_is_replaced_as_a_whole_or_not_at_all(decision: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    out.write_text("old", encoding="utf-8")
    (tmp_path / "poem.txt").write_text("白日依山尽", encoding="utf-8")
    assert _run(tmp_path / "poem.txt", "-o", out).exit_code == 2
    assert out.read_text(encoding="utf-8") == "old"
    assert _run(decision, "-o", out).exit_code == 0
    assert json.loads(out.read_bytes())["targets"]


def test_the_real_command(decision: Path) -> None:
    with decision.open("rb") as file:
        done = _luodi("read", "-", stdin=file)
        out, err = done.communicate(timeout=300)
    assert (done.returncode, err) == (0, b"")
    assert json.loads(out)["document"]["title"] == "中共某市委关于推进创新的决定"
    done = _luodi("read", decision.parent)
    out, err = done.communicate(timeout=300)
    assert (done.returncode, out) == (2, b"")
    assert err.decode().startswith(f"luodi: {decision.parent}: this is a folder, not a file.")
    assert b"Traceback" not in err


def test_stopping_leaves_nothing_behind(tmp_path: Path) -> None:
    source = tmp_path / "决定.txt"
    os.mkfifo(source)
    # a shell has what it runs in the background pass Ctrl-C over, and the tests may be run so
    heeding = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)}
    running = _luodi("read", source, "-o", tmp_path / "out.json", **heeding)
    with source.open("wb"):  # opens once the command does, which then waits for what will not come
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=300)
    assert (running.returncode, out, err) == (130, b"", b"luodi: stopped, nothing was written\n")
    assert list(tmp_path.iterdir()) == [source]


def test_slow_work_shows_how_far_it_is_on_a_terminal_only(tmp_path: Path) -> None:
    source = tmp_path / "long.pdf"
    source.write_bytes(pdf([prose("一、到2025年，高新技术企业达到192家。" * 30)] * 200))
    terminal, its_end = pty.openpty()
    command = [sys.executable, "-c", "from luodi.cli.main import main; main()", "read", str(source)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=its_end)
    os.close(its_end)
    shown = b""
    while chunk := _read_terminal(terminal):
        shown += chunk
    os.close(terminal)
    assert running.wait(timeout=300) == 0
    assert b"long.pdf" in shown
    assert b"/200" in shown


def _read_terminal(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux says so when the other end is closed
        return b""
