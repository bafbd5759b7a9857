"""Look for bytes that make the reader raise anything but its own errors, or hang.

    python benchmarks/fuzz_reader.py --seconds 60 --seed 7     changed valid files, in the seed's order
    python benchmarks/fuzz_reader.py --seconds 600 --atheris   guided by coverage; needs: pip install atheris

Changed files that end in a new way (another refusal, another size of text) are changed further. A file that
breaks the reader is kept, the command to see it again is printed, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import signal
import sys
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.reading.sources.builders import (  # noqa: E402
    Box,
    Picture,
    Text,
    docx,
    levels,
    listed,
    ole,
    paragraph,
    pdf,
    prose,
    zipped,
)

from luodi.core.errors import LuodiError  # noqa: E402
from luodi.reading.sources import loads  # noqa: E402


class Hang(BaseException):
    """The reader did not come back; no Exception, which the reader might take for damage in the file."""


def _give_up(number: int, frame: object) -> None:
    raise Hang


SLOW = 5.0
"""Seconds that no file of a few kilobytes may take."""
TEXT = "一、总体目标\n（一）企业。到2025年，高新技术企业达到192家，年均增长10%以上。（市科技局）\n"
SEEDS = {
    "a.txt": [TEXT.encode(), TEXT.encode("gb18030"), TEXT.encode("utf-16")],
    "a.html": [
        (
            f"<html><meta charset=gbk><h1>决定</h1><table><tr><td rowspan=2>{TEXT}<td colspan=3>乙<tr><td>丙"
            "</table><ol start=3><li>丁<li><a href=x>戊</a></ol><pre>己\n庚</pre><input type=password>"
        ).encode("gbk"),
        b"<div id=app></div><script>a()</script><noscript>JavaScript</noscript><iframe src=a></iframe>",
    ],
    "a.docx": [
        docx(
            f"{listed('总则', 0)}<w:tbl><w:tr><w:tc>{paragraph(TEXT)}</w:tc></w:tr></w:tbl>{listed('乙', 1)}",
            numbering=levels(("chineseCounting", "%1、"), ("decimal", "%1.%2")),
        )
    ],
    "a.pdf": [
        pdf([[*prose(TEXT), Box(90, 300, 100, 30), Text(95, 320, "甲")], [Picture()]], packed=False),
        pdf([prose(TEXT * 3)], password=""),
    ],
    "a.doc": [ole("WordDocument", "EncryptedPackage")],
}
PIECES = [*b"\0 \xff < > % \n endstream 999999999 -1 &#x0; <w:p>".split(b" "), "一".encode()]


def changed(data: bytes, chance: random.Random) -> bytes:
    """Change a file in a few places; of a .docx mostly the parts inside, since the packing breaks at once."""
    if data.startswith(b"PK") and chance.random() < 0.9:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                parts = {name: archive.read(name) for name in archive.namelist()}
        except (zipfile.BadZipFile, RuntimeError, ValueError, NotImplementedError, OSError, EOFError):
            parts = {}
        if parts:
            name = chance.choice(sorted(parts))
            return zipped({**parts, name: changed(parts[name], chance)})
    whole = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 4, 16])):
        at, length = chance.randint(0, len(whole)), chance.choice([0, 1, 1, 4, 40])
        kind = chance.random()
        if kind < 0.4:
            new = chance.randbytes(chance.choice([1, 1, 2, 8]))
        elif kind < 0.7:
            new = chance.choice(PIECES) * chance.choice([1, 1, 3, 300])
        else:
            begin = chance.randint(0, len(whole))
            new = bytes(whole[begin : begin + chance.choice([4, 40, 400])])
        whole[at : at + length] = new
    return bytes(whole[: chance.randint(0, len(whole))] if chance.random() < 0.05 else whole)


def outcome(data: bytes, name: str) -> str:
    """Read a file; give how it ended, without its particulars.

    Raises:
        AssertionError: it took too long.
        Hang: it did not come back in half a minute.
        Exception: whatever the reader should not have raised.
    """
    began = time.monotonic()
    signal.alarm(30)
    try:
        source = loads(data, name)
        source.text.encode()
        ended = f"{source.media} {len(source.text).bit_length()} {source.text.count(chr(10)).bit_length()}"
    except LuodiError as error:
        ended = re.sub(r"\d+|“.*”", "#", error.what)
    finally:
        signal.alarm(0)
    assert time.monotonic() - began < SLOW, "too slow"
    return ended


def search(seconds: float, seed: int) -> int:
    """Change files at random until the time is over; print what was found."""
    chance = random.Random(seed)
    pool = [(name, data) for name, seeds in SEEDS.items() for data in seeds]
    seen = {outcome(data, name) for name, data in pool}
    end, count = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        name, data = chance.choice(pool)
        data = changed(data, chance)
        count += 1
        try:
            ended = outcome(data, name)
        except (Exception, Hang) as error:
            keep(data, name)
            print(f"file {count}: {type(error).__name__}: {error}")
            return 1
        if ended not in seen and len(data) < 100_000:
            seen.add(ended)
            pool.append((name, data))
    print(f"{count:,} files, {len(seen)} ways to end, all of them a text or one clear refusal")
    return 0


def guided(seconds: int) -> None:
    """Let atheris look for bytes that reach new branches of the reader."""
    import atheris

    def once(data: bytes) -> None:
        names = list(SEEDS)
        outcome(data[1:], names[data[0] % len(names)] if data else "a.txt")

    with tempfile.TemporaryDirectory() as corpus:
        for number, seeds in enumerate(SEEDS.values()):
            for place, data in enumerate(seeds):
                Path(corpus, f"{number}-{place}").write_bytes(bytes([number]) + data)
        atheris.instrument_all()
        atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-max_len=20000", corpus], once)
        atheris.Fuzz()


def keep(data: bytes, name: str) -> None:
    """Keep the file that broke the reader and say how to see it again."""
    path = Path(tempfile.mkdtemp(prefix="luodi-fuzz-"), name)
    path.write_bytes(data)
    print(f"luodi read {path} --format text")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--atheris", action="store_true")
    arguments = parser.parse_args()
    signal.signal(signal.SIGALRM, _give_up)
    if arguments.atheris:
        guided(arguments.seconds)
    sys.exit(search(arguments.seconds, arguments.seed))
