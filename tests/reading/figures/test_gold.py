"""Targets and observed figures held against hand-made gold, by the project's own scorer."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from luodi.reading import read_text

PASSAGES = Path(__file__).parents[1] / "passages"
SHARED = Path(__file__).parents[4] / "shared"
DEVELOPMENT = ("leshan_2021", "sh_agrimech_145", "sh_beidou_2023", "cn_env_decision_2005", "gwr_tianjin_2026")


def _f1(pairs: list[tuple[Path, Path]], where: Path) -> dict[str, tuple[float, float]]:
    """Relaxed and strict F1 of targets and observations over all documents."""
    arguments: list[str] = []
    for gold, text in pairs:
        read = read_text(text.read_text(encoding="utf-8"))
        for record in [*read.targets, *read.observations]:
            assert read.text[record.start : record.end] == record.quote
        found = {
            "targets": [_plain(record) for record in read.targets],
            "observations": [_plain(record) for record in read.observations],
        }
        path = where / f"{gold.stem}.read.json"
        path.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
        arguments += [str(gold), str(path)]
    scorer = SHARED / "tools" / "score_reading.py"
    done = subprocess.run(
        [sys.executable, str(scorer), *arguments],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    lines = re.findall(r"^ALL (\w+): .*relaxed F1 ([\d.]+) strict F1 ([\d.]+)", done.stdout, re.MULTILINE)
    return {name: (float(relaxed), float(strict)) for name, relaxed, strict in lines}


def _plain(record: object) -> dict[str, object]:
    return {name: getattr(record, name) for name in record.__struct_fields__}  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def shared() -> None:
    if not (SHARED / "tools" / "score_reading.py").exists():
        if os.environ.get("CI"):
            pytest.fail("../shared is missing in CI")
        pytest.skip("../shared with the scorer is not beside the checkout")


def _made(folder: str) -> list[tuple[Path, Path]]:
    found = sorted((PASSAGES / folder).glob("*.gold.json"))
    return [(gold, gold.with_name(gold.name.replace(".gold.json", ".txt"))) for gold in found]


def test_development_documents(tmp_path: Path) -> None:
    texts = {"leshan_2021": SHARED / "data" / "leshan" / "decision.txt"}
    folder = SHARED / "data" / "reading"
    pairs = [(folder / f"{slug}.gold.json", texts.get(slug, folder / f"{slug}.txt")) for slug in DEVELOPMENT]
    found = _f1(pairs, tmp_path)
    _at_least(found["targets"], relaxed=0.99, strict=0.98)
    _at_least(found["observations"], relaxed=0.99, strict=0.95)


def test_made_plans(tmp_path: Path) -> None:
    pairs = _made("plans")
    assert len(pairs) >= 15
    found = _f1(pairs, tmp_path)
    _at_least(found["targets"], relaxed=0.99, strict=0.975)
    _at_least(found["observations"], relaxed=0.97, strict=0.97)


def test_made_reports(tmp_path: Path) -> None:
    pairs = _made("reports")
    assert len(pairs) >= 13
    found = _f1(pairs, tmp_path)
    _at_least(found["targets"], relaxed=0.975, strict=0.925)
    _at_least(found["observations"], relaxed=0.98, strict=0.94)


def _at_least(found: tuple[float, float], *, relaxed: float, strict: float) -> None:
    assert found[0] >= relaxed
    assert found[1] >= strict
