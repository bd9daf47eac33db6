"""Processes end when the one that started them is killed."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from posestudio.common.temporaries import is_running
from posestudio.common.workers import pool
from tests.dataset.clips import write_clip

POOL = """
import os, sys, time
from posestudio.common.workers import pool

def number(_):
    time.sleep(0.2)
    return os.getpid()

if __name__ == "__main__":
    with pool(3) as processes:
        print(*sorted(set(processes.map(number, range(12)))), flush=True)
        list(processes.map(number, range(10**6)))
"""

NESTED = """
import os, subprocess, sys
from posestudio.common.workers import PARENT
child = subprocess.Popen(
    [sys.executable, "-c", "import time; from posestudio.common.workers import end_with_named_parent as end; end(); "
     "print('there', flush=True); time.sleep(10**6)"],
    env=os.environ | {PARENT: str(os.getpid())}, stdout=subprocess.PIPE,
)
child.stdout.readline()
print(child.pid, flush=True)
child.wait()
"""


@pytest.mark.parametrize("script", [POOL, NESTED])
def test_no_process_outlives_the_one_that_started_it(script: str, tmp_path: Path) -> None:
    file = tmp_path / "script.py"
    file.write_text(script)
    user = subprocess.Popen([sys.executable, file], stdout=subprocess.PIPE, text=True)
    assert user.stdout is not None
    workers = [int(word) for word in user.stdout.readline().split()]
    assert workers and all(is_running(number) for number in workers)
    user.send_signal(signal.SIGKILL)
    user.wait()
    user.stdout.close()
    _wait_for(lambda: not any(is_running(number) for number in workers))


def test_a_killed_conversion_leaves_neither_processes_nor_folders(tmp_path: Path) -> None:
    source, command, user = _converting(tmp_path)
    workers = _below(user.pid)
    assert workers
    user.send_signal(signal.SIGKILL)
    user.wait()
    user.stdout.close()
    _wait_for(lambda: not any(is_running(number) for number in workers))
    for path in list(source.iterdir())[2:]:
        path.unlink()
    subprocess.run([*command, "--out", str(tmp_path / "other.npz")], check=True, capture_output=True)
    assert {path.name for path in tmp_path.iterdir()} - {".poses.lock"} == {"in", "other.npz"}


def test_a_conversion_that_is_terminated_leaves_nothing(tmp_path: Path) -> None:
    source, _, user = _converting(tmp_path)
    workers = _below(user.pid)
    user.send_signal(signal.SIGTERM)
    assert user.wait() == 130
    user.stdout.close()
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
    _wait_for(lambda: not any(is_running(number) for number in workers))


class _Noting:
    """Notes in a file which process frees it, by the garbage collector alone."""

    def __init__(self, file: Path) -> None:
        self.file, self.itself = file, self

    def __del__(self) -> None:
        with self.file.open("a") as notes:
            notes.write(f"{os.getpid()} ")


def test_a_process_frees_nothing_of_the_one_that_started_it(tmp_path: Path) -> None:
    _Noting(tmp_path / "notes")
    with pool(1) as processes:
        assert processes.submit(os.getpid).result() != os.getpid()
        processes.submit(gc.collect).result()
        assert processes.submit(gc.isenabled).result()
    assert gc.isenabled()
    gc.collect()
    assert (tmp_path / "notes").read_text().split() == [str(os.getpid())]


def _converting(folder: Path) -> tuple[Path, list[str], subprocess.Popen[str]]:
    """A folder of clips, the command that converts it, and the same at work."""
    source = folder / "in"
    clip = write_clip(source / "01_01.bvh", 300)
    for index in range(2, 200):
        os.link(clip, source / f"01_{index:02}.bvh")
    command = [sys.executable, "-m", "posestudio", "convert", str(source), "--workers", "2", "--events"]
    user = subprocess.Popen([*command, "--out", str(folder / "poses")], stdout=subprocess.PIPE, text=True)
    assert user.stdout is not None
    user.stdout.readline()
    return source, command, user


def _below(process: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True)
    return [int(word) for word in found.stdout.split()]


def _wait_for(condition, seconds: float = 600.0) -> None:
    """Fails where it has not come by then: that long only on a machine that does much else."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)
