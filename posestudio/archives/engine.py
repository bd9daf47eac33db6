"""Runs the parts of a job, in this process, in several of this machine, or on a cluster (`ray_engine`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
    left = {part.number: part for part in parts}
    while left:
        with suppress(BrokenProcessPool):
            for report in _run_in_pool(job, tuple(left.values()), workers):
                del left[report.number]
                yield report


def _run_in_pool(job: Job, parts: Iterable[Part], workers: int) -> Iterator[PartReport]:
    """Reports from a pool of processes, until one of these dies: then BrokenProcessPool is raised."""
    parts = iter(parts)
    with workers_pool(workers, partial(_begin_process, job)) as pool:
        begun: set[Future[PartReport]] = set()
        try:
            while True:
                begun |= {pool.submit(_in_process, part) for part in islice(parts, 2 * workers - len(begun))}
                if not begun:
                    return
                done, begun = wait(begun, return_when=FIRST_COMPLETED)
                reports = [one.result() for one in done if one.exception() is None]
                yield from reports
                for one in done:
                    one.result()  # raises what a worker has
        finally:
            pool.shutdown(cancel_futures=True)


_worker: Worker | None = None  # of a process of a pool


def _begin_process(job: Job) -> None:
    global _worker
    keep_freed_memory()
    _worker = Worker(job)


def _in_process(part: Part) -> PartReport:
    assert _worker is not None
    return _worker(part)
