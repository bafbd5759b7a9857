"""Weights (权重) by class of unit and by year, and the effective weight of each indicator in the index."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import numpy as np

from luodi.core.errors import CombinedInputError, InputError
from luodi.scoring.arrays import FloatArray, IntArray
from luodi.scoring.panel import Panel
from luodi.scoring.scheme.fractions import number
from luodi.scoring.scheme.model import Scheme, WeightTable
from luodi.scoring.scheme.steps import Aggregate
from luodi.scoring.tree import Tree


@dataclass(frozen=True, slots=True)
class Weights:
    """Which weights hold for which row.

    Attributes:
        table: weight of each node within its group, shape (regimes, nodes), as given (not rescaled).
        regime: which line of ``table`` holds for each row, shape (rows,).
        labels: what each regime is, for people.
    """

    table: FloatArray
    regime: IntArray
    labels: tuple[str, ...]

    def of(self, nodes: IntArray) -> FloatArray:
        """Weights of some nodes for each row, shape (rows, nodes)."""
        return np.asarray(self.table[self.regime][:, nodes])

    def rescaled(self, tree: Tree) -> FloatArray:
        """Weights that sum to one within each group, shape (regimes, nodes); the root has 1."""
        table = self.table.copy()
        for group in tree.groups:
            members = tree.children[group]
            table[:, members] /= table[:, members].sum(axis=1, keepdims=True)
        table[:, tree.root] = 1.0
        return table

    def effective(self, tree: Tree) -> FloatArray:
        """Share of each node in the index if every level is an arithmetic mean (有效权重).

        Returns:
            Shape (regimes, nodes): the product of the rescaled weights on the way up; indicators sum to one.
        """
        table = self.rescaled(tree)
        for group in reversed(tree.groups):
            table[:, tree.children[group]] *= table[:, [group]]
        return table


def weights_of(scheme: Scheme, tree: Tree, panel: Panel) -> Weights:
    """Find the weights that hold for each row.

    In a set, a table holds for the rows of its classes and years; where several tables hold and name the same
    node, the last one counts. A node that no table names keeps its own weight.

    Args:
        scheme: the scheme.
        tree: its tree.
        panel: the rows.

    Raises:
        InputError: a class or year that no table of the set holds for, or weights that sum to zero.
    """
    name = default_set(scheme)
    tables = scheme.weights[name] if name is not None and name in scheme.weights else ()
    nodes = {node.id: node for node in scheme.nodes}
    own = np.array([number(nodes[code].weight) for code in tree.codes], dtype=np.float64)
    if any(table.classes for table in tables) and panel.classes is None:
        raise InputError(
            "weights depend on the class of the unit, but the data have no class column",
            where=f"weights {name}",
            accepted=f"a column called {scheme.data.class_!r}",
            remedy="add it, or name it under data: class",
        )
    classes = panel.classes or ("",) * panel.rows
    keys = list(zip(classes, panel.years, strict=True))
    holding = {key: _holding(tables, key[0], key[1]) for key in dict.fromkeys(keys)}
    lost = [key for key, held in holding.items() if tables and not held]
    if lost:
        raise _lost(lost, name or "")
    regimes = list(dict.fromkeys(holding.values()))
    table = np.array([_line(own, tables, held, tree) for held in regimes])
    _check_sums(table, tree, name)
    return Weights(
        table=table,
        regime=np.array([regimes.index(holding[key]) for key in keys], dtype=np.intp),
        labels=tuple(_label(tables, held, name) for held in regimes),
    )


def weighted_by(scheme: Scheme, name: str) -> Scheme:
    """Give the scheme with a weight set that holds for all that is done with it, simulations included.

    Raises:
        InputError: there is no such set.
    """
    if name not in scheme.weights:
        raise InputError(
            f"there is no weight set {name!r}",
            where="weights",
            accepted=", ".join(scheme.weights) or "the nodes' own weights",
            remedy="correct the name",
        )
    steps = tuple(
        msgspec.structs.replace(step, weights=name) if isinstance(step, Aggregate) else step
        for step in scheme.steps
    )
    return msgspec.structs.replace(scheme, steps=steps)


def default_set(scheme: Scheme) -> str | None:
    """Name the weight set that holds unless another is asked for; None for the nodes' own weights."""
    step = next(step for step in scheme.steps if isinstance(step, Aggregate))
    if step.weights is not None:
        return step.weights
    return "main" if "main" in scheme.weights else None


def _holding(tables: tuple[WeightTable, ...], kind: str, year: int | None) -> tuple[int, ...]:
    return tuple(
        position
        for position, table in enumerate(tables)
        if (not table.classes or kind in table.classes)
        and (table.first_year is None or (year is not None and year >= table.first_year))
        and (table.last_year is None or (year is not None and year <= table.last_year))
    )


def _line(own: FloatArray, tables: tuple[WeightTable, ...], held: tuple[int, ...], tree: Tree) -> FloatArray:
    line = own.copy()
    for position in held:
        for code, weight in tables[position].values.items():
            line[tree.position(code)] = number(weight)
    return line


def _label(tables: tuple[WeightTable, ...], held: tuple[int, ...], name: str | None) -> str:
    parts = [name or "own weights"]
    for table in (tables[position] for position in held):
        if table.classes:
            parts.append("/".join(table.classes))
        if table.first_year is not None or table.last_year is not None:
            parts.append(f"{table.first_year or ''}-{table.last_year or ''}")
    return " ".join(parts)


def _lost(lost: list[tuple[str, int | None]], name: str) -> InputError:
    errors = [
        InputError(
            f"no weights hold for {f'class {kind!r}' if kind else 'units without class'}"
            + ("" if year is None else f" in {year}"),
            where=f"weights {name}",
            accepted="a table whose classes and years include it",
            remedy="add a table, or a general one without classes before the others",
        )
        for kind, year in lost
    ]
    return errors[0] if len(errors) == 1 else CombinedInputError(errors, where=f"weights {name}")


def _check_sums(table: FloatArray, tree: Tree, name: str | None) -> None:
    errors = [
        InputError(
            "the weights of the members sum to zero",
            where=f"group {tree.codes[group]}, weights {name or 'of the nodes'}",
            accepted="at least one positive weight",
            remedy="correct the weights or remove the group",
        )
        for group in tree.groups
        if np.any(table[:, tree.children[group]].sum(axis=1) <= 0)
    ]
    if errors:
        raise errors[0] if len(errors) == 1 else CombinedInputError(errors)
