"""Make the README's pictures of the report: ``make picture``.

Reads the Leshan example, writes its report as a web page and takes pictures of it with the browser that
``CHROMIUM`` names: docs/_static/report.png at desk width, docs/_static/report-phone.png at phone width, and
docs/_static/report-promise.png of the first promise that its figures decide.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
STILL = ".promise { content-visibility: visible !important } .filters { position: static !important }"
RUN = "from luodi.cli.main import main; main()"
PICTURES = {"report.png": (1280, 1080), "report-phone.png": (390, 844)}
"""File → width and height in pixels of the window that is pictured."""


def main(city: Path, folder: Path) -> None:
    """Picture the report of ``city`` into ``folder``."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not chromium:
        sys.exit("docs/picture.py: no browser. Install chromium, or name one: CHROMIUM=/path/to/chromium")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as play:
        page_path = Path(place) / "report.html"
        command = [sys.executable, "-c", RUN, "report", str(city), "--format", "html"]
        subprocess.run([*command, "-o", str(page_path)], check=True)
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, (width, height) in PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
            page.goto(page_path.as_uri())
            page.screenshot(path=folder / name)
            print(f"wrote {(folder / name).relative_to(ROOT)}")
        page = browser.new_page(viewport={"width": 1280, "height": 1080}, locale="zh-CN")
        page.goto(page_path.as_uri())
        # laid out whole and without the bar over it, so that the card stands still while it is pictured
        page.add_style_tag(content=STILL)
        decided = page.locator(".promise.drawn:not(.s-not_measurable)").first
        decided.locator("summary").click()
        decided.locator("table").first.wait_for()
        decided.locator(".plot svg").first.wait_for()
        page.wait_for_load_state("networkidle")
        decided.screenshot(path=folder / "report-promise.png")
        print(f"wrote {(folder / 'report-promise.png').relative_to(ROOT)}")
        browser.close()


if __name__ == "__main__":
    main(ROOT / "examples" / "leshan", ROOT / "docs" / "_static")
