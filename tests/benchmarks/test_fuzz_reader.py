"""The fuzzer runs for a while in every build: 20 seconds in CI, 2 by hand."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_changed_files_end_in_a_text_or_a_refusal() -> None:
    seconds = "20" if os.environ.get("CI") else "2"
    command = [sys.executable, "benchmarks/fuzz_reader.py", "--seconds", seconds, "--seed", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("all of them a text or one clear refusal\n")
