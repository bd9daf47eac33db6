"""Runs the parts of a job in this process or in several of this machine; `ray_engine` runs them on a cluster.

A part is what one task does: it is written completely or not at all, under a name that its number gives, so that
doing it twice changes nothing. Whoever runs them, a part has the same items and is computed in one thread, so that
its file is the same bit for bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from shutil import rmtree
from typing import Any, Protocol

from posestudio.common.allocator import keep_freed_memory
from posestudio.common.workers import pool as workers_pool

ATTEMPTS = ".attempts"
"""The folder, among the parts, of the files that count how often each part has been begun."""
MOST_ATTEMPTS = 4
"""So often a part is begun that ends its process each time: memory that runs out, a decoder that crashes."""


@dataclass(frozen=True)
class Part:
    """What one task does: its number, and its items, which the job knows how to read."""

    number: int
    items: tuple[Any, ...]


@dataclass(frozen=True)
class PartReport:
    """A part that is done: whether it has a file, a line for each item that could not be read, and counts of what is
    in it, by what is counted."""

    number: int
    written: bool = True
    unreadable: tuple[str, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()


def part_name(number: int, form: str = "npz") -> str:
    """The name of a part's file."""
    return f"part-{number:06d}.{form}"


Work = Callable[[Part], PartReport]


class Job(Protocol):
    """How the parts of a run are done, the same for all of them; it is sent to every worker."""

    @property
    def out(self) -> Path:
        """The folder of the parts, which every worker sees."""

    @property
    def device(self) -> str | None:
        """Where its networks run, as of ``--device``; None where it has none."""

    def load(self) -> Work:
        """What does a part, with its models loaded. Raises PoseStudioError."""


@dataclass(frozen=True)
class Engine:
    """Where parts are done: in so many processes of this machine, or on the cluster at the address ``ray`` ("local":
    one that is started for the run); None ``workers`` there are as many as the cluster has room for."""

    workers: int | None = 1
    ray: str | None = None


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
            from posestudio.archives.ray_engine import run_on_ray

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


class Worker:
    """Does parts of a job in this process, with models that are loaded once, before the first."""

    def __init__(self, job: Job):
        self._job = job
        self._work: Work | None = None

    def __call__(self, part: Part) -> PartReport:
        """Do a part; one that has ended its process too often is reported as unreadable instead."""
        attempts = self._job.out / ATTEMPTS / f"{part.number:06d}"
        begun = attempts.stat().st_size if attempts.exists() else 0
        if begun >= MOST_ATTEMPTS:
            line = (
                f"part {part.number}: left out: its process died {begun} times; it begins with {_name(part)}"
            )
            return PartReport(part.number, False, (line,))
        attempts.parent.mkdir(exist_ok=True)
        with attempts.open("ab") as file:
            file.write(b".")
        try:
            with _one_thread(self._job.device is not None):
                if self._work is None:
                    self._work = self._job.load()
                return self._work(part)
        finally:
            with suppress(OSError):
                attempts.unlink()


def _name(part: Part) -> str:
    return str(getattr(part.items[0], "name", part.items[0]))[:200] if part.items else "nothing"


@contextmanager
def _one_thread(used: bool) -> Iterator[None]:
    """Compute in one thread, if torch is ``used``: sums of another number of threads differ in the last bits."""
    if not used:
        yield
        return
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
