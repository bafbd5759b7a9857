"""The journal and the variants, in both languages: nothing untranslated, nothing unused."""

from __future__ import annotations

import re
import string
from pathlib import Path
from typing import get_args

import pytest
from tests.scoring.small import score

import luodi.scoring
from luodi.scoring.journal import Journal
from luodi.scoring.scheme import steps
from luodi.scoring.sentences import SENTENCES, STEPS, TERMS, Said, alternative, place
from luodi.scoring.uncertainty import simulate

ROOM = Path(luodi.scoring.__file__).parent
CALL = re.compile(r"\.note\(\s*\"(\w+)\",\s*([^,)]+)")
CHOSEN = {"not_defined", "shares_lifted", "shares_of_nothing", "too_few"}
"""Codes that come to the call in a variable."""
SCHEME = """
scheme: counties
indicators:
  - {id: rd, parent: all, direction: increase}
  - {id: staff, parent: all, direction: decrease, impute: {method: median}}
  - {id: same, parent: all, direction: increase}
groups: [{id: all}]
steps: [{step: impute}, {step: normalise}, {step: aggregate}]
uncertainty:
  seed: 1
  runs: 20
  vary:
    - {what: aggregate.method, values: [arithmetic, minimum]}
    - {what: normalise, values: [kept, {method: zscore, mean: 10, deviation: 2}]}
    - {what: impute, values: [kept, none]}
    - {what: weights, noise: 0.25, levels: [1]}
"""
FIGURES = "unit,rd,staff,same\na,1,4,7\nb,2,,7\nc,4,2,7\nd,3,9,7\n"


def test_every_sentence_is_used_and_every_note_has_one() -> None:
    used = set()
    for path in ROOM.rglob("*.py"):
        for step, code in CALL.findall(path.read_text(encoding="utf-8")):
            assert step in STEPS, path
            used |= set(re.findall(r'"(\w+)"', code))
    assert used | CHOSEN == set(SENTENCES)


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_both_languages_hold_the_same_values(code: str) -> None:
    sentence = SENTENCES[code]
    fields = [
        {name for _, name, _, _ in string.Formatter().parse(text) if name}
        for text in (sentence.zh, sentence.en)
    ]
    assert fields[0] == fields[1]
    bare = re.sub(r"\{\w+\}|Python", "", sentence.zh)
    assert not re.search(r"[A-Za-z]", bare)
    assert not sentence.zh.endswith("。")
    assert not sentence.en.endswith(".")


@pytest.mark.parametrize(
    "words",
    [steps.ImputeMethod, steps.TreatMethod, steps.NormaliseMethod, steps.AggregateMethod, steps.Transform],
)
def test_every_method_has_its_chinese(words: object) -> None:
    assert [word for word in get_args(words) if word not in TERMS] == []


def test_every_step_has_its_chinese() -> None:
    assert {kind.__name__.lower() for kind in get_args(steps.Step)} <= set(STEPS)


def test_an_unknown_sentence_or_a_lacking_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        Journal().note("impute", "guessed")
    with pytest.raises(KeyError):
        Journal().note("impute", "filled", indicator="rd")


def test_a_run_is_told_in_both_languages() -> None:
    lines = [note.line for note in score(SCHEME, FIGURES).journal]
    assert lines[:2] == [
        Said(zh="缺失值插补：staff：以中位数填补（b）", en="impute: staff: filled by median (b)"),
        Said(
            zh="无量纲化：指标same：数值全部相同，无从比较，不计分",
            en="normalise: indicator same: no spread to compare by; its score is missing",
        ),
    ]


def test_more_than_eight_places_are_counted() -> None:
    journal = Journal()
    journal.note("screen", "left_out", [f"u{n}" for n in range(11)])
    (note,) = journal
    assert note.line.zh == "筛选：因数据不足或按方案规定不参评（u0、u1、u2、u3、u4、u5、u6、u7等11项）"
    assert note.line.en.endswith("(u0, u1, u2, u3, u4, u5, u6, u7 and 3 more)")


def test_variants_are_told_in_both_languages() -> None:
    made = score(SCHEME, FIGURES)
    found = simulate(made.scheme, made.stages["raw"])
    assert [factor.name_zh for factor in found.factors] == ["加权合成·方法", "无量纲化", "缺失值插补", "权重"]
    assert [factor.words_zh for factor in found.factors] == [
        ("加权合成·方法：算术平均", "加权合成·方法：最小值"),
        ("无量纲化按方案", "无量纲化：标准分，均值10，标准差2"),
        ("缺失值插补按方案", "不作缺失值插补"),
        ("第1级权重×(1±0.25)",),
    ]
    assert [len(factor.words_zh) for factor in found.factors] == [
        len(factor.words) for factor in found.factors
    ]
    scales = next(note.line for note in found.journal if note.code == "mixed_scales")
    assert "0至100；均值10、标准差2" in scales.zh
    assert "0 to 100; mean 10 and deviation 2" in scales.en


def test_a_given_name_stands_in_both_languages() -> None:
    assert alternative(Said(zh="合成", en="合成"), ["p5", 0.5, None]) == Said(
        zh="合成：p5至0.5至默认", en="合成: p5 to 0.5 to default"
    )
    assert place("treat.most") == "异常值处理·最多缩尾点数"
