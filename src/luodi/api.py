"""The whole line in one call, for Python: a city folder into its delivery report."""

from __future__ import annotations

from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from luodi.core.record import Reading
    from luodi.delivery.city import City
    from luodi.delivery.engine import Progress
    from luodi.delivery.report import Report


def open_city(folder: str | PathLike[str]) -> tuple[City, Reading]:
    """Read a city folder and the decision in it.

    Raises:
        InputError: a file is missing or wrong; the file, row and column are named.
    """
    from luodi.delivery.city import read_city
    from luodi.reading import read
    from luodi.reading.sources import load

    city = read_city(Path(folder))
    return city, read(load(city.decision), kind="decision")


def report(
    folder: str | PathLike[str], as_of: date | None = None, progress: Progress | None = None
) -> Report:
    """Hold the decision of a city folder against its figures.

    Args:
        folder: the city folder (docs/guide/city-folder.md).
        as_of: only what was known by this day is used, and deadlines are judged against it; by default
            everything in the folder is used.
        progress: told how many promises are done, of how many.

    Raises:
        InputError: a file is missing or wrong; the file, row and column are named.
    """
    from luodi.delivery.engine import report as make

    city, reading = open_city(folder)
    return make(city, reading, as_of, progress)
