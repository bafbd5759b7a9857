"""Writing iCalendar (RFC 5545): lines folded at 75 octets, text escaped, CRLF at every end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

WIDTH: Final = 75
"""Octets a line may have without its CRLF (RFC 5545 §3.1)."""


class Event(NamedTuple):
    """One whole day in a calendar: ``uid`` stays the same for as long as the thing exists."""

    uid: str
    day: date
    summary: str
    description: str
    url: str
    stamp: datetime


def escaped(text: str) -> str:
    r"""Text as RFC 5545 §3.3.11 writes it; control characters are dropped.

    >>> escaped("a,b;c\nd\\e")
    'a\\,b\\;c\\nd\\\\e'
    """
    for plain, written in (
        ("\\", "\\\\"),
        (";", "\\;"),
        (",", "\\,"),
        ("\r\n", "\\n"),
        ("\n", "\\n"),
        ("\r", "\\n"),
    ):
        text = text.replace(plain, written)
    return "".join(char for char in text if char >= " " and char != "\x7f")


def folded(line: str) -> str:
    """A line broken so that none is longer than 75 octets and no character is cut in two (§3.1)."""
    parts, part, room = [], "", WIDTH
    for char in line:
        size = len(char.encode())
        if size > room:
            parts.append(part)
            part, room = "", WIDTH - 1
        part += char
        room -= size
    return "\r\n ".join([*parts, part])


def calendar(name: str, events: Iterable[Event]) -> str:
    """A whole calendar."""
    return "".join(f"{folded(line)}\r\n" for line in _lines(name, events))


def _lines(name: str, events: Iterable[Event]) -> Iterator[str]:
    yield from (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Luodi//Luodi//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    )
    yield f"X-WR-CALNAME:{escaped(name)}"
    for event in events:
        yield "BEGIN:VEVENT"
        yield f"UID:{event.uid}"
        yield f"DTSTAMP:{event.stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"
        yield f"SUMMARY:{escaped(event.summary)}"
        yield f"DESCRIPTION:{escaped(event.description)}"
        if event.url:
            yield f"URL:{event.url}"
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"
    yield "END:VCALENDAR"
