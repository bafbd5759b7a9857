"""How far a packed file may unfold (解压上限): a guard for every zip, so that none fills the machine."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from typing import Final

from luodi.core.errors import InputError

MB: Final = 1024 * 1024
MAX_UNPACKED: Final = 300 * MB
"""All parts of a .docx or .xlsx, or all streams of a .pdf together, unpacked."""
MAX_RATIO: Final = 250
"""Unpacked against packed size of a part above 1 MB: the most repetitive tables stay below 100, a bomb
reaches the 1,032 that deflate allows."""
MAX_PARTS: Final = 20_000


def check_parts(parts: Sequence[zipfile.ZipInfo], size: int, where: str) -> None:
    """Judge a zip by its directory, before anything of it is unpacked.

    ``zipfile`` never gives more of a part than the directory says; a lying directory gives a damaged part.

    Args:
        parts: the directory.
        size: bytes of the packed file.
        where: how the user would look it up.

    Raises:
        InputError: it has too many parts, they are too large or too dense, or they overlap.
    """
    if len(parts) > MAX_PARTS:
        raise bomb(where, f"it has {len(parts):,} parts")
    said = sum(part.file_size for part in parts)
    if said > MAX_UNPACKED:
        raise bomb(where, f"its parts hold {megabytes(said)}")
    if sum(part.compress_size for part in parts) > size:
        raise bomb(where, "its parts overlap")
    for part in parts:
        if too_dense(part):
            raise bomb(where, f"{part.filename} is packed {MAX_RATIO} to 1")


def too_dense(part: zipfile.ZipInfo) -> bool:
    """Whether a part is packed as only a bomb is."""
    return part.file_size > max(MB, MAX_RATIO * part.compress_size)


def megabytes(count: int) -> str:
    """Print a size as people say it.

    >>> megabytes(50 * MB), megabytes(200), megabytes(1_600_000)
    ('50 MB', '200 bytes', '1.5 MB')
    """
    if count < 10_000:
        return f"{count} bytes"
    return f"{count / MB:.1f}".removesuffix(".0") + " MB"


def bomb(where: str, what: str) -> InputError:
    """Give the refusal of a file that is small packed and huge unpacked."""
    return InputError(
        f"the file unpacks to far more than a document holds ({what})",
        where=where,
        accepted=f"a document of at most {megabytes(MAX_UNPACKED)} when unpacked",
        remedy="do not open it elsewhere either; ask the sender for the document as plain text",
    )
