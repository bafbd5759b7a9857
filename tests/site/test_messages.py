"""The site's sentences: every one that people read can be translated, and has its English."""

from __future__ import annotations

import ast
import io
import re
import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest
from babel.messages.pofile import read_po
from django.template.base import TextNode
from django.template.loader import get_template
from django.template.loader_tags import BlockNode

ROOT = Path(__file__).parents[2]
tool = SimpleNamespace(**runpy.run_path(str(ROOT / "tools" / "messages.py")))
HAN = re.compile(r"[\u3000-\u3009\u300c-\u303f\u3400-\u9fff\uff01-\uff5e]")  # all but 《 》 around titles
PLACE = re.compile(r"%\(\w+\)s|%%")

SAID_IN_CHINESE = {
    # papers go to Chinese offices, whatever the page's language is
    "ledger/paper_texts.py": None,
    "ledger/actions/papers.py": {"回复时限", "签收", "反馈", "核查意见", "办结销号"},
    "ledger/matters.py": {"未填报"},
    # looked for at the beginning of a title, not said
    "ledger/wire.py": {"净增"},
    # a stored edition is verified by its bytes: its columns do not change with who asks for it
    "ledger/actions/editions.py": None,
    # days as people write them into a workbook
    "ledger/sheets/cells.py": {r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", "是", "否"},
    # tables of people and units have Chinese column names, whoever fills them in
    "base/importing/people.py": None,
    "base/importing/units.py": None,
    # "yes" and "no" as tables of registers write them; the list of errors goes with the table
    "records/export.py": None,
    "records/forms.py": {"是", "否"},
    "records/narrow.py": {"是", "否"},
    "records/show.py": {"是", "否"},
    # asked of the database, not said to anybody
    "records/trigrams.py": {"落地"},
    "records/views/imports.py": {"列", "文件", "行", "问题", "性质", "提示", "错误"},
    # what is asked of the pages once so that nobody waits for the first time
    "ledger/warmers.py": None,
    # units as sources write them, each with its translation beside it
    "base/units.py": None,
    # written into data once: the first account's name, defaults of the city's own settings, who the clock is
    "base/first_run.py": {"系统管理员"},
    "base/options.py": {"落地", "督", "督通", "督报"},
    # says both languages at once
    "base/views/errors.py": None,
    "public/views.py": {"GENERATED 生成数据"},
    # names of languages in themselves, how Chinese writes dates
    "settings.py": {"简体中文"},
    "formats/zh_Hans/formats.py": None,
}
TEMPLATES_IN_CHINESE = {"base/page.html": {"中文"}}  # the button that leads back to Chinese


def modules():
    for path in sorted(tool.SITE.rglob("*.py")):
        if not {"migrations", "demonstration"} & set(
            path.parts
        ):  # a demonstration city is made of Chinese data
            yield path.relative_to(tool.SITE).as_posix()


def templates():
    for path in sorted(tool.SITE.rglob("templates/**/*.html")):
        yield path.relative_to(next(each for each in path.parents if each.name == "templates")).as_posix()


@pytest.mark.parametrize("module", list(modules()))
def test_every_sentence_of_the_code_can_be_translated(module):
    allowed = SAID_IN_CHINESE.get(module, set())
    found = set(_unmarked(ast.parse((tool.SITE / module).read_text("utf-8"))))
    assert allowed is None or sorted(found - allowed) == []


def _unmarked(tree: ast.AST):
    """Strings with Chinese that are neither docstrings, nor marked, nor the reason the clock gives the journal."""
    skipped = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(node.value)
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in tool.KEYWORDS or name == "system":
                skipped.update(node.args)
    for node in ast.walk(tree):
        text = isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in skipped
        if text and re.search(
            r"[\u3400-\u9fff]", node.value
        ):  # Chinese marks alone are searched for, not said
            yield node.value


@pytest.mark.parametrize("name", list(templates()))
def test_every_sentence_of_a_template_can_be_translated(name):
    words = {each.strip() for each in _texts(get_template(name).template.nodelist)}
    assert sorted(each for each in words - TEMPLATES_IN_CHINESE.get(name, set()) if each) == []


def _texts(nodes):
    for node in nodes:
        if isinstance(node, TextNode):
            yield from (each for each in re.split(r"[<>\n]", node.s) if HAN.search(each))
        elif type(node).__name__ not in ("BlockTranslateNode", "TranslateNode", "CommentNode"):
            for name in (
                ("nodelist", *node.child_nodelists) if not isinstance(node, BlockNode) else ("nodelist",)
            ):
                yield from _texts(getattr(node, name, None) or ())


def test_the_catalogue_is_what_the_source_asks_for():
    assert tool.written(tool.updated()).decode() == tool.PO.read_text("utf-8")


def test_the_compiled_catalogue_is_the_catalogue():
    assert tool.compiled(tool.PO.read_bytes()) == tool.PO.with_suffix(".mo").read_bytes()


def messages():
    catalogue = read_po(io.BytesIO(tool.PO.read_bytes()), locale="en")
    for message in catalogue:
        if message.id:
            chinese = message.id if isinstance(message.id, tuple) else (message.id,)
            english = message.string if isinstance(message.string, tuple) else (message.string,)
            yield chinese, english


def test_every_sentence_has_its_english():
    assert [chinese for chinese, english in messages() if not all(english)] == []


def test_placeholders_are_the_same_in_both_languages():
    wrong = [
        (chinese, english)
        for chinese, english in messages()
        if {frozenset(PLACE.findall(each)) for each in chinese}
        != {frozenset(PLACE.findall(each)) for each in english}
    ]
    assert wrong == []


def test_english_is_english():
    """Chinese stands in it only in quotes or brackets, where the term itself is meant."""
    quoted = re.compile(r"“[^”]*”|《[^》]*》|separated by 、")
    assert [text for _zh, english in messages() for text in english if HAN.search(quoted.sub("", text))] == []
    assert [text for _zh, english in messages() for text in english if "!" in text] == []
