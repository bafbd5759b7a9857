"""What a rule file must keep to beyond its fields: names that exist, dates that follow, one test each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from luodi.core.errors import CombinedInputError, InputError
from luodi.rules.model import OPS, Condition, Input, Parameter, Rule, Version


def check(rule: Rule, where: str) -> None:
    """Check a rule.

    Args:
        rule: the rule as read.
        where: name of its file, for messages.

    Raises:
        InputError: the one thing wrong; CombinedInputError: all of them.
    """
    problems = [
        InputError(what, where=f"{where}, {place}", accepted=accepted, remedy=remedy)
        for place, what, accepted, remedy in (
            *_unique(rule),
            *_inputs(rule),
            *(problem for parameter in rule.parameters for problem in _versions(rule, parameter)),
            *(problem for condition in rule.conditions for problem in _condition(rule, condition)),
            *_references(rule),
            *_cases(rule),
        )
    ]
    if problems:
        raise problems[0] if len(problems) == 1 else CombinedInputError(problems)


Problem = tuple[str, str, str, str]


def _unique(rule: Rule) -> Iterable[Problem]:
    seen: dict[str, str] = {}
    entries = [("inputs", column) for entry in rule.inputs for column in {entry.id, *entry.columns}]
    entries += [("parameters", entry.id) for entry in rule.parameters]
    entries += [("figures", entry.id) for entry in rule.figures]
    entries += [("conditions", entry.id) for entry in rule.conditions]
    for kind, name in entries:
        if name in seen:
            yield kind, f"the name {name} is used twice", f"another name than in {seen[name]}", "rename it"
        seen[name] = kind
    ids: set[str] = set()
    for case in rule.cases:
        if case.id in ids:
            yield "cases", f"the case {case.id} is there twice", "one id for one case", "rename it"
        ids.add(case.id)


def _inputs(rule: Rule) -> Iterable[Problem]:
    by_id = {entry.id: entry for entry in rule.inputs}
    dated = by_id.get(rule.dated_by)
    if dated is None or dated.type != "date":
        yield "dated_by", f"{rule.dated_by} is no date input", "an input of type date", "add it to the inputs"
    for entry in rule.inputs:
        place = f"inputs {entry.id}"
        if (entry.type == "choice") != bool(entry.choices):
            yield place, "choices and type disagree", "choices for the type choice only", "correct it"
        if entry.not_more_than is not None and entry.not_more_than not in by_id:
            yield place, f"there is no input {entry.not_more_than}", "the id of an input", "correct it"
        if entry.years and entry.type not in ("number", "integer"):
            yield place, "only numbers are asked for by year", "type number or integer", "leave years away"
        if entry.minimum is not None and entry.maximum is not None and entry.minimum > entry.maximum:
            yield place, "minimum is above maximum", "minimum ≤ maximum", "correct it"
        if not _fits(entry):
            yield place, "when_empty is no value of the input", f"a {entry.type}", "correct it"


def _fits(entry: Input) -> bool:
    value = entry.when_empty
    if value is None:
        return True
    if entry.type == "choice":
        return value in {choice.id for choice in entry.choices}
    if entry.type == "boolean":
        return isinstance(value, bool)
    return entry.type in ("number", "integer") and isinstance(value, float) and not isinstance(value, bool)


def _versions(rule: Rule, parameter: Parameter) -> Iterable[Problem]:
    place = f"parameters {parameter.id}"
    for version in parameter.versions:
        here = f"{place} from {version.from_}"
        if not version.form:
            yield here, "none or several of value, bands and line", "one of the three", "correct it"
        line = version.line or []
        if version.line is not None and (len(line) < 2 or any(a[0] >= b[0] for a, b in pairwise(line))):
            yield here, "the points of the line do not rise", "two or more, x rising", "correct it"
        yield from _bands(here, version)
        if version.until is not None and version.until < version.from_:
            yield here, f"it ends on {version.until}, before it begins", "until ≥ from", "correct the dates"
        if version.from_ < rule.from_:
            yield (
                here,
                f"it begins before the rule ({rule.from_})",
                "a day from then on",
                "correct the date",
            )
    if len({version.form for version in parameter.versions}) > 1:
        yield place, "a number at one time and a table at another", "one form for all", "split it"
    for before, after in pairwise(parameter.versions):
        if after.from_ <= before.from_ or (before.until is not None and after.from_ <= before.until):
            yield (
                place,
                f"the versions from {before.from_} and from {after.from_} overlap",
                f"the oldest first, each from {(before.until or before.from_) + timedelta(1)} or later",
                "correct the dates",
            )


def _bands(place: str, version: Version) -> Iterable[Problem]:
    bands = version.bands or []
    if len(bands) > 255:
        yield place, f"{len(bands)} bands", "255 at most", "use a line"
    for number, band in enumerate(bands, 1):
        if sum(getattr(band, op) is not None for op in OPS) > 1:
            yield f"{place} band {number}", "two comparisons", "one of " + ", ".join(OPS), "keep one"
        if band.test is None and number < len(bands):
            yield f"{place} band {number}", "bands after the one for all others", "it comes last", "move it"
        if band.value_high is not None and band.value_high < band.value:
            yield f"{place} band {number}", "value_high is below value", "value ≤ value_high", "correct it"


def _condition(rule: Rule, entry: Condition) -> Iterable[Problem]:
    place = f"conditions {entry.id}"
    ways = ("holds", "fails", "test", "choice", "all_of", "any_of", "formula")
    used = [way for way in ways if getattr(entry, way)]
    if entry.from_ is not None and entry.until is not None and entry.until < entry.from_:
        yield place, f"it ends on {entry.until}, before it begins", "until ≥ from", "correct the dates"
    if len(used) != 1:
        yield place, f"tested in {len(used)} ways", "exactly one of " + ", ".join(ways), "keep one"
    if entry.choice is not None and not entry.among:
        yield place, "a choice without among", "the answers that meet it", "add among"
    if entry.test is not None:
        limits = [op for op in OPS if getattr(entry.test, op) is not None]
        if len(limits) != 1:
            yield place, f"{len(limits)} comparisons", "one of " + ", ".join(OPS), "keep one"
            return
        numbers = _numbers(rule)
        for name in (entry.test.figure, entry.test.limit[1]):
            if name not in numbers:
                yield place, f"there is no figure {name}", "an input, figure or parameter", "correct it"
    types = {one.id: one for one in rule.inputs}
    for name in filter(None, (entry.holds, entry.fails)):
        if name not in types or types[name].type != "boolean":
            yield place, f"{name} is no boolean input", "the id of a boolean input", "correct it"
    if entry.choice is not None:
        found = types.get(entry.choice)
        if found is None or not set(entry.among) <= {one.id for one in found.choices}:
            yield place, f"{entry.choice} has no such answers", "ids of its choices", "correct among"
    known = [one.id for one in rule.conditions]
    for name in entry.parts:
        if name not in known[: known.index(entry.id)]:
            yield place, f"{name} is no condition above it", "the id of an earlier one", "move or correct it"


def _days(rule: Rule) -> Iterable[date]:
    """Days on which another set of conditions begins to be asked for."""
    yield rule.from_
    for entry in rule.conditions:
        for day in (entry.from_, entry.until and entry.until + timedelta(1)):
            if day is not None and rule.from_ <= day <= (rule.until or date.max):
                yield day


def _asked(rule: Rule, name: str, day: date) -> bool:
    """Whether a condition, or one that it is made of, is asked for on a day."""
    entry = next((one for one in rule.conditions if one.id == name), None)
    if entry is None or not entry.asked(day):
        return entry is None
    return not entry.parts or any(_asked(rule, part, day) for part in entry.parts)


def _numbers(rule: Rule) -> set[str]:
    inputs = {one.id for one in rule.inputs if one.type in ("number", "integer") and not one.years}
    return (
        inputs
        | {one.id for one in rule.figures}
        | {one.id for one in rule.parameters if one.versions[0].form == "value"}
    )


def _references(rule: Rule) -> Iterable[Problem]:
    figures = {one.id for one in rule.figures}
    for field in ("results", "items"):
        for name in getattr(rule, field):
            if name not in figures:
                yield field, f"there is no figure {name}", "the id of a figure", "correct it"
    idle = [day for day in _days(rule) if rule.outcome and not _asked(rule, rule.outcome.condition, day)]
    if idle:
        yield (
            "outcome",
            f"it is not asked for on {idle[0]}",
            "a condition asked for on every day",
            "correct it",
        )
    if rule.outcome and rule.outcome.condition not in {one.id for one in rule.conditions}:
        yield "outcome", f"there is no condition {rule.outcome.condition}", "its id", "correct it"
    for before, after in pairwise(rule.formulas):
        if after.from_ <= before.from_:
            yield "formulas", f"two from {after.from_} or out of order", "the oldest first", "correct it"


def _cases(rule: Rule) -> Iterable[Problem]:
    inputs = {one.id for one in rule.inputs} | {name for one in rule.inputs for name in one.columns}
    conditions, figures = {one.id for one in rule.conditions}, {one.id for one in rule.figures}
    for case in rule.cases:
        for kind, names, known in (
            ("input", case.inputs, inputs),
            ("condition", case.expect.conditions, conditions),
            ("figure", case.expect.figures, figures),
        ):
            for name in names:
                if name not in known:
                    yield f"cases {case.id}", f"there is no {kind} {name}", f"the id of a {kind}", "correct"
