"""Method files: read strictly, checked against the catalogue of indicators and the registers before use."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import msgspec

from luodi.core import registers
from luodi.core.errors import CombinedInputError, InputError
from luodi.core.plain_yaml import load_yaml
from luodi.measuring.catalogue import Catalogue, national
from luodi.measuring.methods.model import Lack, Method, Methods, records


@lru_cache(maxsize=1)
def _own() -> Methods:
    text = files("luodi.catalogue").joinpath("methods.yaml").read_text(encoding="utf-8")
    return read(text, "methods.yaml", national())


def load() -> dict[str, Method]:
    """The methods that come with Luodi, by indicator."""
    return {method.indicator: method for method in _own().methods}


def lacks() -> dict[str, Lack]:
    """What no register can measure, by row of the decision."""
    return {lack.row: lack for lack in _own().lacks}


def read(text: str, where: str, catalogue: Catalogue) -> Methods:
    """Read and check methods.

    Args:
        text: YAML with ``methods`` and ``lacks``.
        where: name of the source, for messages.
        catalogue: the indicators that may be measured.

    Raises:
        InputError: no YAML, an unknown field, a wrong type; CombinedInputError: several things contradict.
    """
    try:
        found = msgspec.convert(load_yaml(text, where), Methods)
    except msgspec.ValidationError as error:
        raise InputError(
            str(error),
            where=where,
            accepted="the fields that docs/methods/indicators.md lists",
            remedy="correct or remove it",
        ) from error
    wrong = [error for method in found.methods for error in _faults(method, where, catalogue)]
    ids = [method.indicator for method in found.methods]
    wrong += [
        InputError(
            f"two methods measure {name}",
            where=where,
            accepted="one method for an indicator",
            remedy="remove one",
        )
        for name in sorted({name for name in ids if ids.count(name) > 1})
    ]
    if wrong:
        raise CombinedInputError(wrong, where=where)
    return found


def _faults(method: Method, where: str, catalogue: Catalogue) -> list[InputError]:
    from luodi.measuring.methods.families import FAMILIES

    place = f"{where}, method {method.indicator}"
    wrong = []
    if method.indicator not in catalogue:
        wrong.append(
            InputError(
                "there is no such indicator",
                where=place,
                accepted="an id of indicators.yaml",
                remedy="add the indicator",
            )
        )
    family = FAMILIES.get(method.family)
    if family is None:
        wrong.append(
            InputError(
                f"there is no family {method.family!r}",
                where=place,
                accepted=", ".join(sorted(FAMILIES)),
                remedy="name one",
            )
        )
    else:
        wrong += family.faults(method.arguments, place)
    known = registers.load()
    for example in method.examples:
        for name, rows in records(example).items():
            columns = {column.name for column in known[name].columns} if name in known else set()
            strange = {column for row in rows for column in row} - columns
            if strange:
                wrong.append(
                    InputError(
                        f"an example gives {name} the columns {', '.join(sorted(strange))}",
                        where=place,
                        accepted="columns of a register",
                        remedy="correct the example",
                    )
                )
    if not method.examples:
        wrong.append(InputError("no worked example", where=place, accepted="at least one", remedy="add one"))
    return wrong
