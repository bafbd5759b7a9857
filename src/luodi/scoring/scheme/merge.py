"""Own options before general ones: how an indicator's or a group's parameters override a step's."""

from __future__ import annotations

from typing import Final, TypeVar

import msgspec

from luodi.scoring.scheme.steps import Options

O = TypeVar("O", bound=Options)  # noqa: E741 - the options of one step

_WHATEVER_THE_METHOD: Final = {
    "scale",
    "over",
    "missing",
    "at_least",
    "availability",
    "counted",
    "decimals",
    "multiply",
}


def merged(own: O | None, general: O) -> O:
    """Lay own options over general ones.

    An own ``method`` that differs brings its own parameters: of the general ones only those remain that every
    method has (scale, rows compared, rules for missing data, decimals).

    Args:
        own: options of the indicator or group, if it has any.
        general: options of the step or of the level.

    Example:
        >>> from luodi.scoring.scheme.steps import NormaliseOptions
        >>> general = NormaliseOptions(method="standard", cap=100, scale=(0, 100))
        >>> merged(NormaliseOptions(method="goalposts", low=20, high=85), general).cap is None
        True
        >>> merged(NormaliseOptions(standard=500), general).cap
        100.0
    """
    names = _base(general).__struct_fields__
    method = getattr(own, "method", None)
    other = method is not None and method != getattr(general, "method", None)
    values = {}
    for name in names:
        value = getattr(own, name) if own is not None else None
        if value is None and (not other or name in _WHATEVER_THE_METHOD):
            value = getattr(general, name)
        values[name] = value
    return msgspec.convert(values, _base(general))  # type: ignore[return-value]


def _base(options: Options) -> type[Options]:
    """Give the plain options class, without the step's own fields."""
    return next(
        kind
        for kind in type(options).__mro__
        if issubclass(kind, Options) and kind.__name__.endswith("Options")
    )
