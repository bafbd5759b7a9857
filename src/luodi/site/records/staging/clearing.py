"""Taking away what a batch staged (清除暂存): in short transactions; none of it was ever seen."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.utils.translation import gettext_lazy

from luodi.site.base.action import Actor, action
from luodi.site.base.rights import is_office
from luodi.site.sqlite.bulk import writing_much

from ..models import Batch, model_of
from .turns import Turns


def clear(batch: Batch, told: Callable[[int], object] = lambda count: None) -> int:
    """Delete the rows of a batch that is not valid, and the marks it set; say how many rows there were.

    Args:
        batch: never a valid one.
        told: hears how many rows are gone.
    """
    turns, gone = Turns(), 0
    counts = [1]
    with writing_much(connection):
        while counts[-1]:
            turns(lambda: counts.append(_some(Actor.system(), batch, size=turns.size)))
            gone += counts[-1]
            told(gone)
    return gone


@action("records.clear", gettext_lazy("清除暂存记录"), right=is_office)
def _some(actor: Actor, batch: Batch, *, size: int) -> int:
    """Clear a chunk, marks first: a row that a mark points to can't go."""
    assert not Batch.objects.filter(pk=batch.pk, valid=True).exists(), "valid rows stay"
    rows = model_of(batch.register)._default_manager
    marked = list(rows.filter(replaced_in=batch).values_list("pk", flat=True)[:size])
    if marked:
        return rows.filter(pk__in=marked).update(replaced_in=None, replaced_by=None)
    staged = list(rows.filter(batch=batch).values_list("pk", flat=True)[:size])
    return rows.filter(pk__in=staged)._raw_delete(rows.db) if staged else 0  # nothing refers to them
