"""Uncertain choices (不确定因素) as the analysis uses them: checked, numbered and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, cast

import msgspec
import numpy as np

from luodi.core.errors import CombinedInputError, InputError
from luodi.scoring.arrays import FloatArray
from luodi.scoring.panel import Panel
from luodi.scoring.scheme.merge import merged
from luodi.scoring.scheme.model import Group, Indicator, Scheme
from luodi.scoring.scheme.steps import Aggregate, Impute, Normalise, Step, Treat
from luodi.scoring.scheme.uncertain import Vary
from luodi.scoring.sentences import Said, alternative, place
from luodi.scoring.tree import Tree
from luodi.scoring.variants import step_names

Kind = Literal["choice", "weights", "data"]
_WITH_METHODS: Final = (Impute, Treat, Normalise, Aggregate)
_NODES: Final = {"indicators": Indicator, "groups": Group}


@dataclass(frozen=True, slots=True, eq=False)
class Factor:
    """One uncertain choice.

    Attributes:
        name: its name.
        kind: a ``choice`` among alternatives, random ``weights``, or errors of the ``data``.
        vary: its declaration.
        words: each alternative in words; one entry for weights and data. words_zh: the same in Chinese.
        chances: cumulated chance of each alternative, the last 1; shape (alternatives,).
        nodes: positions in the tree whose weights vary; empty otherwise.
    """

    name: str
    kind: Kind
    vary: Vary
    words: tuple[str, ...]
    chances: FloatArray
    nodes: tuple[int, ...] = ()
    words_zh: tuple[str, ...] = ()

    @property
    def name_zh(self) -> str:
        """Its name in Chinese: as given, else made from what varies."""
        return self.vary.name or place(self.vary.what)

    def say(self, drawn: int) -> str:
        """Say in words what a run took: an alternative, or the number of a draw.

        Args:
            drawn: number of the alternative or of the draw, from 0.
        """
        return self.words[drawn] if self.kind == "choice" else f"{self.words[0]}, draw {drawn + 1}"


def factors_of(scheme: Scheme, tree: Tree, panel: Panel) -> tuple[Factor, ...]:
    """Make the factors that a scheme declares.

    Raises:
        InputError: nothing is declared, a step is varied that the scheme does not have, or an alternative
            does not fit; CombinedInputError when several declarations are wrong.
    """
    if scheme.uncertainty is None or not scheme.uncertainty.vary:
        raise InputError(
            "the scheme does not say what is uncertain",
            where=f"scheme {scheme.scheme}, uncertainty",
            accepted="uncertainty: {vary: [{what: aggregate.method, values: [arithmetic, geometric]}]}",
            remedy="add it; docs/methods/uncertainty.md names all choices",
        )
    made: list[Factor] = []
    errors: list[InputError] = []
    for number, vary in enumerate(scheme.uncertainty.vary, start=1):
        where = f"uncertainty, vary {number} ({vary.what})"
        try:
            made.append(_factor(scheme, tree, panel, vary, where))
        except InputError as error:
            errors.append(error)
    names = [factor.name for factor in made]
    errors += [
        InputError(
            f"two choices are called {name!r}", where="uncertainty", remedy="give one of them another `name`"
        )
        for name in sorted({name for name in names if names.count(name) > 1})
    ]
    if errors:
        raise errors[0] if len(errors) == 1 else CombinedInputError(errors, where="uncertainty")
    return tuple(made)


def varied(scheme: Scheme, factors: tuple[Factor, ...], drawn: Mapping[int, int]) -> Scheme:
    """Make the scheme of a run.

    Args:
        scheme: the scheme as declared.
        factors: its factors.
        drawn: number of the alternative taken, by position of the factor; factors left out stay as declared.
    """
    names = step_names(scheme)
    steps: list[Step | None] = list(scheme.steps)
    nodes: dict[str, Any] = {node.id: node for node in scheme.nodes}
    for position, number in drawn.items():
        vary = factors[position].vary
        value = vary.values[number]
        head, _, rest = vary.what.partition(".")
        if head in _NODES:
            code, _, option = rest.partition(".")
            nodes[code] = _option(nodes[code], option, value)
        else:
            at = names.index(head)
            step = steps[at]
            steps[at] = None if step is None else _step(step, rest, value)
    return msgspec.structs.replace(
        scheme,
        steps=tuple(step for step in steps if step is not None),
        indicators=tuple(nodes[node.id] for node in scheme.indicators),
        groups=tuple(nodes[node.id] for node in scheme.groups),
    )


def _factor(scheme: Scheme, tree: Tree, panel: Panel, vary: Vary, where: str) -> Factor:
    name = vary.name or vary.what
    one = np.ones(1)
    if vary.what == "weights":
        nodes = _weighted(tree, vary, where)
        words = _weights_in_words(vary)
        return Factor(name, "weights", vary, (words.en,), one, nodes, (words.zh,))
    if vary.what == "data":
        _check_data(panel, vary, where)
        words = _errors_in_words(vary)
        return Factor(name, "data", vary, (words.en,), one, (), (words.zh,))
    _check_place(scheme, vary, where)
    if len(vary.values) < 2 or len({repr(value) for value in vary.values}) < len(vary.values):
        raise InputError(
            "a choice needs two or more different alternatives",
            where=where,
            accepted="values: [arithmetic, geometric]",
            remedy="add an alternative, or drop the entry",
        )
    odds = np.array(vary.odds or (1.0,) * len(vary.values))
    if len(odds) != len(vary.values) or np.any(odds <= 0):
        raise InputError(
            "odds do not go with the values",
            where=where,
            accepted="one positive number for each value",
            remedy="correct them",
        )
    named = Said(zh=vary.name or place(vary.what), en=name)
    told = [alternative(named, value) for value in vary.values]
    chances = np.cumsum(odds) / odds.sum()
    chances[-1] = 1.0
    for number in range(len(told)):
        _try(scheme, vary, number, where)
    english, chinese = tuple(one.en for one in told), tuple(one.zh for one in told)
    return Factor(name, "choice", vary, english, chances, (), chinese)


def _check_place(scheme: Scheme, vary: Vary, where: str) -> None:
    head, _, rest = vary.what.partition(".")
    if head in _NODES:
        code = rest.partition(".")[0]
        known = [node.id for node in getattr(scheme, head)]
        if code not in known:
            raise InputError(
                f"there is no {head[:-1]} {code!r}",
                where=where,
                accepted=f"{head}.ID.option",
                remedy="correct the id",
            )
        return
    names = step_names(scheme)
    if head not in names:
        raise InputError(
            f"the scheme has no step {head!r}: what is not done cannot be varied",
            where=where,
            accepted=f"one of {', '.join(names)}, weights, data, indicators.ID, groups.ID",
            remedy="add the step to the scheme or drop the entry",
        )
    if head == "aggregate" and "none" in vary.values and not rest:
        raise InputError("aggregation cannot be left out", where=where, remedy="drop `none`")


def _try(scheme: Scheme, vary: Vary, number: int, where: str) -> None:
    """Make the alternative once, so that what does not fit is told before anything runs."""
    from luodi.scoring.scheme.check import check

    try:
        check(varied(scheme, (_bare(vary),), {0: number}))
    except msgspec.ValidationError as error:
        raise InputError(
            f"the alternative {vary.values[number]!r} does not fit: {error}",
            where=where,
            accepted="`luodi schema scheme` prints what a step may hold",
            remedy="correct it",
        ) from error
    except InputError as error:
        raise InputError(
            f"the alternative {vary.values[number]!r} does not fit: {error.what}",
            where=where,
            accepted=error.accepted,
            remedy=error.remedy,
        ) from error


def _bare(vary: Vary) -> Factor:
    return Factor(vary.what, "choice", vary, (), np.ones(1))


def _step(step: Step, path: str, value: Any) -> Step | None:
    if path:
        changed: Step = _option(step, path, value)
        return changed
    if value == "kept":
        return step
    if value == "none":
        return None
    if not isinstance(value, dict):
        raise InputError(
            f"{value!r} is no alternative for a whole step",
            where=type(step).__name__.lower(),
            accepted="options such as {method: zscore}, kept, or none",
            remedy="name an option: step.option",
        )
    if not isinstance(step, _WITH_METHODS):
        return _converted(msgspec.to_builtins(step) | value)
    plain = merged(None, step)
    laid = merged(msgspec.convert(value, type(plain)), step)
    own = {field: entry for field, entry in msgspec.to_builtins(step).items() if not hasattr(plain, field)}
    return _converted(own | msgspec.to_builtins(laid))


def _converted(raw: dict[str, Any]) -> Step:
    return cast(Step, msgspec.convert(raw, cast(Any, Step)))


def _option(holder: Any, path: str, value: Any) -> Any:
    """Change one option of a step or node, named by a dotted path."""
    raw = msgspec.to_builtins(holder)
    *way, last = path.split(".")
    inside = raw
    for part in way:
        inside = inside.setdefault(part, {})
    if value is None:
        inside.pop(last, None)
    else:
        inside[last] = value
    kind = type(holder)
    return msgspec.convert(raw, kind if kind in _NODES.values() else cast(Any, Step))


def _weighted(tree: Tree, vary: Vary, where: str) -> tuple[int, ...]:
    if (vary.noise is None) == (vary.dirichlet is None):
        raise InputError(
            "how weights vary is not stated",
            where=where,
            accepted="noise: 0.25, or dirichlet: 100",
            remedy="state one of the two",
        )
    if vary.noise is not None and not 0 < vary.noise < 1:
        raise InputError(f"noise of {vary.noise:g}", where=where, accepted="0 to below 1", remedy="mend it")
    if vary.dirichlet is not None and vary.dirichlet < 1:
        raise InputError(
            f"a concentration of {vary.dirichlet:g}",
            where=where,
            accepted="a number from 1 on",
            remedy="mend it",
        )
    levels = set(tree.level[: tree.root].tolist())
    for level in vary.levels:
        if level not in levels:
            raise InputError(
                f"the scheme has no weights at level {level}",
                where=where,
                accepted=f"levels {', '.join(map(str, sorted(levels)))}",
                remedy="correct it",
            )
    groups = {tree.codes[group]: group for group in tree.groups}
    for code in vary.groups:
        if code not in groups:
            raise InputError(f"there is no group {code!r}", where=where, remedy="correct the id")
    chosen = {groups[code] for code in vary.groups} or set(tree.groups)
    nodes = tuple(
        node
        for node in range(tree.root)
        if int(tree.parent[node]) in chosen
        and (not vary.levels or int(tree.level[node]) in vary.levels)
        and len(tree.children[int(tree.parent[node])]) > 1
    )
    if not nodes:
        raise InputError(
            "no weights to vary: every group concerned has one member only",
            where=where,
            remedy="drop the entry",
        )
    return nodes


def _check_data(panel: Panel, vary: Vary, where: str) -> None:
    if vary.error is None or vary.error <= 0:
        raise InputError(
            "the size of the error is missing",
            where=where,
            accepted="error: 0.1 (standard deviation of a figure without confidence)",
            remedy="state it",
        )
    if not np.any((panel.confidence < 1) & ~np.isnan(panel.values)):
        raise InputError(
            "every figure has full confidence: there is no error to draw",
            where=where,
            accepted="figures with a confidence below 1",
            remedy="state confidences in the data, or drop the entry",
        )


def _weights_in_words(vary: Vary) -> Said:
    how = f"x (1 ± {vary.noise:g})" if vary.noise is not None else f"Dirichlet ({vary.dirichlet:g})"
    levels = f" at level {' and '.join(map(str, vary.levels))}" if vary.levels else ""
    groups = f" in {', '.join(vary.groups)}" if vary.groups else ""
    how_zh = f"×(1±{vary.noise:g})" if vary.noise is not None else f"服从狄利克雷分布（{vary.dirichlet:g}）"
    levels_zh = f"第{'、'.join(map(str, vary.levels))}级" if vary.levels else ""
    groups_zh = "、".join(vary.groups)
    return Said(zh=f"{groups_zh}{levels_zh}权重{how_zh}", en=f"weights {how}{levels}{groups}")


def _errors_in_words(vary: Vary) -> Said:
    share = "size" if vary.of == "value" else "indicator's standard deviation"
    share_zh = "数值本身" if vary.of == "value" else "指标标准差"
    return Said(
        zh=f"数据误差为{share_zh}的(1−可信度)×{vary.error:g}",
        en=f"figures with an error of (1 - confidence) x {vary.error:g} of the {share}",
    )
