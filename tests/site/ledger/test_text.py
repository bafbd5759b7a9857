from __future__ import annotations

import re
from html import unescape

import intake


def test_the_text_is_whole_and_every_promise_has_its_place_in_it(here, client):
    version = intake.adopted(here.officer)
    client.force_login(here.science_staff)
    page = client.get(f"/ledger/decisions/{version.decision_id}/text/").content.decode()
    shown = re.search(r'<div class="document">(.*?)</div>', page, re.DOTALL)[1]
    assert unescape(re.sub(r"</?mark[^>]*>", "", shown)) == version.text
    promises = list(version.commitments.all())
    assert promises
    for each in promises:
        marks = re.findall(rf'id="s{each.start}" title="([^"]*)"', shown)
        assert len(marks) == 1
        assert each.number in marks[0].split("、")
