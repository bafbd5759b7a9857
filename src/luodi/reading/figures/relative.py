"""Targets that name no number (相对目标): 居民收入增长与经济增长基本同步, 增速高于全国平均水平."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from luodi.core.record import Comparator
from luodi.reading.figures import names
from luodi.reading.figures import vocabulary as words
from luodi.reading.figures.deciding import is_ahead
from luodi.reading.figures.figure import Carried, Figure
from luodi.reading.figures.scopes import Frame, Scope

_GROWTH_END: Final = re.compile(r"(?:的?增长|增速)?[与同和]?\Z")
_MEASURE: Final = re.compile(r"增速|增幅|增长|水平|比例|比重|占比|强度|收入|指数|率|总量|质量|得分|数量")
_AT_LEAST: Final = re.compile(r"不低于|达到或")


def relative_targets(
    flat: str, start: int, end: int, scope: Scope, frame: Frame, carried: Carried
) -> Iterator[Figure]:
    """Find the targets without a number in ``flat[start:end]``; reviews and rules hold none."""
    if frame.rules or scope.mood != "plan":
        return
    time = carried.time
    year = time.label if time is not None and is_ahead(time, frame) else scope.year
    if year is None and not frame.plan:
        return
    for match in words.RELATIVE.finditer(flat, start, end):
        begin = max(flat.rfind("，", start, match.start()) + 1, start)
        comparator, than, found = _compared(flat[begin : match.start()], match)
        for name in found:
            if len(name) > 1:
                yield Figure(
                    start=begin,
                    end=match.end(),
                    name=name,
                    comparator=comparator,
                    value=None,
                    high=None,
                    unit=None,
                    kind="relative",
                    direction="increase",
                    year=year,
                    what="target",
                    baseline=than,
                )


def _compared(head: str, match: re.Match[str]) -> tuple[Comparator, str, list[str]]:
    """Give how something is compared, with what, and the names of what is compared."""
    if match["synced"]:
        name = _GROWTH_END.sub("", names.clean(head))
        return "approx", match["with"], [name + "增速"] if name else []
    measure = _MEASURE.match(match[0])
    found = names.parts(names.clean(head + (measure[0] if measure else "")))
    comparator: Comparator = "ge" if _AT_LEAST.search(match[0]) else "gt"
    return comparator, match["average"], [names.clean(name) for name in found]
