"""A test about tests: every action has a right and a title, and a test that calls it, or a written reason why not."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import luodi.site
from luodi.site.base.action import REGISTRY

EXEMPT = {
    "intake.keep_reading": "called by the job that reads: tests/site/ledger/test_intake.py",
    "intake.give_up_reading": "called by the job that cannot read: tests/site/ledger/test_intake.py",
    "intake.load_city": "called by load() of a city's folder: tests/site/ledger/test_city.py",
    "pressing.by_clock": "called by the clock's errand, a batch at a time: tests/site/ledger/test_pressing.py",
    "pressing.papers_by_clock": "called by the clock's errand: tests/site/ledger/test_paper_reminders.py",
    "pressing.vacancies_by_clock": "called by the clock's errand: tests/site/ledger/test_who_is_there.py",
    "account.sign_in": "called whenever somebody signs in: tests/site/base/test_mirror.py",
    "lights.shine": "called by shine_all(), a batch at a time: tests/site/ledger/test_lights.py",
    "filter.save": "called by the page: tests/site/ledger/test_listing.py",
    "filter.drop": "called by the page: tests/site/ledger/test_listing.py",
    "edition.make": "called by editions.make: tests/site/ledger/test_editions.py",
    "duty.report_workbook": "called by the page: tests/site/ledger/test_workbook.py",
    "demonstration.people": "called by the demo command: tests/site/ledger/test_demonstration.py",
    "records.point_out": "called by the import's job: tests/site/records/test_references.py",
    "records.refuse": "called by the import's job: tests/site/records/test_import.py",
    "records.staged": "called by the import's job: tests/site/records/test_import.py",
    "records.fail": "called by the import's job: tests/site/records/test_import.py",
    "records.clear": "called when a batch is dropped: tests/site/records/test_import.py",
    "records.stage": "called by the import's job, a batch at a time: tests/site/records/test_import.py",
    "records.load_begin": "called by load_registers: tests/site/records/test_engines.py",
    "records.load": "called by load_registers: tests/site/records/test_engines.py",
    "observatory.keep": "called by the job that works out the report: tests/site/observatory/test_delivery.py",
}
"""Actions that no test calls by themselves, each with the test that reaches it another way."""
TESTS = Path(__file__).parents[1]


def _load() -> None:
    """Import every module that may hold actions, so that the registry is whole."""
    for found in pkgutil.walk_packages(luodi.site.__path__, "luodi.site."):
        if ".migrations" not in found.name and ".formats" not in found.name:
            importlib.import_module(found.name)


def _named_in_tests() -> set[str]:
    """Every function of the site that a test or its support names, by its full name."""
    return {name for path in TESTS.rglob("*.py") for name in _named(ast.parse(path.read_text("utf-8")))}


def _named(tree: ast.Module) -> Iterator[str]:
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("luodi"):
            known.update({each.asname or each.name: f"{node.module}.{each.name}" for each in node.names})
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in known and isinstance(node.ctx, ast.Load):
            yield known[node.id]
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known:
            yield f"{known[node.value.id]}.{node.attr}"


def test_every_action_has_a_name_a_title_and_a_right():
    _load()
    for name, action in REGISTRY.items():
        room, _dot, verb = name.partition(".")
        assert room and verb, name
        assert str(action.title).strip(), name
        assert callable(action.right.test), name
        assert action.function.__doc__, name


def test_every_action_is_called_by_a_test():
    _load()
    named = _named_in_tests()
    untested = {
        name
        for name, action in REGISTRY.items()
        if f"{action.function.__module__}.{action.function.__name__}" not in named
    }
    assert sorted(untested - set(EXEMPT)) == []
    assert sorted(set(EXEMPT) - untested) == [], "these exemptions are needed no more"
