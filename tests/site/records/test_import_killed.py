"""An import that is killed by the operating system midway leaves nothing that is seen, and comes in whole later."""

from __future__ import annotations

import json

import real_site

SCRIPT = str(real_site.SUPPORT / "killed_import.py")


def test_a_killed_import_is_unseen_and_the_next_worker_brings_it_in_whole(tmp_path):
    with real_site.database(real_site.kind()) as url:
        env = real_site.environment(tmp_path / "workspace", url)
        first, second = json.loads(real_site.run(SCRIPT, env=env))
    whole = {"killed": [True] * 5, "between": [True, True], "unseen": True, "state": "applied", "sound": True}
    assert first == whole | {"counts": {"new": 6000, "changed": 0, "same": 0}, "seen": {"示例厅": 6000}}
    assert second == whole | {
        "counts": {"new": 0, "changed": 3000, "same": 3000},
        "seen": {"示例厅": 3000, "另一厅": 3000},
    }
