"""Looking up what rows refer to (核对引用), once for a file."""

from __future__ import annotations

from collections.abc import Sequence

from luodi.core.registers import Checked
from luodi.core.registers.cells import Findings
from luodi.site.base.action import Actor

from ..actions import outcome
from ..models import Batch
from ..references import refusals, unregistered, warnings

MOST = 10_000
"""Keys of one column that are told; all are counted."""


def looked_up(batch: Batch, checked: Checked, first_row: int, beside: Sequence[int]) -> Findings:
    """Keep what is only pointed out with the batch, and give what is refused.

    Args:
        batch: whose rows they are.
        checked: the rows.
        first_row: the number the file gives its first row of data.
        beside: ids of batches that become valid together with this one.
    """
    required = outcome.required_batches(batch.register)
    nowhere = unregistered(checked, beside)
    told = warnings(nowhere, MOST)
    lines = [(row + first_row, column, text) for row, column, text in told.lines]
    outcome.point_out(Actor.system(), batch, lines=lines, total=told.total, required=required)
    return refusals(nowhere, checked.size, MOST)
