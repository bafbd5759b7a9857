"""The JSON Schema (2020-12) of what the commands write, made from the records themselves."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from enum import Enum
from typing import Any, Final

import msgspec

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
COMMANDS: Final = ("read", "report", "scheme", "rule")

_ATTRIBUTE: Final = re.compile(r"^    (\w+): (.*)$")


def schema(command: str) -> dict[str, Any]:
    """Make the schema of the JSON that a command writes.

    Args:
        command: one of :data:`COMMANDS`.

    Example:
        >>> schema("read")["$ref"]
        '#/$defs/Findings'
    """
    root = _root(command)
    made = msgspec.json.schema(root)
    for name, kind in _named(msgspec.inspect.type_info(root)):
        component = made["$defs"].get(name)
        if component is not None:
            _describe(component, kind)
    title = f"luodi {command}"
    return {"$schema": DIALECT, "$id": f"urn:luodi:schema:{command}", "title": title, **made}


def to_json(command: str) -> str:
    """Print the schema of a command as it is published under docs/schema."""
    import json

    return json.dumps(schema(command), ensure_ascii=False, indent=2) + "\n"


def _root(command: str) -> type[msgspec.Struct]:
    if command == "read":
        from luodi.core.record import Findings

        return Findings
    if command == "rule":
        from luodi.rules.model import Rule

        return Rule
    if command == "scheme":
        from luodi.scoring.scheme import Scheme

        return Scheme
    from luodi.delivery.report import Report

    return Report


def _named(found: Any, seen: set[str] | None = None) -> Iterator[tuple[str, type]]:
    """Walk msgspec's description of a type and give the structs and enumerations in it."""
    seen = set() if seen is None else seen
    kind = getattr(found, "cls", None)
    if isinstance(kind, type) and (issubclass(kind, msgspec.Struct | Enum)):
        if kind.__name__ in seen:
            return
        seen.add(kind.__name__)
        yield kind.__name__, kind
    if not isinstance(found, msgspec.Struct):
        return
    for name in found.__struct_fields__:
        value = getattr(found, name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, msgspec.inspect.Type | msgspec.inspect.Field):
                yield from _named(part, seen)


def _describe(component: dict[str, Any], kind: type) -> None:
    """Take descriptions from docstrings: the first part for the whole, ``Attributes:`` for the fields."""
    said = inspect.cleandoc(kind.__dict__.get("__doc__") or "")
    summary = re.split(r"\n\s*\n?(?=(?:Attributes|Args|Example|Raises|Returns):)", said)[0].strip()
    if summary:
        component["description"] = " ".join(summary.split())
    properties = component.get("properties", {})
    for base in reversed(kind.__mro__):
        for name, text in (_attributes(base) | _literals(base)).items():
            if name in properties:
                properties[name]["description"] = text


def _attributes(kind: type) -> dict[str, str]:
    """Read the ``Attributes:`` section of a Google-style docstring."""
    said = inspect.cleandoc(kind.__dict__.get("__doc__") or "")
    _, found, section = said.partition("Attributes:\n")
    lines: dict[str, str] = {}
    name = ""
    for line in section.splitlines() if found else []:
        match = _ATTRIBUTE.match(line)
        if match:
            name, lines[match[1]] = match[1], match[2]
        elif name and line.startswith("     "):
            lines[name] += f" {line.strip()}"
        elif line.strip():
            break
    return lines


def _literals(kind: type) -> dict[str, str]:
    """Read the strings that stand under fields, which Python itself does not keep."""
    try:
        body = ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0]
    except (OSError, TypeError, SyntaxError):
        return {}
    if not isinstance(body, ast.ClassDef):
        return {}
    found = {}
    for field, text in zip(body.body, body.body[1:], strict=False):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(text, ast.Expr)
            and isinstance(text.value, ast.Constant)
            and isinstance(text.value.value, str)
        ):
            found[field.target.id] = " ".join(text.value.value.split())
    return found
