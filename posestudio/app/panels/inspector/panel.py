"""The inspector: one panel that follows what is selected, with the sampler's settings folded at its bottom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from posestudio.app.common.icons import icon
from posestudio.app.common.scrolled import ScrolledPanel
from posestudio.app.common.translation import tr
from posestudio.app.model.document import Document
from posestudio.app.model.people_names import name_of
from posestudio.app.model.selection import Selection, What
from posestudio.app.model.view_document import PlaneDocument
from posestudio.app.panels.alternatives import AlternativesPanel
from posestudio.app.panels.inspector.camera_page import CameraPanel
from posestudio.app.panels.inspector.joint_page import JointPage
from posestudio.app.panels.inspector.person_page import PersonPage
from posestudio.app.panels.inspector.picture_page import PicturePage

_ICONS: dict[What, str] = {
    "nothing": "alternatives",
    "joint": "joint",
    "person": "person",
    "camera": "camera",
    "picture": "photo",
}


_ANY, _LEAST = 16777215, 120  # pixels: Qt's largest size, and the least height of the page of a joint


class InspectorPanel(QWidget):
    """Shows the page of what ``selection`` says, of a joint above the ``alternatives``, which change as it is
    dragged; the icons in its header go to the other pages, and Escape or the cross back to the alternatives alone,
    below which the settings of the sampler are folded.

    ``edited`` returns the active view's document, ``commands`` are actions of the window for the pages.
    """

    def __init__(
        self,
        document: Document,
        selection: Selection,
        alternatives: AlternativesPanel,
        edited: Callable[[], PlaneDocument],
        commands: Mapping[What, Sequence[QAction]],
        advanced: QWidget,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._selection = document, selection
        self.alternatives = alternatives
        self.joint = JointPage(document, selection, edited)
        self.person = PersonPage(document, selection, commands.get("person", ()))
        self.camera = CameraPanel(document, commands.get("camera", ()))
        self.picture = PicturePage(document, selection, commands.get("picture", ()))
        self._pages: dict[What, QWidget] = {
            "joint": ScrolledPanel(self.joint),
            "person": ScrolledPanel(self.person),
            "camera": ScrolledPanel(self.camera),
            "picture": ScrolledPanel(self.picture),
        }
        self.title = QLabel()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.back = QToolButton()
        self.back.setAutoRaise(True)
        self.back.setToolTip(tr("Back to the alternatives (Esc)"))
        self.back.clicked.connect(selection.clear)
        self.places: dict[What, QToolButton] = self._made_places()
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        self.fold = QToolButton()
        self.fold.setText(tr("Advanced"))
        self.fold.setToolTip(tr("Number of poses, sampler, steps, noise, seed and weights"))
        self.fold.setCheckable(True)
        self.fold.setAutoRaise(True)
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold.toggled.connect(self._unfold)
        self.advanced = ScrolledPanel(advanced)
        self.advanced.hide()
        self._lay_out()
        self.joint.installEventFilter(self)
        selection.changed.connect(self.follow)
        document.changed.connect(self._document_changed)
        self.draw_icons()
        self.follow()

    def _made_places(self) -> dict[What, QToolButton]:
        """A button for each page, with its icon; a joint is selected in a view."""
        select = self._selection
        places: dict[What, tuple[str, Callable[[], None]]] = {
            "nothing": (tr("Alternatives"), select.clear),
            "person": (tr("Person"), select.select_person),
            "camera": (tr("Camera"), select.select_camera),
            "picture": (tr("Picture"), select.select_picture),
        }
        made: dict[What, QToolButton] = {}
        for what, (words, choose) in places.items():
            place = QToolButton()
            place.setToolTip(words)
            place.setAccessibleName(words)
            place.setAutoRaise(True)
            place.setCheckable(True)
            place.setIconSize(QSize(18, 18))
            place.clicked.connect(choose)
            place.clicked.connect(self.follow)  # a click on what is selected leaves it selected
            made[what] = place
        return made

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.setContentsMargins(8, 4, 8, 4)
        header.setSpacing(2)
        header.addWidget(self.title, 1)
        header.addWidget(self.back)
        for place in self.places.values():
            header.addWidget(place)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(header)
        column.addWidget(self._stack, 1)
        column.addWidget(self.alternatives, 2)
        column.addWidget(self.fold)
        column.addWidget(self.advanced, 1)

    def sizeHint(self) -> QSize:
        return QSize(300, 480)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, 160)

    def draw_icons(self) -> None:
        """Draw all icons in the colours of the theme."""
        ink = QApplication.palette().color(QPalette.ColorRole.ButtonText)
        for what, place in self.places.items():
            place.setIcon(icon(_ICONS[what], ink))
        self.back.setIcon(icon("close", ink))
        self.fold.setIcon(icon("chevron_down" if self.fold.isChecked() else "chevron_right", ink))
        self.joint.draw_icons()
        self.camera.draw_icons()

    def follow(self) -> None:
        """Show the page of what is selected, and its title."""
        what = self._selection.what
        if what != "nothing":
            self._stack.setCurrentWidget(self._pages[what])
        self._stack.setVisible(what != "nothing")
        if what == "joint":
            self._stack.setFixedHeight(self._joint_height())  # whole rows; the cards below have the rest
        else:
            self._stack.setMinimumHeight(0)
            self._stack.setMaximumHeight(_ANY)
        self.alternatives.setVisible(what in ("nothing", "joint"))
        for other, place in self.places.items():
            place.setChecked(other == what)
        self._say_what()
        nothing = what == "nothing"
        self.back.setVisible(not nothing)
        self.fold.setVisible(nothing)
        self.advanced.setVisible(nothing and self.fold.isChecked())

    def _joint_height(self) -> int:
        """Of the page of a joint with all its rows, at most half of the panel's."""
        return max(min(self.joint.sizeHint().height() + 4, self.height() // 2), _LEAST)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the page of a joint more height when a row comes."""
        if (
            watched is self.joint
            and event.type() == QEvent.Type.LayoutRequest
            and self._selection.what == "joint"
        ):
            self._stack.setFixedHeight(self._joint_height())
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._selection.what == "joint":
            self._stack.setFixedHeight(self._joint_height())

    def _say_what(self) -> None:
        state = self._document.state
        titles: dict[What, Callable[[], str]] = {
            "nothing": self._alternatives_title,
            "joint": self.joint.title,
            "person": self.person.title,
            "camera": lambda: tr("Camera"),
            "picture": self.picture.title,
        }
        self.title.setText(titles[self._selection.what]())
        self.places["person"].setEnabled(not state.empty)
        self.places["picture"].setEnabled(state.picture is not None)

    def _alternatives_title(self) -> str:
        """Whose alternatives they are, where there are several people."""
        state = self._document.state
        if state.source.people < 2:
            return tr("Alternatives")
        return tr("Alternatives of {who}", who=name_of(state, state.person))

    def _document_changed(self, names: frozenset[str]) -> None:
        if names & {"source", "person", "picture", "names"}:
            self._say_what()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._selection.what != "nothing":
            self._selection.clear()
        else:
            super().keyPressEvent(event)

    def _unfold(self, unfolded: bool) -> None:
        self.advanced.setVisible(unfolded)
        self.draw_icons()
