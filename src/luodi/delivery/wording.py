"""How numbers, amounts and demands are said in a report, in Chinese and English."""

from __future__ import annotations

from typing import Final

from luodi.core.quantity import split_unit
from luodi.delivery.report import Terms, Words

UNITS: Final = {
    "元": "yuan",
    "美元": "US dollars",
    "%": "%",
    "个百分点": "percentage points",
    "微克/立方米": "µg/m³",
    "毫克/立方米": "mg/m³",
    "天": "days",
    "人": "people",
    "人次": "visits",
    "吨": "t",
    "千瓦时": "kWh",
    "平方米": "m²",
    "公里": "km",
    "倍": "times",
    "年": "years",
}
"""English for base units; counters (家, 个, 项, 件, 位) are left out in English."""
_COUNTERS: Final = frozenset("家个项件位台套所座处条名户")
_UP: Final = {
    "eq": "达到",
    "ge": "不低于",
    "gt": "超过",
    "le": "不超过",
    "lt": "低于",
    "approx": "约",
    "range": "",
}
_UP_EN: Final = {
    "eq": "reach",
    "ge": "at least",
    "gt": "more than",
    "le": "at most",
    "lt": "less than",
    "approx": "about",
    "range": "",
}


def number(value: float) -> str:
    """Print a number to at most six digits after the point, without an exponent or trailing zeros.

    >>> number(192.0), number(0.1 + 0.2), number(-1234567.25), number(1 / 3)
    ('192', '0.3', '-1234567.25', '0.333333')
    """
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def short(value: float) -> str:
    """Print a worked-out number to three significant digits, whole numbers in full.

    >>> short(433.8), short(0.31718), short(16.6667), short(3)
    ('434', '0.317', '16.7', '3')
    """
    if value == 0 or abs(value) >= 100:
        return number(round(value))
    return number(float(f"{value:.3g}"))


def english(value: float, unit: str, shape: str | None = None) -> str:
    """Say an amount in English.

    Args:
        value: the amount, in ``unit``.
        unit: a Chinese unit.
        shape: the printed number where it should be another than :func:`number` gives.

    Example:
        >>> english(2000, "亿元"), english(192, "家"), english(3.37, "万户"), english(10, "%")
        ('200 billion yuan', '192', '33,700', '10%')
    """
    factor, base = split_unit(unit)
    word = "" if base in _COUNTERS else UNITS.get(base, base)
    if factor == 1:
        said = shape or number(value)
        return f"{said}%" if word == "%" else f"{said} {word}".strip()
    amount = value * factor
    for size, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(amount) >= size:
            return f"{number(amount / size)} {name} {word}".strip()
    return f"{amount:,.10g} {word}".strip()


def chinese(value: float, unit: str) -> str:
    """Say an amount in Chinese.

    >>> chinese(2000, "亿元")
    '2000亿元'
    """
    return f"{number(value)}{unit}"


def both(value: float, unit: str) -> Words:
    """Say an amount in both languages."""
    return Words(zh=chinese(value, unit), en=english(value, unit))


def compared(comparator: str | None, value: float, high: float | None, unit: str) -> Words:
    """Say a comparison.

    >>> compared("gt", 2000, None, "亿元")
    Words(zh='超过2000亿元', en='more than 200 billion yuan')
    >>> compared("range", 20, 25, "%").zh
    '20～25%'
    """
    word, word_en = _UP[comparator or "eq"], _UP_EN[comparator or "eq"]
    if comparator == "range" and high is not None:
        return Words(
            zh=f"{number(value)}～{number(high)}{unit}", en=f"{number(value)} to {english(high, unit)}"
        )
    if comparator == "eq" and value == 0:
        word, word_en = "降为", "down to"
    return Words(zh=f"{word}{chinese(value, unit)}", en=f"{word_en} {english(value, unit)}".strip())


def period(text: str) -> Words:
    """Say a period.

    >>> period("2024"), period("2024-01/2024-08"), period("2021-2024").zh
    (Words(zh='2024年', en='2024'), Words(zh='2024年1—8月', en='January to August 2024'), '2021—2024年')
    """
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    first, _, last = text.partition("/")
    if last and first[:4] == last[:4] and len(first) == len(last) == 7:
        one, other = int(first[5:]), int(last[5:])
        return Words(
            zh=f"{first[:4]}年{one}—{other}月", en=f"{months[one - 1]} to {months[other - 1]} {first[:4]}"
        )
    if len(text) == 4:
        return Words(zh=f"{text}年", en=text)
    if len(text) == 7:
        return Words(zh=f"{text[:4]}年{int(text[5:])}月", en=f"{months[int(text[5:]) - 1]} {text[:4]}")
    if len(text) == 9:
        return Words(zh=f"{text[:4]}—{text[5:]}年", en=f"{text[:4]} to {text[5:]}")
    return Words(zh=text, en=text)


def in_terms(terms: Terms, baseline: str) -> Words | None:
    """Say what a promise is told in; None where it is the figure itself.

    >>> in_terms("sum", "2020").zh, in_terms("figure", "2020")
    ('2020年后累计', None)
    """
    return {
        "figure": None,
        "change": Words(zh=f"较{baseline}年变化", en=f"change since {baseline}"),
        "sum": Words(zh=f"{baseline}年后累计", en=f"total after {baseline}"),
        "chain": Words(zh=f"以{baseline}年为100", en=f"index, {baseline} = 100"),
    }[terms]
