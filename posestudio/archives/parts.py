"""A part is what one task does, a job is how parts are done: written completely or not at all, under a name that the
part's number gives, so that doing it twice changes nothing.

Whoever does a part, it has the same items and is computed in one thread: its file is the same bit for bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

ATTEMPTS = ".attempts"
"""The folder, among the parts, of the files that count how often each part has been begun."""
LEFT_OUT = "left out: part"
"""How a line about a part that was begun too often begins."""
MOST_ATTEMPTS = 4
"""So often a part is begun that ends its process each time: memory that runs out, a decoder that crashes."""


@dataclass(frozen=True)
class Part:
    """What one task does: its number, and its items, which the job knows how to read."""

    number: int
    items: tuple[Any, ...]


@dataclass(frozen=True)
class PartReport:
    """A part that was done: whether it has a file, and a line for each item that could not be read; or, not ``done``,
    one that the next run has to try again."""

    number: int
    written: bool = True
    unreadable: tuple[str, ...] = ()
    done: bool = True


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


class Worker:
    """Does parts of a job in this process, with models that are loaded once, before the first."""

    def __init__(self, job: Job):
        self._job = job
        self._work: Work | None = None

    def __call__(self, part: Part) -> PartReport:
        """Do a part; one that has ended its process too often is not done, with a line that says so."""
        attempts = self._job.out / ATTEMPTS / f"{part.number:06d}"
        begun = attempts.stat().st_size if attempts.exists() else 0
        if begun >= MOST_ATTEMPTS:
            line = f"{LEFT_OUT} {part.number}: its process died {begun} times; it begins with {_name(part)}"
            return PartReport(part.number, False, (line,), done=False)
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
