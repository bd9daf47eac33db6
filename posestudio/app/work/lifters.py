"""The lifters that background threads share, loaded when they are first needed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from posestudio.app.work.file_watcher import stamp

if TYPE_CHECKING:
    from posestudio.lifting.lifter import Lifter

LIFTERS_KEPT = 2  # loaded at a time: changing between two weights needs no loading


class Lifters:
    """Lifters by the name or path of their weights; one is loaded again when its file has changed."""

    def __init__(self, load: Callable[[str], Lifter]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._lifters: dict[str, tuple[object, Lifter]] = {}

    def get(self, weights: str) -> Lifter:
        """The lifter with these weights. Raises CheckpointError for weights that cannot be read."""
        with self._lock:
            written = stamp(Path(weights))  # None for bundled weights, which do not change
            kept = self._lifters.pop(weights, None)
            if kept is None or kept[0] != written:
                kept = written, self._load(weights)
            self._lifters[weights] = kept
            while len(self._lifters) > LIFTERS_KEPT:
                del self._lifters[next(iter(self._lifters))]
            return kept[1]
