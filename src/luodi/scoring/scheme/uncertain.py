"""What a scheme declares as uncertain (不确定性): the choices that an uncertainty analysis varies."""

from __future__ import annotations

from typing import Any, Literal

from luodi.scoring.panel import Over
from luodi.scoring.scheme.steps import Options

Value = int | float | str | bool | list[Any] | dict[str, Any] | None


class Vary(Options, kw_only=True, frozen=True, omit_defaults=True):
    """One uncertain choice.

    Attributes:
        what: ``step.option`` (``treat.most``, ``aggregate.levels.4.method``), a whole ``step``, an option of
            one node (``indicators.ID.normalise.cap``, ``groups.ID.aggregate.method``), ``weights`` or
            ``data``.
        name: its name in tables and charts; default ``what``.
        values: the alternatives of an option; of a whole step, options laid over it, ``kept`` (as it stands)
            or ``none`` (left out).
        odds: how often each alternative is drawn, relative to the others; default equally.
        noise: weights are drawn between (1 - noise) and (1 + noise) times their value, 0 to below 1.
        dirichlet: weights within each group are drawn from a Dirichlet distribution with this total
            concentration: the greater, the closer to the stated weights.
        levels: levels whose nodes' weights vary; default all below the root. Indicators are level 1.
        groups: groups whose members' weights vary; default all.
        error: standard deviation of a figure that has no confidence, as a share of ``of``; a figure with
            confidence c gets (1 - c) times as much.
        of: what ``error`` is a share of: the figure's own size or the indicator's standard deviation.
    """

    what: str
    name: str = ""
    values: tuple[Value, ...] = ()
    odds: tuple[float, ...] = ()
    noise: float | None = None
    dirichlet: float | None = None
    levels: tuple[int, ...] = ()
    groups: tuple[str, ...] = ()
    error: float | None = None
    of: Literal["value", "deviation"] = "value"


class Uncertainty(Options, kw_only=True, frozen=True, omit_defaults=True):
    """An uncertainty analysis.

    Attributes:
        vary: the uncertain choices.
        runs: number of simulations; with ``crossed``, of each combination of alternatives.
        design: ``random`` draws every choice in every run; ``crossed`` goes through every combination.
        base: base samples N of the sensitivity analysis, which takes N (choices + 2) runs.
        bootstrap: resamples for the bands of sensitivity indices.
        seed: seed of the random numbers; left out, one is chosen and journalled.
        node: the group whose scores and ranks are followed; default the root.
        within: rows that are ranked among each other; default ``year``.
    """

    vary: tuple[Vary, ...]
    runs: int = 1000
    design: Literal["random", "crossed"] = "random"
    base: int = 500
    bootstrap: int = 200
    seed: int | None = None
    node: str | None = None
    within: Over = "year"
