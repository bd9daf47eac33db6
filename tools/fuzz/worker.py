"""A process that reads damaged files one after the other, and reports the outcome of each."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
import traceback
import warnings
from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path

from readers import READERS, Reader


def make_input(reader: Reader, samples: list[bytes], seed: int, number: int) -> bytes:
    """The damaged file of this number; the same in every run."""
    rng = random.Random(f"{seed}:{reader.name}:{number}")
    return rng.choice(reader.mutations)(rng.choice(samples), rng)


def file_in(folder: str, reader: Reader) -> Path:
    """The path of the reader's input, with the name or the ending that it expects."""
    return Path(folder, "input" + reader.suffix if reader.suffix.startswith(".") else reader.suffix)


def complaint(reader: Reader, path: Path) -> tuple[str, str]:
    """The outcome of reading: ("answer" or "error", ""), or ("finding", a text about it)."""
    from posestudio.errors import PoseStudioError

    try:
        reader.read(path)
    except PoseStudioError as problem:
        words = str(problem)
        if "\n" in words or len(words) > 2000 or not words:
            return (
                "finding",
                f"an error of {len(words)} characters, {words.count(chr(10)) + 1} lines: {words[:200]!r}",
            )
        return "error", ""
    except Exception as problem:
        place = traceback.extract_tb(problem.__traceback__)[-1]
        own = [
            frame for frame in traceback.extract_tb(problem.__traceback__) if "posestudio" in frame.filename
        ]
        near = own[-1] if own else place
        return (
            "finding",
            f"{type(problem).__name__} at {Path(near.filename).name}:{near.lineno}: {str(problem)[:160]}",
        )
    return "answer", ""


def work(orders: Connection, seed: int, gigabytes: float, keep: str) -> None:
    """Receive (index of the reader, first number, count); send each number before it is read, then the counts."""
    import resource

    import torch

    torch.set_num_threads(1)
    resource.setrlimit(resource.RLIMIT_AS, (int(gigabytes * 2**30),) * 2)
    warnings.simplefilter("ignore")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # decoders write to it
    samples: dict[int, list[bytes]] = {}
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:
        while (order := orders.recv()) is not None:
            index, first, count = order
            reader = READERS[index]
            if index not in samples:
                samples[index] = reader.samples()
            path = file_in(folder, reader)
            counts: Counter[str] = Counter()
            for number in range(first, first + count):
                path.write_bytes(make_input(reader, samples[index], seed, number))
                orders.send(("at", index, number))
                kind, words = complaint(reader, path)
                counts[kind] += 1
                if words:
                    shutil.copy(path, Path(keep, f"{reader.name.replace(' ', '_')}-{number}{path.suffix}"))
                    orders.send(("finding", index, f"{number}: {words}"))
            path.unlink(missing_ok=True)
            orders.send(("done", index, counts))
