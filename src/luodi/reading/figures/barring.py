"""Numbers that are no figures: conditions, frames, grants, penalties, time limits of procedures, sizes."""

from __future__ import annotations

import re
from typing import Final

from luodi.reading.figures import vocabulary as v
from luodi.reading.figures.draft import is_count
from luodi.reading.figures.items import HAN, NO_NOUN, Item
from luodi.reading.figures.setting import Frame, Tense
from luodi.reading.units import DURATIONS

_SENTENCE_BACK: Final = 200
"""Characters of a sentence before a number in which conditions and grants are looked for."""
_SUBSIDY_UNITS: Final = re.compile(r"元\Z|%\Z|倍\Z|个百分点\Z")


def barred(flat: str, item: Item, tense: Tense, frame: Frame) -> bool:
    """Numbers that set a condition, a frame, a price or a name, and are no figures."""
    mention = item.mention
    unit = mention.unit
    before = flat[item.left : mention.comparator_start]
    behind = flat[mention.end : mention.end + 8]
    percent = unit == "%"
    if unit is None:
        if mention.form == "bare" and not re.search(
            r"(?:系数|指数|比|[数率值])[^，。]{0,14}\Z", flat[item.clause : mention.comparator_start]
        ):
            return True
        if "." not in flat[mention.start : mention.end] and not re.search("指数|系数", before[-12:]):
            return True
    if behind.startswith("的") and not NO_NOUN.match(behind) and not (percent and len(before) <= 2):
        return True
    if mention.after and HAN.match(behind) and not NO_NOUN.match(behind) and behind[0] not in "（":
        if not is_count(unit) and not percent:
            return True
        if is_count(unit) and unit and unit.lstrip("万亿千百十") in ("人", "人次", "岁", "户"):
            return True
        if percent and len(before) > 2 and not re.search("[到达至于超]", before[-3:]):
            return True
    if (behind.startswith("口") and (unit or "").endswith("人")) or (
        "配备" in before and unit in ("人", "名")
    ):
        return True
    if behind.startswith(("级", "一遇", "的时间")) or flat[mention.start - 1 : mention.start] in "第":
        return True
    if (unit or "").lstrip("万亿千百十") in DURATIONS:
        if unit == "分":
            return v.SCORE_NAME.search(before[-16:]) is None
        if tense == "future" and v.DURATION_NAME.search(before) is None:
            return True
        if v.DURATION_NAME.search(before) is None and not re.search("[增减加少]", before):
            return True
    if tense == "past" and (frame.report or frame.communique):
        return False
    if tense == "past" and re.search("将[再会持继]", before):
        return True
    clause = flat[item.clause : mention.start]
    if v.CONTEXT_CLAUSE.match(clause):
        return True
    if re.search(r"不再|不得|不批准|不新增", clause):
        return True
    begin = max(item.sentence, mention.start - _SENTENCE_BACK)
    sentence = flat[begin : mention.start]
    tail = sentence[-120:] + flat[mention.end : min(item.clause_end, mention.end + 20)]
    if _SUBSIDY_UNITS.search(unit or "") and v.GRANT.search(tail[-80:]):
        return True
    if v.GRANT.search(flat, begin, min(len(flat), item.clause_end + 60)) and v.CONTEXT_CLAUSE.match(sentence):
        return True
    if v.CONDITION.search(clause) or re.match("[^，。]{0,20}的，", flat[mention.end : item.clause_end + 2]):
        return True
    if frame.rulebook:
        return re.search(r"力争|到20\d\d年|目标", sentence) is None
    return False
