"""Tests across columns that no single column can make: what a kind demands, what goes together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final, get_args

import numpy as np
from numpy.typing import NDArray

from luodi.core.identifiers import CHECKS, factorise, holding
from luodi.core.registers.cells import Cells, Findings
from luodi.core.registers.model import Category, Kind, Register

Columns = Mapping[str, Cells]
Rule = Callable[[Register, Columns, Findings], None]

CATEGORIES: Final[dict[str, Category]] = {
    "11": "public_body", "12": "institution", "51": "association", "52": "private_nonprofit",
    "53": "foundation", "91": "enterprise", "92": "individual", "93": "cooperative",
}  # fmt: skip
"""First two characters of a social credit code; 11 and 12 are sourced, the others not verified."""

CATEGORY_NAMES: Final = dict(
    zip(
        get_args(Category),
        (
            "机关",
            "事业单位",
            "社会团体",
            "民办非企业单位",
            "基金会",
            "企业",
            "个体工商户",
            "农民专业合作社",
            "其他",
        ),
        strict=True,
    )
)
LEVEL_NAMES: Final = {"national": "国家级", "provincial": "省级", "municipal": "市级", "county": "县级"}


def category_of(code: str) -> Category:
    """Name the category of the organisation that a social credit code belongs to.

    >>> category_of("91511100MA0000007K")
    'enterprise'
    """
    return CATEGORIES.get(code[:2], "other")


def _categories(codes: Cells) -> NDArray[np.object_]:
    starts: dict[str, int] = {}
    places = (starts.setdefault(code[:2], len(starts)) for code in codes.values.tolist())
    where = np.fromiter(places, np.intp, len(codes.values))
    return np.array([category_of(start) for start in starts], dtype=object)[where]


def _by_kind(register: Register, columns: Columns) -> Iterator[tuple[Kind, NDArray[np.intp]]]:
    kinds = columns["kind"]
    distinct, where = factorise(kinds.values.tolist())
    for place, name in enumerate(distinct):
        if name in register.kinds:
            yield register.kinds[name], np.flatnonzero((where == place) & kinds.given)


def kind_number(register: Register, columns: Columns, found: Findings) -> None:
    """Hold each number against the form and the check digit that its kind has."""
    numbers = columns["number"]
    for kind, rows in _by_kind(register, columns):
        if kind.number is None:
            continue
        rows = rows[numbers.given[rows]]
        values, like = numbers.values[rows], f"such as {kind.number.like}"
        fullmatch = re.compile(kind.number.pattern).fullmatch
        formed = np.fromiter((fullmatch(value) is not None for value in values.tolist()), bool, len(rows))
        found.add(rows[~formed], "number", f"not a number of {kind.title.zh}", like)
        if kind.number.check and len(rows):
            test = CHECKS[kind.number.check]
            wrong = formed & ~holding(test, values)
            found.add(rows[wrong], "number", f"not a right {test.name}", test.accepted)


def kind_level(register: Register, columns: Columns, found: Findings) -> None:
    """Refuse levels at which a kind is not granted."""
    levels = columns["level"]
    for kind, rows in _by_kind(register, columns):
        if not kind.levels:
            continue
        wrong = ~np.isin(levels.values[rows], kind.levels) & levels.given[rows]
        what = f"{kind.title.zh} is not granted at {{}} level"
        accepted = ", ".join(LEVEL_NAMES[level] for level in kind.levels)
        found.add(rows[wrong], "level", partial(_named, what, LEVEL_NAMES, levels.values), accepted)


def _named(what: str, names: Mapping[Any, str], values: NDArray[Any], row: int) -> str:
    return what.format(names[values[row]])


def kind_term(register: Register, columns: Columns, found: Findings) -> None:
    """Refuse rows that hold longer than their kind does, and rows without an end where the kind has one."""
    start, end = columns["valid_from"], columns["valid_to"]
    for kind, rows in _by_kind(register, columns):
        years = kind.term.years if kind.term else None
        if years is None:
            continue
        absent = rows[end.missing[rows] & ~end.bad[rows]]
        found.add(absent, "valid_to", f"{kind.title.zh} ends after {years} years and no day is given")
        both = rows[start.given[rows] & end.given[rows]]
        late = both[end.values[both] > _years_later(start.values[both], years)]
        found.add(late, "valid_to", f"{kind.title.zh} holds for {years} years at most")


def _years_later(days: NDArray[np.datetime64], years: int) -> NDArray[np.datetime64]:
    """Give the same day so many years later; 29 February becomes 1 March."""
    months = days.astype("datetime64[M]")
    later: NDArray[np.datetime64] = (months + 12 * years).astype("datetime64[D]")
    later += days - months.astype("datetime64[D]")
    return later


def kind_holder(register: Register, columns: Columns, found: Findings) -> None:
    """Refuse holders of a category that may not hold the kind."""
    holders = columns["holder"]
    categories = _categories(holders)
    for kind, rows in _by_kind(register, columns):
        if not kind.holders:
            continue
        wrong = ~np.isin(categories[rows], kind.holders) & holders.given[rows]
        what = f"{kind.title.zh} cannot be held by {{}}"
        accepted = ", ".join(CATEGORY_NAMES[category] for category in kind.holders)
        found.add(rows[wrong], "holder", partial(_named, what, CATEGORY_NAMES, categories), accepted)


def category_of_code(register: Register, columns: Columns, found: Findings) -> None:
    """Hold the category of an organisation against the first two characters of its code."""
    codes, given = columns["code"], columns["category"]
    categories = _categories(codes)
    wrong = (categories != given.values) & (categories != "other") & codes.given & given.given

    def told(row: int) -> str:
        return f"the code begins with {codes.values[row][:2]}, which means {CATEGORY_NAMES[categories[row]]}"

    found.add(np.flatnonzero(wrong), "category", told)


def revocation_reason(register: Register, columns: Columns, found: Findings) -> None:
    """A revocation (撤销) names its reason."""
    rows = np.flatnonzero(columns["revoked_on"].given & columns["revocation_reason"].missing)
    found.add(rows, "revocation_reason", "it was revoked and no reason is given")


def decided_has_date(register: Register, columns: Columns, found: Findings) -> None:
    """A contract that is no longer pending was decided on a day."""
    result, day = columns["result"], columns["decided_on"]
    undated = day.missing & ~day.bad & result.given & (result.values != "pending")
    found.add(np.flatnonzero(undated), "decided_on", "it was decided and no day is given")


def parties_differ(register: Register, columns: Columns, found: Findings) -> None:
    """Nobody contracts with himself."""
    seller, buyer = columns["seller"], columns["buyer"]
    same = (seller.values == buyer.values) & seller.given & buyer.given
    found.add(np.flatnonzero(same), "buyer", "seller and buyer are one")


def conversion_has_date(register: Register, columns: Columns, found: Findings) -> None:
    """A way or an income of conversion needs the day it was converted on."""
    day = columns["converted_on"]
    told = columns["conversion"].given | columns["conversion_income"].given
    undated = np.flatnonzero(told & day.missing & ~day.bad)
    found.add(undated, "converted_on", "it was converted and no day is given")


UNITS_OF_CARRIERS: Final = {
    "electricity": "kwh", "raw_coal": "kg", "coke": "kg", "natural_gas": "m3",
    "petrol": "kg", "diesel": "kg", "heat": "mj", "biomass": "kg",
}  # fmt: skip
"""The unit for which GB/T 2589-2020 gives each carrier's coefficient."""


def unit_of_carrier(register: Register, columns: Columns, found: Findings) -> None:
    """Refuse an energy carrier in a unit that its coefficient is not made for."""
    carriers, units = columns["carrier"], columns["amount_unit"]
    wanted = [UNITS_OF_CARRIERS.get(carrier, "") for carrier in carriers.values.tolist()]
    wrong = (np.array(wanted, dtype=object) != units.values) & carriers.given & units.given
    names, labels = register.column("carrier").choices, register.column("amount_unit").choices

    def told(row: int) -> str:
        return f"{names[carriers.values[row]].zh} is not counted in {labels[units.values[row]].zh}"

    found.add(np.flatnonzero(wrong), "amount_unit", told, lambda row: labels[wanted[row]].zh)


RULES: Final[dict[str, Rule]] = {
    rule.__name__: rule
    for rule in (
        kind_number, kind_level, kind_term, kind_holder, category_of_code, revocation_reason,
        decided_has_date, parties_differ, conversion_has_date, unit_of_carrier,
    )
}  # fmt: skip
"""The tests that a register may name under ``rules``."""
