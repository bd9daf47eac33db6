import threading

import pytest

from posestudio.app.work.jobs import Jobs, Stopped


class Bench:
    """Jobs that report three times after ``gate`` has been opened; ``log`` is what became of each."""

    def __init__(self):
        self.jobs, self.log, self.gate = Jobs(), [], threading.Event()

    def start(self, name):
        def work(progress):
            assert self.gate.wait(60)
            for part in range(3):
                progress(part, 3, "")
            return "finished"

        self.jobs.start(
            name,
            work,
            lambda result: self.log.append((name, result)),
            lambda problem: self.log.append((name, type(problem))),
        )


@pytest.fixture
def bench(qapp):
    made = Bench()
    yield made
    made.gate.set()
    made.jobs.close()


@pytest.mark.parametrize(
    ("order", "stopped"),
    [
        (["a", "cancel", "b"], {"a"}),
        (["a", "b", "cancel"], {"a"}),
        (["a", "cancel", "b", "cancel", "c"], {"a"}),
        (["a", "b", "cancel all", "c"], {"a", "b"}),
    ],
)
def test_cancel_stops_the_running_job_alone(qtbot, bench, order, stopped):
    for step in order:
        if step == "cancel":
            bench.jobs.cancel()
        elif step == "cancel all":
            bench.jobs.cancel_all()
        else:
            bench.start(step)
    names = [step for step in order if len(step) == 1]
    bench.gate.set()
    qtbot.waitUntil(lambda: len(bench.log) == len(names))
    assert bench.log == [(name, Stopped if name in stopped else "finished") for name in names]
    assert bench.jobs.running_title == ""
