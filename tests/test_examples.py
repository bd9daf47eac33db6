"""The notebooks of ``examples/`` run, as scripts, and their files are small."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "examples").glob("*.ipynb"))


def test_the_notebooks_run_in_a_fresh_process(tmp_path):
    command = [sys.executable, ROOT / "tools" / "notebooks.py", *NOTEBOOKS]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    ran = [line.partition(":")[0] for line in done.stdout.splitlines()]
    assert ran == [path.name for path in NOTEBOOKS] and len(ran) == 3
    assert not list(tmp_path.iterdir())


def test_the_notebooks_have_small_still_outputs():
    for path in NOTEBOOKS:
        assert path.stat().st_size < 100_000
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        outputs = [output for cell in cells for output in cell.get("outputs", ())]
        shown = [kind for output in outputs for kind in output.get("data", ())]
        assert outputs and set(shown) <= {"image/png", "text/plain"}
        assert all(cell["source"] for cell in cells)
