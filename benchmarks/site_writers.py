"""Twenty-four processes write to one site at once: nothing lost, no change overwritten, nobody told "locked".

    .venv/bin/python benchmarks/site_writers.py
    DATABASE_URL=postgresql://… .venv/bin/python benchmarks/site_writers.py

The first is SQLite; on PostgreSQL a database of its own is made on that server, and dropped.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

SUPPORT = Path(__file__).parents[1] / "tests" / "support"
sys.path.insert(0, str(SUPPORT))
import real_site  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--writers", type=int, default=24)
    parser.add_argument("--seconds", type=float, default=60)
    asked = parser.parse_args()
    with real_site.database(real_site.kind()) as url, tempfile.TemporaryDirectory() as folder:
        env = real_site.environment(Path(folder) / "workspace", url)
        arguments = ("--writers", str(asked.writers), "--seconds", str(asked.seconds))
        siege = str(SUPPORT / "siege.py")
        found = json.loads(real_site.run(siege, "writers", *arguments, env=env, timeout=asked.seconds + 600))
    print(f"{real_site.kind()}: {json.dumps(found, ensure_ascii=False)}")
    good = ("writers", "seconds", "changes", "stale", "median_ms", "p99_ms", "worst_ms")
    sys.exit(1 if any(value for name, value in found.items() if name not in good) else 0)


if __name__ == "__main__":
    main()
