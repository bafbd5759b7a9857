"""Official text to provisions, targets, measures, responsibilities and observed figures.

>>> from luodi.reading import read_text
>>> found = read_text("某市实施方案\\n一、任务\\n1.强化企业。建成孵化器。（责任单位：市科技局）")
>>> found.responsibilities[0].provision, found.responsibilities[0].lead
('一.1', ['市科技局'])
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from luodi.core.record import Reading, Span
from luodi.reading.clauses import promising
from luodi.reading.duties import duties_of
from luodi.reading.figures import find, frame_of
from luodi.reading.head import document_of
from luodi.reading.measures import measures_of
from luodi.reading.milestones import milestones_of, paragraph_deadline
from luodi.reading.page import fold
from luodi.reading.structure import provisions_of

if TYPE_CHECKING:
    from luodi.reading.sources import Source

__all__ = ["read", "read_text"]

_HALF_PAIR: Final = re.compile("[\ud800-\udfff]")


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
        text: the whole text; half a surrogate pair, which is no character, is read as U+FFFD.
        kind: as for :func:`read`.

    Raises:
        InputError: ``kind`` is unknown.
    """
    text = _HALF_PAIR.sub("\ufffd", text)
    page = fold(text)
    document = document_of(page, kind)
    provisions = provisions_of(page)
    frame = frame_of(page, document, provisions)
    targets, observations = find(page, frame, provisions)
    # a communiqué reports; it promises nothing
    clauses = promising(page, provisions) if document.kind == "decision" else []
    deadline = paragraph_deadline(page, frame.times, frame.stated)
    milestones = milestones_of(page, clauses, deadline, _spans(targets))
    return Reading(
        document=document,
        provisions=provisions,
        targets=targets,
        milestones=milestones,
        measures=measures_of(page, clauses, _spans([*targets, *milestones])),
        responsibilities=duties_of(page, provisions),
        observations=observations,
        text=text,
    )


def _spans(records: Sequence[Span]) -> list[tuple[int, int]]:
    return sorted((record.start, record.end) for record in records)
