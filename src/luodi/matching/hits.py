"""Showing where a hit stands (命中显示): the text cut into pieces, those that were looked for marked."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final, NamedTuple

AROUND: Final = 40
"""Characters shown before the first hit of a long text."""
LENGTH: Final = 160
"""Characters shown in all."""


class Piece(NamedTuple):
    """A piece of a text and whether it was looked for."""

    text: str
    hit: bool


def pieces(text: str, phrases: Sequence[str]) -> list[Piece]:
    """Cut a text at the phrases it contains; joined again the pieces are the text.

    Args:
        text: as it stands.
        phrases: normal forms (:func:`luodi.matching.normal`).

    >>> pieces("发展养老服务", ["养老"])
    [Piece(text='发展', hit=False), Piece(text='养老', hit=True), Piece(text='服务', hit=False)]
    """
    made: list[Piece] = []
    before = 0
    for start, end in _spans(text, phrases):
        if start > before:
            made.append(Piece(text[before:start], False))
        made.append(Piece(text[start:end], True))
        before = end
    if before < len(text):
        made.append(Piece(text[before:], False))
    return made


def snippet(text: str, phrases: Sequence[str], length: int = LENGTH) -> list[Piece]:
    """The part of a text around its first hit, cut into pieces, with … where something was left out."""
    spans = _spans(text, phrases)
    start = max(0, spans[0][0] - AROUND) if spans else 0
    if len(text) - start < length:
        start = max(0, len(text) - length)
    shown = pieces(text[start : start + length], phrases)
    if start:
        shown.insert(0, Piece("…", False))
    if start + length < len(text):
        shown.append(Piece("…", False))
    return shown


def _spans(text: str, phrases: Sequence[str]) -> list[tuple[int, int]]:
    """Where the phrases stand, in order, those that touch or overlap made one."""
    plain, origin = _mapped(text)
    found: list[tuple[int, int]] = []
    for phrase in phrases:
        at = plain.find(phrase) if phrase else -1
        while at >= 0:
            found.append((origin[at], origin[at + len(phrase) - 1] + 1))
            at = plain.find(phrase, at + len(phrase))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _mapped(text: str) -> tuple[str, list[int]]:
    """The text character by character in normal form, and for each of its characters where it came from."""
    plain: list[str] = []
    origin: list[int] = []
    for place, char in enumerate(text):
        form = unicodedata.normalize("NFKC", char).lower()
        plain.append(form)
        origin += [place] * len(form)
    return "".join(plain), origin
