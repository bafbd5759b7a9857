"""All indicators over some ten million records on DuckDB, beside five of them written by hand.

Run: ``python benchmarks/indicators.py [--enterprises 1600000] [--years 6] [--folder F] [--peers PYTHON]``. The city
is generated (and kept if ``--folder`` names a place). By hand: pandas here, polars in the environment of
``--peers``; both read only the columns they need. The floor is DuckDB counting the rows of the largest register.
``--spark`` works the same expressions on a Spark of two workers of one core each too, their start told apart;
``--spark URL`` on one that runs already. ``--only-spark`` leaves the rest away.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from spark_workers import two_workers

FIVE = (
    "high_tech_firms", "pv_output", "clusters_over_100bn", "digital_core_share", "digitised_manufacturers_share",
)  # fmt: skip
YEAR = 2025
MANUFACTURING = ("13", "14", "15", "16", "17", "18", "19", "2", "3", "40", "41", "42", "43")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--enterprises", type=int, default=1_600_000)
    parser.add_argument("--years", type=int, default=6)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--spark", nargs="?", const="own")
    parser.add_argument("--only-spark", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary) / "city-generated"
        if not folder.exists():
            _generate(folder, options)
        if not options.only_spark:
            _ours(folder)
        if options.spark == "own":
            began = time.perf_counter()
            with two_workers(Path(temporary)) as url:
                print(
                    f"{'Spark: a master and two workers started in':44} {time.perf_counter() - began:6.2f} s"
                )
                _spark(folder, url)
        elif options.spark:
            _spark(folder, options.spark)
        if options.only_spark:
            return
        _pandas(folder)
        if options.peers:
            script = Path(__file__).with_name("indicators_polars.py")
            print(
                subprocess.run(
                    [options.peers, script, folder], capture_output=True, text=True, check=True
                ).stdout
            )


def _generate(folder: Path, options: argparse.Namespace) -> None:
    began = time.perf_counter()
    command = [
        sys.executable, "-c", "from luodi.cli.main import main; main()", "generate", "city", "--enterprises",
        str(options.enterprises), "--years", str(options.years), "--seed", "1", "-o", str(folder),
    ]  # fmt: skip
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    print(f"generated in {time.perf_counter() - began:.1f} s")


def _ours(folder: Path) -> None:
    from luodi.measuring.methods import load
    from luodi.measuring.methods.run import values, worked
    from luodi.measuring.methods.tables import connect

    began = time.perf_counter()
    tables = connect(folder)
    print(f"{'opening, with the import of Ibis':44} {time.perf_counter() - began:6.2f} s")
    began = time.perf_counter()
    counts = {name: tables.engine.to_pyarrow(tables[name].count()).as_py() for name in sorted(tables.present)}
    floor = time.perf_counter() - began
    print(f"{'floor: counting ' + format(sum(counts.values()), ',') + ' rows':44} {floor:6.2f} s")
    for turn in ("first", "second"):
        began, busy = time.perf_counter(), time.process_time()
        found = list(worked(list(load().values()), tables, [YEAR]))
        took, busy = time.perf_counter() - began, time.process_time() - busy
        name = f"all {len(found)} indicators of one year, {turn} turn"
        print(f"{name:44} {took:6.2f} s, of the processor {busy:.2f} s")
    began = time.perf_counter()
    five = {name: values(load()[name], tables, [YEAR]) for name in FIVE}
    print(f"{'the five of them':44} {time.perf_counter() - began:6.2f} s")
    print(f"{'peak memory':44} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:6.0f} MB")
    print(json.dumps({name: round(found[0].value, 6) for name, found in five.items() if found}))


def _spark(folder: Path, url: str) -> None:
    from luodi.measuring.methods import load
    from luodi.measuring.methods.run import worked
    from luodi.measuring.methods.tables import connect

    quiet = "--conf spark.ui.showConsoleProgress=false pyspark-shell"
    os.environ.setdefault("PYSPARK_SUBMIT_ARGS", quiet)
    began = time.perf_counter()
    tables = connect(f"{url}#{folder.resolve()}")
    print(f"{'Spark: session and opening':44} {time.perf_counter() - began:6.2f} s")
    began = time.perf_counter()
    count = sum(tables.engine.to_pyarrow(tables[name].count()).as_py() for name in sorted(tables.present))
    print(f"{f'Spark: floor, counting {count:,} rows':44} {time.perf_counter() - began:6.2f} s")
    for turn in ("first", "second"):
        began = time.perf_counter()
        found = {
            method.indicator: counted for method, counted in worked(list(load().values()), tables, [YEAR])
        }
        name = f"Spark: all {len(found)} indicators, {turn} turn"
        print(f"{name:44} {time.perf_counter() - began:6.2f} s", flush=True)
    print(json.dumps({name: round(found[name][0].value, 6) for name in FIVE if found[name]}))
    tables.engine.disconnect()


def _pandas(folder: Path) -> None:
    import pandas as pd

    began = time.perf_counter()
    columns = [
        "year", "area", "cluster", "above_scale", "output", "digital_class", "digital_share", "value_added",
        "digital_level", "industry", "enterprise",
    ]  # fmt: skip
    rows = pd.read_parquet(folder / "enterprise_year.parquet", columns=columns, filters=[("year", "=", YEAR)])
    held = pd.read_parquet(folder / "recognition.parquet")
    areas = pd.read_parquet(folder / "area_year.parquet")
    read = time.perf_counter() - began
    day = pd.Timestamp(YEAR, 12, 31).date()
    firms = held[(held.kind == "high_tech_enterprise") & (held.valid_from <= day)]
    firms = firms[
        (firms.valid_to.isna() | (firms.valid_to >= day))
        & (firms.revoked_on.isna() | (firms.revoked_on > day))
    ]
    output = rows.output.astype(float)
    large = output[rows.above_scale].groupby(rows.cluster[rows.above_scale]).sum() / 1e4
    core = rows.digital_class.str.startswith(("01", "02", "03", "04"), na=False)
    core_value = (rows.value_added[core].astype(float) * rows.digital_share[core].fillna(1)).sum() / 1e4
    maker = rows.above_scale & rows.industry.str.startswith(MANUFACTURING)
    found = {
        "high_tech_firms": firms.holder.nunique(),
        "pv_output": output[rows.cluster == "PHOTOVOLTAICS"].sum() / 1e4,
        "clusters_over_100bn": int((large >= 1000).sum()),
        "digital_core_share": 100 * core_value / float(areas.gdp[areas.year == YEAR].sum()),
        "digitised_manufacturers_share": 100
        * rows.enterprise[maker & rows.digital_level.isin(["l2", "l3", "l4"])].nunique()
        / rows.enterprise[maker].nunique(),
    }
    print(
        f"{'five by hand in pandas, reading ' + format(read, '.2f') + ' s':44} {time.perf_counter() - began:6.2f} s"
    )
    print(json.dumps({name: round(float(value), 6) for name, value in found.items()}))


if __name__ == "__main__":
    main()
