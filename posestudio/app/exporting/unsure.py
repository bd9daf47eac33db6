"""The warning of the export dialog that some of the frames are unsure: how many, and the way to them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from posestudio.app.common.icons import icon
from posestudio.app.common.spacing import GRID
from posestudio.app.common.translation import tr, tr_n
from posestudio.app.display.frame_facts import FrameFacts, is_unsure
from posestudio.app.exporting.options import Snapshot
from posestudio.app.model.motion_edits import key_frames

_ICON = 20  # pixels


class UnsureWarning(QWidget):
    """Seen where frames that are exported are unsure; exporting them is possible all the same."""

    look = Signal(int)
    """The user wants to see this frame rather than export."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: dict[int, FrameFacts] = {}  # by person
        self._first = 0
        red = self.palette().color(QPalette.ColorRole.BrightText)
        self._icon, self.text = QLabel(), QLabel()
        self._icon.setPixmap(icon("warning", red).pixmap(_ICON, _ICON))
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.button = QPushButton(tr("Look at the first"))
        self.button.setAutoDefault(False)
        self.button.clicked.connect(lambda: self.look.emit(self._first))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self._icon)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        self.hide()

    def show_of(self, snapshot: Snapshot, moving: bool) -> None:
        """Say how many frames of the export are unsure; ``moving``: whether it has frames at all. Raises
        PoseStudioError where they cannot be exported."""
        frames = self._unsure(snapshot) if moving else []
        self.setVisible(bool(frames))
        if not frames:
            return
        self._first = frames[0]
        self.text.setText(
            tr_n(
                "%n frame is unsure: it is red in the timeline. U goes there.",
                "%n frames are unsure: they are red in the timeline. U goes from one to the next.",
                len(frames),
            )
        )

    def _unsure(self, snapshot: Snapshot) -> list[int]:
        """The frames, of those exported, in which somebody exported is unsure."""
        (first, last), state = snapshot.frames, snapshot.state
        found: set[int] = set()
        for person in snapshot.people:
            facts = self._facts.setdefault(person, FrameFacts(state.source, person))
            keys = frozenset(key_frames(state, person))
            found |= {at for at in range(first, last + 1) if is_unsure(facts, state, keys, at)}
        return sorted(found)
