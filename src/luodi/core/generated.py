"""Whether a folder holds made-up data (生成数据): what its marker says is shown wherever the data is."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from luodi.core.errors import InputError

MARKER: Final = "GENERATED"
"""File that says a folder holds generated data."""

METADATA: Final = "luodi.generated"
"""Key under which every Parquet file of such a folder holds the note."""

NOTE: Final = "生成的示例数据，非真实数据 · generated data, not real"


class Marker(msgspec.Struct, kw_only=True):
    """What the marker of a generated folder says.

    Attributes:
        note: in both languages, to be shown wherever the data is.
        city: name of the made-up city.
        seed, enterprises, years, last_year: what it was made from.
        rows: how many rows each register has.
    """

    note: str = NOTE
    city: str
    seed: int
    enterprises: int
    years: int
    last_year: int
    rows: dict[str, int]


def read_marker(folder: Path) -> Marker | None:
    """Read the marker of a folder; None when it holds no generated data.

    Raises:
        InputError: the marker cannot be read.
    """
    path = folder / MARKER
    if not path.exists():
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=Marker)
    except msgspec.DecodeError as error:
        raise InputError(str(error), where=str(path), remedy="name another folder") from error
