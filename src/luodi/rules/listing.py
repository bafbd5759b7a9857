"""Verdicts as a flat table: one row per entity, ready to be written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luodi.rules.converting import Coded
from luodi.rules.truth import WORDS
from luodi.rules.verdicts import Verdicts
from luodi.rules.working import Working

Listed = NDArray[Any] | Coded | list[Any]


def listing(verdicts: Verdicts, rows: NDArray[np.intp], numbers: Sequence[int]) -> dict[str, Listed]:
    """Give the verdicts of some entities by column.

    Args:
        verdicts: what was judged.
        rows: which entities, from 0.
        numbers: the number of every entity as the user sees it in the file.

    Returns:
        ``row``, what names the entity, ``verdict`` and ``missing``, the results, and for each condition its
        verdict, with ``_figure`` and ``_limit`` where it compares.
    """
    rule = verdicts.facts.rule
    columns: dict[str, Listed] = {"row": np.asarray(numbers, np.int64)[rows]}
    for entry in rule.inputs:
        if entry.identity:
            columns[entry.id] = verdicts.facts.columns[entry.id][rows]
    columns[rule.dated_by] = verdicts.facts.dates[rows]
    if rule.outcome is not None:
        columns["verdict"] = _words(verdicts.verdict(rule.outcome.condition)[rows])
        columns["missing"] = missing(verdicts, rows)
    for name in rule.results:
        columns[name] = verdicts.figure(name)[rows]
    for condition in rule.conditions:
        columns[condition.id] = _words(verdicts.verdict(condition.id)[rows])
        if condition.test is not None:
            columns[f"{condition.id}_figure"] = verdicts.compared(condition)[rows]
            columns[f"{condition.id}_limit"] = verdicts.compared(condition, limit=True)[rows]
    return columns


def missing(verdicts: Verdicts, rows: NDArray[np.intp]) -> Coded:
    """Name the columns that keep the overall verdict from being told, by entity."""
    found = np.empty(verdicts.rows, object)
    for numbers, working in verdicts.parts:
        found[numbers] = _missing(working)
    texts, codes = np.unique(found[rows].astype(str), return_inverse=True)
    return Coded(texts.tolist(), codes.reshape(-1).astype(np.int64))


def _missing(working: Working) -> NDArray[Any]:
    """Name the missing columns that matter in one block: each pattern of them once."""
    rule, facts = working.rule, working.facts
    assert rule.outcome is not None
    by_id = {condition.id: condition for condition in rule.conditions}
    order = [name for entry in rule.inputs for name in entry.columns]
    absent = np.zeros((len(order), facts.rows), bool)

    def visit(name: str, here: NDArray[np.bool_]) -> None:
        truth = working.truths[name]
        here = here & (truth.values == 0)
        if not here.any():
            return
        for part in by_id[name].parts:
            visit(part, here)
        if not by_id[name].parts:
            for at, column in enumerate(order):
                if column in truth.uses:
                    absent[at] |= here & facts.missing(column)

    visit(rule.outcome.condition, np.ones(facts.rows, bool))
    if not absent.any():
        return np.array("", object)
    packed = np.packbits(absent, axis=0).T.copy()
    keys, which = np.unique(packed.view(f"V{packed.shape[1]}").reshape(-1), return_inverse=True)
    patterns = np.unpackbits(keys.view(np.uint8).reshape(len(keys), -1), axis=1)[:, : len(order)]
    texts = [" ".join(np.array(order)[pattern > 0]) for pattern in patterns]
    return np.array(texts, object)[which]


def _words(values: NDArray[np.int8]) -> Coded:
    return Coded([WORDS[code] for code in (-1, 0, 1, 2)], values.astype(np.int64) + 1)
