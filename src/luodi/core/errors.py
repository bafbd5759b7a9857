"""What went wrong, where, what is accepted and what to do next.

Every error a user can cause is an :class:`InputError`; the command line prints it and leaves with 2.
"""

from __future__ import annotations

from collections.abc import Sequence


class LuodiError(Exception):
    """Anything Luodi itself raises."""

    exit_code = 1


class InputError(LuodiError):
    """One thing in what the user gave cannot be used.

    Args:
        what: what is wrong, without a full stop.
        where: file, row, column or field, as the user would look it up.
        accepted: what would have been right, with an example.
        remedy: what to do next.

    Example:
        >>> print(InputError("the year is not a year", where="figures.csv row 7, column year",
        ...                  accepted="four digits, such as 2025", remedy="correct the cell"))
        figures.csv row 7, column year: the year is not a year. Accepted: four digits, such as 2025. \
Next: correct the cell.
    """

    exit_code = 2

    def __init__(self, what: str, *, where: str = "", accepted: str = "", remedy: str = "") -> None:
        self.what, self.where, self.accepted, self.remedy = what, where, accepted, remedy
        super().__init__(what)

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}." if self.where else f"{self.what}."
        if self.accepted:
            text += f" Accepted: {self.accepted}."
        if self.remedy:
            text += f" Next: {self.remedy}."
        return text


class CombinedInputError(InputError):
    """Several things at once: all bad rows are named together, so that one correction round is enough."""

    def __init__(self, errors: Sequence[InputError], *, where: str = "") -> None:
        self.errors = tuple(errors)
        super().__init__(f"{len(self.errors)} problems", where=where)

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *(f"  - {error}" for error in self.errors)])
