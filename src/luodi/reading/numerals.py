"""Chinese and Arabic numerals (数词) to numbers.

Covers what official texts print: 192, 1,301.23, 二十八, 两千, 千 (as in 千亿), 二〇二五, 三点五.
"""

from __future__ import annotations

from functools import lru_cache

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
PLACES = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8}
CHINESE = "".join([*DIGITS, *PLACES, *MYRIADS])
"""Every character a Chinese numeral may hold, the decimal 点 apart."""


@lru_cache(maxsize=8192)
def number(numeral: str) -> float:
    """Give the value of an Arabic or Chinese numeral.

    A leading place word counts as one of it (千亿 = 1,000 亿).

    Raises:
        ValueError: the characters are no numeral.

    >>> number("1,301.23"), number("二十八"), number("千"), number("二〇二五"), number("三点五")
    (1301.23, 28.0, 1000.0, 2025.0, 3.5)
    """
    try:
        return float(numeral.replace(",", ""))
    except ValueError:
        pass
    whole, _, decimals = numeral.partition("点")
    value = float(_whole(whole))
    if decimals:
        value += float("0." + "".join(str(_digit(c)) for c in decimals))
    return value


def _digit(character: str) -> int:
    try:
        return DIGITS[character]
    except KeyError:
        raise ValueError(f"{character!r} is no digit") from None


def _whole(numeral: str) -> int:
    if not numeral:
        raise ValueError("an empty numeral")
    if len(numeral) > 1 and all(c in DIGITS for c in numeral):  # 二〇二五: digits read in place
        return int("".join(str(DIGITS[c]) for c in numeral))
    total = section = digit = 0
    for c in numeral:
        if c in MYRIADS:
            section += digit
            # 三万亿: the larger myriad multiplies all that stands before it
            if MYRIADS[c] > 10**4 and total:
                total = (total + section) * MYRIADS[c]
            else:
                total += (section or 1) * MYRIADS[c]
            section = digit = 0
        elif c in PLACES:
            section += (digit or 1) * PLACES[c]
            digit = 0
        else:
            digit = _digit(c)
    return total + section + digit
