"""How records are said in official Chinese: one term for one thing on every page."""

from __future__ import annotations

from typing import Final

from luodi.core.record import Target
from luodi.documents.plain import number, one_line

COMPARATORS: Final = {
    "eq": "达到",
    "ge": "不低于",
    "gt": "超过",
    "le": "不超过",
    "lt": "低于",
    "approx": "约",
    "range": "",
}
SIGNS: Final = {"eq": "", "ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "约", "range": ""}
CHANGES: Final = {
    ("growth", "increase"): "增长",
    ("growth", "decrease"): "下降",
    ("increment", "increase"): "新增",
    ("increment", "decrease"): "减少",
}


def amount(target: Target) -> str:
    """Say what a target demands.

    >>> target = Target(id="T1", quote="…", start=0, end=1, indicator="高新技术企业", kind="count",
    ...                 comparator="ge", value=192, unit="家")
    >>> amount(target)
    '不低于192家'
    """
    unit = one_line(target.unit or "")
    change = CHANGES.get((target.kind, target.direction), "下降" if target.direction == "decrease" else "")
    base = one_line(target.baseline or "")
    if target.value is None:
        return (COMPARATORS[target.comparator] if base else change or "有要求，未写数值") + base
    if target.comparator == "range" and target.value_high is not None:
        figure = f"{number(target.value)}～{number(target.value_high)}"
    else:
        figure = number(target.value)
    said = change + COMPARATORS[target.comparator] + figure + unit
    compared = against(target)
    return f"{said}（{compared}）" if compared else said


def against(target: Target) -> str:
    """Say what a relative target is held against; empty when nothing is named."""
    base, year = one_line(target.baseline or ""), one_line(target.baseline_year or "")
    if base:
        return f"相对{base}"
    return f"以{year}年为基期" if year else ""


def deadline(value: str | None) -> str:
    """Say a deadline: a year, a month, a date or two years of which the last counts.

    >>> deadline("2025"), deadline("2025-06"), deadline("2025-06-30"), deadline("2021-2025"), deadline(None)
    ('2025年', '2025年6月', '2025年6月30日', '2021—2025年', '未写明')
    """
    if not value:
        return "未写明"
    parts = one_line(value).split("-")
    if not all(part.isdigit() and part.isascii() for part in parts):
        return one_line(value)
    if len(parts) == 1:
        return f"{parts[0]}年"
    if len(parts) == 2:
        return f"{parts[0]}—{parts[1]}年" if len(parts[1]) == 4 else f"{parts[0]}年{int(parts[1])}月"
    if len(parts) == 3:
        return f"{parts[0]}年{int(parts[1])}月{int(parts[2])}日"
    return one_line(value)


def units(names: tuple[str, ...] | list[str]) -> str:
    """Join the names of units.

    >>> units(["市科技局", "市经济和信息化局"]), units([])
    ('市科技局、市经济和信息化局', '未写明')
    """
    return "、".join(one_line(name) for name in names) or "未写明"
