"""What belongs to the city and its counties rather than to an enterprise: bodies, unions, yearly totals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from luodi.core.identifiers import complete_credit_codes, complete_organisation_codes
from luodi.core.registers.model import Register
from luodi.generating.chance import Floats, Ints, day_of, joined, nowhere, padded, stream
from luodi.generating.city import City
from luodi.generating.firms import PREFIX
from luodi.generating.panel import Totals
from luodi.generating.table import Rows

if TYPE_CHECKING:
    import pyarrow as pa

BANKS: Final = (("商业银行", -20), ("农村商业银行", 1))
"""Banks of the city, and the year of their founding counted from the first of the panel."""

BODIES: Final = (
    ("11", "public_body", "人民政府"),
    ("12", "institution", "研究院"),
    ("51", "association", "产业协会"),
)


def _unions(city: City) -> NDArray[np.str_]:
    bodies = complete_organisation_codes(joined("U", padded(np.arange(len(city.counties)), 7)))
    return complete_credit_codes(joined("91", np.array(list(city.counties)), bodies))


def organisations(register: Register, city: City, years: Ints) -> pa.Table:
    """Enter the city's own bodies and banks, and the rural credit union of each county."""
    import pyarrow as pa

    starts = np.array([start for start, _, _ in BODIES])
    bodies = complete_organisation_codes(joined("0000000", np.arange(1, len(BODIES) + 1)))
    own = Rows(register, len(BODIES)).same(area=city.area)
    own.put("code", complete_credit_codes(joined(starts, city.area, bodies)))
    own.put("name", np.array([city.name + word for _, _, word in BODIES]))
    own.put("category", np.array([category for _, category, _ in BODIES]))
    own.put("founded_on", day_of(np.full(len(BODIES), 1990), 0))
    unions = Rows(register, len(city.counties)).same(
        category="enterprise", industry="6621", ownership="mixed"
    )
    unions.put("code", _unions(city))
    unions.put("name", np.array([f"{county.name}农村信用合作联社" for county in city.counties.values()]))
    unions.put("area", np.array(list(city.counties)))
    unions.put("founded_on", day_of(np.full(len(city.counties), 1992), 0))
    founded = years[0] + np.array([after for _, after in BANKS])
    banks = Rows(register, len(BANKS)).same(category="enterprise", industry="6621", area=city.area)
    numbers = complete_organisation_codes(joined("000000B", np.arange(1, len(BANKS) + 1)))
    banks.put("code", complete_credit_codes(joined("91", city.area, numbers)))
    banks.put("name", np.array([f"{city.name}{word}股份有限公司" for word, _ in BANKS]))
    banks.put("founded_on", day_of(np.minimum(founded, years[-1]), 180))
    return pa.concat_tables([own.table(), unions.table(), banks.table()])


def conversions(register: Register, city: City, years: Ints, seed: int) -> pa.Table:
    """Write the conversion of each county's credit union; most are finished by the end."""
    rng = stream(seed, 0, "conversions")
    size = len(city.counties)
    begun = day_of(np.full(size, years[0]), rng.integers(0, 300, size))
    due = day_of(np.full(size, years[-1]), 364)
    finished = begun + rng.integers(200, 365 * max(1, len(years) - 1) + 400, size)
    done = finished <= due
    rows = Rows(register, size).same(kind="credit_union_conversion", level="municipal")
    rows.put("number", joined("GZ-", years[0], "-", padded(np.arange(1, size + 1), 4)))
    rows.put("title", np.array([f"{county.name}农村信用合作联社改制" for county in city.counties.values()]))
    rows.put("lead", _unions(city))
    rows.put("area", np.array(list(city.counties)))
    rows.put("begun_on", begun)
    rows.put("due_on", due)
    rows.put("finished_on", nowhere(finished, done))
    rows.pool("result", ["passed"], np.where(done, 0, -1))
    return rows.table()


def designations(register: Register, city: City, years: Ints) -> pa.Table:
    """Write what the city itself was named: an innovative city, in the last year but one."""
    year = years[max(0, len(years) - 2)]
    bodies = complete_organisation_codes(np.array(["00000001"]))
    rows = Rows(register, 1).same(
        kind="innovative_city", level="provincial", area=city.area, issuer=f"{PREFIX}科技管理部门"
    )
    rows.put("number", joined(f"{PREFIX}认〔", np.array([year]), "〕9号-000001"))
    rows.put("holder", complete_credit_codes(joined("11", city.area, bodies)))
    rows.put("valid_from", day_of(np.array([year]), 200))
    return rows.table()


def area_years(register: Register, city: City, years: Ints, totals: Totals, enterprises: int) -> pa.Table:
    """Write what statistics and finance offices would give for each county and for the city as a whole."""
    areas, spans = [*city.counties, city.area], len(years)
    weights = np.array([county.weight for county in city.counties.values()])
    people = enterprises * city.residents_per_enterprise / 1e4 * weights / weights.sum()
    gdp = totals.value_added / city.share_of_gdp / 1e4
    drift = 1 + 0.001 * np.arange(spans)
    rows = Rows(register, len(areas) * spans).same(source="luodi generate city")
    rows.put("area", np.repeat(np.array(areas), spans))
    rows.put("year", np.tile(years, len(areas)))
    for name, values in {
        "population": people[:, None] * drift,
        "gdp": gdp,
        "rd_spending": totals.rd / 1e4 * 1.15,
        "industrial_value_added": totals.industrial / 1e4,
        "digital_value_added": totals.digital / 1e4 * 2.2,
        "energy": gdp * 0.62 * 0.965 ** np.arange(spans),
        "general_budget": gdp * 0.19,
        "science_budget": gdp * 0.19 * (0.012 + 0.001 * np.arange(spans)),
    }.items():
        rows.put(name, _with_whole(values))
    return rows.table()


def _with_whole(values: Floats) -> Floats:
    """Put the sum of the counties below them; each is rounded first, so that the parts add up."""
    parts = np.round(values, 4)
    return np.vstack([parts, parts.sum(axis=0)]).ravel()
