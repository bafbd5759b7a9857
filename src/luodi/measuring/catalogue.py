"""The catalogue of indicators (指标目录): what can be measured, in which unit, by which method.

The national catalogue is ``luodi/catalogue/indicators.yaml``; a city adds its own in ``indicators.yaml`` of
its folder. Both are read and checked here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import msgspec

from luodi.core.errors import CombinedInputError, InputError
from luodi.core.plain_yaml import load_yaml
from luodi.core.quantity import comparable
from luodi.measuring.names import squeeze

PeriodKind = Literal["stock", "flow", "share", "mean", "rate", "index", "event"]
"""How a figure relates to its period.

``stock``: counted at a day (年末数). ``flow``: summed over the period (全年数). ``share``: a ratio over the
period (占比). ``mean``: a mean or percentile over the period (年均值). ``rate``: growth over the period
before (增速). ``index``: a compiled number (指数). ``event``: 1 when it has happened, 0 when it has been
found not to have (是否).
"""

WHOLE_YEAR: frozenset[PeriodKind] = frozenset({"flow", "share", "mean", "rate", "index"})
"""Kinds whose figure means nothing for a year's promise unless it covers the whole year."""


class Part(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """One part of a compound indicator: its own indicator and the limit it must keep.

    Attributes:
        indicator: id of the part's indicator.
        comparator: "le" or "ge".
        limit: in the part's own unit.
        decimals: figures are rounded to so many decimals, half to even, before they are held against the
            limit (GB/T 8170); None compares as published.
        needed: false for a part that is checked where it is known and not demanded where it is not.
        source: the standard that sets the limit.
    """

    indicator: str
    comparator: Literal["le", "ge"] = "le"
    limit: float
    decimals: int | None = None
    needed: bool = True
    source: str = ""


class Indicator(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """One indicator (指标).

    Attributes:
        id: letters, digits and underscores, stable.
        name_zh, name_en: its names; ``synonyms`` are other official names of exactly the same thing.
        unit: the unit it is usually given in; figures in a unit of the same base are accepted. "" is a bare
            number.
        direction: the way that is better.
        kind: how a figure relates to its period.
        method: how it is measured, and by which rule.
        source: who publishes it.
        parts: for a compound indicator, judged by its parts.
    """

    id: str
    name_zh: str
    name_en: str
    synonyms: list[str] = msgspec.field(default_factory=list)
    unit: str
    direction: Literal["higher", "lower", "none"]
    kind: PeriodKind
    method: str = ""
    method_zh: str = ""
    source: str = ""
    parts: list[Part] = msgspec.field(default_factory=list)


class Catalogue:
    """Indicators by id and by every one of their names.

    Args:
        indicators: checked ones, see :func:`load`.

    Example:
        >>> catalogue = national()
        >>> catalogue.find("地区生产总值").id, catalogue.find("gdp").name_zh
        ('gdp', '地区生产总值')
    """

    def __init__(self, indicators: Iterable[Indicator]) -> None:
        self.by_id = {indicator.id: indicator for indicator in indicators}
        self.by_name = dict(self.by_id)
        for indicator in self.by_id.values():
            for name in (indicator.name_zh, *indicator.synonyms):
                self.by_name[squeeze(name)] = indicator

    def __getitem__(self, id: str) -> Indicator:
        return self.by_id[id]

    def __contains__(self, id: str) -> bool:
        return id in self.by_id

    def find(self, name: str) -> Indicator | None:
        """Find by id, official name or synonym; width of punctuation and blanks do not matter."""
        return self.by_name.get(name) or self.by_name.get(squeeze(name))


@lru_cache(maxsize=1)
def national() -> Catalogue:
    """Load the catalogue that comes with Luodi."""
    text = files("luodi.catalogue").joinpath("indicators.yaml").read_text(encoding="utf-8")
    return Catalogue(read(text, "indicators.yaml"))


def load(local: Path | None = None) -> Catalogue:
    """Load the national catalogue and a city's own indicators.

    Args:
        local: the city's ``indicators.yaml``; None or a missing file adds nothing.

    Raises:
        InputError: an indicator is not well described, or two have one id or one name.
    """
    if local is None or not local.exists():
        return national()
    own = read(local.read_text(encoding="utf-8"), local.name, known=national())
    return Catalogue([*national().by_id.values(), *own])


def read(text: str, where: str, known: Catalogue | None = None) -> list[Indicator]:
    """Read and check indicators.

    Args:
        text: YAML with one list named ``indicators``.
        where: the file's name, for messages.
        known: indicators whose ids and names are taken, and which parts may name.

    Raises:
        CombinedInputError: all that is wrong, by indicator.
    """
    entries: Any = load_yaml(text, where)
    if not isinstance(entries, dict) or not isinstance(entries.get("indicators"), list):
        raise InputError("there is no list of indicators", where=where, accepted="a list named indicators")
    problems: list[InputError] = []
    found: list[Indicator] = []
    for number, entry in enumerate(entries["indicators"], 1):
        name = entry.get("id", "") if isinstance(entry, dict) else ""
        place = f"{where}, indicator {number}" + (f" ({name})" if name else "")
        try:
            found.append(msgspec.convert(entry, Indicator))
        except msgspec.ValidationError as error:
            problems.append(InputError(str(error), where=place, accepted="see docs/guide/city-folder.md"))
            continue
        if not found[-1].id.replace("_", "").isalnum() or not found[-1].id.isascii():
            accepted = "letters, digits, underscores"
            problems.append(InputError("the id is no id", where=place, accepted=accepted))
    problems += _clashes(found, where, known)
    problems += _bad_parts(found, where, known)
    if problems:
        raise problems[0] if len(problems) == 1 else CombinedInputError(problems, where=where)
    return found


def _clashes(found: list[Indicator], where: str, known: Catalogue | None) -> list[InputError]:
    taken: dict[str, str] = {name: one.id for name, one in known.by_name.items()} if known else {}
    problems = []
    for one in found:
        for name in dict.fromkeys([one.id, *map(squeeze, [one.name_zh, *one.synonyms])]):
            if name in taken:
                what = f"{name!r} already names {taken[name]}"
                problems.append(InputError(what, where=f"{where}, indicator {one.id}", remedy="rename one"))
            taken[name] = one.id
    return problems


def _bad_parts(found: list[Indicator], where: str, known: Catalogue | None) -> list[InputError]:
    units = {one.id: one.unit for one in [*found, *(known.by_id.values() if known else ())]}
    return [
        InputError(f"the part {part.indicator!r} is no indicator", where=f"{where}, indicator {one.id}")
        for one in found
        for part in one.parts
        if part.indicator not in units
    ]


def fits(indicator: Indicator, unit: str) -> bool:
    """Say whether a figure of this indicator may be given in ``unit``.

    >>> fits(national()["gdp"], "万元"), fits(national()["gdp"], "%")
    (True, False)
    """
    return comparable(indicator.unit, unit)
