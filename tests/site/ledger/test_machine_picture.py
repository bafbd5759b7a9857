from __future__ import annotations

import importlib.util
from pathlib import Path

from django.utils import translation
from lxml import etree

from luodi.site.ledger.machine import VERBS
from luodi.site.ledger.models import Duty

DOCS = Path(__file__).parents[3] / "docs"


def drawn():
    spec = importlib.util.spec_from_file_location("machine_docs", DOCS / "machine.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_picture_and_the_table_in_the_docs_are_what_the_code_draws():
    with translation.override("zh-hans"):
        assert (DOCS / "guide/machine.svg").read_text("utf-8") == drawn().picture()
        assert (DOCS / "guide/machine.md").read_text("utf-8") == drawn().page()


def test_the_picture_shows_every_state_and_every_verb_that_moves():
    tree = etree.fromstring((DOCS / "guide/machine.svg").read_bytes())
    texts = {text for each in tree.iter("{*}text") for text in each.text.split("、")}
    with translation.override("zh-hans"):
        wanted = {str(state.label) for state in Duty.State} | {
            str(v.title) for v in VERBS.values() if v.target
        }
    assert wanted <= texts
