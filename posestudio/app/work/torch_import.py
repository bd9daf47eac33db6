"""Importing torch behind a window that keeps moving.

A plain ``import torch`` in a thread stops every other thread several times: for up to 0.4 s while its
libraries are linked, which Python does without letting go of its lock, and for 0.1 s at each full garbage
collection, which a hundred thousand new objects bring about.
"""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from importlib.util import find_spec
from pathlib import Path


def import_torch() -> None:
    """Import torch; other threads run on meanwhile. Does nothing when it is there already.

    Torch is left all cores but one, which draws the window.
    """
    if "torch" in sys.modules:
        return
    _link_libraries()
    collecting = gc.isenabled()
    gc.disable()
    try:
        import torch

        torch.set_num_threads(max((os.cpu_count() or 2) - 1, 1))
    finally:
        gc.freeze()  # what has been imported stays: no later collection needs to look at it
        if collecting:
            gc.enable()


def _link_libraries() -> None:
    """Link torch's libraries through a foreign call, during which Python's lock is free; where that
    does not work, the import does it."""
    spec = find_spec("torch")
    if spec is None or not spec.submodule_search_locations or os.name != "posix":
        return
    suffix = "dylib" if sys.platform == "darwin" else "so"
    library = Path(spec.submodule_search_locations[0], "lib", f"libtorch_python.{suffix}")
    if library.exists():
        link = ctypes.CDLL(None).dlopen
        link.restype, link.argtypes = ctypes.c_void_p, (ctypes.c_char_p, ctypes.c_int)
        link(os.fsencode(library), os.RTLD_LAZY)
