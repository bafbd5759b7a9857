"""The audit report: one page without requests, figures as computed, hostile names harmless."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.scoring.asem import asem_panel, asem_scheme
from tests.scoring.test_uncertainty import REFERENCE, WEIGHTS, figures, small

from luodi.documents.audit_html import to_bytes, write
from luodi.scoring.engine import run
from luodi.scoring.uncertainty import sensitivity, simulate


def test_the_example(tmp_path: Path) -> None:
    scheme = asem_scheme(uncertainty=REFERENCE)
    panel = asem_panel(scheme)
    result = run(scheme, panel)
    study, indices = simulate(scheme, panel, runs=100), sensitivity(scheme, panel, base=16)
    write(result, tmp_path / "audit.html", study=study, sensitivity=indices)
    page = (tmp_path / "audit.html").read_text(encoding="utf-8")
    outside = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert not re.search(r'(?:src|href)="(?!#)|url\(', outside)
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    assert [unit["code"] for unit in data["units"]][:3] == ["CHE", "NLD", "DNK"]
    assert data["units"][0]["score"] == pytest.approx(68.38372, abs=1e-5)
    for unit in data["units"]:
        assert sum(part for _, part in unit["parts"]) == pytest.approx(unit["gap"])
    assert [one["name"] for one in data["indices"]] == ["Winmax", "Normalisation", "Weights", "Aggregation"]


def test_a_mayor_reads_it_in_chinese() -> None:
    """Whatever is a sentence comes in both languages; names, ids and figures stand as given."""
    scheme = asem_scheme(uncertainty=REFERENCE)
    panel = asem_panel(scheme)
    result = run(scheme, panel)
    study, indices = simulate(scheme, panel, runs=100), sensitivity(scheme, panel, base=16)
    page = to_bytes(result, study=study, sensitivity=indices).decode("utf-8")
    assert "由程序用英文记录" not in page
    (journal,) = re.findall(r'<ul class="journal">(.*?)</ul>', page, re.DOTALL)
    lines = re.findall(r'<li><span data-en="(.*?)">(.*?)</span></li>', journal, re.DOTALL)
    assert len(lines) == len({note.line for note in (*result.journal, *study.journal, *indices.journal)})
    known = {*(node.id for node in scheme.nodes), *panel.units}
    for english, chinese in lines:
        assert re.search(r"[一-鿿]", chinese)
        assert not re.search(r"[一-鿿]", english)
        assert set(re.findall(r"[A-Za-z][A-Za-z0-9_]+", chinese)) <= known | {
            "Normalisation",
            "Energy",
            "Population",
            "Area",
            "GDP",
        }
    assert "加权合成·方法" not in page  # a name that the scheme gives stands as given
    assert re.search(r'data-en="Aggregation: geometric">Aggregation：几何平均<', page)


def test_without_simulations_and_with_hostile_names() -> None:
    import dataclasses

    evil = "</script><script>alert(1)</script>"
    scheme = small([WEIGHTS], title=evil)
    panel = dataclasses.replace(figures(), names=(evil,) * 12)
    page = to_bytes(run(scheme, panel)).decode("utf-8")
    assert evil not in page
