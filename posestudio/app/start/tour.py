"""A tour for a first session: a few steps, each beside the control that it is about, which is outlined."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from posestudio.app.common.translation import tr

_WIDTH, _MARGIN, _ROUND = 276, 12, 8  # pixels; a box fits into a column beside the views
_ROLE = QPalette.ColorRole
_LAYOUT = (
    QEvent.Type.Resize,
    QEvent.Type.Move,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.LayoutRequest,
)

Stop = tuple[Callable[[], QWidget | None], str]
"""A function that returns the control, and what is said about it."""


class Tour(QFrame):
    """A box of text beside one control after the other; the rest of the window stays usable.

    Controls that are not seen are left out. The box follows when the layout changes; it covers the widgets to keep
    ``clear``, and the other controls, as little as can be.
    """

    def __init__(self, window: QWidget, stops: Sequence[Stop], clear: Sequence[QWidget] = ()) -> None:
        super().__init__(window)
        self.setObjectName("tour")
        self._window, self._all, self._clear = window, stops, clear
        self._stops: list[Stop] = []  # of controls that were seen at the start; toolbars make theirs anew
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
        return self._stops[self._index][0]() if self._index < len(self._stops) else None

    def start(self) -> None:
        """Show the first step."""
        self._stops = [(find, text) for find, text in self._all if _is_seen(find())]
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
            if self._index < len(self._stops):  # it is gone
                self._advance()
            else:
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
        for widget in filter(isValid, self._watched):  # a toolbar that was made anew has deleted its own
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
        if not self._stops:
            return
        control = self.control
        if control is None or not _is_seen(control):  # it has been hidden meanwhile
            self._advance()
            return
        about = self._rect_of(control)
        height = self._column.totalHeightForWidth(_WIDTH)
        kept = [*(find() for find, _ in self._stops), *self._clear]
        others = [self._rect_of(other) for other in kept if other is not None and other is not control]
        self.setGeometry(beside(about, QSize(_WIDTH, height), self._window.rect(), others))
        self.outline.setGeometry(about)
        self.outline.show()
        self.outline.raise_()
        self.raise_()

    def _rect_of(self, control: QWidget) -> QRect:
        return QRect(control.mapTo(self._window, QPoint(0, 0)), control.size())

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


def _is_seen(control: QWidget | None) -> bool:
    """Whether there is a control that is shown, and not behind a tab, which Qt moves out of the window."""
    if control is None:
        return False
    place = QRect(control.mapTo(control.window(), QPoint(0, 0)), control.size())
    return control.isVisible() and control.window().rect().intersects(place)


def beside(about: QRect, size: QSize, window: QRect, others: Sequence[QRect] = ()) -> QRect:
    """Where in the ``window`` a box of ``size`` covers least of the rectangle ``about``, then least of ``others``,
    and is nearest to it."""
    room = window.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
    lefts = (
        room.left(),
        room.right(),
        about.right() + _MARGIN,
        about.left() - size.width() - _MARGIN,
        about.left(),
    )
    tops = (
        room.top(),
        room.bottom(),
        about.bottom() + _MARGIN,
        about.top() - size.height() - _MARGIN,
        about.top(),
    )
    places = [
        QRect(
            QPoint(
                max(min(left, room.right() - size.width()), room.left()),
                max(min(top, room.bottom() - size.height()), room.top()),
            ),
            size,
        )
        for left in lefts
        for top in tops
    ]

    def cost(place: QRect) -> tuple[int, int, int]:
        covered = sum(_area(place.intersected(other)) for other in others)
        away = place.center() - about.center()
        return _area(place.intersected(about)), covered, away.manhattanLength()

    return min(places, key=cost)


def _area(rectangle: QRect) -> int:
    return rectangle.width() * rectangle.height() if rectangle.isValid() else 0


def first_steps(
    picture: QWidget, alternatives: QWidget, view: QWidget, timeline: QWidget, export: QAction
) -> list[Stop]:
    """The steps of a first session: the control that each is about, and its text."""
    return [
        (
            lambda: picture,
            tr(
                "<b>Drag a keypoint that is wrong.</b> The 3D poses follow your hand. Any photograph or video can be "
                "dropped on the window: the people in it are found."
            ),
        ),
        (
            lambda: alternatives,
            tr(
                "<b>One picture, several poses.</b> Each card is a pose that explains the same keypoints, and how "
                "likely it is. Point at a card to see it, click it to choose it."
            ),
        ),
        (
            lambda: view,
            tr(
                "<b>Look around, and pose in 3D.</b> Drag to turn the view, turn the wheel to come closer. E shows "
                "handles on the joints, to pull them."
            ),
        ),
        (
            lambda: timeline,
            tr(
                "<b>A motion has frames.</b> Space plays them. A keypoint that you drag in one frame becomes a key, "
                "and the motion follows around it."
            ),
        ),
        (
            partial(_button_of, export),
            tr(
                "<b>Take it with you.</b> Export writes the pose or the motion for other programs. Ctrl+S saves the "
                "project, F1 lists all keys."
            ),
        ),
    ]


def _button_of(action: QAction) -> QWidget | None:
    """The button of a command that is seen."""
    buttons = (widget for widget in action.associatedObjects() if isinstance(widget, QToolButton))
    return next((button for button in buttons if button.isVisible()), None)
