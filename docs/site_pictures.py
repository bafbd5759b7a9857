"""Make the guides' pictures of the site: ``python docs/site_pictures.py``.

Serves a new generated workspace in a temporary folder, fills it with ``luodi manage demo``, signs in
as people of several roles and takes pictures with the browser that ``CHROMIUM`` names.
Nothing of the workspace is left behind.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "_static"
RUN = "from luodi.cli.main import main; main()"
PASSWORD = "a-long-password-for-pictures"
WIDE, PHONE = (1280, 860), (390, 844)
KEPT = 128  # colours of a picture that stay exactly as they are
REPORTED = 'a[href$="/do/report/"]'
PICTURES = (
    # file, account, address or address and link to follow, size
    ("site-office-desk.png", "ducha1", ("/ledger/",), WIDE),
    ("site-office-review.png", "ducha1", ("/ledger/texts/1/",), WIDE),
    ("site-office-duties.png", "ducha1", ("/ledger/duties/",), WIDE),
    ("site-office-paper.png", "ducha1", ("/ledger/papers/?kind=circular", "main table a"), WIDE),
    ("site-unit-desk.png", "keji_lead", ("/ledger/",), WIDE),
    (
        "site-unit-duty.png",
        "keji_lead",
        ("/ledger/duties/?state=in_progress", "main table a[href*='/duties/']"),
        WIDE,
    ),
    (
        "site-unit-report.png",
        "keji_lead",
        ("/ledger/duties/?state=in_progress", "main table a[href*='/duties/']", REPORTED),
        WIDE,
    ),
    ("site-leader-phone.png", "lingdao", ("/ledger/",), PHONE),
    ("site-leader-map.png", "lingdao", ("/ledger/overview/map/",), WIDE),
    ("site-evaluator-journal.png", "pinggu", ("/journal/",), WIDE),
    ("site-evaluator-edition.png", "pinggu", ("/ledger/editions/", "main table a"), WIDE),
    ("site-administrator.png", "guanli", ("/people/",), WIDE),
    ("site-public.png", "", ("/",), WIDE),
)


def main() -> None:
    """Take every picture, or those named on the command line."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not chromium:
        sys.exit(
            "docs/site_pictures.py: no browser. Install chromium, or name one: CHROMIUM=/path/to/chromium"
        )
    with (
        tempfile.TemporaryDirectory() as place,
        served(Path(place) / "demo-generated") as (host, passwords),
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, account, way, size in PICTURES:
            if sys.argv[1:] and name not in sys.argv[1:]:
                continue
            take(browser, host, passwords, name, account, way, size)
        browser.close()


def take(
    browser: Browser,
    host: str,
    passwords: dict[str, str],
    name: str,
    account: str,
    way: tuple[str, ...],
    size: tuple[int, int],
) -> None:
    """Sign in, go the way, take the picture."""
    context = browser.new_context(locale="zh-CN", viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    if account:
        sign_in(page, host, account, passwords)
    page.goto(host + way[0])
    for link in way[1:]:
        with page.expect_navigation():
            page.locator(link).first.click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / name)
    small(FOLDER / name)
    context.close()
    print(f"wrote docs/_static/{name} ({(FOLDER / name).stat().st_size // 1024} kB)")


def small(path: Path) -> None:
    """Keep a picture in 256 colours: the file is a third.

    The commonest colours, every flat area's among them, stay as they are; the many shades at the edges of
    letters share what is left. No dithering: it would put dots on flat areas.
    """
    with Image.open(path) as picture:
        pixels = np.asarray(picture.convert("RGB"))
    shades, places, counts = np.unique(pixels.reshape(-1, 3), axis=0, return_inverse=True, return_counts=True)
    palette = _palette(shades[np.argsort(-counts, kind="stable")])
    nearest = np.abs(shades[:, None].astype(int) - palette.astype(int)).sum(axis=2).argmin(axis=1)
    few = Image.fromarray(nearest.astype(np.uint8)[places.reshape(pixels.shape[:2])], "P")
    few.putpalette(palette.tobytes())
    few.save(path, optimize=True)


def _palette(shades: np.ndarray) -> np.ndarray:
    """At most 256 of the shades, which come commonest first."""
    if len(shades) <= 256:
        return shades
    edges = Image.fromarray(shades[None, KEPT:])
    few = edges.quantize(256 - KEPT, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    rest = np.array(few.getpalette(), dtype=np.uint8).reshape(-1, 3)[: 256 - KEPT]
    return np.concatenate([shades[:KEPT], rest])


def sign_in(page: Page, host: str, account: str, passwords: dict[str, str]) -> None:
    """Sign in, and change the one-time password the first time."""
    page.goto(f"{host}/login/")
    page.fill("#id_username", account)
    page.fill("#id_password", passwords[account])
    with page.expect_navigation():
        page.keyboard.press("Enter")
    if page.locator("#id_new_password1").count():
        page.fill("#id_old_password", passwords[account])
        page.fill("#id_new_password1", PASSWORD)
        page.fill("#id_new_password2", PASSWORD)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        passwords[account] = PASSWORD


def wait_for(port: int) -> None:
    """Wait until somebody listens."""
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    sys.exit("docs/site_pictures.py: the site does not answer")


@contextmanager
def served(workspace: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The site on a filled workspace: its address, and the passwords by account."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", RUN]
    manage = [*command, "manage", "--workspace", str(workspace), "demo"]
    filled = subprocess.run(manage, check=True, stdout=subprocess.PIPE, text=True)
    passwords = {line.split()[0]: line.split()[1] for line in filled.stdout.splitlines()[1:]}
    serve = [*command, "serve", "--workspace", str(workspace), "--port", str(port)]
    site = subprocess.Popen(serve, stdout=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}", passwords
    finally:
        site.send_signal(signal.SIGTERM)
        site.wait(20)


if __name__ == "__main__":
    main()
