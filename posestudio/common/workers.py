"""Processes that end when the one that started them does, however that one ends."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import parent_process
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext

PARENT = "POSESTUDIO_PARENT"
"""Environment variable: number of the process with which a command is to end."""

_LOOK_EVERY = 0.25  # seconds


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def pool(count: int, begin: Callable[[], None] | None = None) -> ProcessPoolExecutor:
    """A pool of ``count`` processes; ``begin`` is called in each of them first.

    They end, at once, when the process that uses them is killed; a closed terminal or Ctrl-C is for that one.
    """
    return ProcessPoolExecutor(
        max_workers=count, mp_context=_context(), initializer=_begin, initargs=(begin,)
    )


def _context() -> BaseContext:
    """How processes are usually started here; where they are forked, `_Forked`."""
    usual = multiprocessing.get_context()
    return _Forking() if sys.platform != "win32" and usual.get_start_method() == "fork" else usual


if sys.platform != "win32":

    class _Forked(multiprocessing.context.ForkProcess):
        """A forked process that never collects garbage of its parent.

        To free, say, a decoder of the parent is to wait for its threads, which the child does not have: for ever.
        """

        def start(self) -> None:
            self._collecting = gc.isenabled()
            gc.disable()
            try:
                super().start()
            finally:
                if self._collecting:
                    gc.enable()

        def run(self) -> None:
            gc.freeze()
            if self._collecting:
                gc.enable()
            super().run()

    class _Forking(multiprocessing.context.ForkContext):
        Process = _Forked


def _begin(begin: Callable[[], None] | None) -> None:
    begin_worker()
    if begin is not None:
        begin()


def begin_worker() -> None:
    """Prepare a process that `multiprocessing` started: signals are left to its parent, with which it ends."""
    for name in ("SIGINT", "SIGHUP"):  # a terminal sends them to all: whoever uses the workers ends them
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = parent_process()
    if parent is not None:
        _watch(lambda: bool(wait([parent.sentinel])))


def end_with_parent(parent: int | None = None) -> None:
    """End this process, at once, when its parent is gone; ``parent`` is its number, in case it has ended
    already. Does nothing on Windows."""
    if not hasattr(os, "getppid") or os.name == "nt":
        return
    expected = os.getppid() if parent is None else parent

    def ended() -> bool:
        while os.getppid() == expected:
            time.sleep(_LOOK_EVERY)
        return True

    _watch(ended)


def end_with_named_parent() -> None:
    """End with the process that PARENT names, if it names one."""
    number = os.environ.pop(PARENT, "")  # children of this process have this one for a parent
    if number.isdecimal():
        end_with_parent(int(number))


def _watch(ended: Callable[[], bool]) -> None:
    def watch() -> None:
        if ended():
            os._exit(1)  # at once, whatever the threads of this process still do

    threading.Thread(target=watch, name="posestudio-parent", daemon=True).start()
