"""One form for several duties (批量反馈表): a row each; a row that says nothing is left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from luodi.site.base.models import User
from luodi.site.base.refusals import Refusal, Unfit

from ..actions.progress import Told
from ..models import Duty
from ..reporting import Asked, asked_of
from .report import ReportForm
from .timed import minutes_of

FIGURE = ("period", "value")


class Row(ReportForm):
    """A report as one row of a table: smaller boxes, names that tell rows apart."""

    def __init__(self, thing: Duty, user: User, *args: Any, asked: Asked, **kwargs: Any) -> None:
        super().__init__(thing, user, *args, asked=asked, prefix=str(thing.pk), **kwargs)
        del self.fields["minutes"]
        self.fields["text"].required = False
        for name in FIGURE:
            if name in self.fields:
                self.fields[
                    name
                ].show_hidden_initial = True  # what the page showed, by which a change is known
        self.fields["text"].widget.attrs["rows"] = 2
        for name, field in self.fields.items():
            if name == "reuse":
                continue  # its choice says whose figure it is
            field.widget.attrs["aria-label"] = f"{field.label} {thing.number}"
            if name in ("percent", "value", "period"):
                field.widget.attrs["class"] = "form-control narrowest"

    @property
    def says(self) -> bool:
        """Whether anything was given: a percent, words, a cause or a file, another figure than stood there, a tick."""
        names = [name for name in ("percent", "text", "cause", "reuse") if name in self.fields]
        typed = any(self.data.get(self.add_prefix(name), "").strip() for name in names)
        return typed or bool(self.files.getlist(self.add_prefix("files"))) or self._other_figure

    @property
    def _other_figure(self) -> bool:
        given = bool(self.data.get(self.add_prefix("value"), "").strip())
        return given and not set(FIGURE).isdisjoint(self.changed_data)

    @property
    def given(self) -> tuple[Duty, Told]:
        """The row as the action takes it."""
        return self.thing, self.told()


class Table:
    """All rows of the page. ``problems`` counts the rows that were refused."""

    def __init__(
        self,
        user: User,
        duties: Sequence[Duty],
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
    ) -> None:
        asked = asked_of(user, duties)
        self.data = data
        self.rows = [Row(duty, user, data, files, asked=asked[duty.pk]) for duty in duties]
        self.told = [row for row in self.rows if data is not None and row.says]

    def is_valid(self) -> bool:
        """Whether every row that says something can be understood."""
        fit = [row.is_valid() for row in self.told]  # each one is asked, so that all faults show at once
        return all(fit)

    def bring(self) -> None:
        """Bring the files of all rows.

        Raises:
            Unfit: every file that is not taken; fields named as the action names them.
        """
        wrong: dict[str, str] = {}
        for row in self.told:
            try:
                row.bring()
            except Refusal as refusal:
                wrong[f"{row.prefix}-files"] = str(refusal)
        if wrong:
            raise Unfit(wrong)

    def refuse(self, fields: dict[str, str]) -> None:
        """Show what the action refused, at the row and field it concerns."""
        known = {row.prefix: row for row in self.told}
        for name, words in fields.items():
            prefix, _dash, field = name.partition("-")
            known[prefix].refuse({field: words})

    @property
    def problems(self) -> list[Row]:
        """The rows with something wrong."""
        return [row for row in self.told if row.errors]

    @property
    def minutes(self) -> Any:
        """Minutes spent on the form."""
        return minutes_of(self.data.get("minutes", "")) if self.data is not None else None
