"""Importing torch in a background thread without freezing the window.

A plain ``import torch`` in a thread stops every other thread several times: for up to 0.4 s while its libraries are
linked, during which Python keeps its lock, and for 0.1 s at each full garbage collection, which its hundred thousand
new objects cause.
"""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from importlib.util import find_spec
from pathlib import Path

from posestudio.app.work import computing


def import_torch() -> None:
    """Import torch while other threads keep running. Does nothing when it is imported already.

    Torch uses as many threads as `computing` says.
    """
    if "torch" in sys.modules:
        return
    _link_libraries()
    collecting = gc.isenabled()
    gc.disable()
    try:
        import torch

        torch.set_num_threads(computing.threads())
    finally:
        gc.freeze()  # what has been imported is never freed: later collections skip it
        if collecting:
            gc.enable()


def _link_libraries() -> None:
    """Link torch's libraries by a foreign call, during which Python's lock is free; where that is not possible, the
    import links them."""
    spec = find_spec("torch")
    if spec is None or not spec.submodule_search_locations or os.name != "posix":
        return
    suffix = "dylib" if sys.platform == "darwin" else "so"
    library = Path(spec.submodule_search_locations[0], "lib", f"libtorch_python.{suffix}")
    if library.exists():
        link = ctypes.CDLL(None).dlopen
        link.restype, link.argtypes = ctypes.c_void_p, (ctypes.c_char_p, ctypes.c_int)
        link(os.fsencode(library), os.RTLD_LAZY)
