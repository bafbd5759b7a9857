"""``luodi forecast`` as its user meets it."""

import csv
import io
import json
import subprocess
import sys

import pytest

DATA = """area,2018,2019,2020,2021,2022,2023,2024
乐山,50,52,53,55,58,59,61
绵阳,70,,72,75,74,78,80
新区,,,,,,3,4
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "shares.csv"
    path.write_text(DATA, encoding="utf-8")
    return path


def run(*arguments, stdin=b""):
    start = [sys.executable, "-c", "from luodi.cli.main import main; main()", "forecast"]
    done = subprocess.run([*start, *map(str, arguments)], input=stdin, capture_output=True, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_table_and_notices(file):
    code, out, err = run(file, "--lower", 0, "--upper", 100, "--horizon", 2)
    assert code == 0
    lines = out.splitlines()
    assert lines[0].split() == ["series", "period", "forecast", "low95", "low80", "high80", "high95"]
    assert [line.split()[:2] for line in lines[1:]] == [
        [name, year] for name in ("乐山", "绵阳", "新区") for year in ("2025", "2026")
    ]
    assert "新区: 2 figures: the last is carried on, and there is no interval" in err
    assert "fewer than 100 series" in err


def test_csv_goes_to_a_file(file, tmp_path):
    target = tmp_path / "out.csv"
    code, out, _ = run(file, "--format", "csv", "--reach", 65, "--deadline", 2026, "-o", target)
    assert (code, out) == (0, "")
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8"))))
    assert len(rows) == 15
    first, last = rows[0], rows[-1]
    bounds = [float(first[name]) for name in ("low95", "low80", "high80", "high95")]
    assert bounds == sorted(bounds)
    assert 0 < float(first["probability"]) < 1
    assert (last["low95"], last["probability"]) == ("", "")


def test_json_is_whole_and_the_same_from_standard_input(file):
    code, out, _ = run(file, "--format", "json", "--reach", 65)
    assert code == 0
    assert run("-", "--format", "json", "--reach", 65, stdin=DATA.encode())[1] == out
    data = json.loads(out)
    assert [series["series"] for series in data["series"]] == ["乐山", "绵阳", "新区"]
    assert [series["basis"] for series in data["series"]] == ["reference", "reference", "none"]
    assert data["series"][0]["pace"]["needed"] == pytest.approx(4 / 5)
    assert data["series"][2]["target"]["value"] is None
    assert data["series"][2]["forecast"][0]["high95"] is None
    assert len(data["notices"]) == 4


def test_chart(file):
    code, out, _ = run(file, "--chart")
    assert code == 0
    for mark in "●○━─":
        assert mark in out


def test_at_most_is_the_other_side(file):
    over = json.loads(run(file, "--format", "json", "--reach", 62)[1])
    under = json.loads(run(file, "--format", "json", "--reach", 62, "--at-most")[1])
    chances = [data["series"][0]["target"]["value"] for data in (over, under)]
    assert sum(chances) == pytest.approx(1)


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["none.csv"], "none.csv: cannot read the file"),
        (["FILE", "--reach", "65", "--deadline", "2040"], "2040 is not covered"),
        (["FILE", "--deadline", "2026"], "say more about --reach"),
        (["FILE", "--upper", "60"], "lies outside the bounds"),
        (["FILE", "--lower", "9", "--upper", "9"], "a lower bound is not below the upper"),
        (["FILE", "-o", "nowhere/out.txt"], "cannot write the file"),
    ],
)
def test_what_is_wrong_is_said_and_the_code_is_2(file, arguments, part):
    code, out, err = run(*[file if argument == "FILE" else argument for argument in arguments])
    assert (code, out) == (2, "")
    assert part in err
    assert "Traceback" not in err
