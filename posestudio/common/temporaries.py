"""Temporary files and folders beside what is written: their names, and the removal of what killed programs left.

They are named .posestudio-MACHINE-PROCESS-RANDOM.suffix.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import sys
import threading
import time
import zlib
from contextlib import suppress
from pathlib import Path

_SEARCH_EVERY = 2.0  # seconds before the same folder is searched again
_in_use: set[str] = set()  # names of temporaries of this process that are in use
_searched_at: dict[str, float] = {}
_guard = threading.Lock()
_PATTERN = re.compile(r"\.posestudio-([0-9a-f]{8})-(\d+)-[0-9a-f]{12}")


def remove_leftovers(folder: str | os.PathLike[str], now: bool = False) -> None:
    """Remove the temporary files and folders that killed processes of this program have left in ``folder``.

    Only names that atomic_write and whole_folder give, of this machine and of processes that run no more. A
    folder that was searched a moment ago is searched again only when ``now``.
    """
    directory, now_at = os.path.abspath(folder), time.monotonic()
    with _guard:
        if not now and now_at - _searched_at.get(directory, -_SEARCH_EVERY) < _SEARCH_EVERY:
            return
        _searched_at[directory] = now_at
    try:
        with os.scandir(directory) as entries:
            left = [entry.name for entry in entries if _is_leftover(entry.name)]
    except OSError:  # not there, or not readable
        return
    for name in left:
        _delete(Path(directory, name))


def _machine() -> str:
    return f"{zlib.crc32(socket.gethostname().encode()):08x}"


def new_name(suffix: str = "") -> str:
    """A name for a temporary of this process, in use until `forget`."""
    name = f".posestudio-{_machine()}-{os.getpid()}-{os.urandom(6).hex()}"
    with _guard:
        _in_use.add(name)
    return name + suffix


def _is_leftover(name: str) -> bool:
    found = _PATTERN.match(name)
    if found is None or found[1] != _machine():
        return False
    process = int(found[2])
    if process == os.getpid():  # an earlier process may have had the same number
        with _guard:
            return found[0] not in _in_use
    return not is_running(process)


def is_running(process: int) -> bool:
    """Whether there is a process of that number."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(0x00100000, False, process)  # SYNCHRONIZE
        if not handle:
            return kernel.GetLastError() == 5  # access denied: another user's
        try:
            return kernel.WaitForSingleObject(handle, 0) == 0x102  # WAIT_TIMEOUT: it has not ended
        finally:
            kernel.CloseHandle(handle)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return not _is_zombie(process)


def _is_zombie(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()[0] == b"Z"
    except (OSError, IndexError):
        return False


def new_file(folder: Path, suffix: str, mode: int | None) -> Path:
    """A new empty file: with ``mode``, or as the umask has it."""
    path = folder / new_name(suffix)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666 if mode is None else 0o600))
        if mode is not None:
            path.chmod(mode)
    except BaseException:
        remove(path)
        forget(path)
        raise
    return path


def written_file(temporary: Path) -> Path:
    """What has been written: ``temporary``, or the only file whose name begins with it, by a writer that adds an
    ending of its own."""
    if temporary.exists() and temporary.stat().st_size:
        return temporary
    others = [path for path in _siblings(temporary) if path != temporary]
    return others[0] if len(others) == 1 else temporary


def _siblings(temporary: Path) -> list[Path]:
    token = _token(temporary)
    return [path for path in temporary.parent.iterdir() if path.name.startswith(token)]


def remove(temporary: Path) -> None:
    """Remove a temporary of this process, and what has been written beside it."""
    with suppress(OSError):
        for path in _siblings(temporary):
            _delete(path)


def forget(temporary: Path) -> None:
    """Note that a temporary of this process is no longer in use."""
    with _guard:
        _in_use.discard(_token(temporary))


def _token(temporary: Path) -> str:
    """The name without any ending."""
    found = _PATTERN.match(temporary.name)
    assert found is not None
    return found[0]


def _delete(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
        return
    with suppress(OSError):
        path.unlink()
