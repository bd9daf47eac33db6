"""Reading of NPZ files, with one clear error whatever is wrong with them, and of no more than the wanted arrays.

An NPZ is an archive of arrays. Only the arrays that a reader names are read, and of these first the headers: a few
kilobytes can unpack to gigabytes, so nothing is unpacked before its kind and shape are known to be right.
"""

from __future__ import annotations

import ast
import math
import os
import stat
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from posestudio.errors import PoseStudioError

WHOLE, NUMBERS, TEXT = "iu", "iuf", "U"
"""Kinds of dtypes as NumPy names them."""

UNPACKED = 100
"""How many times a file's size its arrays may have together; real poses unpack to three times at most."""

ALWAYS = 256 << 20
"""Bytes of arrays that are read from any file, however small."""

_LONGEST_HEADER = 10_000
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

Shape = tuple[int | str | None, ...]


@dataclass(frozen=True)
class Wanted:
    """What an array of an NPZ has to be.

    ``shape`` has numbers, names (the same number wherever the name stands), and None (any number); None instead
    of a shape is any shape. ``instead`` is another shape that is as good. ``kinds`` are dtypes' kinds. One that is
    ``optional`` may be missing.
    """

    shape: Shape | None = None
    kinds: str = NUMBERS
    optional: bool = False
    instead: Shape | None = None

    def __str__(self) -> str:
        kind = "text" if self.kinds == TEXT else "numbers"
        shapes = [_words(shape) for shape in (self.shape, self.instead) if shape is not None]
        return " ".join([kind, " or ".join(shapes)]).rstrip()


@dataclass(frozen=True)
class _Header:
    dtype: np.dtype
    shape: tuple[int, ...]
    length: int

    @property
    def size(self) -> int:
        return self.dtype.itemsize * math.prod(self.shape)


def read_npz(
    path: str | os.PathLike[str],
    wanted: Mapping[str, Wanted],
    what: str = "arrays",
    error: type[PoseStudioError] = PoseStudioError,
) -> dict[str, NDArray[Any]]:
    """The ``wanted`` arrays of an NPZ file, in the machine's byte order; other entries are not touched.

    Raises ``error`` with the file's name when it is not an NPZ (of ``what``), an array is missing, not as wanted or
    damaged, or all together are far larger than such a file can hold.
    """
    try:
        with _opened(path) as archive:
            headers = _headers(archive, wanted, path)
            return {name: _array(archive, name, header) for name, header in headers.items()}
    except Exception as problem:
        _explain(path, what, error, problem)


def npz_shapes(
    path: str | os.PathLike[str],
    wanted: Mapping[str, Wanted],
    what: str = "arrays",
    error: type[PoseStudioError] = PoseStudioError,
) -> dict[str, tuple[int, ...]]:
    """The shapes of the arrays that :func:`read_npz` would read, without reading them. Raises the same."""
    try:
        with _opened(path) as archive:
            return {name: header.shape for name, header in _headers(archive, wanted, path).items()}
    except Exception as problem:
        _explain(path, what, error, problem)


class _Unfit(Exception):
    """An array that is not as wanted."""


def _explain(
    path: str | os.PathLike[str], what: str, error: type[PoseStudioError], problem: Exception
) -> NoReturn:
    # zipfile, zlib and Python's parser of literals (which reads an array's header) raise a dozen kinds.
    if isinstance(problem, _Unfit):
        raise error(f"{path}: {problem}") from problem
    if isinstance(problem, MemoryError):
        raise error(f"{path}: is larger than this machine's memory") from problem
    if isinstance(problem, OSError):
        raise error(f"{path}: cannot be read: {problem.strerror or problem}") from problem
    raise error(f"{path}: expected an NPZ file of {what}, undamaged") from problem


def _opened(path: str | os.PathLike[str]) -> zipfile.ZipFile:
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise _Unfit("is not a file")
    return zipfile.ZipFile(Path(path))


def _headers(
    archive: zipfile.ZipFile, wanted: Mapping[str, Wanted], path: str | os.PathLike[str]
) -> dict[str, _Header]:
    entries = {entry.filename: entry for entry in archive.infolist()}
    known: dict[str, int] = {}
    headers = {}
    for name, want in wanted.items():
        entry = entries.get(f"{name}.npy")
        if entry is None:
            if want.optional:
                continue
            raise _Unfit(f"{name}: expected {want}, found none")
        if entry.compress_type not in _COMPRESSIONS:
            raise _Unfit(f"{name}: is compressed in a way that NPZ files are not")
        with archive.open(entry) as stream:
            header = _header(stream)
        if header.dtype.kind not in want.kinds or not _fits(header.shape, want, known):
            raise _Unfit(f"{name}: expected {want}, found {header.dtype} {header.shape}{_where(want, known)}")
        if header.length + header.size != entry.file_size:
            raise _Unfit(f"{name}: expected {header.size} bytes, found {entry.file_size - header.length}")
        headers[name] = header
    total = sum(header.size for header in headers.values())
    if total > max(ALWAYS, UNPACKED * os.stat(path).st_size):
        raise _Unfit(f"its arrays say that they are {total} bytes, far more than the file can hold")
    return headers


def _header(stream: IO[bytes]) -> _Header:
    """An array's header, as numpy.lib.format describes it."""
    magic = stream.read(8)
    width = {b"\x93NUMPY\1\0": 2, b"\x93NUMPY\2\0": 4}.get(magic)
    if width is None:
        raise ValueError("not an array")
    length = int.from_bytes(stream.read(width), "little")
    if length > _LONGEST_HEADER:
        raise ValueError("too long a header")
    header = ast.literal_eval(stream.read(length).decode("latin1").strip())
    shape: tuple[int, ...] = tuple(int(side) for side in header["shape"])
    if min(shape, default=0) < 0 or not isinstance(header["fortran_order"], bool):
        raise ValueError("no shape")
    return _Header(np.dtype(header["descr"]), shape, 8 + width + length)


def _fits(shape: tuple[int, ...], want: Wanted, known: dict[str, int]) -> bool:
    """Whether the shape is as wanted; the numbers of names met first go into ``known``."""
    choices = [choice for choice in (want.shape, want.instead) if choice is not None]
    for choice in choices:
        if len(choice) != len(shape):
            continue
        meant = dict(known)
        sides = [
            meant.setdefault(side, number) if isinstance(side, str) else side
            for side, number in zip(choice, shape, strict=True)
        ]
        if all(side in (None, number) for side, number in zip(sides, shape, strict=True)):
            known.update(meant)
            return True
    return not choices


def _array(archive: zipfile.ZipFile, name: str, header: _Header) -> NDArray[Any]:
    with archive.open(f"{name}.npy") as stream:
        array = np.lib.format.read_array(stream, allow_pickle=False)
        if stream.read(1):  # also makes zipfile compare the checksum
            raise ValueError("longer than its header says")
    if (array.shape, array.dtype) != (header.shape, header.dtype):
        raise ValueError("two headers")
    array = array.astype(array.dtype.newbyteorder("="), copy=False)
    if array.dtype.kind == "U" and array.size and array.dtype.itemsize:
        letters = np.ascontiguousarray(array).reshape(-1).view(np.uint32)
        if (letters > 0x10FFFF).any() or ((letters >= 0xD800) & (letters < 0xE000)).any():
            raise _Unfit(f"{name}: expected text")
    return array


def _words(shape: Shape) -> str:
    return f"({', '.join('any' if side is None else str(side) for side in shape)})"


def _where(want: Wanted, known: Mapping[str, int]) -> str:
    """What the names in a wanted shape stand for, as far as it is known."""
    sides = dict.fromkeys(side for side in want.shape or () if isinstance(side, str) and side in known)
    return f" with {', '.join(f'{known[side]} {side}' for side in sides)}" if sides else ""
