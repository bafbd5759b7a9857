"""Reports opened from disk in a real browser, with an eye on what it says and whom it calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from luodi.delivery.report import Report

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Open = Callable[..., "Page"]


@pytest.fixture
def open_report(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Open a report as a file; at the end, nothing may have been complained of and nobody called."""
    from luodi.documents.report import html

    said: list[str] = []
    called: list[str] = []
    contexts = []

    def opened(report: Report, *, width: int = 1280, height: int = 800) -> Page:
        path = tmp_path / f"report{len(contexts)}.html"
        html.write(report, path)
        context = browser.new_context(locale="zh-CN", viewport={"width": width, "height": height})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: called.append(request.url))
        page.goto(path.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []
    assert [url for url in called if not url.startswith(("file:", "data:", "blob:"))] == []
