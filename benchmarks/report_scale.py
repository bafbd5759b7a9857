"""How long a report takes on 10,000 targets and 20 years of figures each, beside reading the same CSV alone.

Run: ``python benchmarks/report_scale.py [TARGETS] [YEARS]``. Everything is made up here. Counted are reading
and checking the figures' CSV, matching the bindings with the promises, and judging; not reading the decision.
Twice: with deadlines that the last figures settle, and with deadlines five years ahead, when every series is
forecast and every promise gets its chance.
"""

from __future__ import annotations

import csv
import hashlib
import io
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

from luodi.core.record import Document, Reading, Target
from luodi.delivery.bindings import Binding, Source
from luodi.delivery.city import City, Settings
from luodi.delivery.engine import report
from luodi.delivery.report import Report, Words
from luodi.measuring.catalogue import national
from luodi.measuring.observations import parse_observations

INDICATORS = ("high_tech_firms", "gdp", "pv_output", "patents_granted", "digital_core_share", "pm25")
LAST = 2025
AHEAD = 5
COLUMNS = (
    "indicator", "area", "period", "value", "unit", "grade", "source_title", "source_url", "known_on", "note",
)  # fmt: skip


def figures(targets: int, years: int) -> str:
    """Figures of one indicator in one area for each target."""
    random = Random(7)
    catalogue = national()
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n").writerow
    write(
        [
            "indicator",
            "area",
            "period",
            "value",
            "unit",
            "grade",
            "source_title",
            "source_url",
            "known_on",
            "note",
        ]
    )
    for number in range(targets):
        indicator = catalogue[INDICATORS[number % len(INDICATORS)]]
        value = 50.0
        for year in range(LAST - years + 1, LAST + 1):
            value *= random.uniform(0.98, 1.1)
            row = [
                indicator.name_zh,
                f"区{number}",
                year,
                round(value, 2),
                indicator.unit,
                "B",
                f"{year}年统计公报",
            ]
            write([*row, f"https://example.org/{number}/{year}", f"{year + 1}-04-02", "made up"])
    return out.getvalue()


def decision(targets: int, deadline: int) -> tuple[Reading, list[Binding]]:
    """A decision of so many sentences, read, and a binding for each."""
    catalogue = national()
    found, bindings, sentences, at = [], [], [], 0
    for number in range(targets):
        indicator = catalogue[INDICATORS[number % len(INDICATORS)]]
        words = f"第{number}项{indicator.name_zh}"
        quote = f"到{deadline}年{words}达到120{indicator.unit}"
        found.append(
            Target(
                id=f"T{number}",
                quote=quote,
                start=at,
                end=at + len(quote),
                indicator=words,
                comparator="eq",
                value=120,
                unit=indicator.unit,
                kind="level",
                deadline=str(deadline),
            )
        )
        source = Source(indicator=indicator.id, area=f"区{number}")
        bindings.append(
            Binding(id=f"B{number}", sentence=quote, words=words, indicator=indicator.id, sources=[source])
        )
        sentences.append(quote + "。")
        at += len(quote) + 1
    text = "".join(sentences)
    read = Reading(
        document=Document(text_sha256=hashlib.sha256(text.encode()).hexdigest()),
        provisions=[],
        targets=found,
        milestones=[],
        measures=[],
        responsibilities=[],
        observations=[],
        text=text,
    )
    return read, bindings


def best(work: Callable[[], object], times: int = 3) -> float:
    """The shortest of some runs, in seconds."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return min(taken)


def main() -> None:
    """Print the table."""
    targets, years = (
        int(sys.argv[i]) if len(sys.argv) > i else default for i, default in ((1, 10_000), (2, 20))
    )
    text = figures(targets, years)
    settled, open_ = decision(targets, LAST), decision(targets, LAST + AHEAD)
    settings = Settings(name=Words(zh="样", en="Sample"), area="样", baseline="2020")

    def whole(reading: Reading, bindings: list[Binding]) -> Report:
        read = parse_observations(text, "figures.csv", national())
        city = City(
            folder=Path("made"), settings=settings, catalogue=national(), observations=read, bindings=bindings
        )
        return report(city, reading, date(2026, 12, 31))

    floor = best(lambda: list(csv.reader(io.StringIO(text))))
    checked = best(lambda: parse_observations(text, "figures.csv", national()))
    taken = best(lambda: whole(*settled))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    foreseen = best(lambda: whole(*open_))
    chances = sum(one.probability is not None for one in whole(*open_).promises)
    more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{targets} targets × {years} years = {targets * years} figures, {len(text) / 1e6:.1f} MB of CSV")
    print(f"csv module alone (floor)      {floor:6.2f} s   1.0")
    print(f"figures read and checked      {checked:6.2f} s   {checked / floor:.1f}")
    print(f"figures read, report made     {taken:6.2f} s   {taken / floor:.1f}")
    print(f"deadlines ahead, forecast     {foreseen:6.2f} s   {foreseen / floor:.1f}   ({chances} chances)")
    print(f"peak memory                   {memory:6.0f} MB, with forecasts {more:.0f} MB")


if __name__ == "__main__":
    main()
