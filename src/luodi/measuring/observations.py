"""Read figures from CSV (观测值表): every bad row is named at once, with its file, row and column."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Final

from luodi.core.collector import paused
from luodi.core.errors import CombinedInputError, InputError
from luodi.core.observation import EvidenceGrade, Observation
from luodi.core.period import ACCEPTED, add_months, parse
from luodi.core.plain_yaml import read_text
from luodi.core.quantity import split_unit
from luodi.measuring.catalogue import Catalogue, Indicator, fits
from luodi.measuring.names import alike

REQUIRED: Final = ("indicator", "area", "period", "value", "unit", "grade", "source_title")
OPTIONAL: Final = ("bound", "known_on", "source_url", "note")
GRADES: Final = dict(EvidenceGrade.__members__)
BOUNDS: Final = {
    "": "exact",
    "exact": "exact",
    "at_least": "at_least",
    "at_most": "at_most",
    "about": "about",
}
PUBLICATION_LAG_MONTHS: Final = 6
"""A figure whose source names no date counts as known so long after its period's end: the yearly communiques
(统计公报) of cities come out from March to May."""
MAX_NAMED: Final = 200
"""So many problems are listed; more are counted."""


def read_observations(
    path: Path, catalogue: Catalogue, *, lag_months: int = PUBLICATION_LAG_MONTHS
) -> list[Observation]:
    """Read a file of figures.

    Args:
        path: a UTF-8 CSV with the columns ``REQUIRED`` and any of ``OPTIONAL``.
        catalogue: what an indicator may be; its id, name or synonym stands in the column ``indicator``.
        lag_months: months after the period's end at which a figure without ``known_on`` counts as known.

    Raises:
        InputError: the file or its columns are wrong.
        CombinedInputError: rows are wrong; all of them are named.
    """
    return parse_observations(read_text(path), path.name, catalogue, lag_months=lag_months)


def parse_observations(
    text: str, where: str, catalogue: Catalogue, *, lag_months: int = PUBLICATION_LAG_MONTHS
) -> list[Observation]:
    """Read figures from the text of a CSV file; see :func:`read_observations`.

    Example:
        >>> from luodi.measuring.catalogue import national
        >>> head = "indicator,area,period,value,unit,grade,source_title\\n"
        >>> rows = head + "地区生产总值,甲市,2024,250.5,亿元,B,公报\\n"
        >>> one = parse_observations(rows, "figures.csv", national())[0]
        >>> one.indicator, one.value, one.known_on, one.known_on_estimated
        ('gdp', 250.5, '2025-06-30', True)
        >>> parse_observations(rows.replace("亿元", "%"), "figures.csv", national())
        Traceback (most recent call last):
        luodi.core.errors.InputError: figures.csv row 2, column unit: % does not fit 地区生产总值. \
Accepted: 亿元 or another unit of 元. Next: correct the unit or the indicator.
    """
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(lines)]
    except StopIteration:
        raise InputError(
            "the file is empty", where=where, accepted=f"columns {', '.join(REQUIRED)}"
        ) from None
    except csv.Error as error:
        raise InputError(f"this is no CSV: {error}", where=f"{where} row 1") from error
    _check_header(header, where)
    reader = _Rows(header, where, catalogue, lag_months)
    with paused():
        found = list(reader.read(lines))
    if reader.problems:
        raise _combined(reader.problems, where)
    return found


def _combined(problems: list[InputError], where: str) -> InputError:
    if len(problems) == 1:
        return problems[0]
    if len(problems) > MAX_NAMED:
        more = InputError(f"and {len(problems) - MAX_NAMED} more", where=where)
        problems = [*problems[:MAX_NAMED], more]
    return CombinedInputError(problems, where=where)


def _check_header(header: list[str], where: str) -> None:
    problems = [
        InputError(
            f"the column {name!r} is missing", where=f"{where} row 1", accepted=f"{', '.join(REQUIRED)}"
        )
        for name in REQUIRED
        if name not in header
    ]
    for name in dict.fromkeys(header):
        place = f"{where} row 1, column {name or '(no name)'}"
        if name not in REQUIRED and name not in OPTIONAL:
            accepted = ", ".join((*REQUIRED, *OPTIONAL))
            problems.append(InputError("there is no such column", where=place, accepted=accepted))
        if header.count(name) > 1:
            problems.append(InputError("the column stands there twice", where=place, remedy="remove one"))
    if problems:
        raise _combined(problems, where)


class _Rows:
    """Rows into observations; what is wrong is collected in ``problems``."""

    def __init__(self, header: list[str], where: str, catalogue: Catalogue, lag_months: int) -> None:
        self.header, self.where, self.catalogue = header, where, catalogue
        self.problems: list[InputError] = []
        # a column that is not there is read from the empty cell after the last
        self.pick = itemgetter(
            *(header.index(name) if name in header else -1 for name in (*REQUIRED, *OPTIONAL))
        )
        self.indicators: dict[str, Indicator | None] = {}
        self.units: dict[tuple[str, str], bool] = {}
        self.lag_months = lag_months

    def read(self, lines: Iterable[list[str]]) -> Iterator[Observation]:
        """Give the good rows."""
        seen: dict[tuple[str, str, str, str], int] = {}
        width, where = len(self.header), self.where
        number = 1
        rows = iter(lines)
        while True:
            number += 1
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                self._wrong(number, "", f"this is no CSV: {error}", "", "correct the quotation marks")
                return
            if not any(cells):
                continue
            if len(cells) != width:
                self._wrong(number, "", f"it has {len(cells)} cells", f"{width}, as the first row", "")
                continue
            one = self._row(number, cells, f"{where}:{number}")
            if one is None:
                continue
            key = (one.indicator, one.area, one.period, one.known_on)
            first = seen.setdefault(key, number)
            if first != number:
                what = f"row {first} already gives {one.indicator} of {one.area} in {one.period}"
                remedy = "remove one, or give a revision the later date it became known in known_on"
                self._wrong(number, "", f"{what}, known on {one.known_on}", "", remedy)
                continue
            yield one

    def _row(self, number: int, cells: list[str], row: str) -> Observation | None:
        name, area, period, value, unit, grade, title, bound, known_on, url, note = self.pick(
            [*map(str.strip, cells), ""]
        )
        before = len(self.problems)
        indicator = self._indicator(number, name)
        if indicator is not None:
            self._unit(number, indicator, unit)
        if not area:
            self._wrong(number, "area", "it is empty", "the area's name, such as 四川省", "add it")
        if not title:
            self._wrong(number, "source_title", "it is empty", "the publication's title", "add it")
        if grade not in GRADES:
            self._wrong(number, "grade", f"{grade!r} is no grade", "A, B, C or D", "")
        if bound not in BOUNDS:
            self._wrong(
                number, "bound", f"{bound!r} is no bound", "exact, at_least, at_most, about or nothing", ""
            )
        figure = self._value(number, value)
        known = self._period(number, period, known_on)
        if len(self.problems) > before or indicator is None or known is None:
            return None
        return Observation(
            indicator=indicator.id,
            area=area,
            period=period,
            value=figure,
            unit=unit,
            bound=BOUNDS[bound],  # type: ignore[arg-type]
            known_on=known[0],
            known_on_estimated=known[1],
            grade=GRADES[grade],
            source_title=title,
            source_url=url,
            note=note,
            row=row,
        )

    def _indicator(self, number: int, name: str) -> Indicator | None:
        if name not in self.indicators:
            self.indicators[name] = self.catalogue.find(name)
        indicator = self.indicators[name]
        if indicator is None:
            near = sorted(self.catalogue.by_id.values(), key=lambda one: -alike(one.name_zh, name))[:3]
            accepted = (
                f"an id, name or synonym of the catalogue, such as {', '.join(i.name_zh for i in near)}"
            )
            remedy = "correct the name, or describe the indicator in the folder's indicators.yaml"
            self._wrong(number, "indicator", f"{name!r} is no indicator", accepted, remedy)
        return indicator

    def _unit(self, number: int, indicator: Indicator, unit: str) -> None:
        key = (indicator.id, unit)
        if key not in self.units:
            self.units[key] = fits(indicator, unit)
        if not self.units[key]:
            base = split_unit(indicator.unit)[1]
            accepted = f"{indicator.unit} or another unit of {base}" if indicator.unit else "no unit"
            what = f"{unit or 'no unit'} does not fit {indicator.name_zh}"
            self._wrong(number, "unit", what, accepted, "correct the unit or the indicator")

    def _value(self, number: int, value: str) -> float:
        try:
            figure = float(value) if value.isascii() and "_" not in value else math.nan
        except ValueError:
            figure = math.nan
        if not math.isfinite(figure):
            self._wrong(
                number, "value", f"{value!r} is no number", "digits, such as -1234.5", "correct the value"
            )
        return figure

    def _period(self, number: int, period: str, known_on: str) -> tuple[str, bool] | None:
        try:
            start, guessed = _days(period, self.lag_months)
        except ValueError as error:
            self._wrong(number, "period", str(error), ACCEPTED, "correct the period")
            return None
        if not known_on:
            return guessed, True
        estimated = known_on[0] == "~"
        day = _day(known_on[1:] if estimated else known_on)
        if day is None:
            accepted = "a day such as 2025-04-02, ~2025-06-30 for an estimated one, or nothing"
            self._wrong(number, "known_on", f"{known_on!r} is no day", accepted, "correct the day")
            return None
        if day < start:
            what = f"known on {day}, before the period {period} has begun"
            self._wrong(
                number, "known_on", what, "a day in or after the period", "correct the day or the period"
            )
            return None
        return day, estimated

    def _wrong(self, number: int, column: str, what: str, accepted: str, remedy: str) -> None:
        place = f"{self.where} row {number}" + (f", column {column}" if column else "")
        self.problems.append(InputError(what, where=place, accepted=accepted, remedy=remedy))


@lru_cache(maxsize=65536)
def _days(period: str, lag_months: int) -> tuple[str, str]:
    """Give the first day of a period and the day on which its figure counts as known."""
    start, end, *_ = parse(period)
    return start.isoformat(), add_months(end, lag_months).isoformat()


@lru_cache(maxsize=65536)
def _day(text: str) -> str | None:
    try:
        return text if date.fromisoformat(text).isoformat() == text else None
    except ValueError:
        return None
