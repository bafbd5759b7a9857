"""Simulations and indices of one result together: what the command shows and a bundle seals."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from luodi.scoring.engine import Result
from luodi.scoring.output import Table
from luodi.scoring.uncertainty.output import sensitivity_tables, study_tables
from luodi.scoring.uncertainty.sensitivity import Sensitivity, sensitivity
from luodi.scoring.uncertainty.study import Progress, Study, simulate


class Simulation(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """What an analysis was asked for; what is left out, the scheme says.

    Attributes:
        seed: seed of the random numbers; if the scheme has none either, one is chosen.
        runs: number of simulations.
        base: base samples of the sensitivity analysis.
        indices: whether there is a sensitivity analysis; it needs two choices or more.
    """

    seed: int | None = None
    runs: int | None = None
    base: int | None = None
    indices: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """What an analysis gave.

    Attributes:
        asked: what was asked for, with everything settled: it gives the same again.
        study: simulations.
        sensitivity: indices, if any.
    """

    asked: Simulation
    study: Study
    sensitivity: Sensitivity | None

    def tables(self) -> dict[str, Table]:
        """Make all tables by name."""
        made = study_tables(self.study)
        return made if self.sensitivity is None else made | sensitivity_tables(self.sensitivity)


def analyse(
    result: Result,
    asked: Simulation,
    *,
    simulating: Progress | None = None,
    measuring: Progress | None = None,
) -> Analysis:
    """Simulate and measure sensitivity on the figures of a result.

    Args:
        result: a result of a scheme with an uncertainty section.
        asked: what is asked for.
        simulating: told how many of how many parts of the simulations are done.
        measuring: the same of the sensitivity analysis.

    Raises:
        InputError: as :func:`simulate`.
    """
    figures = result.stages["raw"]
    study = simulate(result.scheme, figures, seed=asked.seed, runs=asked.runs, progress=simulating)
    found = None
    if asked.indices and len(study.factors) > 1:
        found = sensitivity(result.scheme, figures, seed=study.seed, base=asked.base, progress=measuring)
    options = study.model.options
    settled = Simulation(
        seed=study.seed,
        runs=options.runs if asked.runs is None else asked.runs,
        base=options.base if asked.base is None else asked.base,
        indices=asked.indices,
    )
    return Analysis(settled, study, found)
