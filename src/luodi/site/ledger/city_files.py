"""``areas.yaml`` and ``units.yaml`` of a city folder (区域、单位清单): read and checked whole before anything is written."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, TypeVar

import msgspec

from luodi.core.errors import CombinedInputError, InputError
from luodi.core.plain_yaml import load_yaml, read_text

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
Place = Annotated[int, msgspec.Meta(ge=0, le=99)]


class AreaRow(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """One area: its name as figures print it, its sort, its place on the schematic tile map, its code if known."""

    name: Name
    kind: Literal["city", "county", "park"] = "county"
    column: Place | None = None
    row: Place | None = None
    code: Annotated[str, msgspec.Meta(max_length=12)] = ""


class UnitRow(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """One unit: its names, its sort, its area, and the words of the decision that name it."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    short: Annotated[str, msgspec.Meta(max_length=40)] = ""
    kind: Literal["office", "bureau", "county", "park", "enterprise", "evaluator", "other"] = "bureau"
    area: str = ""
    source: str = msgspec.field(default="", name="from")


T = TypeVar("T", AreaRow, UnitRow)


def read_areas(folder: Path) -> list[AreaRow]:
    """The areas of a city folder; none where it has no ``areas.yaml``.

    Raises:
        InputError: a row is wrong, or a name stands twice.
    """
    return _rows(folder / "areas.yaml", AreaRow)


def read_units(folder: Path, areas: list[AreaRow]) -> list[UnitRow]:
    """The units of a city folder; none where it has no ``units.yaml``.

    Raises:
        InputError: a row is wrong, a name stands twice, or an area is not in ``areas.yaml``.
    """
    units = _rows(folder / "units.yaml", UnitRow)
    known = {each.name for each in areas}
    wrong = [
        InputError(
            f"{each.name} lies in {each.area}, which is no area of the city",
            where=f"units.yaml row {number}",
            accepted="a name that stands in areas.yaml",
            remedy="correct the name, or add the area",
        )
        for number, each in enumerate(units, 1)
        if each.area and each.area not in known
    ]
    if wrong:
        raise CombinedInputError(wrong, where=str(folder / "units.yaml"))
    return units


def _rows(path: Path, kind: type[T]) -> list[T]:
    if not path.exists():
        return []
    found = load_yaml(read_text(path), path.name)
    if not isinstance(found, list):
        raise InputError("this is no list", where=path.name, accepted="one entry a line: - {name: …}")
    rows: list[T] = []
    wrong: list[InputError] = []
    seen: set[str] = set()
    for number, each in enumerate(found, 1):
        where = f"{path.name} row {number}"
        try:
            row = msgspec.convert(each, kind)
        except msgspec.ValidationError as error:
            wrong.append(InputError(str(error), where=where, remedy="see docs/guide/city-folder.md"))
            continue
        if row.name in seen:
            wrong.append(InputError(f"{row.name} stands twice", where=where, remedy="remove one of them"))
        seen.add(row.name)
        rows.append(row)
    if wrong:
        raise CombinedInputError(wrong, where=str(path))
    return rows
