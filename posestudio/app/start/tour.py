"""A tour for a first session: a few steps, each beside the control that it is about, which is outlined."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from posestudio.app.common.translation import tr

_WIDTH, _MARGIN, _ROUND = 340, 12, 8  # pixels
_ROLE = QPalette.ColorRole
_LAYOUT = (
    QEvent.Type.Resize,
    QEvent.Type.Move,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.LayoutRequest,
)

Stop = tuple[QWidget, str]
"""A control, and what is said about it."""


class Tour(QFrame):
    """A box of text beside one control after the other; the rest of the window stays usable.

    Controls that are not seen are left out. The box follows when the layout changes.
    """

    def __init__(self, window: QWidget, stops: Sequence[Stop]) -> None:
        super().__init__(window)
        self.setObjectName("tour")
        self._window, self._all = window, stops
        self._stops: list[Stop] = []
        self._index = 0
        self._watched: list[QWidget] = []
        self.outline = _Outline(window)
        """The frame around the control."""
        self._placing = QTimer(self, singleShot=True, interval=0)
        self._placing.timeout.connect(self._place)
        self.label, self.count = QLabel(), QLabel()
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.RichText)
        self.count.setForegroundRole(_ROLE.PlaceholderText)
        self.skip, self.next = QPushButton(tr("Skip")), QPushButton(tr("Next"))
        row = QHBoxLayout()
        row.addWidget(self.count)
        row.addStretch()
        row.addWidget(self.skip)
        row.addWidget(self.next)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.addWidget(self.label)
        column.addLayout(row)
        self.skip.clicked.connect(self.end)
        self.next.clicked.connect(self._advance)
        self.hide()

    @property
    def control(self) -> QWidget | None:
        """What the box is about now."""
        return self._stops[self._index][0] if self._index < len(self._stops) else None

    def start(self) -> None:
        """Show the first step."""
        self._stops = [stop for stop in self._all if _is_seen(stop[0])]
        self._index = 0
        self._show_stop()

    def end(self) -> None:
        """Hide the box."""
        self._watch(None)
        self._stops = []
        self.outline.hide()
        self.hide()

    def _advance(self) -> None:
        self._index += 1
        self._show_stop()

    def _show_stop(self) -> None:
        control = self.control
        if control is None:
            self.end()
            return
        self._watch(control)
        self.label.setText(self._stops[self._index][1])
        self.count.setText(f"{self._index + 1} / {len(self._stops)}")
        last = self._index == len(self._stops) - 1
        self.next.setText(tr("Done") if last else tr("Next"))
        self.skip.setVisible(not last)
        self._place()
        self.show()

    # -- where it is

    def _watch(self, control: QWidget | None) -> None:
        """Notice when the control, or what it is in, moves."""
        for widget in self._watched:
            widget.removeEventFilter(self)
        self._watched = []
        while control is not None:
            self._watched.append(control)
            control.installEventFilter(self)
            control = control.parentWidget() if control is not self._window else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _LAYOUT:
            self._placing.start()  # once the layout has settled
        return False

    def _place(self) -> None:
        control = self.control
        if control is None:
            return
        if not _is_seen(control):  # it has been hidden meanwhile
            self._advance()
            return
        about = QRect(control.mapTo(self._window, QPoint(0, 0)), control.size())
        height = self._column.totalHeightForWidth(_WIDTH)
        self.setGeometry(beside(about, QSize(_WIDTH, height), self._window.rect()))
        self.outline.setGeometry(about)
        self.outline.show()
        self.outline.raise_()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(_ROLE.Highlight), 2))
        painter.setBrush(self.palette().color(_ROLE.Base))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _ROUND, _ROUND)
        painter.end()


class _Outline(QWidget):
    """A frame in the accent colour; the mouse goes to what is below it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(_ROLE.Highlight), 3))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 4, 4)
        painter.end()


def _is_seen(control: QWidget) -> bool:
    """Whether a control is shown, and not behind a tab, which Qt moves out of the window."""
    place = QRect(control.mapTo(control.window(), QPoint(0, 0)), control.size())
    return control.isVisible() and control.window().rect().intersects(place)


def beside(about: QRect, size: QSize, window: QRect) -> QRect:
    """Where a box of ``size`` covers least of the rectangle ``about``: at its right, left, below or above it, inside
    the ``window``."""
    x, y = about.left() + _MARGIN, about.top() + _MARGIN
    corners = (
        (about.right() + _MARGIN, y),
        (about.left() - size.width() - _MARGIN, y),
        (x, about.bottom() + _MARGIN),
        (x, about.top() - size.height() - _MARGIN),
    )
    room = window.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
    places = [
        QRect(
            QPoint(
                max(min(left, room.right() - size.width()), room.left()),
                max(min(top, room.bottom() - size.height()), room.top()),
            ),
            size,
        )
        for left, top in corners
    ]
    return min(places, key=lambda place: _area(place.intersected(about)))


def _area(rectangle: QRect) -> int:
    return rectangle.width() * rectangle.height() if rectangle.isValid() else 0


def first_steps(
    picture: QWidget, alternatives: QWidget, view: QWidget, timeline: QWidget, menus: QWidget
) -> list[Stop]:
    """The steps of a first session: the control that each is about, and its text."""
    return [
        (
            picture,
            tr(
                "<b>Begin with a photograph.</b> Drop a photo or a video anywhere in the window: the people in it "
                "are found. Then drag a keypoint that is wrong, and the 3D poses follow your hand."
            ),
        ),
        (
            alternatives,
            tr(
                "<b>One picture, several poses.</b> Each card is a pose that explains the same keypoints, and how "
                "likely it is. Point at a card to see it, click it to choose it."
            ),
        ),
        (
            view,
            tr(
                "<b>Look around, and pose in 3D.</b> Drag to turn the view, turn the wheel to come closer. E shows "
                "handles on the joints, to pull them."
            ),
        ),
        (
            timeline,
            tr(
                "<b>A motion has frames.</b> Space plays them. A keypoint that you drag in one frame becomes a key, "
                "and the motion follows around it."
            ),
        ),
        (
            menus,
            tr(
                "<b>Take it with you.</b> Ctrl+E exports the pose or the motion for other programs, Ctrl+S saves the "
                "project. F1 lists all keys."
            ),
        ),
    ]
