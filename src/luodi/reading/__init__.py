"""Official text to provisions, targets, measures, responsibilities and observed figures.

>>> from luodi.reading import read_text
>>> found = read_text("某市实施方案\\n一、任务\\n1.强化企业。建成孵化器。（责任单位：市科技局）")
>>> found.responsibilities[0].provision, found.responsibilities[0].lead
('一.1', ['市科技局'])
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from luodi.core.record import Reading
from luodi.reading.duties import duties_of
from luodi.reading.figures import find
from luodi.reading.head import document_of
from luodi.reading.measures import measures_of
from luodi.reading.milestones import milestones_of
from luodi.reading.page import fold
from luodi.reading.structure import provisions_of

if TYPE_CHECKING:
    from luodi.reading.sources import Source

__all__ = ["read", "read_text"]


def read(source: str | Path | Source, *, kind: str = "auto") -> Reading:
    """Read an official document.

    Args:
        source: a path to a .txt, .md, .html, .docx or .pdf file, or a source already loaded.
        kind: ``decision``, ``communique`` (公报: its figures say what happened), or ``auto``.

    Returns:
        What was found, and the text that its spans refer to.

    Raises:
        InputError: the file cannot be read, or ``kind`` is unknown.
    """
    if isinstance(source, str | Path):
        from luodi.reading.sources import load

        source = load(source)
    return read_text(source.text, kind=kind)


def read_text(text: str, *, kind: str = "auto") -> Reading:
    """Read the text of an official document; ``text[start:end] == quote`` holds for every record.

    Args:
        text: the whole text.
        kind: as for :func:`read`.

    Raises:
        InputError: ``kind`` is unknown.
    """
    page = fold(text)
    document = document_of(page, kind)
    provisions = provisions_of(page)
    targets, observations = find(page, document, provisions)
    taken = sorted((t.start, t.end) for t in targets)
    milestones = milestones_of(page, provisions, lambda start, end: None, taken)
    return Reading(
        document=document,
        provisions=provisions,
        targets=targets,
        milestones=milestones,
        measures=measures_of(page, provisions, sorted((m.start, m.end) for m in milestones)),
        responsibilities=duties_of(page, provisions),
        observations=observations,
        text=text,
    )
