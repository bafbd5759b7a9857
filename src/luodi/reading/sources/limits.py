"""How much is read at most, so that no file can exhaust the machine."""

from __future__ import annotations

import re
import stat
import zlib
from pathlib import Path
from typing import BinaryIO, Final

from luodi.core.errors import InputError
from luodi.core.unpacking import MAX_RATIO, MAX_UNPACKED, MB, bomb, megabytes

MAX_BYTES: Final = 50 * MB
"""The largest file. Plans with text are below 10 MB; scans are larger and cannot be read anyway."""
MAX_CHARACTERS: Final = 30_000_000
"""The longest text; merged table cells and unpacked parts may otherwise grow far beyond the file."""
MAX_PART: Final = 60 * MB
"""One XML part of a .docx, unpacked: parsed it takes ten times that in memory."""

READ: Final = ".txt, .md, .html, .docx or .pdf"
"""What is read, for the messages."""


def read_bounded(path: Path, max_bytes: int) -> bytes:
    """Read a file, once it is known to be one and not too large.

    Raises:
        InputError: there is no such file, it is a folder, may not be opened, or is too large.
    """
    where = str(path)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise InputError(
                "this is a folder, not a file",
                where=where,
                accepted=f"one {READ} file",
                remedy="name a file in it",
            )
        if stat.S_ISREG(status.st_mode) and status.st_size > max_bytes:
            raise _too_large(where, megabytes(status.st_size), max_bytes)
        with path.open("rb") as file:
            return read_stream(file, where, max_bytes)
    except FileNotFoundError:
        raise InputError(
            "there is no such file",
            where=where,
            accepted=f"a {READ} file",
            remedy=f"check the name; the current folder is {Path.cwd()}",
        ) from None
    except PermissionError:
        raise InputError(
            "the file may not be opened: permission denied",
            where=where,
            accepted="a file that you may read",
            remedy="ask its owner, or copy it to where you may read it",
        ) from None
    except (OSError, ValueError) as error:
        # ValueError: a name with a zero byte in it; OSError: a name too long, a device that fails
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(
            f"the file cannot be opened: {reason}", where=where.replace("\0", "\\0"), remedy="check the name"
        ) from error


def read_stream(file: BinaryIO, where: str, max_bytes: int) -> bytes:
    """Read a stream to its end unless it is too large; its length may not be known beforehand.

    Raises:
        InputError: there is more than ``max_bytes``, or nothing.

    >>> import io
    >>> read_stream(io.BytesIO(b"abc"), "-", 10)
    b'abc'
    """
    data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise _too_large(where, f"more than {megabytes(max_bytes)}", max_bytes)
    if not data:
        raise InputError(
            "the file is empty",
            where=where,
            accepted=f"a {READ} file with text",
            remedy="save or download it again",
        )
    return data


def _too_large(where: str, size: str, max_bytes: int) -> InputError:
    return InputError(
        f"the file is too large: {size}, the limit is {megabytes(max_bytes)}",
        where=where,
        accepted=f"one document of at most {megabytes(max_bytes)}",
        remedy="take out pictures or split it into its documents; a scan must be recognised (OCR) first",
    )


_STEP: Final = 16 * 1024
_STREAM: Final = re.compile(rb"(?<!end)stream\r?\n(?=[\x08\x18\x28\x38\x48\x58\x68\x78])")
_TWICE: Final = re.compile(rb"/Filter\s*\[[^\]]{0,200}/(?:FlateDecode|Fl)\b[^\]]{0,200}/(?:FlateDecode|Fl)\b")


def check_streams(data: bytes, where: str) -> None:
    """Unpack every deflated stream of a PDF once, counting, before a library unpacks it into memory.

    Raises:
        InputError: the streams unpack to more than a real document holds.
    """
    if _TWICE.search(data):
        raise bomb(where, "a stream is packed twice over")
    unpacked = wasted = position = 0
    while match := _STREAM.search(data, position):
        position = match.end()
        if int.from_bytes(data[position : position + 2], "big") % 31:
            continue  # not the head of a deflated stream
        packer, begin, cursor, tail = zlib.decompressobj(), unpacked, position, b""
        try:
            while not packer.eof and (tail or cursor < len(data)):
                if not tail:
                    tail = data[cursor : cursor + _STEP]
                    cursor += len(tail)
                unpacked += len(packer.decompress(tail, MB))
                tail = packer.unconsumed_tail
                packed = cursor - position
                if unpacked > MAX_UNPACKED or unpacked - begin > max(20 * MB, MAX_RATIO * packed):
                    raise bomb(where, f"its streams hold more than {megabytes(unpacked)}")
            position = max(position, cursor - len(packer.unused_data))
        except zlib.error:
            # an image or font after all; many long ones are streams that lie inside each other
            wasted += cursor - position
            if wasted > 2 * len(data) + 20 * MB:
                raise bomb(where, "its streams overlap") from None
