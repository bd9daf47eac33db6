"""The bar of a running job."""

from posestudio.app.shell.job_bar import JobBar
from posestudio.app.work.jobs import Stopped
from tests.app.work.test_jobs import Bench


def test_the_bar_names_the_job_that_runs_and_can_cancel_each(qtbot):
    bench = Bench()
    bar = JobBar(bench.jobs)
    qtbot.addWidget(bar)
    bench.start("a")
    bench.start("b")
    assert bar.title.text() == "a"
    bar.cancel.click()
    assert not bar.cancel.isEnabled()
    titles = []
    bench.jobs.progressed.connect(lambda title, done, total: titles.append((title, bar.cancel.isEnabled())))
    bench.gate.set()
    qtbot.waitUntil(lambda: len(bench.log) == 2)
    assert ("b", True) in titles and bench.log == [("a", Stopped), ("b", "finished")]
    assert bar.isHidden()
    bench.jobs.close()
