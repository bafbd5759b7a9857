"""What stands on the sheets beside that of the reports when the workbook is handed out (下载的各页)."""

from __future__ import annotations

from typing import Any

from luodi.site.base import options
from luodi.site.base.models import User

from ..paper_texts import number_in_words
from ..queries.open import extendable, to_rectify, unanswered
from .columns import MOST

Rows = list[dict[str, Any]]


def rows_of(user: User) -> dict[str, Rows]:
    """The rows of each sheet by its code, in the order of the workbook; a sheet without rows is left out."""
    every = {"extension": _extensions(user), "answer": _answers(user), "rectify": _rectifications(user)}
    return {code: rows for code, rows in every.items() if rows}


def _extensions(user: User) -> Rows:
    return [
        {
            "number": duty.number,
            "title": duty.title,
            "due_on": duty.due_on,
            "granted": duty.extensions_granted,
            "thing": duty.pk,
            "version": duty.version,
        }
        for duty in extendable(user, MOST)
    ]


def _answers(user: User) -> Rows:
    codes = options.get("paper_codes")
    return [
        {
            "number": number_in_words(paper, codes),
            "title": paper.title,
            "answer_by": paper.answer_by,
            "thing": paper.pk,
            "version": paper.version,
        }
        for paper in unanswered(user, MOST)
    ]


def _rectifications(user: User) -> Rows:
    return [
        {
            "number": item.duty.number,
            "title": item.duty.title,
            "inspection": item.inspection.title,
            "finding": item.finding,
            "rectify_by": item.rectify_by,
            "thing": item.pk,
            "version": item.version,
        }
        for item in to_rectify(user, MOST)
    ]
