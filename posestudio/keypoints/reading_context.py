"""What the readers of a keypoint file share: the order of its keypoints, notes on what was left out or assumed,
and the numbers of its tracks."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from posestudio.common.json_cursor import JsonCursor
from posestudio.errors import KeypointsError, LayoutUnknown
from posestudio.keypoints.layout_choice import FileLayout

MOST_LINES = 20
"""Notes of a file or folder that are stored; further ones are only counted."""
_TRACKS = ("track_id", "tracking_id", "person_id", "idx", "instance_id")


@dataclass
class ReadingNotes:
    """What reading a file or folder left out or assumed: ``lines``, and how many ``more`` there were."""

    lines: list[str] = field(default_factory=list)
    more: int = 0
    problem: KeypointsError | None = None
    """The first error of a person or frame, one about the layout before others: raised where nothing could be
    read."""

    def add(self, line: str) -> None:
        """Add a line, unless it is there already."""
        if line in self.lines:
            return
        if len(self.lines) < MOST_LINES:
            self.lines.append(line)
        else:
            self.more += 1

    def add_left_out(self, problem: KeypointsError) -> None:
        """Add the line that something was left out because of ``problem``."""
        if self.problem is None or (
            isinstance(problem, LayoutUnknown) and not isinstance(self.problem, LayoutUnknown)
        ):
            self.problem = problem
        self.add(f"{problem}; left out")

    @property
    def all(self) -> tuple[str, ...]:
        """The lines, and how many more there were."""
        return (*self.lines, *([f"and {self.more} more of the kind"] if self.more else []))


@dataclass
class ReadingContext:
    """The layout and notes of a file or folder, and the numbers given to tracks that have names, by name."""

    layout: FileLayout = field(default_factory=FileLayout)
    notes: ReadingNotes = field(default_factory=ReadingNotes)
    tracks: dict[str, int] = field(default_factory=dict)
    own: bool = False
    """Whether this program wrote the file, so that a point in the picture's corner is a found keypoint as well."""

    def track(self, person: JsonCursor) -> int:
        """The number of the track that the file gives for a person; -1 where it gives none."""
        for holder in (person, person["attributes"]) if "attributes" in person else (person,):
            for key in _TRACKS:
                name = _track_name(holder.value.get(key)) if isinstance(holder.value, dict) else None
                if name is not None:
                    small = name.isdecimal() and len(name) < 9
                    return int(name) if small else self.tracks.setdefault(name, 10**9 + len(self.tracks))
        return -1


def _track_name(value: Any) -> str | None:
    """A track's number or name as text; None for what is neither."""
    while isinstance(value, list) and value:  # OpenPose and AlphaPose write a list of one
        value = value[0]
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        value = int(value) if value == int(value) else value
    if not isinstance(value, str) and not 0 <= value < 1e18:
        return None
    return str(value)[:100] or None
