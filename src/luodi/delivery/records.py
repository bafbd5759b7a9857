"""Figures of a city worked from its records (由记录计算的数据), beside what was published of the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import msgspec

from luodi.core.errors import InputError
from luodi.core.generated import read_marker
from luodi.core.observation import Observation
from luodi.measuring.catalogue import Catalogue


class Records(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Where a city's registers lie (登记簿), as ``city.yaml`` says under ``records``.

    Attributes:
        place: a folder of the city's, or the URL of a database (:mod:`luodi.measuring.methods.tables`).
        areas: names of areas by code, as figures print them.
        first, last: years that are worked, both included.
        known_on: the day the registers stand at, as ISO date.
    """

    place: str
    areas: dict[str, str]
    first: Annotated[int, msgspec.Meta(ge=1990, le=2100)]
    last: Annotated[int, msgspec.Meta(ge=1990, le=2100)]
    known_on: date


def computed(
    records: Records, folder: Path, catalogue: Catalogue, published: Sequence[Observation]
) -> list[Observation]:
    """Work every indicator that the registers allow; each figure says how far it is from a published one.

    Args:
        records: what the city says of its registers.
        folder: the city's, to which a relative place belongs.
        catalogue: the city's indicators.
        published: figures of the city's files.

    Raises:
        InputError: nothing is there, a column is missing, the years run backwards, or the registers are
            generated and the city is real.
    """
    from luodi.measuring.methods.run import measure
    from luodi.measuring.methods.tables import connect

    if records.last < records.first:
        raise InputError(
            f"the last year {records.last} lies before the first {records.first}",
            where="city.yaml, records",
            remedy="exchange them",
        )
    if "://" not in records.place and read_marker(folder / records.place) and not read_marker(folder):
        raise InputError(
            "the registers are generated and the city is not",
            where=f"city.yaml, records: {records.place}",
            accepted="generated registers in a folder that is marked as generated too",
            remedy="keep generated data in a city folder of its own, with the file GENERATED in it",
        )
    place = records.place if "://" in records.place else str(folder / records.place)
    found = measure(
        connect(place),
        range(records.first, records.last + 1),
        records.areas,
        known_on=records.known_on,
        catalogue=catalogue,
        source=f"登记簿（{records.place.split('@')[-1]}）",
    )
    beside = {(one.indicator, one.area, one.period): one for one in published}
    return [_beside(one, beside.get((one.indicator, one.area, one.period))) for one in found]


def _beside(one: Observation, published: Observation | None) -> Observation:
    """The figure with what was published of the same thing, and the difference, in its note."""
    if published is None or published.unit != one.unit:
        return one
    gap = one.value - published.value
    share = f"（{100 * gap / published.value:+.1f}%）" if published.value else ""
    words = (
        f"公布数{published.value:g}{published.unit}（{published.source_title}，{published.known_on}），"
        f"相差{gap:+g}{share}：记录截至{one.known_on}，口径以方法为准"
    )
    return msgspec.structs.replace(one, note=f"{one.note}；{words}")
