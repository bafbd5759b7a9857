"""Number formats of Word lists (ST_NumberFormat, ECMA-376 part 1, 17.18.59) that Chinese documents use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_DIGITS: Final = "〇一二三四五六七八九"
_LEGAL: Final = "零壹贰叁肆伍陆柒捌玖"
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN_LETTERS: Final = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")
_ROMAN_VALUES: Final = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)


def chinese(number: int) -> str:
    """Count in Chinese as documents do: 十, 十一, 二十, 一百零五.

    >>> [chinese(n) for n in (1, 10, 11, 20, 28, 105, 110, 1002)]
    ['一', '十', '十一', '二十', '二十八', '一百零五', '一百一十', '一千零二']
    """
    if not 0 <= number < 10_000:
        return str(number)
    if number < 10:
        return _DIGITS[number]
    text, pending = "", False
    for unit, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if pending else "") + _DIGITS[digit] + word
            pending = False
        else:
            pending = bool(text)
    return text[1:] if text.startswith("一十") else text


def numeral(number: int, form: str) -> str:
    """Print a count in one of Word's number formats; an unknown one prints digits.

    Args:
        number: the count.
        form: the value of ``w:numFmt``.

    Returns:
        The count as it shows.

    Example:
        >>> [numeral(3, form) for form in ("chineseCounting", "ideographTraditional", "upperRoman", "none")]
        ['三', '丙', 'III', '']
        >>> numeral(3, "decimalEnclosedCircleChinese"), numeral(27, "lowerLetter"), numeral(7, "decimalZero")
        ('③', 'aa', '07')
    """
    return _FORMS.get(form, str)(number)


def _positional(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number)) if number >= 0 else str(number)


def _legal(number: int) -> str:
    text = chinese(number)
    if 10 <= number < 20:
        text = f"一{text}"
    return text.translate(str.maketrans(_DIGITS + "十百千", _LEGAL + "拾佰仟"))


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for letters, value in zip(_ROMAN_LETTERS, _ROMAN_VALUES, strict=True):
        count, number = divmod(number, value)
        text += letters * count
    return text


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number <= 780 else str(number)


def _series(first: str, last: int) -> Callable[[int], str]:
    """Give a format whose signs follow each other in Unicode; past the last, digits in brackets."""
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= last else f"({number})"


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)] if number > 0 else str(number)


def _wide(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))


_FORMS: Final[dict[str, Callable[[int], str]]] = {
    "none": lambda number: "",
    "decimalZero": lambda number: f"{number:02d}",
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "japaneseDigitalTenThousand": _positional,
    "taiwaneseDigital": _positional,
    "ideographDigital": _positional,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographEnclosedCircle": _series("㊀", 10),
    "decimalEnclosedCircle": _series("①", 20),
    "decimalEnclosedCircleChinese": _series("①", 20),
    "decimalEnclosedParen": _series("⑴", 20),
    "decimalEnclosedFullstop": _series("⒈", 20),
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
}
