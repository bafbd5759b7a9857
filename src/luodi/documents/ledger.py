"""The ledger of commitments (责任清单) as a Word document in official layout, plain form."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from luodi.core.record import Findings, Measure, Milestone, Provision, Target
from luodi.documents import words
from luodi.documents.official import KAI, Paper
from luodi.documents.outline import Outline, heading
from luodi.documents.plain import one_line, write_bytes

Commitment = Target | Milestone | Measure


def write(reading: Findings, path: str | Path) -> None:
    """Write the ledger of a reading.

    Args:
        reading: what was read from the document.
        path: where to write the .docx; an existing file is replaced as a whole.

    Raises:
        InputError: the place cannot be written.
    """
    write_bytes(Path(path), to_bytes(reading))


def to_bytes(reading: Findings) -> bytes:
    """Make the ledger: per article what was promised, by when and by whom, in the text's own words."""
    document = reading.document
    title = one_line(document.title or "")
    paper = Paper(f"《{title}》责任清单" if title else "责任清单")
    for line in _data(reading):
        paper.text(line)
    outline = Outline(reading)
    chapter: Provision | None = None
    for article, commitments in _by_article(reading, outline):
        above = outline.chapter(article.id) if article is not None else None
        if above is not None and above is not chapter and above is not article:
            paper.heading(heading(above), 1)
        chapter = above
        paper.heading(heading(article) if article is not None else "未归入条款", 2)
        for number, commitment in enumerate(commitments, 1):
            paper.text(_sentence(number, commitment, outline))
            paper.text(
                f"原文：“{one_line(commitment.quote)}”（位置{commitment.start}—{commitment.end}）", font=KAI
            )
    if not (reading.targets or reading.milestones or reading.measures):
        paper.text("本文未读出量化目标、标志性成果或政策措施。")
    return paper.to_bytes()


def _data(reading: Findings) -> Iterator[str]:
    from luodi import __version__

    document = reading.document
    facts = {
        "制发机关": document.issuer,
        "文号": document.number,
        "通过日期": words.deadline(document.adopted_on) if document.adopted_on else None,
        "公布日期": words.deadline(document.published_on) if document.published_on else None,
    }
    known = "；".join(f"{name}：{one_line(value)}" for name, value in facts.items() if value)
    yield (known + "。") if known else "原文未写明制发机关、文号和日期。"
    yield (
        f"共{len(reading.targets)}项量化目标、{len(reading.milestones)}项标志性成果、{len(reading.measures)}项政策措施。"
        f"位置按正文字符计，正文校验码（SHA-256）前十二位：{document.text_sha256[:12]}。落地{__version__}生成。"
    )


def _by_article(reading: Findings, outline: Outline) -> Iterator[tuple[Provision | None, list[Commitment]]]:
    """Group by article in the order of the text: a commitment's place, not its kind, orders the ledger."""
    commitments: list[Commitment] = [*reading.targets, *reading.milestones, *reading.measures]
    placed = [(outline.article(one.provision), one) for one in commitments]
    first: dict[str, int] = {}
    for article, one in placed:
        name = article.id if article is not None else ""
        first[name] = min(first.get(name, one.start), article.start if article is not None else one.start)
    placed.sort(
        key=lambda pair: (
            first[pair[0].id if pair[0] is not None else ""],
            pair[0].id if pair[0] is not None else "",
            pair[1].start,
            pair[1].end,
        )
    )
    for article, group in groupby(placed, key=lambda pair: pair[0]):
        yield article, [one for _, one in group]


def _sentence(number: int, commitment: Commitment, outline: Outline) -> str:
    lead, cooperating = outline.units(commitment.provision)
    duty = f"牵头单位：{words.units(lead)}；责任单位：{words.units(cooperating)}。"
    return f"（{number}）{_promise(commitment)}。{_due(commitment)}{duty}"


def _promise(commitment: Commitment) -> str:
    if isinstance(commitment, Target):
        again = "，重申前文" if commitment.restates else ""
        return f"{one_line(commitment.indicator)}：{words.amount(commitment)}{again}"
    if isinstance(commitment, Milestone):
        return one_line(commitment.what)
    return one_line(commitment.action + commitment.object)


def _due(commitment: Commitment) -> str:
    return "" if isinstance(commitment, Measure) else f"时限：{words.deadline(commitment.deadline)}。"
