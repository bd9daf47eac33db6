"""Processor, memory and temporary folder of this machine."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from posestudio.common.workers import cores
from posestudio.doctor.finding import Finding, note, problem

LITTLE_MEMORY = 4e9
"""Bytes, of which the system and the studio with a photograph leave little."""
LITTLE_SPACE, NO_SPACE = 2e9, 100e6
"""Free bytes of a disk below which results may not fit, and below which not even settings may."""


def machine() -> Iterator[Finding]:
    """Processor, memory, temporary folder."""
    usable, all_of_them = cores(), os.cpu_count() or 1
    limited = f", {usable} of them for this program" if usable < all_of_them else ""
    yield Finding("Processor", f"{_processor()}, {all_of_them} cores{limited}")
    memory = _memory()
    if memory is None:
        yield note("Memory", "the system does not say how much there is")
    elif memory < LITTLE_MEMORY:
        yield note(
            "Memory",
            f"{memory / 1e9:.1f} GB",
            "close other programs before opening photographs and videos",
        )
    else:
        yield Finding("Memory", f"{memory / 1e9:.0f} GB")
    yield place("Temporary files", Path(tempfile.gettempdir()), "set TMPDIR to another folder")


def place(subject: str, folder: Path, remedy: str) -> Finding:
    """Whether files can be written in a folder, or in the one where it will be made, and how much space is left."""
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    try:
        with tempfile.TemporaryFile(dir=existing) as file:
            file.write(b"0" * 4096)
            file.flush()
        free = shutil.disk_usage(existing).free
    except OSError as error:
        return problem(subject, f"{folder} cannot be written: {error.strerror or error}", remedy)
    text = f"{folder}, {free / 1e9:.1f} GB free"
    if free < LITTLE_SPACE:
        return (problem if free < NO_SPACE else note)(subject, text, "make space on this disk")
    return Finding(subject, text)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(errors="replace").splitlines()
        return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def _memory() -> int | None:
    """Bytes of memory that this program may use: the machine's, or less in a container."""
    if sys.platform == "win32":
        return _windows_memory()
    try:
        whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return None
    for file in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            return min(whole, int(Path(file).read_text()))
        except (OSError, ValueError):  # no container, or one without a limit
            continue
    return whole


def _windows_memory() -> int | None:
    import ctypes

    class Status(ctypes.Structure):  # MEMORYSTATUSEX
        _fields_ = [
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            *((name, ctypes.c_ulonglong) for name in "abcdefg"),
        ]

    status = Status(length=ctypes.sizeof(Status))
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  (there on Windows only)
    return int(status.a) if kernel.GlobalMemoryStatusEx(ctypes.byref(status)) else None
