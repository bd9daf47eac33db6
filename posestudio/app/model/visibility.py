"""Which hypotheses are drawn, and whether trails and onion skins are. Changing it is not an edit and not undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from posestudio.lifting.result import Lifted


class Visibility(QObject):
    """Switches of what is drawn: hypotheses that are hidden or compared, ``solo``, ``trails`` and ``onion`` skins.

    A hypothesis is identified by the number of the noise it was sampled from, which stays the same from result to
    result while its rank changes.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.solo = self.trails = self.onion = False
        self._hidden: frozenset[int] = frozenset()
        self._compared: frozenset[int] = frozenset()

    def set(self, **values: bool) -> None:
        """Switch ``solo``, ``trails`` or ``onion``."""
        for name, value in values.items():
            setattr(self, name, value)
        self.changed.emit()

    def toggle_hidden(self, result: Lifted, rank: int) -> None:
        """Hide the hypothesis of that rank, or show it again."""
        self._hidden ^= {_origin(result, rank)}
        self.changed.emit()

    def toggle_compared(self, result: Lifted, rank: int) -> None:
        """Draw the hypothesis of that rank solid beside the selected one, or stop doing so."""
        self._compared ^= {_origin(result, rank)}
        self.changed.emit()

    def show_all(self) -> None:
        """Hide and compare no hypothesis, and end ``solo``."""
        self.solo, self._hidden, self._compared = False, frozenset(), frozenset()
        self.changed.emit()

    def hidden(self, result: Lifted, rank: int) -> bool:
        """Whether the hypothesis of that rank is hidden."""
        return _origin(result, rank) in self._hidden

    def compared(self, result: Lifted, rank: int) -> bool:
        """Whether the hypothesis of that rank is drawn solid beside the selected one."""
        return _origin(result, rank) in self._compared

    def ranks(self, result: Lifted, selected: int) -> np.ndarray:
        """Ranks of the hypotheses to draw, ascending; the selected one only if it is not hidden."""
        ranks = range(result.joints.shape[1])
        if self.solo:
            drawn = [rank for rank in ranks if rank == selected or self.compared(result, rank)]
        else:
            drawn = [rank for rank in ranks if not self.hidden(result, rank)]
        return np.array(drawn, np.intp)


def _origin(result: Lifted, rank: int) -> int:
    """The number of the noise that the hypothesis of that rank was sampled from."""
    return rank if result.order is None else int(result.order[0, rank])
