from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from django.utils import translation
from lxml import etree

from luodi.site.ledger import instructing
from luodi.site.ledger.machine import VERBS
from luodi.site.ledger.models import Duty, Instruction

DOCS = Path(__file__).parents[3] / "docs"


def drawn():
    spec = importlib.util.spec_from_file_location("machine_docs", DOCS / "machine.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_picture_and_the_table_in_the_docs_are_what_the_code_draws():
    with translation.override("zh-hans"):
        assert (DOCS / "guide/machine.svg").read_text("utf-8") == drawn().picture()
        assert (DOCS / "guide/instructions.svg").read_text("utf-8") == drawn().picture_of_instructions()
        assert (DOCS / "guide/machine.md").read_text("utf-8") == drawn().page()


@pytest.mark.parametrize(
    ("name", "states", "verbs"),
    [("machine", Duty.State, VERBS), ("instructions", Instruction.State, instructing.VERBS)],
)
def test_the_picture_shows_every_state_and_every_verb_that_moves(name, states, verbs):
    tree = etree.fromstring((DOCS / f"guide/{name}.svg").read_bytes())
    texts = {text for each in tree.iter("{*}text") for text in each.text.split("、")}
    with translation.override("zh-hans"):
        wanted = {str(state.label) for state in states} | {str(v.title) for v in verbs.values() if v.target}
    assert wanted <= texts
