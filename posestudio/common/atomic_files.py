"""Files and folders that are written completely or not at all, and locks for what one program at a time writes."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from posestudio.common.temporaries import forget, new_file, new_name, remove, remove_leftovers, written_file
from posestudio.errors import PoseStudioError

_LONGEST_SUFFIX = 16  # characters; a longer one is not a format's


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
        temporary = new_file(target.parent, suffix if len(suffix) <= _LONGEST_SUFFIX else "", mode)
    written = None
    try:
        with _naming(given, temporary):
            mode = stat.S_IMODE(temporary.stat().st_mode)
            yield temporary
            written = written_file(temporary)
            written.chmod(mode)  # some writers make the file anew
            _keep_owner(target, written)
            if sync:
                _sync(written)
            os.replace(written, target)
            if sync:
                _sync_folder(target.parent)
    finally:
        if written is None or written != temporary or temporary.exists():
            remove(temporary)
        forget(temporary)


@contextmanager
def whole_folder(path: str | os.PathLike[str], wait: bool = False) -> Iterator[Path]:
    """Yield a new folder that becomes ``path`` when the block ends well, and is gone when not.

    One program at a time makes a folder of that name; with ``wait`` the others wait for it. Raises PoseStudioError
    where another does, or where there is something of that name already, and OSError naming ``path`` where it cannot
    be made.
    """
    given = Path(path)
    target = Path(os.path.abspath(given))
    with _naming(given):
        target.parent.mkdir(parents=True, exist_ok=True)
    with locked(target.parent / f".{target.name}.lock", given, wait):
        if os.path.lexists(target):
            raise PoseStudioError(f"{given}: already exists; give another folder")
        remove_leftovers(target.parent, now=True)
        with _naming(given):
            temporary = target.parent / new_name()
            temporary.mkdir()
        try:
            with _naming(given, temporary):
                yield temporary
                os.rename(temporary, target)
                _sync_folder(target.parent)
        finally:
            remove(temporary)
            forget(temporary)


@contextmanager
def locked(lock: Path, what: str | os.PathLike[str], wait: bool = False) -> Iterator[None]:
    """Lock the file ``lock`` during the block, so that only one program at a time writes ``what``.

    Raises PoseStudioError where another does, unless this one shall ``wait`` for it, and OSError naming ``what``
    where it cannot be written.
    """
    with _naming(what):
        lock.parent.mkdir(parents=True, exist_ok=True)
        holder = FileLock(lock)
        try:
            holder.acquire(blocking=wait)
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
