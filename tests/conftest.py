"""What tests share: one browser, for a process can't drive a second; no clock for properties."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

collect_ignore = ["support"]  # what tests use; its settings must not be read a second time

# A terminal like any other, whatever the one is on which the tests are run.
for each in ("NO_COLOR", "FORCE_COLOR"):
    os.environ.pop(each, None)
os.environ |= {"COLUMNS": "80", "LINES": "25", "TERM": "xterm-256color"}

# A property is true or false, not slow: the first text that is drawn has tables of all of Unicode made, which
# takes seconds on a machine with much else to do, and failed whichever test came first.
# The same examples are drawn on every machine; others with `pytest --hypothesis-profile searching`.
settings.register_profile(
    "searching", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("unhurried", settings.get_profile("searching"), derandomize=True)
settings.load_profile("unhurried")

PATIENCE = 180_000
"""Milliseconds after which what is waited for on a page is given up; the driver's own 30 s are a guess."""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def _unhurried(make: Callable[..., Any]) -> Callable[..., Any]:
    def made(**asked: Any) -> Any:
        opened = make(**asked)
        opened.set_default_timeout(PATIENCE)
        return opened

    return made


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = os.environ.get("CHROMIUM")
    if not chromium:
        if os.environ.get("CI"):
            pytest.fail("CHROMIUM must name the browser where CI is set")
        pytest.skip("set CHROMIUM to a chromium to run the browser tests")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium, headless=True, args=ARGUMENTS)
        for name in ("new_context", "new_page"):
            setattr(started, name, _unhurried(getattr(started, name)))
        yield started
        started.close()
