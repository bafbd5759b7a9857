"""Plain text (纯文本): which encoding it is in, and whether it is text at all."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import Final

from luodi.core.errors import InputError

BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
ENCODINGS: Final = "UTF-8, GB18030 (GBK, GB2312), or UTF-16 with a byte order mark"
SAVE_AS_UTF8: Final = "open it in the program that wrote it and save it as UTF-8 text"

_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS: Final = re.compile("[\x01-\x08\x0e-\x19\x1b-\x1f\x7f]")
_LEAST_COMMON: Final = 0.45
"""The least share of everyday characters among the non-ASCII ones of a text in a Chinese encoding. Measured:
official texts above 0.99, traditional characters 0.63, Big5 taken for GB 18030 0.30, UTF-8 taken for it 0.16,
random bytes that happen to be valid 0.18 (at most 0.40 in 300 draws)."""
_SAMPLE: Final = 200_000


def read_plain(data: bytes, where: str) -> str:
    """Decode a text file; nothing is changed but the line ends and the byte order mark.

    Raises:
        InputError: the bytes are not text in a known encoding.

    Example:
        >>> read_plain(b"\\xef\\xbb\\xbf\\xe4\\xb8\\x80\\r\\n\\xe4\\xba\\x8c", "a.txt")
        '一\\n二'
    """
    return unify_line_ends(decode(data, where))


def unify_line_ends(text: str) -> str:
    r"""Turn every kind of line end, form feeds and Unicode separators included, into ``\n``.

    >>> unify_line_ends("一\r\n二\r三\x0c四\u2028五\n")
    '一\n二\n三\n四\n五\n'
    """
    return _LINE_ENDS.sub("\n", text)


def decode(data: bytes, where: str) -> str:
    """Decode bytes by their mark, by validity, and by whether the outcome looks like a text.

    charset-normalizer guesses among all encodings: it takes 乐山市 in GBK for Big5 and one sentence
    for Korean. Only three families are published, and a wrong guess would turn figures into others.

    Raises:
        InputError: the bytes are not text in a known encoding.

    >>> decode("乐山市".encode("gbk"), "a.txt")
    '乐山市'
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            text = _strict(data[len(mark) :], encoding)
            if text is None or not is_text(text, chinese=encoding != "utf-8"):
                raise InputError(
                    f"the text begins with the mark of {encoding.upper()} but is not in it",
                    where=where,
                    accepted=ENCODINGS,
                    remedy=SAVE_AS_UTF8,
                )
            return text
    text = _strict(data, "utf-8")
    if text is not None and is_text(text, chinese=False):
        if text.count("\ufffd") * 50 > len(text):
            raise InputError(
                "the characters were lost before: the text is full of the sign � for unreadable ones",
                where=where,
                accepted="the text as first published",
                remedy="fetch it again and save it without changing its encoding",
            )
        return text
    if text is None:
        text = _strict(data, "gb18030")
        if text is not None and is_text(text, chinese=True):
            return text
        _refuse_damaged_utf8(data, where)
    raise InputError(
        "this is not text in a known encoding"
        if b"\0" not in data
        else "this is not text: it holds zero bytes",
        where=where,
        accepted=ENCODINGS,
        remedy=SAVE_AS_UTF8,
    )


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _refuse_damaged_utf8(data: bytes, where: str) -> None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        rest = data.decode("utf-8", errors="replace")
        bad = rest.count("\ufffd")
        if "\0" in rest or bad * 50 > len(rest) or sum(char > "\x7f" for char in rest[:_SAMPLE]) < 3 * bad:
            return
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"the text is UTF-8 but damaged: byte {error.start + 1} does not belong to a character",
            where=f"{where} line {line}",
            accepted=ENCODINGS,
            remedy="fetch the file again, or correct that place and save it as UTF-8",
        ) from None


def is_text(text: str, *, chinese: bool) -> bool:
    """Say whether decoded bytes look like a text: no zero bytes, few control characters, everyday Chinese."""
    if "\0" in text or len(_CONTROLS.findall(text)) * 100 > len(text):
        return False
    return not chinese or common_share(text) >= _LEAST_COMMON


def common_share(text: str) -> float:
    """Give the share of everyday Chinese characters and signs (GB 2312 level 1) among the non-ASCII ones.

    >>> common_share("plain"), common_share("到2025年，"), common_share("涓€浜岃")
    (1.0, 1.0, 0.0)
    """
    other = [char for char in text[:_SAMPLE] if char > "\x7f"]
    common = _common()
    return sum(char in common for char in other) / len(other) if other else 1.0


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    rows = [*range(0xA1, 0xAA), *range(0xB0, 0xD8)]
    signs = bytes(byte for row in rows for cell in range(0xA1, 0xFF) for byte in (row, cell))
    # the latter: signs that publishers use and GB 2312 lacks, and the spaces of the web
    return frozenset(signs.decode("gb2312", errors="ignore")) | frozenset(
        "—·•〇㎡℃μ²³％　\u00a0\u2002\u2003\u200b\ufeff"
    )
