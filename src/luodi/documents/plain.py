"""Text that every format can hold, and files that are written whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import IO, Final

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


def check_target(path: Path) -> None:
    """Look at a place before long work begins: a missing folder is better known now than after it.

    Raises:
        InputError: it is a folder, or lies in one that is missing or may not be written to.
    """
    if path.is_dir():
        raise InputError(
            "the output is a folder",
            where=str(path),
            accepted="the path of a file",
            remedy="add a file name to it",
        )
    folder = path.resolve().parent
    if not folder.is_dir():
        raise InputError(
            "the output's folder does not exist",
            where=str(folder),
            accepted="a path in a folder that exists",
            remedy="make the folder or choose another",
        )
    if not os.access(folder, os.W_OK) and not _is_device(path):
        raise InputError(
            "the output's folder may not be written to: permission denied",
            where=str(folder),
            accepted="a folder that you may write to",
            remedy="choose another place",
        )


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file by renaming a finished one into place, so that nothing is ever half-written.

    A link keeps pointing to the file it names, a file keeps its permissions, and a device such as /dev/null
    is written to as it is.

    Raises:
        InputError: the folder is missing or may not be written, or the disk is full.
    """
    with replaced(path) as file:
        file.write(data)


@contextmanager
def replaced(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that takes its place, as :func:`write_bytes` says, only once all is written.

    Raises:
        InputError: the folder is missing or may not be written, or the disk is full.
    """
    target = path.resolve()
    # the name is cut: with its addition it must not be longer than a name may be
    unfinished = target.with_name(f".{target.name[:60]}.{os.getpid()}.part")
    try:
        if _is_device(target):
            with target.open("wb") as file:
                yield file
            return
        try:
            with unfinished.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                shutil.copymode(target, unfinished)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(
            f"cannot write the file: {error.strerror or error}",
            where=str(path),
            accepted="a place with room that you may write to",
            remedy="make the folder, close the file elsewhere, or choose another place",
        ) from error


def _is_device(path: Path) -> bool:
    return path.exists() and not path.is_file()
