"""The framework tree (指标体系) as arrays: nodes, parents, children and levels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from luodi.scoring.arrays import IntArray
from luodi.scoring.scheme.model import Scheme


@dataclass(frozen=True, slots=True)
class Tree:
    """Nodes with the leaves first, then the groups from the bottom up; the root is last.

    Attributes:
        codes: id of each node; the first ``leaves`` are the indicators in the scheme's order.
        names: name of each node.
        leaves: number of indicators.
        parent: position of each node's parent; -1 for the root.
        level: 1 for indicators, and one more than the highest child for groups.
        children: positions of each group's children, in the scheme's order; empty for indicators.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    leaves: int
    parent: IntArray
    level: IntArray
    children: tuple[IntArray, ...]

    @property
    def root(self) -> int:
        """Position of the root."""
        return len(self.codes) - 1

    @property
    def groups(self) -> range:
        """Positions of the groups, children before parents."""
        return range(self.leaves, len(self.codes))

    def position(self, code: str) -> int:
        """Position of a node by its id."""
        return self.codes.index(code)

    def leaves_under(self, node: int) -> IntArray:
        """Positions of all indicators under a node, itself if it is one."""
        if node < self.leaves:
            return np.array([node], dtype=np.intp)
        return np.concatenate([self.leaves_under(int(child)) for child in self.children[node]])

    def at_level(self, level: int) -> IntArray:
        """Positions of the nodes of a level."""
        return np.flatnonzero(self.level == level)


def tree_of(scheme: Scheme) -> Tree:
    """Make the tree of a checked scheme."""
    below: dict[str, list[str]] = {group.id: [] for group in scheme.groups}
    parents: dict[str, str | None] = {}
    for node in scheme.nodes:
        parents[node.id] = node.parent
        if node.parent is not None:
            below[node.parent].append(node.id)
    levels = {indicator.id: 1 for indicator in scheme.indicators}

    def level(code: str) -> int:
        if code not in levels:
            levels[code] = 1 + max(level(child) for child in below[code])
        return levels[code]

    groups = sorted((group.id for group in scheme.groups), key=level)
    codes = [indicator.id for indicator in scheme.indicators] + groups
    at = {code: position for position, code in enumerate(codes)}
    named = {node.id: node.name or node.id for node in scheme.nodes}
    return Tree(
        codes=tuple(codes),
        names=tuple(named[code] for code in codes),
        leaves=len(scheme.indicators),
        parent=np.array([-1 if (up := parents[code]) is None else at[up] for code in codes], dtype=np.intp),
        level=np.array([level(code) for code in codes], dtype=np.intp),
        children=tuple(
            np.array([at[child] for child in below.get(code, [])], dtype=np.intp) for code in codes
        ),
    )
