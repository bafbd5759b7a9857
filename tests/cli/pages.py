"""Pages of the documentation that are run: console blocks by the command line, Python blocks as doctests.

``…`` in printed output stands for what is left out.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from click.testing import CliRunner

from luodi.cli.main import main

DOCS = Path(__file__).parent.parent.parent / "docs"


def commands(block: str) -> list[tuple[str, str]]:
    """Commands of a console block, each with what it prints."""
    return re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)


def blocks(page: str) -> Iterator[tuple[str, str]]:
    """Blocks of a page that can be run, in their order: language and text."""
    yield from re.findall(r"^```(console|pycon)\n(.*?)^```", page, re.DOTALL | re.MULTILINE)


def check_command(command: str, printed: str) -> None:
    """Run a command, or enter a folder; it must print what the page says."""
    words, given = shlex.split(command), None
    if words[0] == "cd":
        os.chdir(words[1])
        return
    if "<" in words:
        given = Path(words[-1]).read_bytes()
        words = words[: words.index("<")]
    done = CliRunner().invoke(main, words[1:], input=given)
    pattern = r"(?s:.*?)".join(re.escape(part) for part in re.split(r"…\n?", printed))
    assert re.fullmatch(pattern, done.output), f"$ {command}\n{done.output}"


def check_python(text: str, names: dict[str, object], page: str) -> None:
    """Run a Python block; names live on to the page's next one."""
    test = doctest.DocTestParser().get_doctest(text, names, page, page, 0)
    said: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    runner.run(test, out=said.append, clear_globs=False)
    names.update(test.globs)
    assert runner.failures == 0, "".join(said)
    assert test.examples
