"""Print the development texts with a browser, read the PDFs back, and count the paragraphs that are the same.

    CHROMIUM=/usr/bin/chromium python benchmarks/pdf_round_trip.py

Needs a Chromium with Chinese fonts and the texts of ../shared/data/reading.
"""

from __future__ import annotations

import difflib
import html
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "src"))

from luodi.reading.sources import load, loads  # noqa: E402

STYLE = """<meta charset=utf-8><style>
  @page { size: A4; margin: 37mm 26mm 35mm 28mm }
  body { font: 16pt/28.95pt "Noto Serif CJK SC"; margin: 0 }
  p { text-indent: 2em; margin: 0; text-align: justify }
  .two { columns: 2; column-gap: 2em; font-size: 12pt; line-height: 20pt }
  .two p { text-align: start }</style>"""


def main() -> None:
    from playwright.sync_api import sync_playwright

    texts = sorted((ROOT.parent / "shared" / "data").glob("*/*.txt"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
        print(f"{'text':28} {'one column':>12} {'two columns':>12} {'pages/s':>8}")
        for path in texts:
            wanted = [" ".join(line.split()) for line in load(path).text.split("\n") if line.strip()]
            body = "".join(f"<p>{html.escape(line)}</p>" for line in wanted)
            same, pages, seconds = [], 0, 0.0
            for columns in ("", "two"):
                page = browser.new_page()
                page.set_content(f"{STYLE}<div class='{columns}'>{body}</div>")
                data = page.pdf(prefer_css_page_size=True)
                page.close()
                began = time.perf_counter()
                text = loads(data, path.name).text
                seconds += time.perf_counter() - began
                pages += data.count(b"/Type /Page\n")
                matcher = difflib.SequenceMatcher(None, wanted, text.split("\n"), autojunk=False)
                same.append(sum(block.size for block in matcher.get_matching_blocks()))
            rates = [f"{count}/{len(wanted)}" for count in same]
            print(f"{path.name:28} {rates[0]:>12} {rates[1]:>12} {pages / seconds:8.1f}")


if __name__ == "__main__":
    main()
