"""Cutting Chinese text into what an index holds (分词).

Most Chinese words have two characters, and which characters make a word depends on those around it. So the
index holds every pair of neighbouring characters, by which any word of two or more is found whatever the
cutting, and beside them the longer words that the dictionary knows, by which a hit on a true word ranks
higher. Dictionary: rjieba's own and ``catalogue/words.txt``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from luodi.core.errors import InputError

if TYPE_CHECKING:
    from rjieba import Jieba

HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS: Final = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
_HAN_ONLY: Final = re.compile(rf"[{HAN}]+")
_FREQUENCY: Final = 100_000
"""High enough that a word of the list wins over its parts."""


def normal(text: str) -> str:
    """Text as it is compared: full-width letters and figures made plain, capitals small (NFKC, lower case).

    >>> normal("PM2.5\uff05")
    'pm2.5%'
    """
    return unicodedata.normalize("NFKC", text).lower()


def runs(text: str) -> list[str]:
    """Runs of Chinese characters and of other letters and figures, in order.

    >>> runs("到2030年,pm2.5达标")
    ['到', '2030', '年', 'pm2', '5', '达标']
    """
    return _RUNS.findall(text)


def is_han(run: str) -> bool:
    """Whether a run is one of Chinese characters."""
    return _HAN_ONLY.fullmatch(run) is not None


def pairs(run: str) -> list[str]:
    """Every two neighbouring characters.

    >>> pairs("光伏发电")
    ['光伏', '伏发', '发电']
    """
    return [run[i : i + 2] for i in range(len(run) - 1)]


def words(text: str) -> list[str]:
    """The words of a text, once each where they stand, punctuation dropped.

    >>> words("深化放管服改革")
    ['深化', '放管服', '改革']
    """
    return [word for word in _cutter().cut(normal(text)) if _RUNS.fullmatch(word)]


def index_tokens(text: str) -> list[str]:
    """What an index holds of a text: pairs of characters, other runs, longer words (rjieba, search mode)."""
    plain = normal(text)
    found: list[str] = []
    for run in runs(plain):
        found += (pairs(run) or [run]) if is_han(run) else [run]
    return found + [word for word in _cutter().cut_for_search(plain) if len(word) > 2 and is_han(word)]


@lru_cache(maxsize=1)
def _cutter() -> Jieba:
    try:
        from rjieba import Jieba
    except ImportError:
        raise InputError(
            "searching Chinese text needs a package that is not installed",
            accepted="an installation of luodi[site]",
            remedy="pip install rjieba",
        ) from None
    cutter = Jieba()
    for word in domain_words():
        cutter.add_word(word, _FREQUENCY, "n")
    return cutter


@lru_cache(maxsize=1)
def domain_words() -> tuple[str, ...]:
    """The words of ``catalogue/words.txt``."""
    text = resources.files("luodi.catalogue").joinpath("words.txt").read_text("utf-8")
    lines = (line.split("\t")[0].strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))
