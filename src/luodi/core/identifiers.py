"""Identifiers (标识代码) and their check digits, for one value or for a million at once.

Every test takes an array of codes in upper case and half width and gives one truth value per code.
A code of the right form need not have been issued.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.str_]
Truths = NDArray[np.bool_]

_CREDIT: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS: Final = np.array([pow(3, i, 31) for i in range(17)], dtype=np.int64)
_ORGANISATION: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS: Final = np.array([3, 7, 9, 10, 5, 8, 4, 2], dtype=np.int64)
_PATENT_WEIGHTS: Final = np.array([2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5], dtype=np.int64)
_RESIDENT_WEIGHTS: Final = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], dtype=np.int64)
_RESIDENT_CHECKS: Final[Codes] = np.array(list("10X98765432"))
_REMAINDERS: Final[Codes] = np.array(list("0123456789X"))
_DIGITS: Final = "0123456789"


class Check(NamedTuple):
    """A test of an identifier.

    Attributes:
        name: the identifier's official name.
        accepted: what a right one looks like.
        holds: the test on an array of codes.
    """

    name: str
    accepted: str
    holds: Callable[[Codes], Truths]


_BLOCK: Final = 50_000
"""Codes tested at once: a test takes some 300 bytes for each."""


def holding(test: Check, codes: NDArray[np.object_]) -> Truths:
    """Say of which codes a test holds, however many there are.

    Args:
        test: one of :data:`CHECKS`.
        codes: texts.
    """
    found: Truths = np.zeros(len(codes), bool)
    for start in range(0, len(codes), _BLOCK):
        block = slice(start, start + _BLOCK)
        found[block] = test.holds(codes[block].astype(np.str_))
    return found


def letters(codes: Codes, width: int) -> NDArray[np.uint32]:
    """Lay codes out as one row of ``width`` code points each; shorter ones are filled with 0."""
    fixed = np.ascontiguousarray(codes.astype(f"U{width}"))
    return fixed.view(np.uint32).reshape(len(fixed), width)


def values(points: NDArray[np.uint32], alphabet: str) -> NDArray[np.int64]:
    """Give each code point its place in an alphabet; -1 when it has none."""
    table = np.full(128, -1, dtype=np.int64)
    table[[ord(letter) for letter in alphabet]] = np.arange(len(alphabet))
    return np.where(points < 128, table[np.minimum(points, 127)], -1)


def _of_width(codes: Codes, width: int) -> Truths:
    long: Truths = np.strings.str_len(codes) == width
    return long


def credit_check(points: NDArray[np.int64]) -> NDArray[np.int64]:
    """Work out the check value of 17-character bodies of social credit codes (GB 32100-2015)."""
    return (31 - points @ _CREDIT_WEIGHTS % 31) % 31


def is_credit_code(codes: Codes) -> Truths:
    """Test 统一社会信用代码: 18 characters, the last one a check character (GB 32100-2015)."""
    places = values(letters(codes, 18), _CREDIT)
    known: Truths = (places >= 0).all(axis=1) & _of_width(codes, 18)
    right: Truths = places[:, 17] == credit_check(places[:, :17])
    return known & right


def complete_credit_codes(bodies: Codes) -> Codes:
    """Add the check character to 17-character bodies, for made-up codes.

    >>> complete_credit_codes(np.array(["91511100MA0000007"])).tolist()
    ['91511100MA0000007K']
    """
    places = credit_check(values(letters(bodies, 17), _CREDIT))
    return np.strings.add(bodies, np.array(list(_CREDIT))[places])


def organisation_check(places: NDArray[np.int64]) -> NDArray[np.str_]:
    """Work out the check characters of 8-character 组织机构代码 (GB 11714)."""
    found = (11 - places @ _ORGANISATION_WEIGHTS % 11) % 11
    checks: Codes = _REMAINDERS[found]
    return checks


def is_organisation_code(codes: Codes) -> Truths:
    """Test 组织机构代码: 8 characters and a check character, with or without a hyphen (GB 11714)."""
    formed, bare = _formed(codes, r"([0-9A-Z]{8})-?([0-9X])", 9)
    points = letters(bare, 9)
    return formed & np.equal(organisation_check(values(points[:, :8], _ORGANISATION)), _last(points))


def _formed(codes: Codes, pattern: str, width: int) -> tuple[Truths, Codes]:
    """Say which codes have a form, and give the groups of the pattern in them; zeros for the others."""
    found = [*map(re.compile(pattern).fullmatch, codes.tolist())]
    formed = np.fromiter((match is not None for match in found), bool, len(found))
    bare = ["".join(match.groups()) if match else "0" * width for match in found]
    return formed, np.array(bare, dtype=f"U{width}")


def complete_organisation_codes(bodies: Codes) -> Codes:
    """Add the check character to 8-character bodies, for made-up codes."""
    return np.strings.add(bodies, organisation_check(values(letters(bodies, 8), _ORGANISATION)))


def _last(points: NDArray[np.uint32]) -> NDArray[np.str_]:
    return np.ascontiguousarray(points[:, -1]).view("U1")


def patent_check(places: NDArray[np.int64]) -> NDArray[np.str_]:
    """Work out the check characters of 12-digit patent application numbers (ZC 0006-2003)."""
    checks: Codes = _REMAINDERS[places @ _PATENT_WEIGHTS % 11]
    return checks


def is_patent_number(codes: Codes) -> Truths:
    """Test 专利申请号: 12 digits, a point and a check character (ZC 0006-2003); ZL before it is left out."""
    formed, bare = _formed(codes, r"(?:ZL)?(\d{4}[12389]\d{7})\.?([\dX])", 13)
    points = letters(bare, 13)
    return formed & np.equal(patent_check(values(points[:, :12], _DIGITS)), _last(points))


def complete_patent_numbers(bodies: Codes) -> Codes:
    """Add point and check character to 12-digit bodies, for made-up numbers.

    >>> complete_patent_numbers(np.array(["200710308494"])).tolist()
    ['200710308494.X']
    """
    checks = patent_check(values(letters(bodies, 12), _DIGITS))
    return np.strings.add(np.strings.add(bodies, "."), checks)


def is_resident_number(codes: Codes) -> Truths:
    """Test 公民身份号码: 17 digits and a check character (GB 11643-1999). Never store what was tested."""
    points = letters(codes, 18)
    places = values(points[:, :17], _DIGITS)
    known: Truths = (places >= 0).all(axis=1) & _of_width(codes, 18)
    right: Truths = np.equal(_RESIDENT_CHECKS[places @ _RESIDENT_WEIGHTS % 11], _last(points))
    return known & right


def factorise(codes: list[str]) -> tuple[list[str], NDArray[np.intp]]:
    """Name the distinct codes in order of appearance, and the place of each code among them.

    >>> distinct, where = factorise(["b", "a", "b"])
    >>> distinct, where.tolist()
    (['b', 'a'], [0, 1, 0])
    """
    places = {code: place for place, code in enumerate(dict.fromkeys(codes))}
    return list(places), np.fromiter(map(places.__getitem__, codes), np.intp, len(codes))


def _matching(pattern: str) -> Callable[[Codes], Truths]:
    """Test distinct codes only: classes and areas repeat."""
    fullmatch = re.compile(pattern).fullmatch

    def holds(codes: Codes) -> Truths:
        distinct, where = factorise(codes.tolist())
        found = np.fromiter((fullmatch(code) is not None for code in distinct), bool, len(distinct))
        there: Truths = found[where]
        return there

    return holds


_DIVISIONS: Final = (
    ("A", 1, 5), ("B", 6, 12), ("C", 13, 43), ("D", 44, 46), ("E", 47, 50), ("F", 51, 52), ("G", 53, 60),
    ("H", 61, 62), ("I", 63, 65), ("J", 66, 69), ("K", 70, 70), ("L", 71, 72), ("M", 73, 75), ("N", 76, 79),
    ("O", 80, 82), ("P", 83, 83), ("Q", 84, 85), ("R", 86, 90), ("S", 91, 96), ("T", 97, 97),
)  # fmt: skip
"""Sections of GB/T 4754-2017 and the divisions they hold (门类与大类); the ranges are not verified."""


def section_of(division: int) -> str:
    """Name the section of a division of GB/T 4754-2017; "" when there is none.

    >>> section_of(38), section_of(64), section_of(98)
    ('C', 'I', '')
    """
    return next((letter for letter, first, last in _DIVISIONS if first <= division <= last), "")


def is_industry_code(codes: Codes) -> Truths:
    """Test a class of GB/T 4754-2017: two to four digits, a section's letter before them or not."""
    distinct, where = factorise(codes.tolist())
    found = np.fromiter(map(_is_industry, distinct), bool, len(distinct))
    there: Truths = found[where]
    return there


def _is_industry(code: str) -> bool:
    parts = re.fullmatch(r"([A-T]?)(\d{2})\d{0,2}", code)
    if parts is None:
        return False
    section = section_of(int(parts[2]))
    return bool(section) and parts[1] in ("", section)


CHECKS: Final[dict[str, Check]] = {
    "credit_code": Check(
        "统一社会信用代码", "18 characters with a check character, GB 32100-2015", is_credit_code
    ),
    "organisation_code": Check(
        "组织机构代码", "8 characters and a check character, GB 11714", is_organisation_code
    ),
    "patent_number": Check(
        "专利申请号", "12 digits, a point and a check character, such as 200710308494.X", is_patent_number
    ),
    "resident_number": Check(
        "公民身份号码", "17 digits and a right check character, GB 11643-1999", is_resident_number
    ),
    "area_code": Check("行政区划代码", "six digits, such as 511102 (GB/T 2260)", _matching(r"[1-9]\d{5}")),
    "industry_code": Check(
        "国民经济行业代码", "two to four digits, such as 3825 (GB/T 4754-2017)", is_industry_code
    ),
    "digital_class": Check(
        "数字经济分类代码", "four or six digits that begin with 01 to 05, such as 0105 (2021)",
        _matching(r"0[1-5]\d{2}(\d{2})?"),
    ),
    "ipc": Check(
        "国际专利分类号", "such as H01L 31/0216", _matching(r"[A-H]\d{2}[A-Z]( ?\d{1,4}/\d{2,6})?")
    ),
    "document_number": Check(
        "公文字号", "such as 乐府发〔2021〕7号", _matching(r"[^\s〔〕\d]+〔(19|20)\d{2}〕[1-9]\d{0,4}号")
    ),
}  # fmt: skip
"""The tests that a column of a register may name as its ``check``."""


def holds(check: str, code: str) -> bool:
    """Test one code.

    Args:
        check: a name in :data:`CHECKS`.
        code: as written; blanks around it, width and case do not matter.

    >>> holds("credit_code", "914403001922038216"), holds("credit_code", "914403001922038215")
    (True, False)
    """
    return bool(CHECKS[check].holds(np.array([plain(code)]))[0])


def plain(code: str) -> str:
    """Write a code in upper case and half width, without blanks around it.

    >>> plain(" ９１５１１１００ma0000007k ")
    '91511100MA0000007K'
    """
    import unicodedata

    return unicodedata.normalize("NFKC", code).strip().upper()
