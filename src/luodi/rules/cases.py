"""Worked cases (算例) of a rule: run them and say where the result differs."""

from __future__ import annotations

import math
from decimal import Decimal

from luodi.rules.given import facts_of
from luodi.rules.judging import judge
from luodi.rules.model import Case, Rule
from luodi.rules.rounding import half_even
from luodi.rules.verdicts import Verdicts


def run(rule: Rule, case: Case) -> Verdicts:
    """Judge the entity of a worked case."""
    inputs = {**(rule.case_base if case.base else {}), **case.inputs}
    return judge(facts_of(rule, inputs, where=f"rule {rule.id}, case {case.id}"))


def differences(rule: Rule, case: Case) -> list[str]:
    """Say in words where the result of a case is not as stated; nothing if it is.

    Figures are compared at the decimals they are written with, rounded by GB/T 8170.
    """
    verdicts = run(rule, case)
    found = [
        f"{case.id} {name}: {word} was expected, {got} found"
        for name, word in case.expect.conditions.items()
        if (got := verdicts.words(name)[0]) != word
    ]
    for name, expected in case.expect.figures.items():
        figure = float(verdicts.figure(name)[0])
        if not _same(rule, name, expected, figure):
            found.append(f"{case.id} {name}: {expected} was expected, {figure} found")
    if case.expect.missing is not None and list(verdicts.missing(0)) != case.expect.missing:
        found.append(f"{case.id} missing: {case.expect.missing} was expected, {verdicts.missing(0)} found")
    return found


def _same(rule: Rule, name: str, expected: float | str | None, got: float) -> bool:
    if expected is None or math.isnan(got):
        return expected is None and math.isnan(got)
    if isinstance(expected, str):
        labels = next(stated.labels for stated in rule.figures if stated.id == name)
        return labels.get(f"{got:g}") == expected
    written = Decimal(repr(expected))
    exponent = written.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return float(half_even(got, places)) == expected
