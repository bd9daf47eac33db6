"""Files and folders written completely or not at all, locks, and the removal of what killed programs left."""

from __future__ import annotations

import errno
import os
import re
import shutil
import socket
import stat
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from posestudio.errors import PoseStudioError

_SEARCH_EVERY = 2.0  # seconds before the same folder is searched again
_LONGEST_SUFFIX = 16  # characters; a longer one is no format's
_in_use: set[str] = set()  # names of temporaries of this process that are in use
_searched_at: dict[str, float] = {}
_guard = threading.Lock()


@contextmanager
def atomic_write(path: str | os.PathLike[str], sync: bool = True) -> Iterator[Path]:
    """Yield a temporary path beside ``path`` that replaces it when the block ends well.

    The temporary name keeps the suffix, in small letters, since writers choose their format by it. When the
    block raises, the temporary file goes and whatever stood at ``path`` stays. Missing parent folders are
    made. A symbolic link stays one: what it points to is replaced. A file that is replaced keeps its mode. With
    ``sync`` the content is on the disk before the name points to it; ``sync`` False is for what can be made again.
    Raises OSError naming ``path`` where it cannot be written.
    """
    given = Path(path)
    target = Path(os.path.realpath(given))
    mode = _mode_of(target, given)
    target.parent.mkdir(parents=True, exist_ok=True)
    remove_leftovers(target.parent)
    suffix = given.suffix.lower()
    with _naming(given):
        temporary = _temporary(target.parent, suffix if len(suffix) <= _LONGEST_SUFFIX else "", mode)
    written = None
    try:
        with _naming(given, temporary):
            mode = stat.S_IMODE(temporary.stat().st_mode)
            yield temporary
            written = _written(temporary)
            written.chmod(mode)  # some writers make the file anew
            _keep_owner(target, written)
            if sync:
                _sync(written)
            os.replace(written, target)
            if sync:
                _sync_folder(target.parent)
    finally:
        if written is None or written != temporary or temporary.exists():
            _remove(temporary)
        _forget(temporary)


@contextmanager
def whole_folder(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Yield a new folder that becomes ``path`` when the block ends well, and is gone when not.

    One program at a time makes a folder of that name. Raises PoseStudioError where another does, or where there is
    something of that name already, and OSError naming ``path`` where it cannot be made.
    """
    given = Path(path)
    target = Path(os.path.abspath(given))
    with _naming(given):
        target.parent.mkdir(parents=True, exist_ok=True)
    with locked(target.parent / f".{target.name}.lock", given):
        if os.path.lexists(target):
            raise PoseStudioError(f"{given}: is there already; give another folder")
        remove_leftovers(target.parent, now=True)
        with _naming(given):
            temporary = target.parent / _name("")
            temporary.mkdir()
        try:
            with _naming(given, temporary):
                yield temporary
                os.rename(temporary, target)
                _sync_folder(target.parent)
        finally:
            _remove(temporary)
            _forget(temporary)


@contextmanager
def locked(lock: Path, what: str | os.PathLike[str]) -> Iterator[None]:
    """Lock the file ``lock`` during the block, so that only one program at a time writes ``what``.

    Raises PoseStudioError where another does, and OSError naming ``what`` where it cannot be written.
    """
    with _naming(what):
        lock.parent.mkdir(parents=True, exist_ok=True)
        holder = FileLock(lock)
        try:
            holder.acquire(blocking=False)
        except Timeout as problem:
            raise PoseStudioError(
                f"{what}: another program is writing it; wait for that one, or give another name"
            ) from problem
    try:
        yield
    finally:
        if sys.platform != "win32":  # while it is locked: the next program makes a new one
            lock.unlink(missing_ok=True)
        holder.release()


def remove_leftovers(folder: str | os.PathLike[str], now: bool = False) -> None:
    """Remove the temporary files and folders that killed processes of this program have left in ``folder``.

    Only names that atomic_write and whole_folder give, of this machine and of processes that run no more. A
    folder that was searched a moment ago is searched again only when ``now``.
    """
    place, now_at = os.path.abspath(folder), time.monotonic()
    with _guard:
        if not now and now_at - _searched_at.get(place, -_SEARCH_EVERY) < _SEARCH_EVERY:
            return
        _searched_at[place] = now_at
    try:
        with os.scandir(place) as entries:
            left = [entry.name for entry in entries if _is_leftover(entry.name)]
    except OSError:  # not there, or not readable
        return
    for name in left:
        _delete(Path(place, name))


# -- temporary names: .posestudio-MACHINE-PROCESS-RANDOM.suffix

_PATTERN = re.compile(r"\.posestudio-([0-9a-f]{8})-(\d+)-[0-9a-f]{12}")


def _machine() -> str:
    return f"{zlib.crc32(socket.gethostname().encode()):08x}"


def _name(suffix: str) -> str:
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


def _temporary(folder: Path, suffix: str, mode: int | None) -> Path:
    """A new empty file: with ``mode``, or as the umask has it."""
    path = folder / _name(suffix)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666 if mode is None else 0o600))
        if mode is not None:
            path.chmod(mode)
    except BaseException:
        _remove(path)
        _forget(path)
        raise
    return path


def _written(temporary: Path) -> Path:
    """What has been written: ``temporary``, or the only file whose name begins with it, by a writer that adds an
    ending of its own."""
    if temporary.exists() and temporary.stat().st_size:
        return temporary
    others = [path for path in _siblings(temporary) if path != temporary]
    return others[0] if len(others) == 1 else temporary


def _siblings(temporary: Path) -> list[Path]:
    token = _token(temporary)
    return [path for path in temporary.parent.iterdir() if path.name.startswith(token)]


def _remove(temporary: Path) -> None:
    """Remove a temporary of this process, and what has been written beside it."""
    with suppress(OSError):
        for path in _siblings(temporary):
            _delete(path)


def _forget(temporary: Path) -> None:
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


# -- what is replaced


def _mode_of(target: Path, given: Path) -> int | None:
    """The mode of the regular file that is replaced; None where there is none. Raises OSError for anything else."""

    def refused(code: int) -> OSError:
        return OSError(code, os.strerror(code), str(given))

    if target.is_symlink():  # that leads back to itself
        raise refused(errno.ELOOP)
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise OSError(problem.errno, problem.strerror, str(given)) from problem
    if stat.S_ISDIR(mode):
        raise refused(errno.EISDIR)
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "expected a file that can be replaced, not a device or pipe", str(given))
    if not os.access(target, os.W_OK):
        raise refused(errno.EACCES)
    return stat.S_IMODE(mode)


def _keep_owner(target: Path, written: Path) -> None:
    if not hasattr(os, "chown"):
        return
    with suppress(OSError):
        before, now = target.stat(), written.stat()
        if (before.st_uid, before.st_gid) != (now.st_uid, now.st_gid):
            os.chown(written, before.st_uid, before.st_gid)
            written.chmod(stat.S_IMODE(before.st_mode))


@contextmanager
def _naming(given: str | os.PathLike[str], temporary: Path | None = None) -> Iterator[None]:
    """Errors of the system about the temporary file, or about no file, name the file that was given for."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as problem:
        name = problem.filename
        about = temporary is None or name is None or os.path.basename(str(temporary)) in os.fsdecode(name)
        if not about or isinstance(name, int) or name == str(given):
            raise
        words = problem.strerror or str(problem)
        if temporary is not None:
            words = words.replace(str(temporary), str(given))
        raise OSError(problem.errno, words, str(given)) from problem


def _sync(path: Path) -> None:
    """Wait until the file's content is on the disk."""
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(handle)
    except OSError as problem:
        if problem.errno not in (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS):  # not every file system can
            raise
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
