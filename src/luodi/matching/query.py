"""What somebody looks for (检索式): words that must all be there, phrases in quotation marks kept whole."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from .words import is_han, normal, pairs, runs, words

MOST: Final = 8
"""More words than that are not looked for."""
SHORT: Final = 3
"""A string of so few characters is looked for as it stands."""
_QUOTED: Final = re.compile(r'"([^"]+)"|“([^”]+)”|「([^」]+)」')


class Query(NamedTuple):
    """A query taken apart.

    Attributes:
        phrases: what a text must contain, each, character for character, in normal form.
        whole: the strings as typed, by which exact hits rank first.
    """

    phrases: tuple[str, ...]
    whole: tuple[str, ...]

    @property
    def usable(self) -> bool:
        """Whether an index can answer: a phrase has two Chinese characters, or a letter or figure."""
        return any(self.conditions())

    def conditions(self) -> list[list[tuple[str, bool]]]:
        """Tokens an index must hold for each phrase, each with whether it may be but the beginning of one.

        A Latin word may be cut short; a number is looked for whole.
        """
        return [_tokens(phrase) for phrase in self.phrases]

    def holds(self, text: str) -> bool:
        """Whether a text contains every phrase: the index proposes, this decides."""
        plain = normal(text)
        return all(phrase in plain for phrase in self.phrases)

    def whole_in(self, text: str) -> bool:
        """Whether a text contains everything as it was typed."""
        plain = normal(text)
        return all(part in plain for part in self.whole)


def parse(text: str) -> Query:
    """Take apart what was typed.

    >>> parse('养老服务 "放管服改革"')
    Query(phrases=('放管服改革', '养老服务'), whole=('放管服改革', '养老服务'))
    """
    quoted = [normal(next(filter(None, found))).strip() for found in _QUOTED.findall(text)]
    rest = normal(_QUOTED.sub(" ", text)).replace('"', " ").split()
    phrases = [phrase for phrase in quoted if runs(phrase)]
    for chunk in rest:
        phrases += _parts(chunk)
    whole = [each for each in (*quoted, *rest) if runs(each)]
    return Query(tuple(dict.fromkeys(phrases))[:MOST], tuple(dict.fromkeys(whole))[:MOST])


def _parts(chunk: str) -> list[str]:
    """The words of one string without blanks; single characters join, or go where there are words."""
    if len(chunk) <= SHORT:
        return [chunk] if runs(chunk) else []
    parts: list[str] = []
    single = ""
    for word in [*words(chunk), ""]:
        if len(word) == 1 and is_han(word):
            single += word
            continue
        if single in chunk and len(single) > 1:
            parts.append(single)
        single = ""
        if word:
            parts.append(word)
    return parts or ([chunk] if runs(chunk) else [])


def _tokens(phrase: str) -> list[tuple[str, bool]]:
    found: list[tuple[str, bool]] = []
    for run in runs(phrase):
        if is_han(run):
            found += [(pair, False) for pair in pairs(run)]
        else:
            found.append((run, phrase.endswith(run) and not run.isdigit()))
    return found
