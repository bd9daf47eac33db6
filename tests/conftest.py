"""What every test stands on: one thread, a home of its own, and nothing left running behind it."""

from __future__ import annotations

import gc
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import hypothesis
import pytest
from pytestqt.qtbot import QtBot

for _name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[_name] = "1"  # read when torch and numpy load, so it has to stand before any test module

# A busy machine may take its time: these say when a test gives up, never how fast anything is.
_GRACE = 60.0  # seconds that threads, processes and timers have to end after a test
PATIENCE = 120_000  # ms that something expected is waited for

hypothesis.settings.register_profile(
    "posestudio", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("posestudio")

_HOME = Path(tempfile.mkdtemp(prefix="posestudio-tests-"))
_SETTINGS = _HOME / "user"
_QT_FIXTURES = {"qapp", "qtbot"}


def pytest_configure(config: pytest.Config) -> None:
    (_HOME / "cache").mkdir()  # outside of the settings: it keeps compiled shaders from test to test
    os.environ["XDG_CACHE_HOME"] = str(_HOME / "cache")
    os.environ["HOME"] = os.environ["USERPROFILE"] = str(_SETTINGS)
    for name in ("CONFIG", "DATA", "STATE"):
        os.environ[f"XDG_{name}_HOME"] = str(_SETTINGS / name.lower())
    _SETTINGS.mkdir()

    from PySide6.QtCore import QCoreApplication, QStandardPaths, Qt

    QStandardPaths.setTestModeEnabled(True)
    # Before any QApplication: without it every GL view after the first stays empty.
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(_HOME, ignore_errors=True)


@pytest.fixture(autouse=True)
def _fresh_settings():
    """Every test finds the settings of a first start."""
    yield
    for entry in _SETTINGS.iterdir():
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


class _PatientQtBot(QtBot):
    """pytest-qt's, but it waits for what is expected as long as a busy machine may need."""

    def waitUntil(self, callback, *, timeout=PATIENCE):
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal, *, timeout=PATIENCE, **options):
        return super().waitSignal(signal, timeout=timeout, **options)

    def waitSignals(self, signals, *, timeout=PATIENCE, **options):
        return super().waitSignals(signals, timeout=timeout, **options)

    def waitExposed(self, widget, *, timeout=PATIENCE):
        return super().waitExposed(widget, timeout=timeout)

    def waitActive(self, widget, *, timeout=PATIENCE):
        return super().waitActive(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp, request: pytest.FixtureRequest) -> QtBot:
    """A ``QtBot`` whose waits are no measure of speed."""
    return _PatientQtBot(request)


@pytest.fixture
def heeds_ctrl_c():
    """As in a terminal: what a shell starts in the background ignores Ctrl-C, and so do its children."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(autouse=True)
def _nothing_left_behind(request: pytest.FixtureRequest):
    """Fails a test that leaves a thread, a child process or an active timer behind."""
    probes = [_threads, _children]
    if _QT_FIXTURES & set(request.fixturenames):
        _freeze_modules()
        probes += [_qt_activity]
    before = _running(probes)
    yield
    deadline = time.monotonic() + _GRACE
    while left := {key: text for key, text in _running(probes).items() if key not in before}:
        if time.monotonic() > deadline:
            pytest.fail("left behind: " + ", ".join(sorted(left.values())))
        _let_events_pass()
        time.sleep(0.02)


def _running(probes: list[Callable[[], dict[int, str]]]) -> dict[int, str]:
    return {key: text for probe in probes for key, text in probe().items()}


def _threads() -> dict[int, str]:
    # A dummy stands for a thread that Python did not start (a QThread) and outlives it.
    return {
        id(thread): f"thread {thread.name}"
        for thread in threading.enumerate()
        if thread.is_alive() and not isinstance(thread, threading._DummyThread)
    }


def _children() -> dict[int, str]:
    if not sys.platform.startswith("linux"):
        return {child.pid or 0: f"process {child.name}" for child in multiprocessing.active_children()}
    children = {}
    for task in Path("/proc/self/task").iterdir():
        try:
            pids = (task / "children").read_text().split()
            commands = {pid: _command(pid) for pid in pids}
        except OSError:  # ended while we looked
            continue
        children |= {
            int(pid): f"process {pid} {command}"
            for pid, command in commands.items()
            if "multiprocessing.resource_tracker" not in command  # one for the whole session
        }
    return children


def _command(pid: str) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()


@cache
def _freeze_modules() -> None:
    """Leave what modules are made of out of the collector's lists: looking through them took a fifth of the time
    of tests with windows."""
    import torch  # noqa: F401

    gc.collect()
    gc.freeze()


def _qt_activity() -> dict[int, str]:
    from PySide6.QtCore import QThread, QTimer
    from shiboken6 import isValid

    kinds = _and_below(QThread) | _and_below(QTimer)
    found = {}
    for thing in [thing for thing in gc.get_objects() if type(thing) in kinds]:
        if not isValid(thing):
            continue
        if isinstance(thing, QThread) and thing.isRunning() and thing != QThread.currentThread():
            found[id(thing)] = f"QThread {thing.objectName() or type(thing).__name__}"
        elif isinstance(thing, QTimer) and thing.isActive():
            found[id(thing)] = f"QTimer {thing.objectName()} of {thing.parent()}"
    return found


def _and_below(kind: type) -> set[type]:
    """``kind`` and all that is derived from it."""
    return {kind}.union(*map(_and_below, kind.__subclasses__()))


def _let_events_pass() -> None:
    if "PySide6.QtCore" in sys.modules:
        from PySide6.QtCore import QCoreApplication, QEvent

        if application := QCoreApplication.instance():
            application.processEvents()
            application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
