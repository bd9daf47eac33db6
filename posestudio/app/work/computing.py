"""Where the networks compute in this program: the device, and the number of threads."""

from __future__ import annotations

import os

DEVICES = ("auto", "cpu", "cuda", "mps")

_chosen: dict[str, str | int] = {"device": "auto", "threads": 0}


def choose(device: str, threads: int) -> None:
    """Compute on one of ``DEVICES`` with so many threads, 0 for all cores but one, which is left to the window. What
    has been loaded stays where it is: call this at the start of the program."""
    _chosen.update(device=device if device in DEVICES else "auto", threads=max(threads, 0))


def device() -> str:
    """The device to load networks on."""
    return str(_chosen["device"])


def threads() -> int:
    """The number of threads to compute with."""
    return int(_chosen["threads"]) or max((os.cpu_count() or 2) - 1, 1)
