"""Families of expressions (算法族): each serves many indicators, which differ by data."""

from luodi.measuring.methods.families.air import AIR_DAYS, AIR_YEAR
from luodi.measuring.methods.families.base import Family
from luodi.measuring.methods.families.events import CUMULATED, ENTERED
from luodi.measuring.methods.families.patents import PATENTS, PATENTS_PER_10K
from luodi.measuring.methods.families.standing import STANDING
from luodi.measuring.methods.families.totals import COUNTED, GROUPS, RATIO, TOTAL
from luodi.measuring.methods.families.water import WATER_BAD, WATER_GOOD

FAMILIES: dict[str, Family] = {
    family.name: family
    for family in (
        STANDING, ENTERED, CUMULATED, TOTAL, RATIO, COUNTED, GROUPS, PATENTS, PATENTS_PER_10K,
        AIR_YEAR, AIR_DAYS, WATER_GOOD, WATER_BAD,
    )
}  # fmt: skip

__all__ = ["FAMILIES", "Family"]
