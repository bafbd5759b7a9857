"""YAML files that people write: read safely, with the line of a mistake."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from luodi.core.errors import InputError


def load_yaml(text: str, where: str) -> Any:
    """Parse YAML.

    Raises:
        InputError: it is no YAML, or a key comes twice; the line is named.
    """
    import yaml

    try:
        return yaml.load(text, Loader=_loader(where))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"{where} line {mark.line + 1}, column {mark.column + 1}" if mark else where
        raise InputError(
            f"this is no YAML: {error.problem}", where=place, remedy="correct the line"
        ) from error
    except yaml.YAMLError as error:
        raise InputError(f"this is no YAML: {error}", where=where, remedy="correct the file") from error


@lru_cache(maxsize=8)
def _loader(where: str) -> Any:
    """Make a loader that refuses a key given twice, which YAML itself lets pass."""
    import yaml

    fast: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Loader(fast):  # type: ignore[misc]
        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            seen: set[object] = set()
            for key, _ in node.value:
                if isinstance(key, yaml.ScalarNode) and key.value in seen:
                    raise InputError(
                        f"the key {key.value!r} comes twice",
                        where=f"{where} line {key.start_mark.line + 1}",
                        remedy="keep one of the two",
                    )
                if isinstance(key, yaml.ScalarNode):
                    seen.add(key.value)
            return super().construct_mapping(node, deep=deep)

    return Loader


def read_text(path: Path) -> str:
    """Read a text file of a city folder as UTF-8.

    Raises:
        InputError: it is missing, unreadable or not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise InputError(
            "the file does not exist", where=str(path), remedy="add it or correct the name"
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"the file is not UTF-8 (byte {error.start})", where=str(path), remedy="save it as UTF-8"
        ) from error
    except OSError as error:
        raise InputError(f"the file cannot be read: {error.strerror}", where=str(path)) from error
