"""The making of a city: batch by batch, register by register, into one folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from luodi.core import registers as declared
from luodi.core.errors import InputError
from luodi.core.generated import Marker, read_marker
from luodi.generating import bodies, environment, land
from luodi.generating.aid import aid
from luodi.generating.chance import Ints, Serials
from luodi.generating.city import City, load
from luodi.generating.deeds import deeds
from luodi.generating.firms import draw_firms, organisations
from luodi.generating.panel import Totals, reports
from luodi.generating.people import talents
from luodi.generating.recognitions import recognitions
from luodi.generating.rights import ip_rights
from luodi.generating.writing import Form, Writer, finish, prepare

if TYPE_CHECKING:
    from luodi.core.registers import Register

BATCH: Final = 50_000
"""Enterprises made at once: memory depends on this and not on the size of the city."""

MOST: Final = 9_999_999
YEARS: Final = range(1, 31)
Progress = Callable[[int, int], None]


def generate_city(
    folder: Path,
    enterprises: int,
    years: int,
    seed: int,
    last_year: int = 2025,
    form: Form = "parquet",
    progress: Progress | None = None,
) -> tuple[Path, Marker]:
    """Make up a city and write its registers.

    Args:
        folder: where to; ``-generated`` is added to a name that does not say generated.
        enterprises: how many; other records follow from them, some eight for each in six years.
        years: how many years the panel has, up to ``last_year``.
        seed: the same seed gives the same bytes with the same versions of Luodi and pyarrow.
        last_year: the last year of the panel.
        form: Parquet or CSV.
        progress: told how many enterprises are done, of how many.

    Returns:
        The folder written to, and what its marker says.

    Raises:
        InputError: a number is out of range, or the folder holds something that was not generated.
    """
    _refuse(enterprises, years, seed, last_year)
    folder = prepare(folder)
    earlier = read_marker(folder)
    city, registers = load(), declared.load()
    panel = np.arange(last_year - years + 1, last_year + 1)
    with Writer(folder, form, registers) as writer:
        _write(writer, city, registers, panel, enterprises, seed, progress)
    marker = Marker(
        city=city.name, seed=seed, enterprises=enterprises, years=years, last_year=last_year, rows=writer.rows
    )
    for name in earlier.rows if earlier else ():
        for other in {"parquet", "csv"} if name not in writer.rows else {"parquet", "csv"} - {form}:
            (folder / f"{name}.{other}").unlink(missing_ok=True)
    finish(folder, marker, registers, form)
    return folder, marker


def _refuse(enterprises: int, years: int, seed: int, last_year: int) -> None:
    for name, value, low, high in (
        ("enterprises", enterprises, 1, MOST),
        ("years", years, YEARS[0], YEARS[-1]),
        ("seed", seed, 0, 2**63 - 1),
        ("last year", last_year, 2000, 2099),
    ):
        if not low <= value <= high:
            raise InputError(f"{value} is out of range", where=name, accepted=f"{low} to {high}")


def _write(
    writer: Writer,
    city: City,
    registers: dict[str, Register],
    years: Ints,
    enterprises: int,
    seed: int,
    progress: Progress | None,
) -> None:
    serials = Serials()
    totals: Totals | None = None
    writer.add("organisation", bodies.organisations(registers["organisation"], city, years))
    writer.add("project", bodies.conversions(registers["project"], city, years, seed))
    writer.add("recognition", bodies.designations(registers["recognition"], city, years))
    for batch, first in enumerate(range(0, enterprises, BATCH)):
        size = min(BATCH, enterprises - first)
        found = _batch(writer, city, registers, years, (seed, batch, first, size), serials)
        totals = totals.plus(found) if totals else found
        if progress:
            progress(first + size, enterprises)
    for table in environment.air_days(registers["air_day"], city, years, seed):
        writer.add("air_day", table)
    writer.add("water_month", environment.water_months(registers["water_month"], city, years, seed))
    assert totals is not None
    writer.add("area_year", bodies.area_years(registers["area_year"], city, years, totals, enterprises))


def _batch(
    writer: Writer,
    city: City,
    registers: dict[str, Register],
    years: Ints,
    where: tuple[int, int, int, int],
    serials: Serials,
) -> Totals:
    seed, batch, first, size = where
    firms = draw_firms(city, years, seed, batch, first, size)
    writer.add("organisation", organisations(registers["organisation"], firms, seed, batch, first))
    panel, totals = reports(registers["enterprise_year"], firms, seed, batch)
    writer.add("enterprise_year", panel)
    for name, make in (("recognition", recognitions), ("ip_right", ip_rights)):
        writer.add(name, make(registers[name], firms, seed, batch, serials))
    for make_several in (deeds, aid):
        for name, table in make_several(registers, firms, seed, batch, serials):
            writer.add(name, table)
    writer.add("energy_use", land.energy_use(registers["energy_use"], firms, seed, batch))
    for name, make in (("two_high_project", land.two_high_projects), ("parcel", land.parcels)):
        writer.add(name, make(registers[name], firms, seed, batch, serials))
    persons, appointments = talents(
        registers["person"], registers["appointment"], firms, seed, batch, serials
    )
    writer.add("person", persons)
    writer.add("appointment", appointments)
    return totals
