"""Reading the permission tables, and the things their addresses name (see tests/site/permissions/README.md)."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RoutePattern

FOLDER = Path(__file__).parents[1] / "site" / "permissions"
ROLES = {
    "anonymous": None, "administrator": "administrator", "office": "officer", "unit_lead_other": "economy_lead",
    "unit_lead_own": "science_lead", "unit_staff_own": "science_staff", "county": "county_contact", "evaluator": "evaluator",
    "leader": "leader",
}  # fmt: skip
COLUMNS = ("route", "method", *ROLES)
OPTIONAL = ("arguments", "payload")
Thing = Callable[["Things"], Any]
MADE: dict[str, Thing] = {}
AFTER = {
    "duties": "duty", "commitments": "commitment", "decisions": "decision", "texts": "version", "findings": "finding",
    "jobs": "job", "journal": "journal_entry", "editions": "edition",
}  # fmt: skip
"""Which thing a number in an address means where a line has no ``arguments``: the word of the path before it decides."""


class Line(NamedTuple):
    """One line of a table: a route, a method, and the answer each role must get."""

    file: str
    row: int
    route: str
    method: str
    expected: dict[str, str]
    arguments: list[Any] | None
    payload: dict[str, Any]

    @property
    def place(self) -> str:
        """Where the line stands."""
        return f"{self.file}:{self.row} {self.method} {self.route}"


def lines() -> list[Line]:
    """All lines of all tables; what begins with # is for the reader."""
    return [line for path in sorted(FOLDER.glob("*.csv")) for line in _lines(path)]


def _lines(path: Path) -> Iterator[Line]:
    text = path.read_text("utf-8-sig").splitlines()
    numbered = [
        (number, each) for number, each in enumerate(text, 1) if each.strip() and not each.startswith("#")
    ]
    rows = csv.DictReader(each for _, each in numbered)
    head = rows.fieldnames or []
    strange = (set(head) - {*COLUMNS, *OPTIONAL}) | (set(COLUMNS) - set(head))
    assert not strange, f"{path.name}: columns missing or unknown: {sorted(strange)}"
    for (number, _), row in zip(numbered[1:], rows, strict=True):
        assert None not in row, f"{path.name}:{number} has too many cells: {row[None]}"  # type: ignore[index]
        arguments, payload = row.get("arguments") or "", row.get("payload") or ""
        yield Line(
            path.name,
            number,
            row["route"],
            row["method"],
            {role: row[role] for role in ROLES},
            json.loads(arguments) if arguments else None,
            json.loads(payload) if payload else {},
        )


def thing(function: Thing) -> Thing:
    """Make a function the maker of the thing that bears its name."""
    MADE[function.__name__] = function
    return function


class Things:
    """The things that addresses and payloads name in braces, each made when it is first named."""

    def __init__(self, here: SimpleNamespace) -> None:
        self.here = here
        self.made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self.made:
            found = MADE[name](self) if name in MADE else getattr(self.here, name, None)
            assert found is not None, f"nothing is called {{{name}}}: see tests/support/matrix_things.py"
            self.made[name] = found
        return self.made[name]

    def value(self, text: Any) -> Any:
        """A value with its braces filled in: ``{duty}`` is its number, ``{duty.version}`` one of its fields."""
        if isinstance(text, list):
            return [self.value(each) for each in text]
        if isinstance(text, dict):
            return SimpleUploadedFile(text["name"], str(self.value(text["text"])).encode())
        if not isinstance(text, str):
            return text
        return re.sub(r"\{([a-z_]+)(?:\.([a-z_]+))?\}", lambda found: self._named(*found.groups()), text)

    def _named(self, name: str, field: str | None) -> str:
        found = self[name]
        if field:
            return str(getattr(found, field))
        return str(getattr(found, "pk", found))


def address(line: Line, things: Things) -> str:
    """The address of a line."""
    given = guessed(line.route) if line.arguments is None else line.arguments
    return reverse(line.route, args=[things.value(each) for each in given])


def guessed(route: str) -> list[str]:
    """What the numbers of a route mean, told by the word before each."""
    path = routes()[route]
    found = []
    for before, converter in re.findall(r"([\w-]*)/<(?:(\w+):)?\w+>", path):
        assert converter == "int" and before in AFTER, f"{route} ({path}) needs its arguments in the table"
        found.append("{" + AFTER[before] + "}")
    return found


def routes() -> dict[str, str]:
    """Every route of the site by its name, with its pattern."""
    return dict(_routes(get_resolver().url_patterns, "", ""))


def _routes(patterns: list[Any], space: str, path: str) -> Iterator[tuple[str, str]]:
    for each in patterns:
        assert isinstance(each.pattern, RoutePattern), f"{each} is written with path(), as all others"
        whole = path + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _routes(
                each.url_patterns, f"{space}{each.namespace}:" if each.namespace else space, whole
            )
        elif isinstance(each, URLPattern):
            assert each.name, f"{whole} has no name"
            yield space + each.name, whole
