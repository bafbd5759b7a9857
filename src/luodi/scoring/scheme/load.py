"""Read a scheme from YAML and write it back."""

from __future__ import annotations

import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any, Final

import msgspec
import yaml

from luodi.core.errors import InputError
from luodi.scoring.scheme.check import check
from luodi.scoring.scheme.model import Scheme

_PLACE: Final = re.compile(r"^(?P<what>.*?)(?: - at `\$\.?(?P<where>[^`]*)`)?$", re.DOTALL)


class _Loader(yaml.SafeLoader):
    """YAML as people write it: NO is Norway, a date is text, and no key comes twice."""


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[Hashable, Any]:
    found: dict[Hashable, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        key = key if isinstance(key, str) else str(key)
        if key in found:
            line = key_node.start_mark.line + 1
            raise InputError(
                f"the key {key!r} comes twice", where=f"line {line}", remedy="keep one of the two"
            )
        found[key] = loader.construct_object(value_node, deep=True)
    return found


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if not tag.endswith((":bool", ":timestamp"))]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def parse(text: str, *, where: str = "scheme") -> Scheme:
    """Read a scheme from YAML text and check it.

    Args:
        text: YAML 1.2 as far as schemes need it.
        where: name of the source, for messages.

    Raises:
        InputError: not YAML, or not a scheme; CombinedInputError when several things are wrong.
    """
    try:
        raw = yaml.load(text, _Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise InputError(
            f"not readable as YAML: {getattr(error, 'problem', None) or error}",
            where=f"{where} line {mark.line + 1}" if mark else where,
            remedy="correct the line; indent with blanks",
        ) from error
    if not isinstance(raw, dict):
        raise InputError(
            "not a scheme",
            where=where,
            accepted="a mapping with scheme, indicators, groups and steps",
            remedy="see docs/methods/scoring.md for a scheme to start from",
        )
    try:
        scheme = msgspec.convert(raw, Scheme)
    except msgspec.ValidationError as error:
        match = _PLACE.match(str(error))
        what, place = (match["what"], match["where"] or "") if match else (str(error), "")
        raise InputError(
            what[:1].lower() + what[1:],
            where=f"{where}, {_readable(place, raw)}" if place else where,
            remedy="`luodi schema scheme` prints what a scheme may hold",
        ) from error
    check(scheme, where=where)
    return scheme


def load(path: Path) -> Scheme:
    """Read a scheme from a file.

    Raises:
        InputError: the file is missing or is not a scheme.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            "cannot be read", where=str(path), accepted="a scheme as YAML in UTF-8", remedy="check the path"
        ) from error
    return parse(text, where=path.name)


def dump(scheme: Scheme) -> str:
    """Write a scheme as YAML; reading it again gives an equal scheme."""
    return yaml.safe_dump(msgspec.to_builtins(scheme), allow_unicode=True, sort_keys=False, width=100)


def _readable(place: str, raw: dict[str, Any]) -> str:
    """Name the entry by its id where the path only gives its number."""
    named = place
    for match in re.finditer(r"(indicators|groups)\[(\d+)\]", place):
        entries = raw.get(match[1])
        number = int(match[2])
        if isinstance(entries, list) and number < len(entries) and isinstance(entries[number], dict):
            code = entries[number].get("id")
            if code is not None:
                named = named.replace(match[0], f"{match[1]} {code}")
    return named
