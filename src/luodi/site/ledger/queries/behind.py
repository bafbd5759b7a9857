"""What stands behind one duty (事项关联记录), each a question made ready; all take the duty's id."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet

from luodi.site.base.models import JournalEntry
from luodi.site.base.ready import ready

from ..models import (
    Check,
    ClosingRequest,
    Duty,
    Evidence,
    Extension,
    Figure,
    Node,
    Pressing,
    Report,
    SupervisionPaper,
)

SHOWN: Final = 20
REPORTS: Final = 6
"""Reports at first sight: half a year of monthly ones."""
HANGING: Final = 200
PAPERS: Final = 50


@ready
def the_duty(duty: int) -> QuerySet[Duty]:
    """The duty with what its page prints of others; not the readings' JSON, which is as long as the decision."""
    # person and parent are seldom there, and every table more doubles what the database plans
    found = Duty.objects.select_related("lead", "area", "commitment__adopted_in", "commitment__decision")
    return found.defer("commitment__adopted_in__reading").filter(pk=duty)


@ready
def nodes(duty: int) -> QuerySet[Node]:
    """Its nodes, in the order of their days."""
    return Node.objects.filter(duty=duty)


@ready
def told(duty: int, older: int | None) -> QuerySet[Report]:
    """The newest reports, or those before one, and one more than is shown."""
    found = Report.objects.filter(duty=duty).select_related("organisation", "by", "reviewed_by")
    return (found if older is None else found.filter(pk__lt=older))[: REPORTS + 1]


@ready
def figures(reports: list[int]) -> QuerySet[Figure]:
    """The figures given with some reports (their ids), with whose they are, where they were taken over."""
    return Figure.objects.filter(report__in=reports).select_related("source__organisation")


@ready
def evidence(duty: int) -> QuerySet[Evidence]:
    """The files, with who gave and who judged them."""
    found = Evidence.objects.filter(duty=duty)
    return found.select_related("file", "organisation", "by", "judged_by", "judged_for")[:HANGING]


@ready
def extensions(duty: int) -> QuerySet[Extension]:
    """What was asked for in time, and decided."""
    return Extension.objects.filter(duty=duty).select_related("asked_by", "decided_by")[:HANGING]


@ready
def closing_requests(duty: int) -> QuerySet[ClosingRequest]:
    """The requests to close."""
    return ClosingRequest.objects.filter(duty=duty).select_related("by")[:SHOWN]


@ready
def checks(duty: int) -> QuerySet[Check]:
    """The checks."""
    return Check.objects.filter(duty=duty).select_related("organisation", "by")[:SHOWN]


@ready
def pressings(duty: int) -> QuerySet[Pressing]:
    """Reminders and chasing."""
    return Pressing.objects.filter(duty=duty).select_related("by")[:SHOWN]


@ready
def papers(duty: int) -> QuerySet[SupervisionPaper]:
    """The papers that name it."""
    return SupervisionPaper.objects.filter(duties=duty).select_related("addressee")[:PAPERS]


@ready
def own_changes(duty: int, before: int | None) -> QuerySet[JournalEntry, int]:
    """Ids of the duty's own newest changes, or of those before a journal entry."""
    found = JournalEntry.objects.filter(table=Duty._meta.db_table, row=duty)
    return (
        (found if before is None else found.filter(pk__lt=before))
        .order_by("-id")
        .values_list("pk", flat=True)[: SHOWN + 1]
    )


@ready
def changes_of(
    tables: list[str], rows: list[int], before: int | None
) -> QuerySet[JournalEntry, tuple[int, str, int]]:
    """(id, table, row) of the changes of all rows with one of these ids in any of these tables."""
    # no order and no limit here: the planner then takes the index by row, however long the journal is
    found = JournalEntry.objects.filter(table__in=tables, row__in=rows)
    return (found if before is None else found.filter(pk__lt=before)).values_list("pk", "table", "row")


@ready
def entries(keys: list[int]) -> QuerySet[JournalEntry]:
    """Journal entries by their ids, newest first."""
    return JournalEntry.objects.filter(pk__in=keys).order_by("-id")
