"""Propose bindings (绑定建议) from the catalogue: by name, unit and kind. A person decides."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from luodi.core.quantity import comparable
from luodi.core.record import Milestone, Target
from luodi.measuring.catalogue import Catalogue, Indicator
from luodi.measuring.names import alike, pairs, squeeze

LIKE = 0.75
"""Names at least so alike are proposed; see :func:`luodi.measuring.names.alike`."""


class Proposer:
    """Finds the catalogue's indicator for the words of a promise.

    Args:
        catalogue: what may be proposed.

    Example:
        >>> from luodi.measuring.catalogue import national
        >>> target = Target(id="T1", quote="…", start=0, end=1, indicator="高新技术企业总数", kind="count",
        ...                 comparator="eq", value=192, unit="家")
        >>> Proposer(national()).find(target).id
        'high_tech_firms'
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.names: dict[str, list[tuple[str, Indicator]]] = {}
        for indicator in catalogue.by_id.values():
            for name in (indicator.name_zh, *indicator.synonyms):
                for pair in pairs(name):
                    self.names.setdefault(pair, []).append((name, indicator))
        self._ranked = lru_cache(maxsize=65536)(self._rank)

    def find(self, promise: Target | Milestone) -> Indicator | None:
        """Give the best fitting indicator; None when none fits or the promise is a milestone."""
        if isinstance(promise, Milestone):
            return None
        return next((one for one in self._ranked(promise.indicator) if _fits(promise, one)), None)

    def _rank(self, words: str) -> list[Indicator]:
        exact = self.catalogue.find(words)
        if exact:
            return [exact]
        near = {(name, one.id): one for pair in pairs(words) for name, one in self.names.get(pair, ())}
        scored = sorted((-_score(words, name), name, id) for name, id in near)
        return [near[name, id] for score, name, id in scored if -score >= LIKE]


def _score(words: str, name: str) -> float:
    one, other = squeeze(words), squeeze(name)
    if one.startswith("新增"):
        one = one[2:]
    return alike(one, other)


def _fits(promise: Target, indicator: Indicator) -> bool:
    if promise.kind in {"growth", "relative"}:
        return True
    if promise.kind == "increment" and indicator.kind not in {"stock", "flow"}:
        return False
    return comparable(promise.unit or "", indicator.unit)


def as_yaml(rows: Iterable[tuple[str, str, str, Indicator | None]]) -> str:
    """Write proposals as a first ``bindings.yaml``.

    Args:
        rows: id, sentence, words and the proposed indicator of each promise.
    """
    import yaml

    lines = [
        "# Proposed from the catalogue by name, unit and kind: look at every line before you use it.",
        "bindings:",
    ]
    for id, sentence, words, indicator in rows:
        entry: dict[str, str] = {"id": id, "sentence": sentence, "words": words}
        if indicator:
            entry["indicator"] = indicator.id
        text = yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=1000)
        lines += [f"  {line}" for line in text.rstrip().split("\n")]
        if indicator is None:
            lines.append("    # indicator: nothing in the catalogue fits")
    return "\n".join(lines) + ("\n" if len(lines) > 2 else " []\n")
