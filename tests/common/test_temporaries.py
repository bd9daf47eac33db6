from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from posestudio.common import temporaries
from posestudio.common.atomic_files import atomic_write, whole_folder
from posestudio.common.temporaries import is_running, remove_leftovers


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


KILLED = """
import os, signal, sys
from pathlib import Path
from posestudio.common import temporaries
from posestudio.common.atomic_files import atomic_write, whole_folder
folder = Path(sys.argv[1])
with atomic_write(folder / "work.npz") as temporary, whole_folder(folder / "poses") as whole:
    temporary.write_text("half")
    temporary.with_name(temporary.name + ".tmp").write_text("of the writer's own")
    (whole / "poses-00000.npz").write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_killed_programs_left_is_removed_at_the_next_save_and_nothing_else(tmp_path: Path) -> None:
    kept = [".posestudio-notes", ".work-abcdefgh.npz", "posestudio-00000000-1-000000000000"]
    of_another_machine = f".posestudio-{'0' * 8}-1-{'0' * 12}.npz"
    kept.append(of_another_machine)
    for name in kept:
        (tmp_path / name).write_text("another's")
    subprocess.run([sys.executable, "-c", KILLED, tmp_path], check=False)
    assert len(names(tmp_path)) > len(kept)
    remove_leftovers(tmp_path, now=True)
    assert set(names(tmp_path)) - {".poses.lock"} == set(kept)
    with whole_folder(tmp_path / "poses"):  # a dead program's lock does not block
        pass
    assert ".poses.lock" not in names(tmp_path)


def test_a_save_under_way_is_not_removed(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from posestudio.common.atomic_files import atomic_write\n"
        "with atomic_write(sys.argv[1]) as temporary:\n"
        "    temporary.write_text('other')\n"
        "    print('ready', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", script, tmp_path / "b"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdin is not None and other.stdout is not None
    other.stdout.readline()
    with atomic_write(tmp_path / "a") as temporary:
        temporary.write_text("own")
        remove_leftovers(tmp_path, now=True)
        assert temporary.exists()
    other.stdin.close()
    assert other.wait() == 0
    other.stdout.close()
    assert (tmp_path / "a").read_text() == "own" and (tmp_path / "b").read_text() == "other"


def test_an_earlier_process_with_the_same_number_is_dead(tmp_path: Path) -> None:
    left = tmp_path / f".posestudio-{temporaries._machine()}-{os.getpid()}-{'0' * 12}.npz"
    left.write_text("x")
    remove_leftovers(tmp_path, now=True)
    assert names(tmp_path) == []


def test_which_processes_run() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert is_running(child.pid) and is_running(os.getpid())
    child.send_signal(signal.SIGKILL)
    while is_running(child.pid):  # also while its end has not been waited for
        time.sleep(0.01)
    child.wait()
    assert child.stdin is not None
    child.stdin.close()
    assert not is_running(child.pid)
