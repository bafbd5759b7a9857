"""Tests across columns that no single column can make: what a kind demands, what goes together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, get_args

import numpy as np
from numpy.typing import NDArray

from luodi.core.identifiers import factorise, is_patent_number
from luodi.core.registers.cells import Cells, Problem
from luodi.core.registers.model import Category, Kind, Register

Columns = Mapping[str, Cells]
Rule = Callable[[Register, Columns], Iterator[Problem]]

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


def _categories(codes: Cells) -> NDArray[np.str_]:
    distinct, where = factorise([code[:2] for code in codes.values.tolist()])
    return np.array([category_of(start) for start in distinct], dtype="U20")[where]


def _by_kind(register: Register, columns: Columns) -> Iterator[tuple[Kind, NDArray[np.intp]]]:
    kinds = columns["kind"]
    distinct, where = factorise(kinds.values.tolist())
    for place, name in enumerate(distinct):
        if name in register.kinds:
            yield register.kinds[name], np.flatnonzero((where == place) & kinds.given)


def kind_number(register: Register, columns: Columns) -> Iterator[Problem]:
    """Hold each number against the form that its kind has."""
    numbers = columns["number"]
    for kind, rows in _by_kind(register, columns):
        if kind.number is None:
            continue
        fullmatch = re.compile(kind.number.pattern).fullmatch
        values = numbers.values[rows].tolist()
        for row, value in zip(rows.tolist(), values, strict=True):
            if fullmatch(value) is None and not numbers.missing[row]:
                accepted = f"such as {kind.number.like}"
                yield Problem(row, "number", f"not a number of {kind.title.zh}", accepted)


def patent_check(register: Register, columns: Columns) -> Iterator[Problem]:
    """Test the check characters of patent application numbers."""
    numbers = columns["number"]
    for kind, rows in _by_kind(register, columns):
        if kind.number is None or kind.id not in ("invention_patent", "utility_model", "design_patent"):
            continue
        rows = rows[numbers.given[rows]]
        wrong = ~is_patent_number(numbers.values[rows].astype("U20"))
        for row in rows[wrong].tolist():
            what = "the check character of this patent number is wrong"
            yield Problem(row, "number", what, f"such as {kind.number.like}")


def kind_level(register: Register, columns: Columns) -> Iterator[Problem]:
    """Refuse levels at which a kind is not granted."""
    levels = columns["level"]
    for kind, rows in _by_kind(register, columns):
        if not kind.levels:
            continue
        wrong = ~np.isin(levels.values[rows].astype("U16"), kind.levels) & levels.given[rows]
        accepted = ", ".join(LEVEL_NAMES[level] for level in kind.levels)
        for row in rows[wrong].tolist():
            level = LEVEL_NAMES[levels.values[row]]
            yield Problem(row, "level", f"{kind.title.zh} is not granted at {level} level", accepted)


def kind_term(register: Register, columns: Columns) -> Iterator[Problem]:
    """Refuse rows that hold longer than their kind does, and rows without an end where the kind has one."""
    start, end = columns["valid_from"], columns["valid_to"]
    for kind, rows in _by_kind(register, columns):
        years = kind.term.years if kind.term else None
        if years is None:
            continue
        for row in rows[end.missing[rows] & ~end.bad[rows]].tolist():
            yield Problem(row, "valid_to", f"{kind.title.zh} ends after {years} years and no day is given")
        both = rows[start.given[rows] & end.given[rows]]
        longest = _years_later(start.values[both], years)
        for row in both[end.values[both] > longest].tolist():
            yield Problem(row, "valid_to", f"{kind.title.zh} holds for {years} years at most")


def _years_later(days: NDArray[np.datetime64], years: int) -> NDArray[np.datetime64]:
    """Give the same day so many years later; 29 February becomes 1 March."""
    months = days.astype("datetime64[M]")
    later: NDArray[np.datetime64] = (months + 12 * years).astype("datetime64[D]")
    later += days - months.astype("datetime64[D]")
    return later


def kind_holder(register: Register, columns: Columns) -> Iterator[Problem]:
    """Refuse holders of a category that may not hold the kind."""
    holders = columns["holder"]
    categories = _categories(holders)
    for kind, rows in _by_kind(register, columns):
        if not kind.holders:
            continue
        wrong = ~np.isin(categories[rows], kind.holders) & holders.given[rows]
        accepted = ", ".join(CATEGORY_NAMES[category] for category in kind.holders)
        for row in rows[wrong].tolist():
            name = CATEGORY_NAMES[categories[row]]
            yield Problem(row, "holder", f"{kind.title.zh} cannot be held by {name}", accepted)


def category_of_code(register: Register, columns: Columns) -> Iterator[Problem]:
    """Hold the category of an organisation against the first two characters of its code."""
    codes, given = columns["code"], columns["category"]
    categories = _categories(codes)
    wrong = (categories != given.values.astype("U20")) & (categories != "other") & codes.given & given.given
    for row in np.flatnonzero(wrong).tolist():
        start, name = codes.values[row][:2], CATEGORY_NAMES[categories[row]]
        yield Problem(row, "category", f"the code begins with {start}, which means {name}")


def revocation_reason(register: Register, columns: Columns) -> Iterator[Problem]:
    """A revocation (撤销) names its reason."""
    for row in np.flatnonzero(columns["revoked_on"].given & columns["revocation_reason"].missing).tolist():
        yield Problem(row, "revocation_reason", "it was revoked and no reason is given")


def decided_has_date(register: Register, columns: Columns) -> Iterator[Problem]:
    """A contract that is no longer pending was decided on a day."""
    result, day = columns["result"], columns["decided_on"]
    open_ = day.missing & ~day.bad & result.given & (result.values != "pending")
    for row in np.flatnonzero(open_).tolist():
        yield Problem(row, "decided_on", "it was decided and no day is given")


def parties_differ(register: Register, columns: Columns) -> Iterator[Problem]:
    """Nobody contracts with himself."""
    seller, buyer = columns["seller"], columns["buyer"]
    same = (seller.values == buyer.values) & seller.given & buyer.given
    for row in np.flatnonzero(same).tolist():
        yield Problem(row, "buyer", "seller and buyer are one")


def conversion_has_date(register: Register, columns: Columns) -> Iterator[Problem]:
    """A way or an income of conversion needs the day it was converted on."""
    day = columns["converted_on"]
    told = columns["conversion"].given | columns["conversion_income"].given
    for row in np.flatnonzero(told & day.missing & ~day.bad).tolist():
        yield Problem(row, "converted_on", "it was converted and no day is given")


UNITS_OF_CARRIERS: Final = {
    "electricity": "kwh", "raw_coal": "kg", "coke": "kg", "natural_gas": "m3",
    "petrol": "kg", "diesel": "kg", "heat": "mj", "biomass": "kg",
}  # fmt: skip
"""The unit for which GB/T 2589-2020 gives each carrier's coefficient."""


def unit_of_carrier(register: Register, columns: Columns) -> Iterator[Problem]:
    """Refuse an energy carrier in a unit that its coefficient is not made for."""
    carriers, units = columns["carrier"], columns["amount_unit"]
    wanted = np.array(
        [UNITS_OF_CARRIERS.get(carrier, "") for carrier in carriers.values.tolist()], dtype=object
    )
    wrong = (wanted != units.values) & carriers.given & units.given
    labels = register.column("amount_unit").choices
    for row in np.flatnonzero(wrong).tolist():
        name = register.column("carrier").choices[carriers.values[row]].zh
        accepted = labels[str(wanted[row])].zh
        yield Problem(
            row, "amount_unit", f"{name} is not counted in {labels[units.values[row]].zh}", accepted
        )


RULES: Final[dict[str, Rule]] = {
    rule.__name__: rule
    for rule in (
        kind_number, patent_check, kind_level, kind_term, kind_holder, category_of_code, revocation_reason,
        decided_has_date, parties_differ, conversion_has_date, unit_of_carrier,
    )
}  # fmt: skip
"""The tests that a register may name under ``rules``."""
