"""The official layout of a paper (GB/T 9704-2012 党政机关公文格式), in its plain form.

Plain form means text alone: no red head (红头) or seal is ever added by the software, and a document
number only where the office that issues the paper has given it one.

Sizes follow from the standard: A4 with a text area of 156 × 225 mm, 37 mm above and 28 mm to its left, which
leaves 26 mm right and 35 mm below; 22 lines of 28 characters of 3号 (16 pt).
"""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING, Any, Final

from luodi.documents.plain import clean

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.table import Table
    from docx.text.paragraph import Paragraph

PAGE_MM: Final = (210, 297)
MARGINS_MM: Final = {"top": 37, "left": 28, "right": 26, "bottom": 35}
LINE_TWIPS: Final = 579
"""28.95 pt: 22 lines are 636.9 pt and fit the 637.8 pt of 225 mm; 29 pt would not."""
CHARACTER_SPACE_TWIPS: Final = -5
"""28 characters of 16 pt are 448 pt, 156 mm are 442.2 pt: each gives up 0.25 pt (28 × 15.75 = 441).

The grid could carry this itself (w:charSpace), but LibreOffice then gives every character two cells, as it is
wider than one. Condensed characters on a grid of lines give 28 × 22 in Word, WPS and LibreOffice alike.
"""
DATE_INSET: Final = 4.0
"""The date of a paper stands so many characters from the right edge."""
FOOTER_MM: Final = 23.0
"""Page numbers stand 7 mm below the text area: 35 − 7 mm, less their own 14 pt (4.94 mm)."""

SONG_HEAD: Final = "方正小标宋简体"
HEI: Final = "黑体"
KAI: Final = "楷体_GB2312"
FANG: Final = "仿宋_GB2312"
SONG: Final = "宋体"
FALLBACKS: Final = {
    SONG_HEAD: "方正小标宋_GBK,华文中宋,STZhongsong,Noto Serif CJK SC,宋体",
    HEI: "SimHei,Noto Sans CJK SC",
    KAI: "楷体,KaiTi,Noto Serif CJK SC",
    FANG: "仿宋,FangSong,Noto Serif CJK SC",
    SONG: "SimSun,Noto Serif CJK SC",
}
"""Fonts to take where the official one is not installed, best first (w:altName)."""

STYLES: Final = {
    "Normal": (FANG, 16),
    "Title": (SONG_HEAD, 22),
    "Heading 1": (HEI, 16),
    "Heading 2": (KAI, 16),
    "Heading 3": (FANG, 16),
}
"""Style → font and size in points: body 3号仿宋, title 2号小标宋, levels 黑体, 楷体, 仿宋 of 3号."""


class Paper:
    """A paper in official layout that is written from top to bottom."""

    def __init__(self, title: str, *, number: str = "") -> None:
        import docx

        self.word: Word = docx.Document()
        _fonts(self.word)
        _page(self.word)
        _styles(self.word)
        _page_numbers(self.word)
        self.word.core_properties.title = clean(title)[:255]
        self.word.core_properties.author = self.word.core_properties.comments = ""
        self.word.core_properties.created = datetime.datetime.now(datetime.UTC)
        if number:
            self.text(number, centred=True)
            self.word.add_paragraph()
        self.word.add_paragraph(clean(title), style="Title")

    def heading(self, text: str, level: int) -> Paragraph:
        """Add a heading of level 1 (一、), 2 （（一）) or 3 (1.)."""
        return self.word.add_paragraph(clean(text), style=f"Heading {level}")

    def text(self, text: str, *, font: str = "", centred: bool = False) -> Paragraph:
        """Add a paragraph of body text, indented by two characters unless centred."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        paragraph = self.word.add_paragraph()
        run = paragraph.add_run(clean(text))
        if font:
            _set_font(run._element.get_or_add_rPr(), font)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        else:
            _indent(paragraph.paragraph_format.element.get_or_add_pPr())
        return paragraph

    def addressee(self, names: str) -> Paragraph:
        """Add whom the paper goes to (主送机关): flush left, with a full-width colon."""
        return self.word.add_paragraph(clean(names) + "：")

    def signature(self, name: str, day: datetime.date) -> None:
        """Add the issuer's name centred over the date, four characters from the right (署名、成文日期)."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml.ns import qn

        date = f"{day.year}年{day.month}月{day.day}日"
        width = sum(0.5 if character.isascii() else 1 for character in date)
        inset = max(0.0, DATE_INSET + width / 2 - len(name) / 2)
        self.word.add_paragraph()
        for text, characters in ((name, inset), (date, DATE_INSET)):
            paragraph = self.word.add_paragraph(clean(text))
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.keep_together = True
            indent = paragraph.paragraph_format.element.get_or_add_pPr().get_or_add_ind()
            indent.set(qn("w:rightChars"), str(round(characters * 100)))
            indent.set(qn("w:right"), str(round(characters * 315)))

    def table(self, rows: list[list[str]], widths_mm: list[float], *, size: float = 10.5) -> Table:
        """Add a ruled table whose first row is its header, repeated on every page."""
        from docx.enum.table import WD_TABLE_ALIGNMENT
        from docx.oxml import OxmlElement
        from docx.shared import Mm, Pt

        table: Table = self.word.add_table(len(rows), len(widths_mm), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for number, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
            properties = row._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:cantSplit"))
            if number == 0:
                properties.append(OxmlElement("w:tblHeader"))
            for cell, text, width in zip(row.cells, texts, widths_mm, strict=True):
                cell.width = Mm(width)
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.line_spacing = Pt(size * 1.4)
                run = paragraph.add_run(clean(text))
                run.font.size = Pt(size)
                _set_font(run._element.get_or_add_rPr(), HEI if number == 0 else FANG)
        return table

    def to_bytes(self) -> bytes:
        """Give the finished .docx."""
        stream = io.BytesIO()
        self.word.save(stream)
        return stream.getvalue()


def _fonts(word: Word) -> None:
    """Name the fallbacks in the font table, where a word processor looks when a font is missing."""
    from docx.oxml import OxmlElement, parse_xml
    from docx.oxml.ns import qn
    from lxml import etree

    part = next(
        related.target_part for related in word.part.rels.values() if related.reltype.endswith("/fontTable")
    )
    # the blob's public setter does not exist: python-docx keeps parts it does not model as bytes
    part_: Any = part
    fonts = parse_xml(part_.blob)
    for name, others in FALLBACKS.items():
        font = OxmlElement("w:font")
        font.set(qn("w:name"), name)
        for tag, value in (
            ("w:altName", others),
            ("w:charset", "86"),
            ("w:family", "auto"),
            ("w:pitch", "variable"),
        ):
            child = OxmlElement(tag)
            child.set(qn("w:val"), value)
            font.append(child)
        fonts.append(font)
    part_._blob = etree.tostring(fonts, xml_declaration=True, encoding="UTF-8", standalone=True)


def _page(word: Word) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    section = word.sections[0]
    section.page_width, section.page_height = (Mm(side) for side in PAGE_MM)
    for side, width in MARGINS_MM.items():
        setattr(section, f"{side}_margin", Mm(width))
    section.header_distance, section.footer_distance = Mm(15), Mm(FOOTER_MM)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(LINE_TWIPS))
    section._sectPr.append(grid)


def _styles(word: Word) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor, Twips

    for language in word.styles.element.iter(qn("w:lang")):
        # line breaking follows the language: no line may begin with 。 or ，
        language.set(qn("w:eastAsia"), "zh-CN")

    for name, (font, size) in STYLES.items():
        style: Any = word.styles[name]
        properties = style.element.get_or_add_rPr()
        _set_font(properties, font)
        style.font.size, style.font.bold, style.font.italic = Pt(size), False, False
        style.font.color.rgb = RGBColor(0, 0, 0)
        for tag in ("w:spacing", "w:kern", "w:lang"):
            for child in properties.findall(qn(tag)):
                properties.remove(child)
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(0 if name == "Title" else CHARACTER_SPACE_TWIPS))
        # the schema orders a run's properties: spacing stands before size
        properties.find(qn("w:sz")).addprevious(spacing)
        layout = style.paragraph_format
        layout.space_before = layout.space_after = Pt(0)
        layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        # two lines of a title need more than the body's pitch: 2号 on 28.95 pt would touch
        layout.line_spacing = Pt(36) if name == "Title" else Twips(LINE_TWIPS)
        layout.widow_control = False
        paragraph = style.element.get_or_add_pPr()
        for border in paragraph.findall(qn("w:pBdr")):
            paragraph.remove(border)
        if name == "Title":
            layout.alignment, layout.space_after = WD_ALIGN_PARAGRAPH.CENTER, Twips(LINE_TWIPS)
        elif name.startswith("Heading"):
            _indent(paragraph)
            layout.keep_with_next = True
        else:
            layout.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _page_numbers(word: Word) -> None:
    """Put 4号半角宋体 numbers between 一字线: odd pages right, even pages left, inset by one character."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Pt

    word.settings.odd_and_even_pages_header_footer = True
    section = word.sections[0]
    sides = (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT, "w:right"),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, "w:left"),
    )
    for footer, alignment, side in sides:
        paragraph = footer.paragraphs[0]
        paragraph.alignment = alignment
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        paragraph.paragraph_format.line_spacing = Pt(14)
        indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
        indent.set(qn(side), "280")
        for text in ("— ", "", " —"):
            run = paragraph.add_run(text)
            run.font.size = Pt(14)
            _set_font(run._element.get_or_add_rPr(), SONG, latin=SONG)
            if not text:
                _page_field(run._element)


def _page_field(run: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "", "end"):
        child = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            child.set(qn("w:fldCharType"), kind)
        else:
            child.text = "PAGE"
        run.append(child)


def _set_font(properties: Any, font: str, *, latin: str = "Times New Roman") -> None:
    """Set the East Asian font by its own attribute: the ordinary one does not reach Chinese text."""
    from docx.oxml.ns import qn

    fonts = properties.get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for key, value in (("ascii", latin), ("hAnsi", latin), ("eastAsia", font), ("cs", latin)):
        fonts.set(qn(f"w:{key}"), value)


def _indent(properties: Any) -> None:
    """Indent the first line by two characters of the grid, not by a length that drifts with the font."""
    from docx.oxml.ns import qn

    indent = properties.get_or_add_ind()
    indent.set(qn("w:firstLineChars"), "200")
    indent.set(qn("w:firstLine"), "630")
