"""Class of a section by its worst item (断面水质类别，单因子): GB 3838-2002 table 1, 环办〔2011〕22号."""

from __future__ import annotations

from typing import Final

import numpy as np

from luodi.rules.figure import Figure, choose, known_or, larger
from luodi.rules.truth import Truth
from luodi.rules.working import Working

NEEDED: Final = ("ph", "dissolved_oxygen", "permanganate", "ammonia", "phosphorus")
WITHOUT_MULTIPLE: Final = ("ph", "dissolved_oxygen")
OTHERS: Final = (
    *("cod", "bod5", "copper", "zinc", "fluoride", "selenium", "arsenic", "mercury", "cadmium"),
    *("chromium6", "lead", "cyanide", "phenol", "oil", "surfactant", "sulphide"),
)
THIRD: Final = 2
"""Place of class Ⅲ among the bands of an item."""


def figures(working: Working) -> None:
    """Say class and multiple of each item, and class, grade and greatest multiple of the section."""
    worst, multiple, items = Figure.constant(0.0), Figure.constant(0.0), Figure.constant(0.0)
    for name in (*NEEDED, *OTHERS):
        found = working.say(f"{name}_class", _class(working, name))
        worst = larger(worst, known_or(found, 0.0))
        items = items + choose(working.given(name), 1.0, 0.0)
        if name not in WITHOUT_MULTIPLE:
            over = working.say(f"{name}_multiple", _multiple(working, name))
            multiple = larger(multiple, known_or(over, 0.0))
    working.say("items", items)
    least = working.say("class_least", choose(worst >= 1.0, worst, np.nan))
    known = np.logical_and.reduce([working.figures[f"{name}_class"].known for name in NEEDED])
    needed = working.verdict("NEED", Truth.of(np.ones_like(known), known, frozenset((*NEEDED, "lake"))))
    # worse than Ⅴ is the last class: nothing that is missing could change it
    decided = needed | (least > working.parameter("last_class"))
    section = working.say("section_class", choose(decided, least, np.nan))
    working.say("grade", working.lookup("grades", section))
    working.say("worst_multiple", choose(decided, multiple, np.nan))


def _class(working: Working, name: str) -> Figure:
    found = working.lookup(f"{name}_classes", working.number(name))
    if name == "phosphorus":
        lake = working.lookup("phosphorus_lake_classes", working.number(name))
        return choose(working.flag("lake"), lake, found)
    return found


def _multiple(working: Working, name: str) -> Figure:
    """Tell by how many times an item exceeds class Ⅲ: (C − S) / S, 0 within it."""
    limit = _third(working, f"{name}_classes")
    if name == "phosphorus":
        limit = choose(working.flag("lake"), _third(working, "phosphorus_lake_classes"), limit)
    return larger((working.number(name) - limit) / limit, 0.0)


def _third(working: Working, table: str) -> Figure:
    bands = working.version(table).bands
    assert bands is not None
    limit = bands[THIRD].at_most
    assert limit is not None, f"{table} states no limit of class Ⅲ"
    return Figure.constant(limit, name=table)
