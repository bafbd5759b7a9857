"""A whole table of units or people written at once (导入)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import importing, rights
from ..action import Actor, action
from ..refusals import Refusal
from ..tables import Row


class BadRows(Refusal):
    """Rows that cannot be taken; all of them are named, and nothing is written."""

    status = 422

    def __init__(self, plan: importing.Plan) -> None:
        self.plan = plan
        super().__init__(
            _("%(count)s处有问题,没有导入任何一行。") % {"count": len(plan.faults)}
            + " ".join(f"{each.row} {each.column}:{each.words}" for each in plan.faults[:20])
        )


@action("base.import", gettext_lazy("导入表格"), right=rights.is_administrator)
def take(actor: Actor, *, what: str, rows: Sequence[Row]) -> list[Any]:
    """Write all rows of a table, or none (导入): they are judged once more, for much may have changed since the preview.

    Args:
        what: ``units`` or ``people``.

    Returns:
        The units, or the new accounts with their one-time passwords.

    Raises:
        BadRows: at least one row cannot be taken.
    """
    sort = importing.SORTS[what]
    plan = sort.plan(rows)
    if plan.faults:
        raise BadRows(plan)
    return sort.write(actor, rows)
