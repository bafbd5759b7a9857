"""Hold facts against a rule: figures by its formula, a verdict for each of its conditions."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Final

import numpy as np

from luodi.core.errors import InputError
from luodi.rules.facts import Facts, Rows
from luodi.rules.model import Condition, Rule
from luodi.rules.truth import Truth
from luodi.rules.verdicts import Part, Verdicts
from luodi.rules.working import Working

FORMULAS: Final = "luodi.rules.formulas"
Function = Callable[[Working], None]


def judge(facts: Facts) -> Verdicts:
    """Judge entities by their rule, each by the version of the day of its fact.

    Args:
        facts: as :func:`luodi.rules.facts.facts` checks them.

    Returns:
        A verdict per condition and entity with the figure used and the limit.

    Raises:
        InputError: a parameter has no value on the day of a fact.
    """
    parts = []
    for rows, day in segments(facts):
        here = facts if rows is None else facts.take(rows)
        parts.append(Part(rows, work(here, day)))
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
        if not condition.formula:
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
    parts = [working.truths[name] for name in condition.parts]
    found = parts[0]
    for part in parts[1:]:
        found = found & part if condition.all_of else found | part
    return found


def segments(facts: Facts) -> Iterable[tuple[Rows | None, date]]:
    """Part the entities by the version of the rule that holds for them; None stands for all rows."""
    starts = np.array(changes(facts.rule), "datetime64[D]")
    at = np.searchsorted(starts, facts.dates, side="right") - 1
    if not facts.rows or at.min() == at.max():
        yield None, starts[at[0] if facts.rows else -1].item()
        return
    for segment in np.unique(at):
        yield np.flatnonzero(at == segment), starts[segment].item()


def changes(rule: Rule) -> list[date]:
    """Give the days on which anything of the rule changes, the first being its own."""
    days = {rule.from_} | {formula.from_ for formula in rule.formulas}
    for parameter in rule.parameters:
        for version in parameter.versions:
            days.add(version.from_)
            if version.until is not None:
                days.add(version.until + timedelta(1))
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
    found: Function = getattr(importlib.import_module(f"{FORMULAS}.{rule.id}"), name)
    return found
