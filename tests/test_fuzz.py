"""Damaged files of every kind, 1,500 of the million that ``tools/fuzz`` makes."""

import subprocess
import sys
from pathlib import Path

FUZZ = Path(__file__).parents[1] / "tools" / "fuzz"


def test_damaged_files_are_answered_or_refused_in_one_line(tmp_path):
    limits = ["--count", "1500", "--seconds", "600", "--workers", "1", "--keep", str(tmp_path)]
    done = subprocess.run([sys.executable, str(FUZZ), *limits], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 findings" in done.stdout
