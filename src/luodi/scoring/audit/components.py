"""Principal components, and whether the data are fit for them: Kaiser-Meyer-Olkin and Bartlett.

Source: OECD and JRC, Handbook on Constructing Composite Indicators, 2008, section 4; Kaiser, An index of
factorial simplicity, 1974; Bartlett, A note on the multiplying factors for various chi square approximations,
1954.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from luodi.core.errors import InputError
from luodi.scoring.arrays import FloatArray
from luodi.scoring.audit.correlation import correlations


@dataclass(frozen=True, slots=True, eq=False)
class Components:
    """Principal components of standardised columns.

    Attributes:
        variance: eigenvalues of the correlation matrix, greatest first, shape (columns,).
        share: share of each in the total variance, shape (columns,).
        loadings: eigenvectors in columns, shape (columns, components). The sign of an eigenvector means
            nothing; here the sum of its entries is not negative.
        rows: number of complete rows that were used.
        kmo: Kaiser-Meyer-Olkin measure of all columns; NaN if the correlations are singular.
        kmo_each: the same for each column, shape (columns,).
        bartlett: chi-square of Bartlett's test that nothing correlates.
        freedom: its degrees of freedom.
        p: its p-value.
    """

    variance: FloatArray
    share: FloatArray
    loadings: FloatArray
    rows: int
    kmo: float
    kmo_each: FloatArray
    bartlett: float
    freedom: int
    p: float


def components(values: FloatArray, *, where: str = "components") -> Components:
    """Analyse the columns of ``values``, shape (rows, columns); rows with a missing cell are left out.

    Raises:
        InputError: fewer than two columns, fewer than three complete rows, or a column without spread.
    """
    complete = values[~np.isnan(values).any(axis=1)]
    rows, columns = complete.shape
    if columns < 2 or rows < 3 or np.any(np.ptp(complete, axis=0) == 0):
        raise InputError(
            f"{rows} complete rows of {columns} columns, or a column without spread",
            where=where,
            accepted="at least two columns and three complete rows, each column with spread",
            remedy="impute first, or choose another group",
        )
    r = correlations(complete).r
    variance, vectors = np.linalg.eigh(r)
    variance, vectors = np.maximum(variance[::-1], 0.0), vectors[:, ::-1]
    vectors = vectors * np.where(vectors.sum(axis=0) < 0, -1.0, 1.0)
    kmo, kmo_each = _kmo(r)
    statistic, freedom, p = _bartlett(r, rows)
    return Components(
        variance,
        variance / columns,
        np.ascontiguousarray(vectors),
        rows,
        kmo,
        kmo_each,
        statistic,
        freedom,
        p,
    )


def _kmo(r: FloatArray) -> tuple[float, FloatArray]:
    if np.linalg.cond(r) > 1e12:
        return float("nan"), np.full(len(r), np.nan)
    inverse = np.linalg.inv(r)
    scale = np.sqrt(np.diag(inverse))
    partial = inverse / np.outer(scale, scale)
    off = ~np.eye(len(r), dtype=bool)
    direct, cleared = np.where(off, r**2, 0.0), np.where(off, partial**2, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        each = direct.sum(axis=0) / (direct.sum(axis=0) + cleared.sum(axis=0))
        return float(direct.sum() / (direct.sum() + cleared.sum())), each


def _bartlett(r: FloatArray, rows: int) -> tuple[float, int, float]:
    from scipy.special import chdtrc

    columns = len(r)
    sign, logarithm = np.linalg.slogdet(r)
    factor = rows - 1 - (2 * columns + 5) / 6
    statistic = float("inf") if sign <= 0 else max(0.0, -factor * float(logarithm))
    freedom = columns * (columns - 1) // 2
    return statistic, freedom, float(chdtrc(freedom, statistic)) if np.isfinite(statistic) else 0.0
