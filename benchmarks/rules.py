"""A million enterprises by two official rules, a verdict per condition: against plain NumPy and OpenFisca.

    python benchmarks/rules.py [--peers PYTHON] [--rows 1000000] [--repeat 5]

The floor is the same rule written plainly in NumPy: nothing missing, no dates, no exactness at limits.
``--peers`` names the Python of an environment that holds openfisca-core. Best of several repeats, floor and
engine in turn. Verdicts of all three are compared: where they differ is where rounding decided.
"""

from __future__ import annotations

import argparse
import datetime
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import rules_plain as plain

from luodi.rules import facts, judge, load
from luodi.rules.converting import Coded
from luodi.rules.given import Facts
from luodi.rules.verdicts import Verdicts

RULES: dict[
    str, tuple[str, Callable[[int], plain.Columns], Callable[[plain.Columns], plain.Columns], float]
] = {
    "sme": ("tech_sme", plain.sme, plain.judge_sme, 0.5),
    "hnte": ("high_tech_enterprise", plain.hnte, plain.judge_hnte, 1.0),
}


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
    print(f"{what:<62}{seconds:9.3f} s {ratio:>9}  {target}", flush=True)


def checked(name: str, columns: plain.Columns) -> Facts:
    """The figures as facts of a rule."""
    rule = load(name)
    given: dict[str, Any] = dict(columns)
    if "field" in given:
        choices = next(entry.choices for entry in rule.inputs if entry.id == "field")
        given["field"] = Coded([choice.id for choice in choices], given["field"])
    return facts(rule, given, on=datetime.date(2026, 7, 1))


def differing(verdicts: Verdicts, found: Any) -> str:
    """Say how many verdicts of another program differ from ours."""
    names = [condition.id for condition in verdicts.facts.rule.conditions]
    counts = {name: int(((verdicts.verdict(name) > 0) != found[name]).sum()) for name in names}
    told_ = ", ".join(f"{name} {count}" for name, count in counts.items() if count)
    return f"  verdicts that differ from ours: {told_ or 'none'}"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--peers", help="Python of an environment that holds openfisca-core")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=5)
    asked = parser.parse_args()
    results: dict[str, tuple[float, Verdicts]] = {}
    for short, (name, make, floor, most) in RULES.items():
        columns = make(asked.rows)
        start = time.perf_counter()
        ready = checked(name, columns)
        reading = time.perf_counter() - start
        start = time.perf_counter()
        verdicts = judge(ready)
        first = time.perf_counter() - start
        least, ours = best(asked.repeat, lambda c=columns, f=floor: f(c), lambda r=ready: judge(r))
        print(f"{name}: {asked.rows:,} enterprises, {len(verdicts.facts.rule.conditions)} conditions")
        told("  floor: the same in plain NumPy", least)
        told("  ours: verdict per condition", ours, least, f"of the floor; at most {most} s")
        told("  ours, the first time", first, least)
        told("  checking the columns (types, ranges, parts)", reading)
        print(differing(verdicts, floor(columns)).replace("differ", "differ (plain NumPy)", 1))
        results[short] = ours, verdicts
    if asked.peers:
        peers(asked.peers, asked.rows, results)


def peers(python: str, rows: int, results: dict[str, tuple[float, Verdicts]]) -> None:
    """The same firms by OpenFisca."""
    script = Path(__file__).with_name("rules_openfisca.py")
    with tempfile.TemporaryDirectory() as folder:
        command = [python, str(script), str(rows), folder]
        found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        for line in found.splitlines():
            rule, seconds = line.split()
            ours, verdicts = results[rule]
            told(f"OpenFisca, {rule}: all conditions, inputs set", float(seconds))
            print(f"  ours takes {ours / float(seconds):.2f} of its time")
            print(
                differing(verdicts, np.load(Path(folder) / f"{rule}.npz")).replace(
                    "differ", "differ (float32)", 1
                )
            )


if __name__ == "__main__":
    sys.exit(main())
