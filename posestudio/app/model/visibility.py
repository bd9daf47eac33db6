"""Which hypotheses are drawn and how, and whether trails and onion skins are. Changing it is not an edit and not
undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from posestudio.body.style import BodyStyle

if TYPE_CHECKING:
    from posestudio.lifting.result import Lifted


class Visibility(QObject):
    """Switches of what is drawn: hypotheses that are hidden or compared, ``solo``, ``trails`` and ``onion`` skins.

    ``align_hips`` draws the hypotheses with their hips where the selected one has them, which nearly all differ in
    depth; ``everyone`` draws all of them as lines, not only some as silhouettes; ``body`` is how bodies are drawn.
    ``previewed`` is the one drawn solid in place of the selected one, and ``hidden_people`` are people not drawn.

    A hypothesis is identified by the number of the noise it was sampled from, which stays the same from result to
    result while its rank changes.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.solo = self.trails = self.onion = self.everyone = False
        self.align_hips = True
        self.body: BodyStyle = "mannequin"
        self.previewed: int | None = None
        """The noise that a hypothesis shown in passing was sampled from."""
        self.previewed_pose: np.ndarray | None = None
        """(29, 3) a pose that the chosen body is shown in, in passing."""
        self.hidden_people: frozenset[int] = frozenset()
        self._hidden: frozenset[int] = frozenset()
        self._compared: frozenset[int] = frozenset()

    def set(self, **values: bool | BodyStyle) -> None:
        """Switch ``solo``, ``trails``, ``onion``, ``everyone`` or ``align_hips``, or choose the ``body``."""
        for name, value in values.items():
            setattr(self, name, value)
        self.changed.emit()

    def toggle_hidden(self, result: Lifted, rank: int) -> None:
        """Hide the hypothesis of that rank, or show it again."""
        self._hidden ^= {origin_of(result, rank)}
        self.changed.emit()

    def toggle_compared(self, result: Lifted, rank: int) -> None:
        """Draw the hypothesis of that rank solid beside the selected one, or stop doing so."""
        self._compared ^= {origin_of(result, rank)}
        self.changed.emit()

    def compare_only(self, result: Lifted, rank: int) -> None:
        """Draw the hypothesis of that rank, and no other, solid beside the selected one; or stop doing so."""
        origin = frozenset({origin_of(result, rank)})
        self._compared = frozenset() if self._compared == origin else origin
        self.changed.emit()

    def preview(self, result: Lifted | None, rank: int | None = None) -> None:
        """Draw the hypothesis of that rank in place of the selected one, or the selected one again."""
        origin = None if result is None or rank is None else origin_of(result, rank)
        if origin != self.previewed:
            self.previewed = origin
            self.changed.emit()

    def preview_pose(self, pose: np.ndarray | None) -> None:
        """Draw the chosen body in a pose (29, 3), or as it is again."""
        if pose is not None or self.previewed_pose is not None:
            self.previewed_pose = pose
            self.changed.emit()

    def toggle_person(self, person: int) -> None:
        """Do not draw a person, or draw them again."""
        self.hidden_people ^= {person}
        self.changed.emit()

    def show_all(self) -> None:
        """Hide and compare no hypothesis, and end ``solo``."""
        self.solo, self._hidden, self._compared = False, frozenset(), frozenset()
        self.changed.emit()

    def hidden(self, result: Lifted, rank: int) -> bool:
        """Whether the hypothesis of that rank is hidden."""
        return origin_of(result, rank) in self._hidden

    def compared(self, result: Lifted, rank: int) -> bool:
        """Whether the hypothesis of that rank is drawn solid beside the selected one."""
        return origin_of(result, rank) in self._compared

    def compared_ranks(self, result: Lifted) -> list[int]:
        """Ranks of the hypotheses drawn solid beside the selected one, ascending."""
        return [rank for rank in range(result.joints.shape[1]) if self.compared(result, rank)]

    def ranks(self, result: Lifted, selected: int) -> np.ndarray:
        """Ranks of the hypotheses to draw, ascending; the selected one only if it is not hidden."""
        ranks = range(result.joints.shape[1])
        if self.solo:
            drawn = [rank for rank in ranks if rank == selected or self.compared(result, rank)]
        else:
            drawn = [rank for rank in ranks if not self.hidden(result, rank)]
        return np.array(drawn, np.intp)


def origin_of(result: Lifted, rank: int) -> int:
    """The number of the noise that the hypothesis of that rank was sampled from."""
    return rank if result.order is None else int(result.order[0, rank])


def rank_of(result: Lifted, origin: int) -> int | None:
    """The rank of the hypothesis sampled from the noise of that number; None where there is none."""
    count = result.joints.shape[1]
    if result.order is None:
        return origin if origin < count else None
    found = np.flatnonzero(result.order[0] == origin)
    return int(found[0]) if len(found) else None
