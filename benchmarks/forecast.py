"""Time to forecast 1,000 yearly series with intervals, against statsforecast and one pass over the array.

statsforecast wants a pandas of its own, so it runs in an environment of its own:

    python -m venv build/statsforecast && build/statsforecast/bin/pip install statsforecast
    python benchmarks/forecast.py --peer build/statsforecast/bin/python
"""

from __future__ import annotations

import argparse
import subprocess
import time
from collections.abc import Callable
from functools import partial

import numpy as np

from luodi.forecasting import forecast

SERIES, LENGTH, HORIZON = 1000, 12, 6

PEER = """
import sys, time
import numpy as np, pandas as pd
from statsforecast import StatsForecast
from statsforecast.models import AutoETS, DynamicOptimizedTheta
values = np.load(sys.argv[1])
frame = pd.DataFrame({
    "unique_id": np.repeat(np.arange(len(values)), values.shape[1]),
    "ds": np.tile(np.arange(1, values.shape[1] + 1), len(values)),
    "y": values.ravel(),
})
for name, model in (("DynamicOptimizedTheta", DynamicOptimizedTheta()), ("AutoETS", AutoETS())):
    best = float("inf")
    for _ in range(3):
        began = time.perf_counter()
        StatsForecast(models=[model], freq=1, n_jobs=1).forecast(df=frame, h=int(sys.argv[2]), level=[80, 95])
        best = min(best, time.perf_counter() - began)
    print(name, best)
"""


def best_of(work: Callable[[], object], times: int = 7) -> float:
    """Shortest of several runs, in seconds."""
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        spent.append(time.perf_counter() - began)
    return min(spent)


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--peer", help="a Python that has statsforecast")
    peer = options.parse_args().peer
    draw = np.random.default_rng(1)
    values = 100 + np.cumsum(draw.normal(1, 2, (SERIES, LENGTH)), axis=1)

    def ours() -> None:
        made = forecast(values, horizon=HORIZON)
        made.interval(80)
        made.interval(95)

    floor, mine = best_of(lambda: values.sum(), 200), best_of(ours)
    print(f"{SERIES} series of {LENGTH} years, {HORIZON} ahead, 80 and 95 % intervals; best of several runs")
    print(f"{'one pass over the array':28} {floor:10.6f} s")
    print(f"{'luodi':28} {mine:10.4f} s   {mine / floor:8.0f} × the pass")
    for per_year, form, length in ((4, "{}Q{}", 40), (12, "{}-{:02}", 60)):
        season = 10 * np.sin(2 * np.pi * np.arange(length) / per_year)
        seasonal = 100 + season + np.cumsum(draw.normal(0.5, 1, (SERIES, length)), axis=1)
        labels = [form.format(2015 + n // per_year, n % per_year + 1) for n in range(length)]
        spent = best_of(partial(forecast, seasonal, horizon=per_year, periods=labels), 3)
        print(f"{f'luodi, {length} periods, {per_year} a year':28} {spent:10.4f} s")
    if peer:
        import tempfile
        from pathlib import Path

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "values.npy"
            np.save(path, values)
            run = subprocess.run(
                [peer, "-c", PEER, str(path), str(HORIZON)], check=True, capture_output=True, text=True
            )
        for row in run.stdout.splitlines():
            name, spent = row.split()
            print(f"{'statsforecast ' + name:28} {float(spent):10.4f} s   {float(spent) / mine:8.0f} × luodi")


if __name__ == "__main__":
    main()
