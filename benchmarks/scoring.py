"""Speed of scoring, as a ratio to the floor (bare BLAS product, sort, rank quantiles) and to peers, in one
run.

    python benchmarks/scoring.py [--peers PYTHON] [--long] [--repeat 7]

``--peers`` names the Python of an environment that holds pymcdm and scikit-criteria; ``--long`` adds 100,000
weight sets with the peak of memory. Best of several repeats, floor and engine in turn, so that both meet the
same machine.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from luodi.scoring.aggregation.outrank import copeland
from luodi.scoring.panel import Panel, panel_of
from luodi.scoring.scheme import Scheme, parse
from luodi.scoring.uncertainty import sensitivity, simulate
from luodi.scoring.uncertainty.fast import by_unit, quantiles, ranks_of, weighted_sums

UNITS, INDICATORS, SETS = 3000, 200, 1000
SHARES = (0.05, 0.5, 0.95)

PEERS = """
import sys, time, warnings
import numpy as np
warnings.filterwarnings("ignore")
random = np.random.default_rng(1)
matrix, weights = random.random((3000, 200)), random.dirichlet(np.ones(200), 1000)
types = np.ones(200)
def told(name, work, sets):
    work(weights[0])
    start = time.perf_counter()
    for one in weights[:sets]:
        work(one)
    print(name, (time.perf_counter() - start) / sets * 1000, flush=True)
try:
    from pymcdm.methods import WSM
    from pymcdm.normalizations import minmax_normalization
    method = WSM(minmax_normalization)
    told("pymcdm", lambda one: method(matrix, one, types), 20)
except ImportError:
    pass
try:
    import skcriteria
    from skcriteria.agg.simple import WeightedSumModel
    from skcriteria.preprocessing.scalers import MinMaxScaler
    scaler, model = MinMaxScaler(target="matrix"), WeightedSumModel()
    made = lambda one: skcriteria.mkdm(matrix, [max] * 200, weights=one)
    told("scikit-criteria", lambda one: model.evaluate(scaler.transform(made(one))), 20)
except ImportError:
    pass
"""


def best(repeat: int, *works: Callable[[], object]) -> list[float]:
    """Least time of each, in seconds, taken in turn."""
    found = [float("inf")] * len(works)
    for _ in range(repeat):
        for at, work in enumerate(works):
            start = time.perf_counter()
            work()
            found[at] = min(found[at], time.perf_counter() - start)
    return found


def told(what: str, seconds: float, against: float | None = None, target: str = "") -> None:
    """Print one line."""
    ratio = "" if against is None else f"{seconds / against:6.2f} x"
    print(f"{what:<66}{seconds:9.4f} s {ratio:>9}  {target}", flush=True)


def flat_scheme() -> Scheme:
    """Indicators of one group, weights noisy by a quarter, two classes."""
    indicators = "".join(f"  - {{id: i{at}, parent: all, direction: increase}}\n" for at in range(INDICATORS))
    text = f"scheme: flat\nindicators:\n{indicators}groups: [{{id: all}}]\n"
    text += "steps: [{step: normalise}, {step: aggregate}]\n"
    text += f"uncertainty: {{runs: {SETS}, seed: 1, vary: [{{what: weights, noise: 0.25}}]}}\n"
    return parse(text)


def flat_panel(gaps: float = 0.0) -> Panel:
    """Uniform figures, some missing."""
    random = np.random.default_rng(1)
    values = random.random((UNITS, INDICATORS))
    values[random.random(values.shape) < gaps] = np.nan
    return panel_of(values, [f"u{at}" for at in range(UNITS)], [f"i{at}" for at in range(INDICATORS)])


def kernels(repeat: int) -> float:
    """The array kernels against the floor; gives the time with ranks and quantiles."""
    random = np.random.default_rng(1)
    scores, weights = random.random((UNITS, INDICATORS)) * 100, random.dirichlet(np.ones(INDICATORS), SETS)
    places = np.arange(1, UNITS + 1, dtype=np.int16)[None]

    def bare() -> object:
        return weights @ scores.T

    def floor() -> object:
        order = np.argsort(-bare(), axis=1)
        ranks = np.empty((SETS, UNITS), dtype=np.int16)
        np.put_along_axis(ranks, order, places, axis=1)
        ordered = np.sort(np.ascontiguousarray(ranks.T), axis=1)
        return ordered[:, [int(share * (SETS - 1)) for share in SHARES]]

    def ranked() -> object:
        return quantiles(by_unit(ranks_of(weighted_sums(scores, weights))), SHARES)

    holes = np.where(random.random(scores.shape) < 0.1, np.nan, scores)
    classes = [np.arange(start, UNITS, 4) for start in range(4)]
    sets = [random.dirichlet(np.ones(INDICATORS), SETS) for _ in classes]

    def everything() -> object:
        found = np.empty((SETS, UNITS))
        for rows, own in zip(classes, sets, strict=True):
            found[:, rows] = weighted_sums(holes[rows], own)
        return quantiles(by_unit(ranks_of(found)), SHARES), quantiles(by_unit(found), SHARES)

    product, sums = best(4 * repeat, bare, lambda: weighted_sums(scores, weights, complete=True))
    least, ours, full = best(repeat, floor, ranked, everything)
    told("bare product", product)
    told("floor: product, argsort, scatter, sort of ranks", least)
    told("weighted sums only", sums, product, "of the bare product; at most 1.3")
    told("with ranks and 5/50/95 %", ours, least, "of the floor; at most 1.3")
    told(
        "the same, score quantiles, 10 % missing, weights of 4 classes",
        full,
        least,
        "of the floor; at most 2.5",
    )
    return ours


def studies(repeat: int) -> None:
    """Whole analyses by a scheme."""
    scheme, panel = flat_scheme(), flat_panel()
    told("scheme to study: 3,000 x 200, 1,000 sets, all results", best(3, lambda: simulate(scheme, panel))[0])
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tests.scoring.asem import FOLDER, asem_panel, asem_scheme
    from tests.scoring.test_uncertainty import REFERENCE

    if FOLDER.is_dir():
        asem = asem_scheme(uncertainty=REFERENCE)
        figures = asem_panel(asem)
        seconds = best(repeat, lambda: sensitivity(asem, figures, base=500))[0]
        told(
            "ASEM, 3,000 runs over all steps, indices of each unit", seconds, 286.7, "of COINr; at most 0.5 s"
        )
    for method, target in (("mean", "at most 0.1 s"), ("em", "")):
        audit, units = audit_case(method)
        seconds = best(3, lambda audit=audit, units=units: simulate(audit, units))[0]
        told(f"audit: 129 units, 80 indicators, 4,000 runs, imputation {method}", seconds, target=target)


def audit_case(method: str) -> tuple[Scheme, Panel]:
    """An audit as of a global index: two imputations x two aggregations x 1,000 weight sets."""
    indicators = "".join(f"  - {{id: i{at}, parent: p{at % 7}, direction: increase}}\n" for at in range(80))
    groups = ", ".join(f"{{id: p{at}, parent: all}}" for at in range(7))
    scheme = parse(
        f"scheme: audit\nindicators:\n{indicators}groups: [{{id: all}}, {groups}]\n"
        f"steps: [{{step: impute, method: {method}}}, {{step: normalise, scale: [1, 100]}},"
        " {step: aggregate}]\n"
        "uncertainty:\n  runs: 1000\n  seed: 1\n  design: crossed\n  vary:\n"
        "    - {what: impute, values: [kept, none]}\n"
        "    - {what: aggregate.levels.3.method, values: [arithmetic, geometric]}\n"
        "    - {what: weights, noise: 0.25, levels: [2]}\n"
    )
    random = np.random.default_rng(2)
    values = random.normal(size=(129, 1)) + random.normal(size=(129, 80))
    values[random.random(values.shape) < 0.05] = np.nan
    return scheme, panel_of(values, [f"u{at}" for at in range(129)], [f"i{at}" for at in range(80)])


def peers(python: str, ours: float) -> None:
    """The same 1,000 sets by peers, extrapolated from 20."""
    found = subprocess.run([python, "-c", PEERS], capture_output=True, text=True, check=True).stdout
    for line in found.splitlines():
        name, seconds = line.split()
        told(f"{name}: 1,000 sets (from 20)", float(seconds))
        print(f"{'':<66}ours is {float(seconds) / ours:,.0f} times as fast")


def long() -> None:
    """100,000 weight sets, memory bounded by blocks."""
    from rich.progress import Progress

    scheme, panel = flat_scheme(), flat_panel()
    with Progress() as bar:
        task = bar.add_task("100,000 weight sets")
        start = time.perf_counter()
        simulate(
            scheme,
            panel,
            runs=100_000,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    told("3,000 x 200, 100,000 sets, ranks and scores", time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{'peak of memory':<66}{peak:9.2f} GiB            less than 2 GB")


def main() -> None:
    """Run all benchmarks."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--peers", help="Python with pymcdm and scikit-criteria")
    options.add_argument("--long", action="store_true", help="add 100,000 weight sets")
    options.add_argument("--repeat", type=int, default=7)
    chosen = options.parse_args()
    if chosen.long:
        long()
    ours = kernels(chosen.repeat)
    random = np.random.default_rng(4)
    scores = random.random((UNITS, INDICATORS))
    told(
        "Copeland 3,000 x 200",
        best(1, lambda: copeland(scores, np.ones(INDICATORS)))[0],
        target="at most 3 s",
    )
    studies(chosen.repeat)
    print(
        "COINr 1.1.14 on a comparable machine: 866 s for 1,000 sets with ranks, 286.7 s for 3,000 ASEM runs"
    )
    if chosen.peers:
        peers(chosen.peers, ours)


if __name__ == "__main__":
    main()
