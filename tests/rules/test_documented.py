"""The table of rules in the documentation is what the catalogue says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_table_of_rules_is_true() -> None:
    done = subprocess.run([sys.executable, ROOT / "tools" / "rules_table.py", "--check"], check=False)
    assert done.returncode == 0, "run python tools/rules_table.py"
