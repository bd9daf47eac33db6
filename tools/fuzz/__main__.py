"""Gives damaged files to every reader of the program: each must return a result or raise
PoseStudioError with one line.

    python tools/fuzz [--count 1000000] [--seed 0] [--readers bvh,camera] [--workers 2] [--seconds 20] [--memory 6]

Findings are other exceptions, errors of several lines or without the file's name, readers that take longer than
``--seconds`` or more than ``--memory`` GB, and processes that die; each is printed with its number, kept in
``--keep``, and made again by ``--only READER:NUMBER``. The exit status is 1 when there are any.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from multiprocessing.connection import wait
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]

from readers import READERS  # noqa: E402
from worker import file_in, make_input, work  # noqa: E402

CHUNK = 200  # inputs in one order to a worker


class Worker:
    """A process that reads inputs; it is replaced when it dies or takes too long for one input."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self.start()

    def start(self) -> None:
        self.pipe, theirs = multiprocessing.Pipe()
        arguments = (theirs, self._options.seed, self._options.memory, self._options.keep)
        self.process = multiprocessing.Process(target=work, args=arguments, daemon=True)
        self.process.start()
        theirs.close()
        self.order: tuple[int, int, int] | None = None
        self.at, self.since = -1, time.monotonic()

    def give(self, order: tuple[int, int, int]) -> None:
        self.order, self.at, self.since = order, -1, time.monotonic()
        self.pipe.send(order)

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def orders_of(options: argparse.Namespace) -> list[tuple[int, int, int]]:
    """(index of the reader, first number, count) of all inputs, the readers in turns by their shares."""
    chosen = [
        i
        for i, reader in enumerate(READERS)
        if not options.readers or reader.name in options.readers.split(",")
    ]
    if not chosen:
        raise SystemExit(f"fuzz: expected readers among: {', '.join(reader.name for reader in READERS)}")
    total = sum(READERS[index].share for index in chosen)
    listed = []
    for index in chosen:
        count = max(1, round(options.count * READERS[index].share / total))
        listed += [
            (first / count, (index, first, min(CHUNK, count - first))) for first in range(0, count, CHUNK)
        ]
    return [order for _, order in sorted(listed)]


def fuzz(options: argparse.Namespace) -> int:
    """Read all inputs, print findings as they come and a table at the end; returns the number of findings."""
    Path(options.keep).mkdir(parents=True, exist_ok=True)
    waiting, counts = orders_of(options)[::-1], {reader.name: Counter() for reader in READERS}
    began, findings = time.monotonic(), 0
    workers = [Worker(options) for _ in range(options.workers)]

    def found(index: int, words: str) -> None:
        nonlocal findings
        findings += 1
        if counts[READERS[index].name]["finding"] < 20:
            print(f"{READERS[index].name}:{words}", flush=True)

    while waiting or any(worker.order for worker in workers):
        for worker in workers:
            if worker.order is None and waiting:
                worker.give(waiting.pop())
        ready = wait([worker.pipe for worker in workers if worker.order], timeout=1.0)
        for worker in workers:
            lost = ""
            try:
                while worker.order and worker.pipe in ready and worker.pipe.poll():
                    kind, index, content = worker.pipe.recv()
                    if kind == "at":
                        worker.at, worker.since = content, time.monotonic()
                    elif kind == "finding":
                        found(index, content)
                    else:
                        counts[READERS[index].name] += content
                        worker.order = None
            except (EOFError, OSError):
                worker.process.join(10)
                lost = f"the process died ({worker.process.exitcode})"
            if (
                worker.order
                and not lost
                and time.monotonic() - worker.since > options.seconds + 30 * (worker.at < 0)
            ):
                lost = f"took longer than {options.seconds:g} s"
            if lost and worker.order:
                index, first, count = worker.order
                at = max(worker.at, first)
                found(index, f"{at}: {lost}")
                counts[READERS[index].name] += Counter({"finding": 1, "not counted": at - first})
                worker.stop()
                worker.start()
                if first + count > at + 1:
                    waiting.append((index, at + 1, first + count - at - 1))
    for worker in workers:
        worker.stop()
    seconds = time.monotonic() - began
    print(f"{'reader':>18} {'inputs':>9} {'answers':>9} {'errors':>9} {'findings':>9}")
    for name, got in counts.items():
        if got:
            print(f"{name:>18} {got.total():>9} {got['answer']:>9} {got['error']:>9} {got['finding']:>9}")
    total = sum(got.total() for got in counts.values())
    print(f"{total:,} inputs, seed {options.seed}, {findings} findings, {seconds:.0f} s")
    return findings


def only(options: argparse.Namespace) -> int:
    """Read one input again, in this process, and print the outcome."""
    name, _, number = options.only.rpartition(":")
    reader = next((reader for reader in READERS if reader.name == name), None)
    if reader is None:
        raise SystemExit(
            f"fuzz: expected READER:NUMBER, with a reader among: {', '.join(r.name for r in READERS)}"
        )
    with tempfile.TemporaryDirectory() as folder:
        path = file_in(folder, reader)
        path.write_bytes(make_input(reader, reader.samples(), options.seed, int(number)))
        print(path.read_bytes()[:3000])
        reader.read(path)
    return 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--readers", default="", help="names separated by commas; default: all")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=20.0, help="for one input")
    parser.add_argument("--memory", type=float, default=6.0, help="GB of address space for each worker")
    parser.add_argument("--keep", default="local/fuzz", help="the folder for inputs that found something")
    parser.add_argument("--only", default="", help="READER:NUMBER to read again")
    options = parser.parse_args()
    raise SystemExit(1 if (only if options.only else fuzz)(options) else 0)


if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    main()
