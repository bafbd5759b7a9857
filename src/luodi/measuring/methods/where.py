"""Conditions on records (筛选条件), as data: ``{above_scale: true, industry: {prefix: ["39"]}}``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any, Final

from luodi.core import registers
from luodi.core.errors import InputError

if TYPE_CHECKING:
    import ibis.expr.types as ir

Condition = Mapping[str, Any]
TESTS: Final = ("is", "among", "prefix", "at_least", "more_than", "known")


def faults(condition: Condition, register: str, place: str) -> list[InputError]:
    """What is wrong with a condition."""
    columns = {column.name for column in registers.load()[register].columns}
    wrong = [
        InputError(
            f"the register {register} has no column {name!r}",
            where=place,
            accepted=", ".join(sorted(columns)),
            remedy="correct the condition",
        )
        for name in condition
        if name not in columns
    ]
    wrong += [
        InputError(f"no test is called {test!r}", where=place, accepted=", ".join(TESTS), remedy="name one")
        for value in condition.values()
        if isinstance(value, dict)
        for test in value
        if test not in TESTS
    ]
    return wrong


def holds(table: ir.Table, condition: Condition) -> ir.BooleanValue:
    """The condition as an expression; what is not known does not hold."""
    import ibis

    tests = [_one(table[name], value) for name, value in condition.items()]
    return reduce(and_, tests, ibis.literal(True)).fill_null(False)


def _one(column: Any, value: Any) -> ir.BooleanValue:
    if isinstance(value, list):
        return column.isin(value)
    if not isinstance(value, dict):
        return column == value
    tests = {
        "is": lambda given: column == given,
        "among": lambda given: column.isin(given),
        "prefix": lambda given: reduce(or_, [column.startswith(each) for each in given]),
        "at_least": lambda given: column >= given,
        "more_than": lambda given: column > given,
        "known": lambda given: column.notnull() if given else column.isnull(),
    }
    return reduce(and_, [tests[test](given) for test, given in value.items()])
