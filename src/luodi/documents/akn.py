"""A reading as Akoma Ntoso 1.0 (OASIS LegalDocML), for machines that exchange legal texts.

The whole text is kept: the text of all elements after ``meta``, one after the other, is the reading's text
without its control characters. Spans, which the standard has no place for, are kept under ``proprietary``.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from luodi.core.record import Document, Measure, Milestone, Reading, Target
from luodi.documents.akn_body import NAMESPACE, Body, tree
from luodi.documents.akn_inline import References, references
from luodi.documents.plain import clean, number, one_line

if TYPE_CHECKING:
    from lxml.etree import _Element

LUODI: Final = "urn:luodi:findings:1"
"""Namespace of what is kept under ``proprietary``."""
UNDATED: Final = "0001-01-01"
"""Stands, marked ``undated``, where the standard demands a date and the text gives none."""


def to_xml(reading: Reading) -> bytes:
    """Write a reading as Akoma Ntoso XML, valid against the OASIS schema whatever the text is like.

    Args:
        reading: what was read, with its text.

    Returns:
        The XML document, UTF-8 with declaration.

    Example:
        >>> from luodi.core.record import Document
        >>> empty = Reading(document=Document(text_sha256="e3b0c442"), provisions=[], targets=[],
        ...                 milestones=[], measures=[], responsibilities=[], observations=[], text="")
        >>> b'<doc name="decision">' in to_xml(empty)
        True
    """
    from lxml import etree

    found = references(reading)
    prefixes: dict[Any, str] = {None: NAMESPACE, "luodi": LUODI}
    root = etree.Element(f"{{{NAMESPACE}}}akomaNtoso", nsmap=prefixes)
    doc = _add(root, "doc", name=reading.document.kind)
    _meta(_add(doc, "meta"), reading, found)
    _text(doc, reading, found)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _text(doc: _Element, reading: Reading, found: References) -> None:
    """Divide the text: preface to the title, preamble to the first provision, body, conclusions."""
    text, body, roots = reading.text, Body(reading.text, found.marks), tree(reading)
    first = roots[0].start if roots else len(text)
    title = next((mark for mark in found.marks if mark.tag == "docTitle"), None)
    line_end = text.find("\n", title.end) if title is not None else -1
    titled = 0 if title is None else len(text) if line_end < 0 else line_end
    titled = titled if titled <= first else 0
    if text[:titled].strip():
        body.lines(body.element(doc, "preface"), 0, titled)
    else:
        titled = 0
    at = titled
    if roots and text[titled:first].strip():
        body.lines(body.element(doc, "preamble"), titled, first)
        at = first
    last = roots[-1].end if roots else len(text)
    main = body.element(doc, "mainBody")
    body.nodes(main, "", roots, at, last)
    if body.waiting is not None or text[last:].strip():
        conclusions = body.element(doc, "conclusions")
        body.lines(conclusions, last, len(text))
        if body.waiting is not None:
            body.line(body.element(conclusions, "p"), *body.waiting)
    else:
        body.gap(main, last, len(text))
        if body.waiting is not None:
            body.line(body.element(body.element(doc, "conclusions"), "p"), *body.waiting)
    if not len(main):
        body.element(main, "p")


def _meta(meta: _Element, reading: Reading, found: References) -> None:
    document = reading.document
    work = f"/akn/cn/doc/{document.kind}/{_date(document)[0]}/{quote(document.text_sha256[:12], safe='')}"
    identification = _add(meta, "identification", source="#luodi")
    adopted, adopted_name = _date(document)
    published = _iso(document.published_on)
    levels = {
        "FRBRWork": (work, adopted, adopted_name),
        "FRBRExpression": (
            f"{work}/zho@",
            published or adopted,
            "publication" if published else adopted_name,
        ),
        "FRBRManifestation": (
            f"{work}/zho@.xml",
            published or adopted,
            "publication" if published else adopted_name,
        ),
    }
    for level, (uri, date, name) in levels.items():
        part = _add(identification, level)
        _add(part, "FRBRthis", value=f"{uri}/!main" if level == "FRBRWork" else uri)
        _add(part, "FRBRuri", value=uri)
        _add(part, "FRBRdate", date=date, name=name)
        _add(part, "FRBRauthor", href="#luodi" if level == "FRBRManifestation" else "#issuer")
        if level == "FRBRWork":
            _add(part, "FRBRcountry", value="cn")
            if document.number and one_line(document.number):
                _add(part, "FRBRnumber", value=one_line(document.number))
            if document.title and one_line(document.title):
                _add(part, "FRBRname", value=one_line(document.title))
        elif level == "FRBRExpression":
            _add(part, "FRBRlanguage", language="zho")
    lists = _add(meta, "references", source="#luodi")
    organizations = {"luodi": "落地 Luodi", "issuer": document.issuer or "未写明", **found.organizations}
    for name, shown in organizations.items():
        href = f"/akn/ontology/organization/cn/{name}"
        _add(lists, "TLCOrganization", eId=name, href=href, showAs=one_line(shown))
    for name, one in found.concepts.items():
        href = f"/akn/ontology/concept/cn/{name}"
        _add(lists, "TLCConcept", eId=name, href=href, showAs=_shown(one))
    if found.concepts:
        _records(_add(meta, "proprietary", source="#luodi"), found)


def _records(parent: _Element, found: References) -> None:
    from lxml import etree

    for name, one in found.concepts.items():
        record = etree.SubElement(parent, f"{{{LUODI}}}{type(one).__name__.lower()}")
        facts = {"refersTo": f"#{name}", "id": one.id, "start": str(one.start), "end": str(one.end)}
        if isinstance(one, Target):
            facts |= {"indicator": one.indicator, "comparator": one.comparator, "kind": one.kind}
            facts |= {"direction": one.direction, "unit": one.unit or "", "deadline": one.deadline or ""}
            facts["value"] = "" if one.value is None else number(one.value)
            facts["valueHigh"] = "" if one.value_high is None else number(one.value_high)
        elif isinstance(one, Milestone):
            facts["deadline"] = one.deadline or ""
        for key, value in facts.items():
            if value:
                record.set(key, clean(value))


def _shown(one: Target | Milestone | Measure) -> str:
    if isinstance(one, Target):
        return one_line(one.indicator)
    return one_line(one.what if isinstance(one, Milestone) else one.action + one.object)


def _date(document: Document) -> tuple[str, str]:
    for date, name in ((document.adopted_on, "adoption"), (document.published_on, "publication")):
        if iso := _iso(date):
            return iso, name
    return UNDATED, "undated"


def _iso(date: str | None) -> str | None:
    try:
        return datetime.date.fromisoformat(date or "").isoformat()
    except ValueError:
        return None


def _add(parent: _Element, tag: str, /, **attributes: str) -> _Element:
    from lxml import etree

    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    for key, value in attributes.items():
        element.set(key, value)
    return element
