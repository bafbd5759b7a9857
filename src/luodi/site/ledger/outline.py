"""What a page needs to know of a long text without loading it (文本提纲): its length, its articles, reading's notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from django.core.cache import cache
from django.db.models import QuerySet
from django.db.models.functions import Length

from luodi.site.base.ready import ready

from . import wire
from .models import DocumentVersion

MOST_PLACES: Final = 400
"""So many places one list offers to go to; a text with more articles offers its sections, or its chapters."""
_LEVELS: Final = ("article", "section", "chapter")
_WEEK: Final = 7 * 24 * 3600


class Place(NamedTuple):
    """A part of the text that one can go to (条款位置): where it starts and what it is called."""

    start: int
    name: str


class Outline(NamedTuple):
    """Length in characters, places in the order of the text, notes of the reading."""

    length: int
    places: list[Place]
    notes: list[str]


def made(reading: Mapping[str, Any]) -> dict[str, Any]:
    """The part of an outline that a version keeps beside its text."""
    return {"places": _places(reading), "notes": list(reading.get("notes", ()))}


def of(version: DocumentVersion) -> Outline:
    """The outline of a version; one that was read before outlines were kept is worked out from its reading."""
    kept = version.outline
    if kept is None:
        key = f"outline-{version.pk}-{version.text_sha256}"
        kept = cache.get(key)
        if kept is None:
            kept = made(version.reading)
            cache.set(key, kept, _WEEK)
    return Outline(length_of(version), [Place(*each) for each in kept["places"]], kept["notes"])


def length_of(version: DocumentVersion) -> int:
    """The characters of a text, counted by the database."""
    return int(_length(version.pk)[0])


@ready
def _length(version: int) -> QuerySet[DocumentVersion, int]:
    return DocumentVersion.objects.filter(pk=version).values_list(Length("text"), flat=True)


def _places(reading: Mapping[str, Any]) -> list[tuple[int, str]]:
    """The places of the finest level that fits; where none does, every second article, or third, and so on."""
    provisions = reading.get("provisions", ())
    have = Counter(each["level"] for each in provisions)
    level = next((name for name in _LEVELS if 0 < have[name] <= MOST_PLACES), "article")
    articles = wire.articles(reading) if level == "article" else {}
    named = []
    for each in provisions:
        if each["level"] != level:
            continue
        label = articles[each["id"]].label if each["id"] in articles else each["number"] or ""
        named.append((each["start"], f"{label} {each['heading'] or ''}".strip()[:80]))
    return sorted(named)[:: -(-len(named) // MOST_PLACES) or 1]
