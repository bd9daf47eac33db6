"""Runs the parts of a job, in this process, in several of this machine, or on a cluster (`ray_engine`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import partial
from itertools import islice
from shutil import rmtree

from posestudio.archives.parts import ATTEMPTS, Engine, Job, Part, PartReport, Worker
from posestudio.archives.ray_engine import run_on_ray
from posestudio.common.allocator import keep_freed_memory
from posestudio.common.workers import pool as workers_pool

HERE = Engine()
"""This process."""


def run(job: Job, parts: Sequence[Part], engine: Engine = HERE) -> Iterator[PartReport]:
    """The report of each part when it is done, in no order."""
    attempts = job.out / ATTEMPTS
    rmtree(attempts, ignore_errors=True)  # of a run that was ended from outside
    try:
        if engine.ray is None:
            yield from run_here(job, parts, engine.workers or 1)
        else:
            yield from run_on_ray(job, parts, engine.ray, engine.workers)
    finally:
        rmtree(attempts, ignore_errors=True)


def run_here(job: Job, parts: Sequence[Part], workers: int = 1) -> Iterator[PartReport]:
    """:func:`run` in this process, or in ``workers`` others. A part whose process dies is begun again."""
    if workers == 1 or len(parts) < 2:
        do = Worker(job)
        for part in parts:
            yield do(part)
        return
    waiting, begun = iter(parts), dict[int, Part]()
    while True:
        try:
            yield from _run_in_pool(job, waiting, workers, begun)
            return
        except BrokenProcessPool:  # all of its processes have ended, whosever fault it was
            for number in sorted(begun):
                yield _run_alone(job, begun.pop(number))


def _run_in_pool(
    job: Job, waiting: Iterator[Part], workers: int, begun: dict[int, Part]
) -> Iterator[PartReport]:
    """Reports from a pool of processes; ``begun`` are the parts that it has and has not reported. Raises
    BrokenProcessPool where a process dies."""
    with workers_pool(workers, partial(_begin_process, job)) as pool:
        futures: set[Future[PartReport]] = set()
        try:
            while True:
                for part in islice(waiting, 2 * workers - len(futures)):
                    begun[part.number] = part
                    futures.add(pool.submit(_in_process, part))
                if not futures:
                    return
                done, futures = wait(futures, return_when=FIRST_COMPLETED)
                for one in done:
                    if one.exception() is None:
                        report = one.result()
                        del begun[report.number]
                        yield report
                for one in done:
                    one.result()  # raises what a worker has
        finally:
            pool.shutdown(cancel_futures=True)


def _run_alone(job: Job, part: Part) -> PartReport:
    """The report of a part in a process of its own, which is begun as often as `Worker` does."""
    while True:
        with suppress(BrokenProcessPool), workers_pool(1, partial(_begin_process, job)) as pool:
            return pool.submit(_in_process, part).result()


_worker: Worker | None = None  # of a process of a pool


def _begin_process(job: Job) -> None:
    global _worker
    keep_freed_memory()
    _worker = Worker(job)


def _in_process(part: Part) -> PartReport:
    assert _worker is not None
    return _worker(part)
