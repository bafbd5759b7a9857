"""Names of indicators: folded for comparison, and how alike two of them are."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_NOISE: Final = re.compile(r"[\s*#`|\\“”\"'‘’「」、,，。.;；:：()（）\[\]【】《》<>〈〉·的—–\-_/]+")


@lru_cache(maxsize=65536)
def squeeze(name: str) -> str:
    """Fold compatibility forms and case; drop blanks, punctuation and 的.

    >>> squeeze("数字经济核心产业增加值占ＧＤＰ的比重"), squeeze("R&D 经费（亿元）")
    ('数字经济核心产业增加值占gdp比重', 'r&d经费亿元')
    """
    return _NOISE.sub("", unicodedata.normalize("NFKC", name)).casefold()


@lru_cache(maxsize=65536)
def pairs(name: str) -> frozenset[str]:
    """Give the pairs of neighbouring characters of a folded name."""
    folded = squeeze(name)
    return frozenset(folded[i : i + 2] for i in range(len(folded) - 1)) or frozenset([folded])


def alike(one: str, other: str) -> float:
    """Say how alike two names are: Dice's coefficient over character pairs, 0 to 1.

    >>> alike("高新技术企业数", "高新技术企业数量"), alike("专利", "学校")
    (0.9230769230769231, 0.0)
    """
    a, b = pairs(one), pairs(other)
    return 2 * len(a & b) / (len(a) + len(b))
