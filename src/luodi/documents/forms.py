"""The forms in which a reading is written: one name, one maker of bytes."""

from __future__ import annotations

from typing import Final, Literal

from luodi.core.record import Reading

Form = Literal["json", "xlsx", "docx", "akn", "text"]

SUFFIXES: Final[dict[Form, str]] = {
    "json": ".json",
    "xlsx": ".xlsx",
    "docx": ".docx",
    "akn": ".xml",
    "text": ".txt",
}


def encode(reading: Reading, form: Form) -> bytes:
    """Write a reading in one form.

    Args:
        reading: what was read, with its text.
        form: ``json`` the findings; ``xlsx`` the task table (任务分工表); ``docx`` the ledger (责任清单);
            ``akn`` Akoma Ntoso; ``text`` the very text that ``start`` and ``end`` count in.

    Returns:
        A whole file.

    Example:
        >>> from luodi.core.record import Document
        >>> reading = Reading(document=Document(text_sha256="e3b0c442"), provisions=[], targets=[],
        ...                   milestones=[], measures=[], responsibilities=[], observations=[], text="一、")
        >>> encode(reading, "text").decode()
        '一、'
    """
    if form == "text":
        return reading.text.encode()
    if form == "json":
        import msgspec

        return msgspec.json.format(msgspec.json.encode(reading.findings()), indent=2) + b"\n"
    if form == "akn":
        from luodi.documents.akn import to_xml

        return to_xml(reading)
    if form == "xlsx":
        from luodi.documents.task_table import to_bytes as to_workbook

        return to_workbook(reading)
    from luodi.documents.ledger import to_bytes as to_word

    return to_word(reading)
