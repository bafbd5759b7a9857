"""Units of measure (计量单位): how scaled Chinese units relate to each other.

A unit is a scale word and a base: 亿元 = 1e8 元, 万人次 = 1e4 人次. Two units are comparable when their bases
are the same after the synonyms used in official texts (户 = 家 for firms, 美金 = 美元).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

SCALES: Final[tuple[tuple[str, float], ...]] = (
    ("万亿", 1e12),
    ("千亿", 1e11),
    ("百亿", 1e10),
    ("十亿", 1e9),
    ("亿", 1e8),
    ("千万", 1e7),
    ("百万", 1e6),
    ("十万", 1e5),
    ("万", 1e4),
)
"""Scale words, longest first. 千克, 千瓦, 千米, 百分点 are units of their own, so 千 and 百 are no scales."""

SYNONYMS: Final[dict[str, str]] = {
    "户": "家",
    "百分点": "个百分点",
    "美金": "美元",
    "人民币": "元",
    "ug/m3": "微克/立方米",
    "μg/m3": "微克/立方米",
    "µg/m3": "微克/立方米",
    "微克每立方米": "微克/立方米",
    "μg/m³": "微克/立方米",
    "mg/m3": "毫克/立方米",
    "km": "公里",
    "千米": "公里",
    "km2": "平方公里",
    "平方千米": "平方公里",
    "GW": "吉瓦",
    "MW": "兆瓦",
    "kW": "千瓦",
    "％": "%",
}


@lru_cache(maxsize=4096)
def split_unit(unit: str) -> tuple[float, str]:
    """Split a unit into its scale factor and its base unit.

    Args:
        unit: the unit as printed, such as ``亿元``.

    Returns:
        The factor and the base unit after synonyms.

    Example:
        >>> split_unit("亿元"), split_unit("万户"), split_unit("ug/m3")
        ((100000000.0, '元'), (10000.0, '家'), (1.0, '微克/立方米'))
    """
    unit = unit.strip()
    factor = 1.0
    for word, scale in SCALES:
        if unit.startswith(word):
            factor, unit = scale, unit[len(word) :]
            break
    return factor, SYNONYMS.get(unit, unit)


def comparable(one: str, other: str) -> bool:
    """Say whether figures in the two units may be held against each other.

    >>> comparable("万元", "亿元"), comparable("万元", "%"), comparable("户", "家")
    (True, False, True)
    """
    return split_unit(one)[1] == split_unit(other)[1]


def convert(value: float, unit: str, into: str) -> float:
    """Express ``value`` of ``unit`` in the unit ``into``.

    Raises:
        ValueError: the units measure different things.

    >>> convert(3000, "万元", "亿元")
    0.3
    """
    (have, base), (want, wanted_base) = split_unit(unit), split_unit(into)
    if base != wanted_base:
        raise ValueError(f"{unit} cannot be expressed in {into}")
    return value if have == want else value * have / want
