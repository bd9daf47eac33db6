"""The grid of distances between and around widgets, in logical pixels, which panels and dialogs use."""

from __future__ import annotations

HALF = 4
"""Between a widget and what belongs to it, such as a name and its field."""
GRID = 8
"""Between widgets, and around the contents of a panel."""
WIDE = 16
"""Between groups of widgets, and around the contents of a dialog."""
PANEL = (GRID, GRID, GRID, GRID)
"""The margins of a panel: ``layout.setContentsMargins(*PANEL)``."""
DIALOG = (WIDE, WIDE, WIDE, WIDE)
"""The margins of a dialog."""
