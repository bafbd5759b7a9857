"""Reading the declarations of registers and kinds, strictly: a mistake is named with file and line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import msgspec

from luodi.core.errors import CombinedInputError, InputError
from luodi.core.plain_yaml import load_yaml
from luodi.core.registers.consistency import problems_of
from luodi.core.registers.model import Column, Kind, Names, Register

Struct = TypeVar("Struct", bound=msgspec.Struct)
Choices = dict[str, dict[str, Names]]
GUIDE = "docs/guide/registers.md"


class _Kinds(msgspec.Struct, forbid_unknown_fields=True):
    register: str
    kinds: list[Kind]


@lru_cache(maxsize=1)
def load() -> dict[str, Register]:
    """Load the registers that come with Luodi, with their kinds, by id.

    Raises:
        InputError: a declaration is not right; every mistake is named.

    Example:
        >>> registers = load()
        >>> registers["recognition"].kinds["high_tech_enterprise"].title.zh
        '高新技术企业'
    """
    catalogue = files("luodi.catalogue")
    return read(
        _texts(catalogue.joinpath("registers")),
        _texts(catalogue.joinpath("kinds")),
        catalogue.joinpath("choices.yaml").read_text(encoding="utf-8"),
    )


def read(registers: Mapping[str, str], kinds: Mapping[str, str], choices: str = "{}") -> dict[str, Register]:
    """Read and check declarations.

    Args:
        registers: YAML texts by file name, one register each.
        kinds: YAML texts by file name, one register's kinds each.
        choices: YAML text of shared lists of choices by name.

    Returns:
        The registers by id, in alphabetical order.

    Raises:
        InputError: see :func:`load`.
    """
    problems: list[InputError] = []
    shared = _converted(choices, "choices.yaml", Choices, problems) or {}
    found: dict[str, Register] = {}
    for where, text in sorted(registers.items()):
        one = _converted(text, where, Register, problems)
        if one is None:
            continue
        if one.id in found or where.rpartition("/")[2] != f"{one.id}.yaml":
            what = f"the file holds the register {one.id!r}, which its name does not say"
            problems.append(InputError(what, where=where, accepted=f"one register a file, {one.id}.yaml"))
        columns = [_with_choices(column, shared, where, problems) for column in one.columns]
        found[one.id] = msgspec.structs.replace(one, columns=columns, kinds={})
    for where, text in sorted(kinds.items()):
        listed = _converted(text, where, _Kinds, problems)
        if listed is not None:
            _attach(found, listed, where, problems)
    if not problems:
        problems = problems_of(found)
    if problems:
        raise problems[0] if len(problems) == 1 else CombinedInputError(problems, where="catalogue")
    return {id: _with_forms(register, found) for id, register in found.items()}


def _with_forms(register: Register, registers: Mapping[str, Register]) -> Register:
    """Let references take the form of the keys they hold."""
    columns = []
    for column in register.columns:
        if column.to:
            key = registers[column.to].column(registers[column.to].key[0])
            column = msgspec.structs.replace(column, check=key.check, pattern=key.pattern, like=key.like)
        columns.append(column)
    return msgspec.structs.replace(register, columns=columns)


def _texts(folder: Traversable) -> dict[str, str]:
    return {
        f"{folder.name}/{file.name}": file.read_text(encoding="utf-8")
        for file in folder.iterdir()
        if file.name.endswith(".yaml")
    }


def _converted(text: str, where: str, into: Any, problems: list[InputError]) -> Any:
    try:
        return msgspec.convert(load_yaml(text, where), into)
    except msgspec.ValidationError as error:
        problems.append(InputError(str(error), where=where, accepted=f"what {GUIDE} describes"))
    except InputError as error:
        problems.append(error)
    return None


def _with_choices(column: Column, shared: Choices, where: str, problems: list[InputError]) -> Column:
    if not column.choices_of:
        return column
    if column.choices_of not in shared:
        problems.append(
            InputError(
                f"there is no shared list of choices {column.choices_of!r}",
                where=f"{where}, column {column.name}",
                accepted=", ".join(shared),
            )
        )
        return column
    return msgspec.structs.replace(column, choices=shared[column.choices_of])


def _attach(registers: dict[str, Register], listed: _Kinds, where: str, problems: list[InputError]) -> None:
    if listed.register not in registers:
        what = f"there is no register {listed.register!r}"
        problems.append(InputError(what, where=where, accepted=", ".join(registers)))
        return
    kinds: dict[str, Kind] = {}
    for kind in listed.kinds:
        if kind.id in kinds:
            problems.append(InputError(f"two kinds are called {kind.id!r}", where=where, remedy="rename one"))
        kinds[kind.id] = kind
    registers[listed.register] = msgspec.structs.replace(registers[listed.register], kinds=kinds)
