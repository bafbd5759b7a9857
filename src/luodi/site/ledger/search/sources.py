"""What can be searched (检索范围): the sentences promised, the duties, the reports, the instructions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from luodi.site.base.rights import Person

from ..models import Commitment, Duty, Instruction, Report
from ..queries.instructions import instructions_seen_by
from ..queries.seen import commitments_seen_by, duties_seen_by, reports_seen_by


class Source(NamedTuple):
    """One kind of text: its number in the marks, its name, the fields read, and what a person may see of it."""

    kind: int
    name: str
    title: Any
    model: type[Model]
    fields: tuple[str, ...]
    seen_by: Callable[[Person], QuerySet[Any]]

    @property
    def table(self) -> str:
        """The table of its tokens."""
        return f"ledger_search_{self.name}"

    def text_of(self, thing: Any) -> str:
        """All that is searched of one row."""
        return "\n".join(str(getattr(thing, field)) for field in self.fields)


SOURCES: Final = (
    Source(1, "commitment", _("承诺事项"), Commitment, ("number", "title", "quote", "indicator", "article_heading"), commitments_seen_by),
    Source(2, "duty", _("责任事项"), Duty, ("number", "title", "standard"), duties_seen_by),
    Source(3, "report", _("反馈"), Report, ("text",), reports_seen_by),
    Source(4, "instruction", _("批示"), Instruction, ("text",), instructions_seen_by),
)  # fmt: skip
BY_KIND: Final = {source.kind: source for source in SOURCES}
