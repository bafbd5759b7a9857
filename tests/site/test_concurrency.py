"""Twenty-four processes writing at once to a real database; sixty seconds of it are benchmarks/site_writers.py."""

from __future__ import annotations

import json

import real_site

SIEGE = str(real_site.SUPPORT / "siege.py")


def test_many_writers_lose_nothing_and_are_never_told_that_the_database_is_locked(tmp_path):
    with real_site.database(real_site.kind()) as url:
        env = real_site.environment(tmp_path / "workspace", url)
        found = json.loads(real_site.run(SIEGE, "writers", "--writers", "24", "--seconds", "4", env=env))
    assert found["errors"] == []
    assert found["changes"] >= 24 * 8
    judged = ("ended_badly", "lost_updates", "lost_counts", "lost_rows", "unjournalled", "unsealed")
    assert {name: found[name] for name in judged} == dict.fromkeys(judged, 0)
    assert found["chain"] is None
