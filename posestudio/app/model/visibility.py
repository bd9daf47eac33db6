"""Which hypotheses are drawn, and what is drawn along with them. It is no edit: undo leaves it alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from posestudio.lifting.result import Lifted


class Visibility(QObject):
    """Hypotheses hidden, compared and shown alone; trails and onion skins.

    A hypothesis is known by the noise it came from, which stays the same from answer to answer while
    its rank changes.
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
        """Draw the hypothesis of that rank no more, or again."""
        self._hidden ^= {_origin(result, rank)}
        self.changed.emit()

    def toggle_compared(self, result: Lifted, rank: int) -> None:
        """Draw the hypothesis of that rank solid beside the chosen one, or no more."""
        self._compared ^= {_origin(result, rank)}
        self.changed.emit()

    def show_all(self) -> None:
        """Nothing hidden, nothing compared, nothing alone."""
        self.solo, self._hidden, self._compared = False, frozenset(), frozenset()
        self.changed.emit()

    def hidden(self, result: Lifted, rank: int) -> bool:
        """Whether the hypothesis of that rank is not to be drawn."""
        return _origin(result, rank) in self._hidden

    def compared(self, result: Lifted, rank: int) -> bool:
        """Whether the hypothesis of that rank is drawn solid beside the chosen one."""
        return _origin(result, rank) in self._compared

    def ranks(self, result: Lifted, chosen: int) -> np.ndarray:
        """Ranks of the hypotheses to draw, ascending; the chosen one only if it is not hidden."""
        everyone = range(result.joints.shape[1])
        if self.solo:
            kept = [rank for rank in everyone if rank == chosen or self.compared(result, rank)]
        else:
            kept = [rank for rank in everyone if not self.hidden(result, rank)]
        return np.array(kept, np.intp)


def _origin(result: Lifted, rank: int) -> int:
    return rank if result.order is None else int(result.order[0, rank])
