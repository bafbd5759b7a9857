"""Every page of desks, overviews, calendar, search and journal: answers, and asks no more with 50 rows than with 3."""

from __future__ import annotations

import busy
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luodi.site.base.rights import standing

PAGES = (
    ("/ledger/", "officer"), ("/ledger/", "leader"), ("/ledger/", "evaluator"), ("/ledger/", "science_lead"),
    ("/ledger/", "county_contact"), ("/ledger/", "administrator"), ("/ledger/duties/", "officer"),
    ("/ledger/duties/?lane=red&waiting=report", "science_staff"), ("/ledger/overview/", "leader"),
    ("/ledger/overview/article/", "officer"), ("/ledger/overview/area/", "county_contact"), ("/ledger/overview/state/", "evaluator"),
    ("/ledger/overview/map/", "leader"), ("/ledger/overview/charts/", "officer"), ("/ledger/overview/charts/burnup.json", "leader"),
    ("/ledger/calendar/", "science_staff"), ("/ledger/search/?q=养老", "officer"), ("/ledger/search/?q=光伏", "science_staff"),
    ("/journal/", "officer"), ("/journal/", "administrator"),
)  # fmt: skip
BUDGET = 25


@pytest.mark.parametrize(("url", "who"), PAGES)
def test_a_page_stays_within_its_budget_at_1_3_and_50_rows(here, client, url, who):
    busy.places(here)
    client.force_login(getattr(here, who))
    counts = []
    for more in (1, 2, 47):
        busy.fill(here, more)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(url).status_code == 200
        counts.append(len(asked))
    assert max(counts) <= BUDGET, counts
    assert counts[2] <= counts[1] + 2, counts  # what one row has not (a name, a mark) may be asked for once


def test_who_has_no_role_is_told_so(here, client, django_user_model):
    nobody = django_user_model.objects.create_user("nobody", password="x")
    client.force_login(nobody)
    assert "还没有角色" in client.get("/ledger/").content.decode()
    assert standing(nobody).roles == frozenset()
    assert client.get("/ledger/duties/").status_code == 403
