"""Every scheme in the methods page can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from luodi.scoring.scheme import parse

PAGE = Path(__file__).resolve().parents[2] / "docs" / "methods" / "scoring.md"
SCHEMES = re.findall(r"```yaml\n(scheme: .*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("text", SCHEMES)
def test_scheme(text: str) -> None:
    assert parse(text).steps


def test_there_are_schemes() -> None:
    assert len(SCHEMES) >= 4
