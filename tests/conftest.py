"""One browser for all tests that need one; a second could not be driven in the same process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

collect_ignore = ["support"]  # what tests use; its settings must not be read a second time

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
        yield started
        started.close()
