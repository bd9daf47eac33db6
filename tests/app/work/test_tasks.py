import sys
import threading
import time
from contextlib import nullcontext

import pytest
import shiboken6
from PySide6.QtCore import QObject

from posestudio.app.work.tasks import Tasks


def test_results_and_failures_come_back_in_qts_thread(qtbot):
    tasks, got = Tasks(), []

    def keep(value):
        got.append((value, threading.current_thread() is threading.main_thread()))

    tasks.run(lambda: threading.current_thread() is threading.main_thread(), keep, keep)
    tasks.run(lambda: 1 / 0, keep, lambda problem: keep(type(problem)))
    qtbot.waitUntil(lambda: len(got) == 2)
    assert got == [(False, True), (ZeroDivisionError, True)]
    tasks.close()


def test_closing_finishes_writing_and_drops_waiting_reading(qapp):
    tasks, done = Tasks(), []
    begun, may_end = threading.Event(), threading.Event()

    def slow():
        begun.set()
        may_end.wait(120)

    tasks.run(slow, done.append, done.append)
    tasks.run(lambda: done.append("read"), done.append, done.append)
    tasks.run(lambda: done.append("written"), done.append, done.append, finish=True)
    begun.wait(120)
    threading.Timer(0.05, may_end.set).start()
    tasks.close()
    assert done == ["written"]


@pytest.mark.parametrize("slow_start", [False, True])
def test_work_that_never_ends_delays_neither_other_work_nor_closing(qtbot, slow_start):
    tasks, got, hung, late = Tasks(patience_ms=10), [], threading.Event(), threading.Event()
    with tasks._queue._ready if slow_start else nullcontext():  # the thread takes nothing before this
        tasks.run(hung.wait, got.append, got.append)
        tasks.run(lambda: "read", got.append, got.append)
        tasks.run(late.wait, got.append, got.append)
        tasks.run(lambda: "read, too", got.append, got.append)
        tasks.run(lambda: "written", got.append, got.append, finish=True)
        qtbot.waitUntil(lambda: "written" in got)
    qtbot.waitUntil(lambda: len(got) == 3)
    assert set(got) == {"read", "read, too", "written"}
    late.set()
    qtbot.waitUntil(lambda: got[-1] is True)  # slow work is completed in the end
    tasks.close()  # while the first still hangs
    hung.set()


def test_slow_work_is_waited_for_until_patience_ends(qtbot):
    tasks, got, gate = Tasks(patience_ms=2**31 - 1), [], threading.Event()
    tasks.run(lambda: gate.wait() and "first", got.append, got.append)
    tasks.run(lambda: "second", got.append, got.append)
    gate.set()
    qtbot.waitUntil(lambda: len(got) == 2)
    assert got == ["first", "second"]
    tasks.close()


def test_work_that_ends_while_its_window_is_destroyed_emits_nothing(qapp):
    """A thread that emits a signal of an object being destroyed would crash the process."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for number in range(1500):
            home, outcomes, gate = QObject(), [], threading.Event()
            tasks = Tasks(home)
            for _ in range(60):
                tasks.run(gate.wait, outcomes.append, outcomes.append)
            gate.set()
            time.sleep(1e-6 * (number % 100))  # anywhere between its answers
            tasks.close()
            shiboken6.delete(home)
            assert not outcomes
    finally:
        sys.setswitchinterval(interval)
