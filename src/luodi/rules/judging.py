"""Hold facts against a rule: figures by its formula, a verdict for each of its conditions."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Final

import numpy as np

from luodi.core.errors import CombinedInputError, InputError
from luodi.rules.given import Facts, Rows
from luodi.rules.model import Condition, Rule
from luodi.rules.truth import Truth
from luodi.rules.verdicts import Part, Verdicts
from luodi.rules.working import Working

FORMULAS: Final = "luodi.rules.formulas"
BLOCK: Final = 32768
"""Entities worked at a time: their columns stay in the cache, and memory for steps is used again."""
Function = Callable[[Working], None]


def judge(facts: Facts) -> Verdicts:
    """Judge entities by their rule, each by the version of the day of its fact.

    Args:
        facts: as :func:`luodi.rules.given.facts` checks them.

    Returns:
        A verdict per condition and entity with the figure used and the limit.

    Raises:
        InputError: a parameter has no value on the day of a fact; the first such row is named.
    """
    parts: list[Part] = []
    errors: dict[str, InputError] = {}
    for rows, day in segments(facts):
        try:
            working = work(facts.take(rows), day)
        except InputError as error:
            errors.setdefault(error.what, error)
            continue
        working.close()
        parts.append(Part(rows, working))
    if errors:
        found = list(errors.values())
        raise found[0] if len(found) == 1 else CombinedInputError(found)
    return Verdicts(facts, parts)


def work(facts: Facts, day: date) -> Working:
    """Run formula and conditions for entities of one version.

    Args:
        facts: entities whose facts fall between two changes of the rule.
        day: one of their days.
    """
    rule = facts.rule
    working = Working(rule, facts, day)
    function(rule, day)(working)
    for condition in rule.conditions:
        if not condition.asked(day):
            working.truths[condition.id] = Truth.not_asked()
        elif not condition.formula:
            working.truths[condition.id] = truth(working, condition)
        elif condition.id not in working.truths:
            raise LookupError(f"the formula of {rule.id} never gave a verdict on {condition.id}")
    return working


def truth(working: Working, condition: Condition) -> Truth:
    """Reach the verdict on one condition."""
    if condition.holds is not None:
        return working.flag(condition.holds)
    if condition.fails is not None:
        return ~working.flag(condition.fails)
    if condition.choice is not None:
        return working.among(condition.choice, *condition.among)
    if condition.test is not None:
        op, limit = condition.test.limit
        return working.test(condition.test.figure, op, working.value(limit))
    parts = [part for name in condition.parts if (part := working.truths[name]).asked]
    if not parts:
        return Truth.not_asked()
    found = parts[0]
    for part in parts[1:]:
        found = found & part if condition.all_of else found | part
    return found


def segments(facts: Facts) -> Iterable[tuple[Rows, date]]:
    """Part the entities into blocks of one version of the rule each, small enough for the cache."""
    starts = np.array(changes(facts.rule), "datetime64[D]")
    at = np.searchsorted(starts, facts.dates, side="right") - 1
    for first in range(0, max(facts.rows, 1), BLOCK):
        here = at[first : first + BLOCK]
        if not here.size or here.min() == here.max():
            yield slice(first, first + BLOCK), starts[here[0] if here.size else -1].item()
            continue
        for version in np.unique(here):
            yield first + np.flatnonzero(here == version), starts[version].item()


def changes(rule: Rule) -> list[date]:
    """Give the days on which anything of the rule changes, the first being its own."""
    days = {rule.from_} | {formula.from_ for formula in rule.formulas}
    spans = [(one.from_, one.until) for parameter in rule.parameters for one in parameter.versions]
    spans += [(one.from_, one.until) for one in rule.conditions if one.from_ is not None]
    spans += [(rule.from_, one.until) for one in rule.conditions if one.until is not None]
    for first, last in spans:
        days.add(first)
        if last is not None:
            days.add(last + timedelta(1))
    return sorted(days)


def function(rule: Rule, day: date) -> Function:
    """Give the Python function that computes the figures on a day.

    Raises:
        InputError: the rule has no formula then.
    """
    name = "figures"
    if rule.formulas:
        held = [formula.function for formula in rule.formulas if formula.from_ <= day]
        if not held:
            raise InputError(
                f"the rule {rule.id} has no formula for {day}",
                accepted=f"a day from {rule.formulas[0].from_} on",
                remedy="correct the date of the fact",
            )
        name = held[-1]
    if importlib.util.find_spec(f"{FORMULAS}.{rule.id}") is not None:
        found: Function = getattr(importlib.import_module(f"{FORMULAS}.{rule.id}"), name)
        return found
    if rule.figures or any(condition.formula for condition in rule.conditions):
        raise InputError(
            f"the rule {rule.id} states figures, but there is no formula for them",
            accepted="a rule whose conditions test inputs only, or one of the catalogue",
            remedy=f"add luodi/rules/formulas/{rule.id}.py, see docs/guide/adding-a-rule.md",
        )
    return lambda working: None
