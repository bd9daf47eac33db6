"""Reads arrays of MATLAB files, in a process of its own: scipy's reader can crash its process on a damaged file."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import numpy as np
from numpy.typing import NDArray

from posestudio.common.input_files import regular_file
from posestudio.errors import KeypointsError

PATIENCE = 120  # seconds for a file; the largest known annotation file takes two
MEMORY = 4 * 2**30  # bytes of the reading process


def read_matlab(path: str | os.PathLike[str], name: str) -> NDArray[np.float64]:
    """The numeric array ``name`` of a MATLAB 5 file, as float64.

    Raises KeypointsError naming the file when it has none, is damaged, or can't be read within ``PATIENCE`` and
    ``MEMORY``.
    """
    regular_file(path, KeypointsError)
    expected = f"{path}: expected a MATLAB file with an array {name!r} of numbers"
    command = [sys.executable, "-m", __name__, os.fspath(path), name]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired as problem:
        raise KeypointsError(f"{expected} that can be read in {PATIENCE} s") from problem
    if done.returncode:
        error_lines = done.stderr.decode(errors="replace").strip().splitlines()
        raise KeypointsError(
            f"{expected}: {error_lines[-1]}"
            if done.returncode == 1 and error_lines
            else f"{expected}, undamaged"
        )
    return np.load(io.BytesIO(done.stdout), allow_pickle=False)


def _main(path: str, name: str) -> None:
    """Write the array to standard output as NPY; the reading process."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except ImportError:  # Windows has no such limits
        pass
    from scipy.io import loadmat

    try:
        array = np.asarray(loadmat(path, variable_names=[name])[name], dtype=float)
    except Exception as problem:  # scipy's reader raises whatever a damaged file leads it to
        raise SystemExit(" ".join(str(problem).split()) or type(problem).__name__) from problem
    np.save(sys.stdout.buffer, array)


if __name__ == "__main__":
    _main(*sys.argv[1:])
