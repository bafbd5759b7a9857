"""Own functions (自定义函数) as text: arithmetic on arrays, nothing else, so that a scheme stays data."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np

from luodi.core.errors import InputError
from luodi.scoring.arrays import FloatArray

_BINARY: Final[dict[type[ast.operator], Callable[[Any, Any], Any]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_COMPARE: Final[dict[type[ast.cmpop], Callable[[Any, Any], Any]]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
}
_FUNCTIONS: Final[dict[str, tuple[Callable[..., Any], int]]] = {
    "log": (np.log, 1),
    "log10": (np.log10, 1),
    "exp": (np.exp, 1),
    "sqrt": (np.sqrt, 1),
    "abs": (np.abs, 1),
    "min": (np.minimum, 2),
    "max": (np.maximum, 2),
    "clip": (np.clip, 3),
    "where": (np.where, 3),
}


class Formula:
    """A formula over named columns.

    Args:
        text: numbers, names, ``+ - * / **``, comparisons, and log, log10, exp, sqrt, abs, min, max, clip,
            where; a name with other characters stands in backquotes: `R&D` / GDP.

    Raises:
        InputError: anything else.

    Example:
        >>> formula = Formula("100 * clip(rd / gdp, 0, 0.025)")
        >>> sorted(formula.names)
        ['gdp', 'rd']
        >>> formula({"rd": np.array([2.0, 9.0]), "gdp": np.array([100.0, 100.0])}).tolist()
        [2.0, 2.5]
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._quoted: dict[str, str] = {}
        try:
            tree = ast.parse(self._unquoted(text), mode="eval").body
        except (SyntaxError, ValueError, RecursionError) as error:
            raise self._refused("not readable") from error
        self.names: set[str] = set()
        self._check(tree)
        self._tree = tree

    def __call__(self, columns: Mapping[str, FloatArray]) -> FloatArray:
        """Compute it; what is undefined (a root of a negative number) comes out as NaN.

        Args:
            columns: arrays of one shape by name.

        Raises:
            InputError: a name that is not among the columns.
        """
        unknown = sorted(self.names - set(columns))
        if unknown:
            raise InputError(
                f"the formula names {', '.join(unknown)}",
                where=self.text,
                accepted=", ".join(sorted(columns)),
                remedy="correct the name or supply the column",
            )
        with np.errstate(all="ignore"):
            value = np.asarray(self._value(self._tree, columns), dtype=np.float64)
        shape = next(iter(columns.values())).shape if columns else ()
        result = np.array(np.broadcast_to(value, shape))
        result[~np.isfinite(result)] = np.nan
        return result

    def _unquoted(self, text: str) -> str:
        parts = text.split("`")
        for position in range(1, len(parts), 2):
            name = f"_quoted_{position}"
            self._quoted[name] = parts[position]
            parts[position] = name
        return "".join(parts).strip()

    def _check(self, node: ast.expr) -> None:
        match node:
            case ast.Constant(value=int() | float()):
                return
            case ast.Name(id=name):
                self.names.add(self._quoted.get(name, name))
                return
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
                parts = [left, right]
            case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
                parts = [operand]
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARE:
                parts = [left, right]
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _FUNCTIONS:
                if len(args) != _FUNCTIONS[name][1]:
                    raise self._refused(f"{name} takes {_FUNCTIONS[name][1]} values")
                parts = args
            case _:
                raise self._refused(f"{ast.unparse(node)!r} is not allowed")
        for part in parts:
            self._check(part)

    def _value(self, node: ast.expr, columns: Mapping[str, FloatArray]) -> Any:
        match node:
            case ast.Constant(value=value):
                return np.float64(value)  # type: ignore[arg-type]
            case ast.Name(id=name):
                return columns[self._quoted.get(name, name)]
            case ast.BinOp(left=left, op=op, right=right):
                return _BINARY[type(op)](self._value(left, columns), self._value(right, columns))
            case ast.UnaryOp(op=op, operand=operand):
                value = self._value(operand, columns)
                return -value if isinstance(op, ast.USub) else value
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return _COMPARE[type(op)](self._value(left, columns), self._value(right, columns))
            case ast.Call(func=ast.Name(id=name), args=args):
                return _FUNCTIONS[name][0](*[self._value(arg, columns) for arg in args])
        raise self._refused("not readable")

    def _refused(self, why: str) -> InputError:
        return InputError(
            f"the formula {self.text!r} cannot be used: {why}",
            accepted="arithmetic on columns, such as 100 * x / gdp",
            remedy="rewrite it",
        )
