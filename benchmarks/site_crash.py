"""Three processes upload, report and run jobs, and are killed (SIGKILL) at a random moment; 200 times.

After each, nothing acknowledged is missing, nothing is half there, the chain verifies, orphans are swept.

    .venv/bin/python benchmarks/site_crash.py
    .venv/bin/python benchmarks/site_crash.py --web --kills 50    (the whole site, while people send forms)
    DATABASE_URL=postgresql://… .venv/bin/python benchmarks/site_crash.py
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
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--web", action="store_true", help="kill the web server and its worker instead")
    asked = parser.parse_args()
    with real_site.database(real_site.kind()) as url, tempfile.TemporaryDirectory() as folder:
        env = real_site.environment(Path(folder) / "workspace", url)
        arguments = ("--kills", str(asked.kills), "--seed", str(asked.seed))
        siege = [str(SUPPORT / "siege_web.py")] if asked.web else [str(SUPPORT / "siege.py"), "crashes"]
        found = json.loads(real_site.run(*siege, *arguments, env=env, timeout=asked.kills * 90))
    print(f"{real_site.kind()}: {json.dumps(found, ensure_ascii=False)}")
    sys.exit(1 if found["faults"] else 0)


if __name__ == "__main__":
    main()
