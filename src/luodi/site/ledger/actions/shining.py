"""Keeping lights up to date as days go by (更新亮灯): the clock does it, in batches, and the journal names it."""

from __future__ import annotations

import json
from datetime import date
from typing import Final

from django.db import connection
from django.utils.translation import gettext_lazy

from luodi.site.base.action import Actor, action

from .. import lights, rules
from ..models import Duty, Node

CHUNK: Final = 1000


def shine_all(on: date | None = None) -> int:
    """Bring the light of every running duty up to date, a transaction for each batch; say how many changed.

    Args:
        on: the day; today if None.
    """
    actor, sky, after, changed = Actor.system("每日亮灯"), lights.Sky(on), 0, 0
    while True:
        last, count = shine_batch(actor, after, sky)
        changed += count
        if last is None:
            return changed
        after = last


@action("lights.shine", gettext_lazy("更新亮灯"), right=rules.can_manage)
def shine_batch(actor: Actor, after: int, sky: lights.Sky) -> tuple[int | None, int]:
    """Bring the lights of the next running duties up to date (更新亮灯).

    A duty somebody works on at this moment is passed over, for whoever changes it sets its light too. Versions stay as
    they are: the clock must not spoil what a person is typing.

    Args:
        actor: the system.
        after: id after which to go on.
        sky: the day, the scheme, the holidays.

    Returns:
        The last id looked at, None at the end; how many lights changed.
    """
    wanted = Duty.objects.filter(pk__gt=after, state__in=Duty.RUNNING).order_by("pk")
    ids = list(wanted.values_list("pk", flat=True)[:CHUNK])
    if not ids:
        return None, 0
    free = Duty.objects.filter(pk__in=ids, state__in=Duty.RUNNING).select_for_update(skip_locked=True)
    duties = list(free.only(*lights.JUDGED))
    nodes: dict[int, list[Node]] = {}
    for node in Node.objects.filter(duty__in=ids).only("duty", "due_on", "percent"):
        nodes.setdefault(node.duty_id, []).append(node)
    changed = list(lights.changes(duties, nodes, sky))
    _write(changed)
    return ids[-1], len(changed)


def _write(duties: list[Duty]) -> None:
    """Write the lights of a batch in one statement: a CASE for each row, as ``bulk_update`` makes, takes five times as long."""
    rows = [
        [each.pk, str(each.light), None if each.lag is None else str(each.lag), each.light_reason]
        for each in duties
    ]
    with connection.cursor() as cursor:
        cursor.execute(_SQLITE if connection.vendor == "sqlite" else _POSTGRESQL, [json.dumps(rows)])


_SQLITE: Final = """
UPDATE ledger_duty SET light = new.light, lag = CAST(new.lag AS NUMERIC), light_reason = new.reason FROM (
  SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS light,
         json_extract(value, '$[2]') AS lag, json_extract(value, '$[3]') AS reason FROM json_each(%s)
) AS new WHERE ledger_duty.id = new.id
"""
_POSTGRESQL: Final = """
UPDATE ledger_duty SET light = new.light, lag = new.lag, light_reason = new.reason FROM (
  SELECT (value ->> 0)::bigint AS id, value ->> 1 AS light, (value ->> 2)::numeric AS lag, value ->> 3 AS reason
  FROM jsonb_array_elements(%s::jsonb)
) AS new WHERE ledger_duty.id = new.id
"""
