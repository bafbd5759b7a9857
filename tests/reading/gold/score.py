"""Hold the measures and milestones that reading finds in the Leshan decision against those found by hand.

Run it to print precision and recall: ``python tests/reading/gold/score.py``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from luodi.reading import read_text

HERE = Path(__file__).parent
DATA = HERE.parents[3] / "shared" / "data"


class Score(NamedTuple):
    """What was found, what should have been, and what is in both."""

    right: int
    gold: int
    found: int
    missed: list[str]
    extra: list[str]

    def __str__(self) -> str:
        precision, recall = self.right / max(1, self.found), self.right / max(1, self.gold)
        counts = f"{self.right} right, {self.gold} gold, {self.found} found"
        return f"precision {precision:.3f} recall {recall:.3f} ({counts})"


def score() -> dict[str, Score]:
    gold: dict[str, Any] = json.loads((HERE / "leshan.json").read_text(encoding="utf-8"))
    reading = read_text((DATA / gold["text"]).read_text(encoding="utf-8"))
    number = {p.id: (p.number or "").rstrip(".") for p in reading.provisions if p.level == "article"}
    found: dict[str, Score] = {}
    for name in ("measures", "held_out_measures"):
        asked = {str(article) for article in gold[f"{name}_of_articles"]}
        read = {(m.quote, m.action) for m in reading.measures if number.get(m.provision or "") in asked}
        found[name] = _compare({(m["quote"], m["action"]) for m in gold[name]}, read)
    milestones = {(m.quote, m.deadline) for m in reading.milestones}
    wanted = {(m["quote"], m["deadline"]) for m in gold["milestones"]}
    found["milestones"] = _compare({(q, None) for q, _ in wanted}, {(q, None) for q, _ in milestones})
    found["milestones with deadline"] = _compare(wanted, milestones)
    return found


def _compare(gold: set[tuple[str, str | None]], found: set[tuple[str, str | None]]) -> Score:
    right = gold & found
    missed, extra = (sorted(str(each) for each in one - right) for one in (gold, found))
    return Score(len(right), len(gold), len(found), missed, extra)


if __name__ == "__main__":
    for name, result in score().items():
        print(f"{name}: {result}")
        for what in ("missed", "extra"):
            for each in getattr(result, what):
                print(f"    {what} {each}")
