"""Sensitivity indices: the ASEM reference, a function with known indices, and every unit at once."""

from __future__ import annotations

import numpy as np
import pytest
from tests.scoring.asem import asem_panel, asem_scheme, table
from tests.scoring.test_uncertainty import METHOD, REFERENCE, WEIGHTS, figures, small

from luodi.core.errors import InputError
from luodi.scoring.uncertainty import Sensitivity, sensitivity
from luodi.scoring.uncertainty.sensitivity import estimate


@pytest.fixture(scope="module")
def found() -> Sensitivity:
    scheme = asem_scheme(uncertainty=REFERENCE)
    return sensitivity(scheme, asem_panel(scheme), base=500)


@pytest.mark.parametrize("base", [100, 500])
def test_indices_of_the_example_lie_in_the_union_of_both_bands(found: Sensitivity, base: int) -> None:
    """R's index and ours each inside the union of R's band and ours, and the bands meet."""
    rows = {row["Variable"]: row for row in table(f"asem_SA_N{base}_sensitivity")}
    assert tuple(rows) == found.names
    for at, name in enumerate(found.names):
        for label, index, band in (
            ("Si", found.shift.first, found.shift.first_band),
            ("STi", found.shift.total, found.shift.total_band),
        ):
            theirs = (float(rows[name][f"{label}_q5"]), float(rows[name][f"{label}_q95"]))
            ours = (float(band[0, at, 0]), float(band[1, at, 0]))
            assert max(theirs[0], ours[0]) <= min(theirs[1], ours[1]), (name, label)
            low, high = min(theirs[0], ours[0]), max(theirs[1], ours[1])
            assert low <= index[at, 0] <= high, (name, label)
            assert low <= float(rows[name][label]) <= high, (name, label)


def test_many_samples_settle_inside_the_bands_of_r() -> None:
    """With 8,000 base samples our indices lie in the union of R's two bands, without the help of ours."""
    scheme = asem_scheme(uncertainty=REFERENCE)
    sure = sensitivity(scheme, asem_panel(scheme), base=8000)
    tables = [{row["Variable"]: row for row in table(f"asem_SA_N{base}_sensitivity")} for base in (100, 500)]
    for at, name in enumerate(sure.names):
        for label, index in (("Si", sure.shift.first), ("STi", sure.shift.total)):
            bands = [(float(rows[name][f"{label}_q5"]), float(rows[name][f"{label}_q95"])) for rows in tables]
            assert any(low <= index[at, 0] <= high for low, high in bands), (name, label)


def test_mean_ranks_of_the_sensitivity_runs(found: Sensitivity) -> None:
    rows = {row["uCode"]: float(row["Mean"]) for row in table("asem_SA_N100_rankstats")}
    ranks = found.ranks.variance
    for at, (unit, _) in enumerate(found.keys):
        error = np.sqrt(ranks[at] * (1 / 200 + 1 / (2 * found.base)))
        assert abs(found.mean_ranks[at] - rows[unit]) <= 3 * error + 1e-12, unit


def test_every_unit_has_indices(found: Sensitivity) -> None:
    assert found.scores.first.shape == found.ranks.total.shape == (4, 51)
    assert found.runs == 3000
    assert not np.isnan(found.scores.total).any()
    assert np.all(found.scores.total >= 0)
    normalisation = found.names.index("Normalisation")
    assert found.scores.total[normalisation].min() > 0.8
    assert np.all(found.scores.first_band[0] <= found.scores.first_band[1])


def test_known_function() -> None:
    """Ishigami's function: first order 0.314, 0.442, 0; total order 0.558, 0.442, 0.244."""
    random = np.random.default_rng(3)
    base = 20_000
    a, b = random.uniform(-np.pi, np.pi, (2, base, 3))
    points = [a, b]
    for factor in range(3):
        mixed = a.copy()
        mixed[:, factor] = b[:, factor]
        points.append(mixed)
    x = np.concatenate(points)
    y = np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    resamples = random.multinomial(base, np.full(base, 1 / base), size=20) / base
    one = estimate(y[:, None], base, resamples)
    assert one.first[:, 0] == pytest.approx([0.314, 0.442, 0.0], abs=0.03)
    assert one.total[:, 0] == pytest.approx([0.558, 0.442, 0.244], abs=0.03)


def test_a_unit_that_does_not_move_has_no_indices() -> None:
    panel = figures()
    panel.values[0] = [1.0, 1.0, 0.0]
    found = sensitivity(small([WEIGHTS, METHOD]), panel, base=64)
    assert np.isnan(found.ranks.first[:, 0]).all()
    assert not np.isnan(found.scores.first[:, 1]).any()


def test_one_choice_is_refused() -> None:
    with pytest.raises(InputError, match="explains everything"):
        sensitivity(small([WEIGHTS]), figures())
