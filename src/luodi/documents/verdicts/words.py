"""How verdicts are said, in Chinese and in English."""

from __future__ import annotations

from typing import Final, Literal

from luodi.documents.plain import number
from luodi.rules.rounding import half_even

Language = Literal["zh", "en"]

VERDICTS: Final[dict[Language, dict[str, str]]] = {
    "zh": {"met": "✓ 符合", "not_met": "✗ 不符合", "unknown": "? 无法判断", "not_asked": "– 未要求"},
    "en": {"met": "✓ met", "not_met": "✗ not met", "unknown": "? cannot be told", "not_asked": "– not asked"},
}
WORDS: Final[dict[Language, dict[str, str]]] = {
    "zh": {
        "verdict": "结论",
        "condition": "条件",
        "figure": "实际",
        "limit": "要求",
        "article": "依据",
        "mark": "标",
        "missing": "缺少",
        "undefined": "算不出：除数为0",
        "change": "怎样才能符合（其他不变，任选其一；只是算术，不是建议）",
        "whole": "全部条件",
        "bands": "得分再上一档",
        "none": "没有哪一项单独改变就够",
        "working": "计算过程",
        "from": "由",
        "on": "按此日期的规定",
        "sources": "文件",
        "unverified": "U：未核实，见规则文件",
        "entities": "行",
        "remedy": "办法",
        "entity": "对象",
        "rest": "其余 {} 条未列出，用 --format csv 或 json 可得全部",
    },
    "en": {
        "verdict": "Verdict",
        "condition": "Condition",
        "figure": "Figure",
        "limit": "Limit",
        "article": "Article",
        "mark": "Mark",
        "missing": "Missing",
        "undefined": "Cannot be computed: division by zero",
        "change": "What would change it (others equal, any one; arithmetic, not advice)",
        "whole": "All conditions",
        "bands": "The next band of the score",
        "none": "no single change is enough",
        "working": "Working",
        "from": "from",
        "on": "By the rule of",
        "sources": "Instruments",
        "unverified": "U: unverified, see the rule file",
        "entities": "rows",
        "remedy": "Remedy",
        "entity": "Entity",
        "rest": "{} more are not listed; --format csv or json gives all",
    },
}


def amount(value: float | None, unit: str = "", places: int = 2) -> str:
    """Say a figure with its unit, rounded to so many places; a dash where it cannot be told.

    >>> amount(7.142857, "%"), amount(300.0, "万元"), amount(None)
    ('7.14 %', '300 万元', '—')
    """
    if value is None or value != value:
        return "—"
    return f"{number(half_even(value, places))}{f' {unit}' if unit else ''}"


def exact(value: float, unit: str = "") -> str:
    """Say a figure with all its places.

    >>> exact(43.636364, "万元")
    '43.636364 万元'
    """
    return f"{number(value)}{f' {unit}' if unit else ''}"
