"""A job without networks, for tests of where parts are done: Ray's workers import it from here."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from posestudio.archives.parts import Part, PartReport, part_name
from posestudio.common.atomic_files import atomic_write


@dataclass(frozen=True)
class NumbersJob:
    """Writes the numbers of each part's items; a part of "bad" alone has no file."""

    out: Path
    seconds: float = 0.0
    device: None = None
    form: str = "npz"

    def given(self) -> dict[str, Any]:
        return {}

    def load(self):
        return self._do

    def _do(self, part: Part) -> PartReport:
        time.sleep(self.seconds)
        with (self.out / "done").open("a") as done:
            done.write(f"{part.number}\n")
        numbers = [len(item.name) + part.number for item in part.items if item.name != "bad"]
        if not numbers:
            return PartReport(part.number, False, ("bad: not a number",))
        with atomic_write(self.out / part_name(part.number)) as temporary, temporary.open("wb") as file:
            np.savez(file, numbers=np.array(numbers))
        return PartReport(part.number)
