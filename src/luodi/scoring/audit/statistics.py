"""Statistics and flags of each indicator."""

from __future__ import annotations

import msgspec
import numpy as np

from luodi.scoring.arrays import FloatArray, kurtosis, skewness
from luodi.scoring.panel import Panel


class Statistics(msgspec.Struct, kw_only=True, frozen=True):
    """Statistics of one indicator; NaN where they are not defined.

    Attributes:
        indicator: its id.
        minimum: least figure.
        maximum: greatest figure.
        mean: mean.
        median: median.
        deviation: standard deviation (n - 1).
        skewness: G1.
        kurtosis: excess kurtosis G2.
        available: number of figures.
        nonzero: number of figures that are not zero.
        unique: number of different figures.
        same: greatest number of equal figures.
        available_share: ``available`` over rows.
        nonzero_share: ``nonzero`` over ``available``.
        unique_share: ``unique`` over ``available``.
        same_share: ``same`` over ``available``.
        flags: ``missing`` (fewer than 65 % of rows), ``zeros`` (fewer than 50 % of rows not zero),
            ``few_values`` (fewer different figures than 50 % of rows), ``outliers`` (|skewness| > 2 and
            kurtosis > 3.5).
    """

    indicator: str
    minimum: float
    maximum: float
    mean: float
    median: float
    deviation: float
    skewness: float
    kurtosis: float
    available: int
    nonzero: int
    unique: int
    same: int
    available_share: float
    nonzero_share: float
    unique_share: float
    same_share: float
    flags: tuple[str, ...]


def statistics(
    panel: Panel,
    *,
    least_available: float = 0.65,
    least_nonzero: float = 0.5,
    least_unique: float = 0.5,
    skew: float = 2.0,
    kurt: float = 3.5,
) -> tuple[Statistics, ...]:
    """Describe every indicator.

    Args:
        panel: the figures.
        least_available: share of rows below which an indicator is flagged ``missing``.
        least_nonzero: share of rows below which it is flagged ``zeros``.
        least_unique: share of rows below which it is flagged ``few_values``.
        skew: absolute skewness above which, together with ``kurt``, it is flagged ``outliers``.
        kurt: kurtosis above which, together with ``skew``, it is flagged ``outliers``.
    """
    limits = (least_available, least_nonzero, least_unique, skew, kurt)
    return tuple(_one(code, panel.values[:, at], limits) for at, code in enumerate(panel.indicators))


def _one(code: str, column: FloatArray, limits: tuple[float, float, float, float, float]) -> Statistics:
    there = column[~np.isnan(column)]
    rows, many = len(column), len(there)
    skew, kurt = float(skewness(column[:, None])[0]), float(kurtosis(column[:, None])[0])
    nonzero = int(np.sum(there != 0))
    _, counts = np.unique(there, return_counts=True)
    unique, same = len(counts), int(counts.max(initial=0))
    tests = {
        "missing": many / rows < limits[0],
        "zeros": nonzero / rows < limits[1],
        "few_values": unique / rows < limits[2],
        "outliers": abs(skew) > limits[3] and kurt > limits[4],
    }
    share = (lambda number: number / many) if many else (lambda number: float("nan"))
    return Statistics(
        indicator=code,
        minimum=float(there.min()) if many else np.nan,
        maximum=float(there.max()) if many else np.nan,
        mean=float(there.mean()) if many else np.nan,
        median=float(np.median(there)) if many else np.nan,
        deviation=float(there.std(ddof=1)) if many > 1 else np.nan,
        skewness=skew,
        kurtosis=kurt,
        available=many,
        nonzero=nonzero,
        unique=unique,
        same=same,
        available_share=many / rows,
        nonzero_share=share(nonzero),
        unique_share=share(unique),
        same_share=share(same),
        flags=tuple(name for name, met in tests.items() if met),
    )
