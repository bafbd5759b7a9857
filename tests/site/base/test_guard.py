from __future__ import annotations

import pytest
from django.db import transaction
from django.utils import timezone

from luodi.site.base.action import Actor
from luodi.site.base.guard import locked
from luodi.site.base.refusals import Stale
from luodi.site.ledger.actions import adopt


def test_a_stale_edit_reads_yes_and_no_in_words(here):
    shown = here.decision.version
    adopt.publish_decision(Actor(here.officer), here.decision, published=True)
    with transaction.atomic(), pytest.raises(Stale) as refused:
        locked(here.decision, shown)
    assert refused.value.changes == ["向社会公开:否 → 是"]
    assert (refused.value.who, refused.value.when[:5]) == ("officer", f"{timezone.localdate():%m-%d}")
