"""Reading of whole files: only regular ones of bounded size, so that it ends."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from posestudio.errors import PoseStudioError

LARGEST_FILE = 2 * 10**9  # bytes of a file that is read as a whole


def regular_file(path: str | os.PathLike[str], error: type[PoseStudioError] = PoseStudioError) -> Path:
    """``path``, when there is a regular file, also behind links, so that opening it does not block.

    Raises ``error`` where there is nothing, and for a folder, a named pipe, a socket or a device: reading those may
    never end.
    """
    file = Path(path)
    try:
        mode = file.stat().st_mode
    except OSError as problem:
        raise error(f"{path}: cannot be read: {problem.strerror or problem}") from problem
    except ValueError as problem:  # a NUL in the path
        raise error(f"{path}: cannot be read: {problem}") from problem
    if not stat.S_ISREG(mode):
        kinds = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a named pipe"), (stat.S_ISSOCK, "a socket"))
        kind = next((words for holds, words in kinds if holds(mode)), "a device")
        raise error(f"{path}: expected a file, but this is {kind}")
    return file


def read_file(
    path: str | os.PathLike[str], error: type[PoseStudioError] = PoseStudioError, largest: int = LARGEST_FILE
) -> bytes:
    """The content of a regular file of at most ``largest`` bytes. Raises ``error`` for any other."""
    file = regular_file(path, error)
    try:
        with open(file, "rb", opener=_open_without_blocking) as stream:
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode):  # replaced since the check above
                raise error(f"{path}: expected a file")
            if status.st_size > largest:
                raise _too_large(path, error, largest)
            content = stream.read()  # with a number it would ask for that much memory at once
    except OSError as problem:
        raise error(f"{path}: cannot be read: {problem.strerror or problem}") from problem
    except MemoryError as problem:
        raise error(f"{path}: is larger than this machine's memory") from problem
    if len(content) > largest:
        raise _too_large(path, error, largest)
    return content


def _too_large(path: str | os.PathLike[str], error: type[PoseStudioError], largest: int) -> PoseStudioError:
    return error(f"{path}: expected at most {largest / 1e6:,.6g} MB")


def _open_without_blocking(path: str, flags: int) -> int:
    """A file descriptor for reading, at once also of a pipe that no process writes to."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
