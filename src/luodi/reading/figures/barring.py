"""Numbers that are no figures (非指标数字): thresholds, conditions, durations, marks of order."""

from __future__ import annotations

import re
from typing import Final

from luodi.reading.figures import names
from luodi.reading.figures import vocabulary as words
from luodi.reading.figures.figure import Sentence, Spot
from luodi.reading.units import COUNT_WORDS, split_scale

_LIMIT_OF: Final = re.compile(
    r"及?(?:以上|以下|以内|左右)?(?:规模|级|标准)?的(?![^，。；]{0,12}基金)|级|"
    r"规模(?=[^、，。]{0,6}(?:企业|项目|集群|园区|基地))"
    r"|及?(?:以上|以下)(?=[^、，。；]{0,10}(?:企业|项目|工业|高校|景区|医院|技术|河流|乡镇|县|村|园区))"
)
"""500亩以上的…, 300万元以上项目, 千亿级…: what stands behind says which things are meant."""
_PLACED: Final = re.compile(r"(?:[位]?居|[位]列|排名?)(?=全|各|同|第)[^，]{0,4}\Z")
_AMONG: Final = re.compile(r"[^，。；、]{1,10}中(?:有|，)")
_SIZE_OF: Final = re.compile(r"[^，。；、]{2,20}(?:项目|工程|生产线)")
_FROM: Final = re.compile(r"[由从][^，]{0,10}\Z")
_MOVES: Final = re.compile(r"[^，]{0,3}(?:提高|提升|增加|下降|降|增长|增至|调整|扩大|缩短|压缩|减少|上升)")
_QUALITY: Final = re.compile(r"规模|面积|投资|收入|产值|达|年|超|容量|人口|营收|金额|拥有|满")
"""Nouns and verbs before a number that describe a thing (投资500万元以上的项目)."""
_GOAL_VERB: Final = re.compile(r"达到|提高到|建成|新增|完成|实现|控制在|降到")
_RULED: Final = re.compile(r"[对凡如若未违]")
_WIDEST_LIMIT: Final = 14


def is_no_figure(sentence: Sentence, spot: Spot) -> bool:
    """Say whether a number only sets a condition, a size or an order, and measures nothing."""
    first = spot.first
    if first.form == "bare":
        return _is_bare(sentence, spot)
    return (
        _is_rule(spot)
        or _is_part_of_name(spot)
        or _is_limit(sentence, spot)
        or _is_condition(sentence, spot)
        or _is_start(spot)
    )


def _is_bare(sentence: Sentence, spot: Spot) -> bool:
    """A number without a unit counts only behind a name that needs none (系数, 收入比)."""
    if spot.tail or not spot.name or not words.OWN_NUMBER.search(spot.name[-4:]):
        return True
    return not (spot.compared or spot.reached or sentence.scope.mood == "review")


def _is_rule(spot: Spot) -> bool:
    """Money given or owed by rule, and how the work is organised."""
    unit, tail = spot.first.unit or "", spot.tail
    if words.CONDITION.search(spot.before) or (unit.endswith("元") and words.CONDITION.match(tail[:6])):
        return True
    if words.ORGANISING.search(spot.before[-24:]) or words.ORGANISING.match(tail[:8]):
        return True
    if unit.endswith("元") and tail.startswith("标准"):
        return True
    return (
        unit in ("元", "万元")
        and bool(words.GIVEN.search(spot.before + tail[:6]))
        and not words.PAID_OUT.search(spot.before)
    )


def _is_part_of_name(spot: Spot) -> bool:
    """Voltages, ranks told as counts, the size of a project, durations, and marks that order a text."""
    first, tail = spot.first, spot.tail
    unit = first.unit or ""
    base = split_scale(unit)[1]
    counts = base in COUNT_WORDS
    if base in ("千伏", "级") or (first.form != "rank" and _PLACED.search(spot.before)):
        return True
    if _AMONG.match(tail) or (counts and words.PARTLESS.match(tail)):
        return True
    return not counts and not spot.percent and not spot.reached and bool(_SIZE_OF.match(tail))


def _is_limit(sentence: Sentence, spot: Spot) -> bool:
    """投资500万元以上的项目200项: the first number says which things the second counts."""
    first, tail, following = spot.first, spot.tail, spot.following
    base = split_scale(first.unit or "")[1]
    counts = base in COUNT_WORDS
    if following is not None and not counts and split_scale(following.unit or "")[1] in COUNT_WORDS:
        gap = sentence.flat[first.end : following.comparator_start]
        if len(gap) <= _WIDEST_LIMIT and not names.JOINTS.search(gap) and not words.DOES.search(gap):
            return True
    if base in words.TIME_UNIT and not words.TIME_NOUN.search(
        spot.name[-8:] or sentence.carried.subject[-8:]
    ):
        if base == "分" and words.POINT_NOUN.search(spot.name):
            return False
        return not (base == "天" and (words.CHANGING.search(spot.head) or "优良" in spot.head))
    behind = first.after + tail
    if not _LIMIT_OF.match(behind):
        return False
    described = bool(_QUALITY.search(spot.before[-6:]))
    if counts and following is None and not described and names.of_tail(tail) and spot.doing():
        return False
    if spot.percent and not spot.name and behind.startswith(("的", "以上的")):
        return False
    if counts and following is None and behind.startswith("以上") and "的" not in behind[:3]:
        return False
    return following is not None or not counts or described or not spot.doing()


def _is_condition(sentence: Sentence, spot: Spot) -> bool:
    """Say whether a rule (对…, 凡…, 不得…) begins the clause and no goal stands in it."""
    if sentence.scope.mood == "review" or not words.RULING.match(spot.before):
        return False
    return _RULED.match(spot.before) is not None or not _GOAL_VERB.search(spot.before)


def _is_start(spot: Spot) -> bool:
    """由36%提高到40%: the first number is what was before."""
    return bool(_FROM.search(spot.before) and _MOVES.match(spot.tail))
