"""What reading a file left out or assumed, one line each."""

from __future__ import annotations

from dataclasses import dataclass, field

from posestudio.errors import KeypointsError, LayoutUnknown

MOST_LINES = 20


@dataclass
class Notes:
    """Lines about a file or folder; of very many only the first are kept, and counted."""

    lines: list[str] = field(default_factory=list)
    more: int = 0
    problem: KeypointsError | None = None
    """The first that kept a person or frame from being read: raised where nothing else could be read."""

    def say(self, line: str) -> None:
        """Keep a line, once."""
        if line in self.lines:
            return
        if len(self.lines) < MOST_LINES:
            self.lines.append(line)
        else:
            self.more += 1

    def left_out(self, problem: KeypointsError) -> None:
        """Say that what could not be read is left out."""
        if self.problem is None or (
            isinstance(problem, LayoutUnknown) and not isinstance(self.problem, LayoutUnknown)
        ):
            self.problem = problem
        self.say(f"{problem}; left out")

    @property
    def all(self) -> tuple[str, ...]:
        """The lines, and how many more there were."""
        return (*self.lines, *([f"and {self.more} more of the kind"] if self.more else []))
