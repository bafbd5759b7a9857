"""Time the whole of ``read`` on one thread, beside what others need to find numbers in the same text.

The peers find single numbers, amounts or times; Luodi's figure covers everything: folding, structure,
targets, milestones, measures, responsibilities and observed figures. The floor is one regular expression,
``\\d+``, over the text: less than that no reader can do.

    python benchmarks/read_speed.py [--peers PYTHON] [--characters N]

PYTHON is the interpreter of an environment with jionlp and recognizers-text-suite; see README.md here.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PEERS = """
import json, sys, time
import jionlp
from recognizers_number import Culture, recognize_number, recognize_percentage
text = sys.stdin.read()
paragraphs = [line for line in text.split("\\n") if line.strip()]
def per_second(find):
    began = time.perf_counter()
    for paragraph in paragraphs:
        find(paragraph)
    return len(text) / (time.perf_counter() - began)
out = {
    "jionlp, times": per_second(lambda p: jionlp.ner.extract_time(p)),
    "jionlp, money": per_second(lambda p: jionlp.ner.extract_money(p)),
    "recognizers-text, numbers": per_second(lambda p: recognize_number(p, Culture.Chinese)),
    "recognizers-text, percentages": per_second(lambda p: recognize_percentage(p, Culture.Chinese)),
}
print("\\n" + json.dumps(out))
"""


def corpus(characters: int) -> str:
    """Repeat the bundled decision until it has so many characters."""
    text = (ROOT / "examples/leshan/decision.txt").read_text(encoding="utf-8")
    return "\n".join([text] * (characters // len(text) + 1))[:characters]


def seconds(work: Callable[[], object], runs: int = 5) -> float:
    """Give the median time of a few runs, after one that does not count."""
    work()
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def main() -> None:
    """Print characters per second and ratios."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--peers", help="Python of an environment that holds the peers")
    parser.add_argument("--characters", type=int, default=100_000)
    parser.add_argument("--big", type=int, default=1_000_000, help="size of the corpus for the memory figure")
    asked = parser.parse_args()
    from luodi.reading import read_text

    text = corpus(asked.characters)
    rates = {"luodi, the whole of read": len(text) / seconds(lambda: read_text(text))}
    if asked.peers:
        done = subprocess.run(
            [asked.peers, "-c", PEERS],
            input=text,
            text=True,
            capture_output=True,
            check=True,
            encoding="utf-8",
        )
        rates |= json.loads(done.stdout.strip().splitlines()[-1])
    rates["floor: \\d+ over the text"] = len(text) / seconds(lambda: re.findall(r"\d+", text))
    own = rates["luodi, the whole of read"]
    print(f"{len(text):,} characters, one thread, Python {sys.version.split()[0]}")
    for name, rate in rates.items():
        print(f"  {name:32} {rate:14,.0f} characters/s   luodi is {own / rate:8.3g} × as fast")
    big = corpus(asked.big)
    began = time.perf_counter()
    found = read_text(big)
    taken = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(big):,} characters: {taken:.2f} s ({len(big) / taken:,.0f}/s), {len(found.targets):,} targets,"
        f" peak of the process {peak:.0f} MB"
    )


if __name__ == "__main__":
    main()
