"""Which frames of a sequence are used: from the first to the last, every n-th."""

from __future__ import annotations

from dataclasses import dataclass

from posestudio.errors import PoseStudioError


@dataclass(frozen=True)
class FrameRange:
    """Which frames of a sequence are used: every ``every``-th from number ``first`` to ``last``, counted from 0, both
    inclusive; ``last`` None is the end. Raises PoseStudioError for numbers out of range."""

    first: int = 0
    last: int | None = None
    every: int = 1

    def __post_init__(self) -> None:
        if self.first < 0 or self.every < 1:
            raise PoseStudioError("frames: expected first of at least 0 and every of at least 1")
        if self.last is not None and self.last < self.first:
            raise PoseStudioError(f"frames: expected last of at least first, {self.first}, not {self.last}")

    def __contains__(self, index: object) -> bool:
        return (
            isinstance(index, int)
            and self.first <= index
            and not self.after(index)
            and (index - self.first) % self.every == 0
        )

    def after(self, index: int) -> bool:
        """Whether the frame comes after the last one."""
        return self.last is not None and index > self.last

    def indices(self, count: int) -> range:
        """The numbers of the frames used of ``count``."""
        end = count if self.last is None else min(self.last + 1, count)
        return range(self.first, end, self.every)


ALL = FrameRange()
