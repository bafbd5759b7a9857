"""What delivery's tests share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from tests.delivery.made import city, reading, target

from luodi.core.observation import Observation
from luodi.delivery.bindings import Binding
from luodi.delivery.engine import report
from luodi.delivery.report import Promise

Judge = Callable[..., Promise]


@pytest.fixture
def judge() -> Judge:
    """Judge one promise of one sentence: its fields, its figures, its binding's fields, the day."""

    def run(
        fields: dict[str, object],
        figures: list[Observation],
        binding: dict[str, object] | None = None,
        as_of: str = "2026-11-25",
        quote: str = "到2025年完成目标",
    ) -> Promise:
        one = target(quote, quote, indicator="目标", **fields)
        bound = [Binding(id="P", sentence=quote, words="目标", **(binding or {}))]  # type: ignore[arg-type]
        made = report(city(figures, bound), reading(quote, [one]), date.fromisoformat(as_of))
        (promise,) = made.promises
        return promise

    return run
