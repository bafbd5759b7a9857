"""Rule files: found in the catalogue, read strictly, checked before use."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

import msgspec

from luodi.core.errors import InputError
from luodi.core.plain_yaml import load_yaml, read_text
from luodi.rules.checking import check
from luodi.rules.model import Rule

_PLACE: Final = re.compile(r"^(?P<what>.*?)(?: - at `\$\.?(?P<where>[^`]*)`)?$", re.DOTALL)
_ENTRY: Final = re.compile(r"([a-z_]+)\[(\d+)\]")


def _folder() -> Traversable:
    return resources.files("luodi.catalogue") / "rules"


def names() -> list[str]:
    """Name the rules of the catalogue."""
    return sorted(entry.name[:-5] for entry in _folder().iterdir() if entry.name.endswith(".yaml"))


@lru_cache(maxsize=64)
def load(name: str) -> Rule:
    """Load a rule of the catalogue.

    Args:
        name: its id, such as ``tech_sme``.

    Raises:
        InputError: there is no such rule.

    Example:
        >>> load("tech_sme").zh
        '科技型中小企业评价'
    """
    if name not in names():
        raise InputError(
            f"there is no rule {name!r}",
            where="rule",
            accepted=", ".join(names()),
            remedy="`luodi rule --list` tells what each is about",
        )
    entry = _folder() / f"{name}.yaml"
    rule = parse(entry.read_text(encoding="utf-8"), where=f"{name}.yaml")
    if rule.id != name:
        raise InputError(
            f"the rule calls itself {rule.id!r}", where=f"{name}.yaml", remedy="file and id must agree"
        )
    return rule


def load_file(path: Path) -> Rule:
    """Load a rule from a file of one's own.

    Raises:
        InputError: it cannot be read or is no rule.
    """
    return parse(read_text(path), where=str(path))


def parse(text: str, *, where: str) -> Rule:
    """Read a rule from YAML and check it.

    Args:
        text: the rule as YAML.
        where: name of the source, for messages.

    Raises:
        InputError: no YAML, an unknown field, a wrong type; CombinedInputError: several things contradict.
    """
    raw = load_yaml(text, where)
    try:
        rule = msgspec.convert(raw, Rule)
    except msgspec.ValidationError as error:
        match = _PLACE.match(str(error))
        what, place = (match["what"], match["where"] or "") if match else (str(error), "")
        raise InputError(
            what[:1].lower() + what[1:],
            where=f"{where}, {_readable(place, raw)}" if place else where,
            accepted="the fields that docs/methods/rules.md lists",
            remedy="correct or remove it",
        ) from error
    check(rule, where)
    return rule


def _readable(place: str, raw: Any) -> str:
    """Name entries of lists by their id."""
    at = raw
    found: list[str] = []
    for step in place.split("."):
        match = _ENTRY.fullmatch(step)
        try:
            if match is None:
                found.append(step)
                at = at[step]
                continue
            at = at[match[1]][int(match[2])]
            code = at.get("id") if isinstance(at, dict) else None
            found.append(f"{match[1]} {code or int(match[2]) + 1}")
        except (KeyError, IndexError, TypeError):
            found.append(step)
            at = None
    return ".".join(found)
