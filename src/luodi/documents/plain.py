"""Text that every format can hold, and files that are written whole or not at all."""

from __future__ import annotations

import os
import re
from decimal import Decimal
from pathlib import Path
from typing import Final

from luodi.core.errors import InputError

_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Remove what XML 1.0 cannot hold: control characters, lone surrogates, non-characters.

    >>> clean("第一条\\x00\\x0b 总则")
    '第一条 总则'
    """
    return _NOT_XML.sub("", text)


def one_line(text: str) -> str:
    """Clean a text and fold its white space, full-width spaces included.

    >>> one_line(" 到2025年,\\r\\n　　建成 ")
    '到2025年, 建成'
    """
    return " ".join(clean(text).split())


def number(value: float) -> str:
    """Print a number as officials write it: no exponent, no trailing zeros, no digit lost.

    >>> number(192.0), number(5.10), number(1e6), number(0.03)
    ('192', '5.1', '1000000', '0.03')
    """
    text = format(Decimal(repr(value)), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file by renaming a finished one into place, so that nothing is ever half-written.

    Raises:
        InputError: the folder is missing or may not be written.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        unfinished.write_bytes(data)
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise InputError(
            f"cannot write the file: {error.strerror}",
            where=str(path),
            remedy="make the folder, close the file elsewhere, or choose another place",
        ) from error
