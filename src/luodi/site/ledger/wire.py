"""From the wire format of ``luodi read`` to findings and commitments (识别结果转换): titles, articles, days, numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple

import msgspec

from luodi.core.period import parse
from luodi.core.record import Target
from luodi.documents.words import CHANGES, amount

from .models import DocumentVersion, Finding

LISTS: Final = {
    Finding.Kind.TARGET: "targets",
    Finding.Kind.MILESTONE: "milestones",
    Finding.Kind.MEASURE: "measures",
}
COMPARATORS: Final = ("eq", "ge", "gt", "le", "lt", "approx", "range")
_PLACE: Final = ("quote", "start", "end", "provision")
_PUNCTUATION: Final = ".．、，。,:： "
_LARGEST: Final = Decimal(10) ** 14


class Article(NamedTuple):
    """The article something stands in (条款): what it is called in the document, and its heading."""

    label: str
    heading: str


def findings_of(version: DocumentVersion) -> Iterator[Finding]:
    """Everything in a version's reading that may become a commitment, not yet saved, in the order of the text."""
    units = units_by_provision(version.reading)
    made = [
        Finding(
            version=version,
            kind=kind,
            provision=record["provision"] or "",
            start=record["start"],
            end=record["end"],
            quote=record["quote"],
            data=data_of(kind, record),
            units=units_at(version.reading, units, record["provision"]),
        )
        for kind, name in LISTS.items()
        for record in version.reading.get(name, ())
    ]
    return iter(sorted(made, key=lambda finding: (finding.start, finding.end)))


def data_of(kind: str, record: Mapping[str, Any]) -> dict[str, Any]:
    """The record without its place in the text, with a title for the list (事项)."""
    data = {name: value for name, value in record.items() if name not in _PLACE}
    return data | {"title": title_of(kind, record)}


def title_of(kind: str, record: Mapping[str, Any]) -> str:
    """What a list calls a finding: a target by indicator and figure, all else by its own words."""
    if kind == Finding.Kind.TARGET:
        try:
            said = amount(msgspec.convert({"id": "", **record}, Target))
        except msgspec.ValidationError:
            said = ""
        indicator = str(record.get("indicator", ""))
        change = next((word for word in CHANGES.values() if said.startswith(word)), "")
        if change and indicator.startswith((change, "净增")):  # 新增孵化器: not 新增孵化器新增达到5家
            said = said.removeprefix(change)
        return f"{indicator}{said}"[:300]
    return " ".join(str(record.get("quote", "")).split())[:300]


def units_by_provision(reading: Mapping[str, Any]) -> dict[str, dict[str, list[str]]]:
    """Responsible units as printed (责任单位), by the provision they answer for."""
    found: dict[str, dict[str, list[str]]] = {}
    for each in reading.get("responsibilities", ()):
        place = found.setdefault(each["provision"] or "", {"lead": [], "cooperating": []})
        for part in ("lead", "cooperating"):
            place[part] += [name for name in each[part] if name not in place[part]]
    return found


def units_at(
    reading: Mapping[str, Any], units: Mapping[str, dict[str, list[str]]], provision: str | None
) -> dict[str, list[str]]:
    """The units of a provision, or of the nearest one around it that names any."""
    above = {each["id"]: each["parent"] for each in reading.get("provisions", ())} if units else {}
    at = provision
    while at:
        if at in units:
            return units[at]
        at = above.get(at)
    return {}


def articles(reading: Mapping[str, Any]) -> dict[str, Article]:
    """The article of every provision by its id; where a number is used twice in the document, by its full id."""
    provisions = {each["id"]: each for each in reading.get("provisions", ())}
    numbers = Counter(_label(each) for each in provisions.values() if each["level"] == "article")
    found: dict[str, Article] = {}
    for name, own in provisions.items():
        at: dict[str, Any] | None = own
        while at is not None and at["level"] != "article":
            at = provisions.get(at["parent"]) if at["parent"] else None
        article = at or own
        label = _label(article)
        found[name] = Article(
            (label if numbers[label] <= 1 else article["id"])[:40], (article["heading"] or "")[:200]
        )
    return found


def _label(provision: Mapping[str, Any]) -> str:
    return (provision["number"] or "").strip(_PUNCTUATION) or provision["id"]


def provision_at(reading: Mapping[str, Any], start: int) -> str:
    """The innermost provision that a place in the text belongs to; empty before the first."""
    around = [each for each in reading.get("provisions", ()) if each["start"] <= start < each["end"]]
    return min(around, key=lambda each: each["end"] - each["start"])["id"] if around else ""


def day_of(deadline: str | None) -> date | None:
    """The last day of a deadline as written: a year's 31 December, the last of a range.

    Raises:
        ValueError: it is no deadline.
    """
    return parse(deadline).end if deadline else None


def decimal_of(value: float | str | Decimal | None) -> Decimal | None:
    """A figure as the database keeps it, six decimals.

    Raises:
        ValueError: it is no number, or too large.
    """
    if value is None or value == "":
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise ValueError(f"{value} is no number") from error
    if not number.is_finite() or abs(number) >= _LARGEST:
        raise ValueError(f"{value} is too large")
    return number.quantize(Decimal("0.000001"))
