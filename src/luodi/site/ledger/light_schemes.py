"""Schemes of lights (亮灯规则): the bounds are data, in ``catalogue/lights.yaml``; the setting ``lights`` chooses one."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Final, Literal

import msgspec

from luodi.core.errors import InputError
from luodi.core.plain_yaml import load_yaml
from luodi.site.base.languages import english

PLACE: Final = "catalogue/lights.yaml"


class Bounds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where yellow begins and red begins: points of lag, or months."""

    yellow: int
    red: int

    def __post_init__(self) -> None:
        if not 0 <= self.yellow < self.red:
            raise ValueError("yellow must be below red")


class Near(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From how many working days before its day on a duty is near it (临近时限)."""

    days: int


class Note(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something to know about a scheme, marked sourced (S) or unverified (U)."""

    mark: Literal["S", "U"]
    text: str


class Scheme(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One scheme (亮灯规则). A rule that it leaves out is not applied.

    Attributes:
        id: what the setting ``lights`` names.
        title, title_en: as printed.
        source: whose practice it is.
        mark: S if its numbers are sourced, U if not.
        lag: points of lag: from ``yellow`` on yellow, over ``red`` red.
        not_started: months since the month of the planned start, nobody having signed: from each on.
        not_counted: months since signing without an accepted report: from ``yellow`` on, over ``red``.
        near: yellow when the day is near, whatever the lag.
        notes: what is the software's own in it.
    """

    id: str
    title: str
    title_en: str
    source: str
    mark: Literal["S", "U"]
    lag: Bounds | None = None
    not_started: Bounds | None = None
    not_counted: Bounds | None = None
    near: Near | None = None
    notes: tuple[Note, ...] = ()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    schemes: tuple[Scheme, ...]


def parse(text: str, where: str = PLACE) -> dict[str, Scheme]:
    """Read schemes from YAML.

    Raises:
        InputError: it is no YAML, or a field is missing, unknown or out of order; the place is named.
    """
    try:
        found = msgspec.convert(load_yaml(text, where), _File)
    except msgspec.ValidationError as error:
        raise InputError(
            str(error),
            where=where,
            accepted="schemes with id, title, source, mark and rules such as lag: {yellow: 10, red: 30}",
            remedy="correct the field",
        ) from error
    schemes = {scheme.id: scheme for scheme in found.schemes}
    if len(schemes) < len(found.schemes):
        raise InputError("two schemes have one id", where=where, remedy="give each its own id")
    return schemes


@lru_cache(maxsize=1)
def schemes() -> dict[str, Scheme]:
    """The schemes of the catalogue by id."""
    return parse(files("luodi.catalogue").joinpath("lights.yaml").read_text("utf-8"))


def scheme(id: str) -> Scheme:
    """One scheme.

    Raises:
        InputError: the setting names none of the catalogue's.
    """
    found = schemes().get(id)
    if found is None:
        raise InputError(
            f"there is no scheme of lights called {id!r}",
            where="setting lights",
            accepted=", ".join(schemes()),
            remedy="choose one of them",
        )
    return found


def choices() -> list[tuple[str, str]]:
    """The schemes to choose from, in the reader's language."""
    return [(each.id, each.title_en if english() else each.title) for each in schemes().values()]
