"""Own functions (自定义函数) in Python: normalisations that no method and no formula gives.

A function is given under a name, and the scheme calls it by that name::

    from luodi.scoring.normalisation.own import own_function

    @own_function("saturating")
    def saturating(figures, *, half):
        return 100 * figures / (figures + half)

    normalise: {method: function, function: saturating, parameters: {half: 3}}

It works wherever a scheme is run from Python, simulations included. A sealed bundle refuses it, since another
machine could not run it again: what can be written as a formula should be one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

import numpy as np

from luodi.core.errors import InputError
from luodi.scoring.arrays import FloatArray
from luodi.scoring.journal import Journal, whose
from luodi.scoring.panel import Panel
from luodi.scoring.scheme.model import Scheme
from luodi.scoring.scheme.steps import Normalise, NormaliseOptions

Function = Callable[..., FloatArray]
F = TypeVar("F", bound=Callable[..., Any])

_KNOWN: Final[dict[str, Function]] = {}


def own_function(name: str) -> Callable[[F], F]:
    """Give a function under a name, for ``normalise: {method: function, function: NAME}``.

    The function is called with the figures of one indicator, shape (rows,), NaN where missing: once for all
    rows, or once for each year or class as ``over`` says. It returns as many scores, higher being better, NaN
    where there is none; turning a decreasing indicator round is its own matter. ``parameters`` come by
    keyword. A later function takes an earlier one's name over.

    Args:
        name: its name; it stands in the scheme and in the journal.

    Raises:
        InputError: the name is empty.

    Example:
        >>> @own_function("halved")
        ... def halved(figures):
        ...     return figures / 2
        >>> halved(np.array([4.0])).tolist()
        [2.0]
    """
    if not name.strip():
        raise InputError("a function without a name", where="own_function", remedy="name it")

    def given(function: F) -> F:
        _KNOWN[name] = function
        return function

    return given


def score(
    figures: FloatArray, panel: Panel, options: NormaliseOptions, where: str, journal: Journal
) -> FloatArray:
    """Score figures, shape (rows,), by the function that the options name.

    Raises:
        InputError: no such function was given, or it does not return a score for each figure.
    """
    name = options.function
    if name is None:
        raise InputError("`function` is missing", where=where, remedy="name it, or use method: formula")
    if name not in _KNOWN:
        raise InputError(
            f"the Python function {name!r} is not known here",
            where=where,
            accepted=", ".join(sorted(_KNOWN)) or "a name given by own_function(NAME)",
            remedy="run the scheme from the program that gives the function, or write it as a formula",
        )
    function = _KNOWN[name]
    scores = np.empty(len(figures))
    for block in panel.blocks(options.over or "all"):
        scores[block] = _called(function, name, figures[block], options.parameters or {}, where)
    place = f"{function.__module__}.{getattr(function, '__qualname__', name)}"
    indicator = whose(where)
    journal.note("normalise", "own_function", indicator=indicator, function=name, place=place)
    return scores


def needed(scheme: Scheme) -> tuple[str, ...]:
    """Name the Python functions that a scheme calls."""
    options: list[NormaliseOptions | None] = [node.normalise for node in scheme.indicators]
    options += [step for step in scheme.steps if isinstance(step, Normalise)]
    return tuple(sorted({one.function for one in options if one is not None and one.function is not None}))


def _called(
    function: Function, name: str, figures: FloatArray, parameters: dict[str, float | str], where: str
) -> FloatArray:
    try:
        found = np.asarray(function(figures.copy(), **parameters), dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(
            f"the Python function {name!r} failed: {error}",
            where=where,
            accepted="a function of figures, shape (rows,), and the parameters by name",
            remedy="correct the function or its parameters",
        ) from error
    if found.shape != figures.shape:
        raise InputError(
            f"the Python function {name!r} returned shape {found.shape} for figures of shape {figures.shape}",
            where=where,
            accepted="as many scores as figures",
            remedy="correct the function",
        )
    found = np.where(np.isfinite(found), found, np.nan)
    return np.asarray(np.where(np.isnan(figures), np.nan, found))
