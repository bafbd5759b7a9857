"""Variants of a scheme: change an option of a step by name, as a comparison or an experiment wants it."""

from __future__ import annotations

import msgspec
import yaml

from luodi.core.errors import InputError
from luodi.scoring.scheme.check import check
from luodi.scoring.scheme.model import Scheme
from luodi.scoring.scheme.steps import Step


def changed(scheme: Scheme, change: str) -> Scheme:
    """Change one option of one step; a step that the scheme does not have cannot be changed.

    Args:
        scheme: the scheme.
        change: ``step.option=value``, the value as in YAML: ``normalise.method=zscore``,
            ``aggregate.method=geometric``, ``normalise.scale=[1, 100]``; ``impute_2.method=mean`` for the
            second step of a kind; ``treat=none`` leaves a step out.

    Raises:
        InputError: no such step or option, or a value that does not fit.

    Example:
        >>> from luodi.scoring.scheme import parse
        >>> scheme = parse('''
        ... scheme: small
        ... indicators: [{id: a, parent: all, direction: increase}]
        ... groups: [{id: all}]
        ... steps: [{step: normalise}, {step: aggregate}]
        ... ''')
        >>> changed(scheme, "normalise.method=zscore").steps[0].method
        'zscore'
    """
    target, equals, text = change.partition("=")
    name, _, option = target.strip().partition(".")
    names = step_names(scheme)
    if not equals or name not in names:
        raise InputError(
            f"{change!r} changes nothing that the scheme has",
            where="change",
            accepted=f"step.option=value with one of the steps {', '.join(names)}",
            remedy="name a step of the scheme",
        )
    position = names.index(name)
    if not option and text.strip() == "none":
        steps = scheme.steps[:position] + scheme.steps[position + 1 :]
    else:
        step = _with(scheme.steps[position], option, text, change)
        steps = (*scheme.steps[:position], step, *scheme.steps[position + 1 :])
    made = msgspec.structs.replace(scheme, steps=steps)
    check(made, where=f"change {change}")
    return made


def step_names(scheme: Scheme) -> list[str]:
    """Name the steps as their stages are named: a second impute is ``impute_2``."""
    names: list[str] = []
    for step in scheme.steps:
        kind = type(step).__name__.lower()
        times = sum(name == kind or name.startswith(f"{kind}_") for name in names)
        names.append(kind if not times else f"{kind}_{times + 1}")
    return names


def _with(step: Step, option: str, text: str, change: str) -> Step:
    raw = msgspec.to_builtins(step)
    try:
        raw[option] = yaml.safe_load(text)
        made: Step = msgspec.convert(raw, Step)
    except (msgspec.ValidationError, yaml.YAMLError) as error:
        raise InputError(
            f"{change!r} does not fit: {error}",
            where="change",
            accepted=f"options {', '.join(type(step).__struct_fields__)}",
            remedy="correct the option or its value",
        ) from error
    return made
