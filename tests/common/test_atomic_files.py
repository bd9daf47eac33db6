"""Files that are written completely or not at all: names, links, modes, full disks, killed programs."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from posestudio.common import atomic_files
from posestudio.common.atomic_files import atomic_write, locked, whole_folder
from posestudio.errors import PoseStudioError


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def put(path: Path, text: str) -> None:
    with atomic_write(path) as temporary:
        temporary.write_text(text)


@pytest.mark.parametrize("name", ["out.npz", "OUT.NPZ", "Out.Npz", "no ending", "a.b.NPZ"])
def test_a_writer_that_adds_its_ending_still_writes_the_file_that_was_given(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text("what was there before")
    with atomic_write(tmp_path / name) as temporary:
        np.savez(temporary, a=np.arange(3))
    assert names(tmp_path) == [name]
    with np.load(tmp_path / name) as archive:
        assert archive["a"].tolist() == [0, 1, 2]


def test_a_writer_that_fails_after_adding_its_ending_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("before")
    with pytest.raises(KeyError), atomic_write(tmp_path / "a") as temporary:
        temporary.with_name(temporary.name + ".npz").write_text("half")
        raise KeyError
    assert names(tmp_path) == ["a"] and (tmp_path / "a").read_text() == "before"


def test_an_empty_file_can_be_written(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", "")
    assert names(tmp_path) == ["a.txt"]


def test_a_name_as_long_as_the_disk_allows(tmp_path: Path) -> None:
    for name in ("k" * 250 + ".json", "k." + "j" * 250):
        put(tmp_path / name, "x")
        assert (tmp_path / name).read_text() == "x"


def test_links_are_followed(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "real.json").write_text("old")
    (tmp_path / "one.json").symlink_to("far/real.json")
    (tmp_path / "two.json").symlink_to("one.json")
    put(tmp_path / "two.json", "new")
    assert (tmp_path / "two.json").is_symlink() and (tmp_path / "one.json").is_symlink()
    assert (tmp_path / "far" / "real.json").read_text() == "new" and names(tmp_path / "far") == ["real.json"]
    (tmp_path / "dangling.json").symlink_to("far/later.json")
    put(tmp_path / "dangling.json", "there")
    assert (tmp_path / "far" / "later.json").read_text() == "there"
    (tmp_path / "self.json").symlink_to("self.json")
    with pytest.raises(OSError, match="self.json"):
        put(tmp_path / "self.json", "x")


def test_a_mode_is_kept_and_a_new_file_has_that_of_the_umask(tmp_path: Path) -> None:
    secret, new = tmp_path / "secret", tmp_path / "new"
    secret.write_text("a")
    secret.chmod(0o640)
    before = os.umask(0o027)
    try:
        with atomic_write(secret) as temporary:
            assert temporary.stat().st_mode & 0o777 == 0o640  # not readable by others meanwhile
            temporary.write_text("b")
        with atomic_write(new) as temporary:
            temporary.unlink()  # some writers make their file anew
            temporary.write_text("c")
            temporary.chmod(0o777)
    finally:
        os.umask(before)
    assert secret.stat().st_mode & 0o777 == 0o640 and new.stat().st_mode & 0o777 == 0o640


def test_the_umask_of_the_process_is_never_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "umask", lambda mask: pytest.fail("other threads make files meanwhile"))
    put(tmp_path / "a", "x")
    with whole_folder(tmp_path / "b"):
        pass


def test_devices_and_pipes_are_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(OSError, match="pipe.json"):
        put(tmp_path / "pipe.json", "x")
    with pytest.raises(OSError, match="/dev/null"):
        put(Path("/dev/null"), "x")
    with pytest.raises(IsADirectoryError, match=str(tmp_path)):
        put(tmp_path, "x")


@pytest.mark.parametrize(
    "problem",
    [
        lambda temporary: OSError(errno.ENOSPC, "No space left on device"),
        lambda temporary: OSError(errno.ENOSPC, "No space left on device", str(temporary)),
        lambda temporary: OSError(None, f"No space left on device while writing {temporary}", str(temporary)),
        lambda temporary: OSError("No space left on device"),
    ],
)
def test_a_full_disk_names_the_file_that_was_given(tmp_path: Path, problem) -> None:
    path = tmp_path / "poses.npz"
    with pytest.raises(OSError, match="No space left") as raised, atomic_write(path) as temporary:
        raise problem(temporary)
    assert raised.value.filename == str(path) and ".posestudio-" not in str(raised.value)
    assert names(tmp_path) == []


def test_a_really_full_disk_names_the_file(tmp_path: Path) -> None:
    script = (
        "import resource, sys\n"
        "from posestudio.common.atomic_files import atomic_write\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try:\n"
        "    with atomic_write(sys.argv[1]) as temporary, open(temporary, 'wb') as stream:\n"
        "        stream.write(bytes(100_000))\n"
        "except OSError as problem:\n"
        "    print(problem.filename)\n"
    )
    path = tmp_path / "poses.npz"
    done = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True)
    assert done.stdout.strip() == str(path), done.stderr
    assert names(tmp_path) == []


def test_errors_about_other_files_are_left_alone(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as raised, atomic_write(tmp_path / "a"):
        (tmp_path / "missing").read_text()
    assert raised.value.filename == str(tmp_path / "missing")
    with pytest.raises(BrokenPipeError), atomic_write(tmp_path / "a"):
        raise BrokenPipeError


def test_the_content_is_on_the_disk_before_the_name_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    fsync, replace = os.fsync, os.replace

    def synced(handle: int) -> None:
        done.append("folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "file")
        fsync(handle)

    def replaced(*paths: object) -> None:
        done.append("name")
        replace(*paths)  # type: ignore[arg-type]

    monkeypatch.setattr(atomic_files.os, "fsync", synced)
    monkeypatch.setattr(atomic_files.os, "replace", replaced)
    put(tmp_path / "a", "x")
    assert done == ["file", "name", "folder"]
    done.clear()
    with atomic_write(tmp_path / "a", sync=False) as temporary:
        temporary.write_text("y")
    assert done == ["name"]


def test_a_folder_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(KeyError), whole_folder(tmp_path / "poses") as folder:
        (folder / "a").write_text("half")
        raise KeyError
    assert names(tmp_path) == []
    with whole_folder(tmp_path / "poses") as folder:
        (folder / "a").write_text("whole")
        assert not (tmp_path / "poses").exists()
    assert names(tmp_path) == ["poses"] and names(tmp_path / "poses") == ["a"]
    with pytest.raises(PoseStudioError, match="poses: already exists"), whole_folder(tmp_path / "poses"):
        pass


def test_two_at_once_do_not_make_one_folder(tmp_path: Path) -> None:
    began, goes_on = threading.Event(), threading.Event()

    def first() -> None:
        with whole_folder(tmp_path / "poses") as folder:
            (folder / "first").touch()
            began.set()
            goes_on.wait()

    thread = threading.Thread(target=first)
    thread.start()
    began.wait()
    try:
        with pytest.raises(PoseStudioError, match="another program"), whole_folder(tmp_path / "poses"):
            pass
        with locked(tmp_path / ".other.lock", tmp_path / "other"):
            pass
    finally:
        goes_on.set()
        thread.join()
    assert names(tmp_path) == ["poses"] and names(tmp_path / "poses") == ["first"]
