"""Ten times all hands are killed while they upload, report and run jobs; two hundred are benchmarks/site_crash.py."""

from __future__ import annotations

import json

import real_site

SIEGE = str(real_site.SUPPORT / "siege.py")


def test_what_was_acknowledged_outlives_every_kill_and_nothing_is_half_there(tmp_path):
    with real_site.database(real_site.kind()) as url:
        env = real_site.environment(tmp_path / "workspace", url)
        found = json.loads(real_site.run(SIEGE, "crashes", "--kills", "10", env=env))
    assert found["faults"] == []
    assert found["kills"] == 10
    assert found["swept"] == found["orphans"]
    assert sum(found["acknowledged"].values()) >= 10


def test_a_form_that_was_answered_outlives_the_web_server_that_answered_it(tmp_path):
    with real_site.database(real_site.kind()) as url:
        env = real_site.environment(tmp_path / "workspace", url)
        found = json.loads(real_site.run(str(real_site.SUPPORT / "siege_web.py"), "--kills", "2", env=env))
    assert found["faults"] == []
    assert found["swept"] == found["orphans"]
    assert all(found["answered"].values())
