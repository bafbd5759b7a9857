"""Rows of a decision (机制清单): what it asks for, one row each, tied to its text by a quoted phrase.

A city's folder holds them in ``rows.csv``: ``id,article,phrase,needs``. The letter of the id says what the
row is: S a service, register, evaluation or list that software can serve, P a construction or founding act, X
a commitment that is tracked and never built, T a target.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Final, Literal, NamedTuple, cast

from luodi.core.errors import CombinedInputError, InputError

Sort = Literal["S", "P", "X", "T"]
COLUMNS: Final = ("id", "article", "phrase", "needs")
_ID: Final = re.compile(r"([SPXT])\d\d-\d\d")


class Row(NamedTuple):
    """One row: id, article, the phrase as the decision prints it, what it needs, where the phrase stands."""

    id: str
    article: int
    phrase: str
    needs: str
    start: int
    end: int

    @property
    def sort(self) -> Sort:
        """S, P, X or T."""
        return cast("Sort", self.id[0])


def read_rows(path: Path, text: str, articles: dict[int, tuple[int, int]] | None = None) -> list[Row]:
    """Read the rows of a decision and find each phrase in its text.

    Args:
        path: the CSV file.
        text: the decision as ``luodi read`` gives it.
        articles: extent of each article; where given, a phrase is looked for in its own article first.

    Raises:
        CombinedInputError: a wrong column, id or article, an id given twice, a phrase that does not stand in
            the text.
    """
    wrong: list[InputError] = []
    found: dict[str, Row] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise InputError(
                "the columns are not those of a list of rows",
                where=str(path),
                accepted=",".join(COLUMNS),
                remedy="correct the first line",
            )
        for number, each in enumerate(reader, 2):
            where = f"{path} row {number}"
            row = _row(each, text, articles or {}, where, wrong)
            if row is None:
                continue
            if row.id in found:
                wrong.append(InputError(f"{row.id} is given twice", where=where, remedy="keep one"))
            found[row.id] = row
    if wrong:
        raise CombinedInputError(wrong, where=str(path))
    return list(found.values())


def _row(
    each: dict[str, str], text: str, articles: dict[int, tuple[int, int]], where: str, wrong: list[InputError]
) -> Row | None:
    if not _ID.fullmatch(each["id"]) or not each["article"].isdigit():
        wrong.append(
            InputError(
                f"{each['id']!r} in article {each['article']!r} is no row",
                where=where,
                accepted="an id such as S09-14 and the number of an article",
                remedy="correct it",
            )
        )
        return None
    article = int(each["article"])
    first, last = articles.get(article, (0, len(text)))
    start = text.find(each["phrase"], first, last)
    if start < 0:
        start = text.find(each["phrase"])
    if start < 0 or not each["phrase"]:
        wrong.append(
            InputError(
                f"the phrase of {each['id']} does not stand in the decision",
                where=f"{where}, column phrase",
                accepted="words as the decision prints them",
                remedy="quote them exactly",
            )
        )
        return None
    return Row(each["id"], article, each["phrase"], each["needs"], start, start + len(each["phrase"]))
