import threading

from posestudio.app.tasks import Tasks


def test_results_and_failures_come_back_in_qts_thread(qtbot):
    tasks, got = Tasks(), []

    def keep(value):
        got.append((value, threading.current_thread() is threading.main_thread()))

    tasks.run(lambda: threading.current_thread() is threading.main_thread(), keep, keep)
    tasks.run(lambda: 1 / 0, keep, lambda problem: keep(type(problem)))
    qtbot.waitUntil(lambda: len(got) == 2)
    assert got == [(False, True), (ZeroDivisionError, True)]
    tasks.close()


def test_closing_finishes_what_is_written_and_drops_what_was_to_be_read(qapp):
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
