"""The card of an alternative: its picture, letter, share and how it differs from the first."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QFont,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolTip, QWidget

from posestudio.app.common.numbers import percent
from posestudio.app.common.translation import tr

PICTURE = QSize(120, 96)
"""Of a card's picture, in pixels of the screen's coordinates."""
LOWEST = 44
"""Pixels of the lowest card that has its picture beside its words."""

_MARGIN, _GAP, _BAR, _CORNER = 8, 4, 4, 8  # pixels
_COMPARE = 22  # pixels along a side of the button that compares
_Role = QPalette.ColorRole
_CHOOSE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select)
_ON, _BACK = (Qt.Key.Key_Right, Qt.Key.Key_Down), (Qt.Key.Key_Left, Qt.Key.Key_Up)
_KEYS = (*_CHOOSE, *_ON, *_BACK)


class AlternativeCard(QAbstractButton):
    """A click chooses the alternative, Ctrl+click or the button in its corner compares it with the chosen one; the
    keyboard's Return and Ctrl+Return do the same."""

    chosen = Signal()
    compare_requested = Signal()
    hovered = Signal(bool)
    """The pointer has come, or gone."""
    menu_requested = Signal(QPoint)
    """The point of the screen where the card's menu is wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.letter, self.share, self.difference = "", 0.0, ""
        self.picture = QImage()
        self.tint: QColor | None = None
        """The colour in which it is compared."""
        self._over = False
        self._row: int | None = None

    def describe(self, letter: str, share: float, difference: str) -> None:
        """Show what the alternative is called, its share of the hypotheses from 0 to 1, none where it is 0, and how
        it differs."""
        if (letter, share, difference) == (self.letter, self.share, self.difference):
            return
        self.letter, self.share, self.difference = letter, share, difference
        self.setToolTip(tr("{percent} % of the sampled poses", percent=f"{100 * share:.0f}") if share else "")
        self.setAccessibleName(f"{letter} {self.percent}, {difference}")
        self.update()

    def show_picture(self, picture: QImage) -> None:
        """Show another picture."""
        self.picture = picture
        self.update()

    def mark(self, chosen: bool, tint: QColor | None) -> None:
        """Whether it is the one chosen, and the colour in which it is compared."""
        if (chosen, tint) != (self.isChecked(), self.tint):
            self.tint = tint
            self.setChecked(chosen)
            self.update()

    def set_row(self, height: int | None) -> None:
        """Show the picture beside the words, in a row of ``height`` pixels; None has it above them."""
        if height != self._row:
            self._row = height
            self.updateGeometry()
            self.update()

    @property
    def percent(self) -> str:
        """'50 %'."""
        return percent(self.share) if self.share else ""

    @property
    def full_height(self) -> int:
        """Pixels of a card that has its picture above its words."""
        return PICTURE.height() + _MARGIN + 3 * self.fontMetrics().height() + _BAR + 4 * _GAP

    def sizeHint(self) -> QSize:
        height = self.full_height
        if self._row is not None:
            height = max(self._row, 2 * self.fontMetrics().height() + 10)
        return QSize(PICTURE.width() + 2, height)

    def minimumSizeHint(self) -> QSize:
        return QSize(96, self.sizeHint().height())

    # -- mouse and keys

    def nextCheckState(self) -> None:
        """The document says which card is chosen, not the click."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        on_button = self._corner().contains(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
        elif control or on_button:
            self.compare_requested.emit()
        else:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.chosen.emit()

    def event(self, event: QEvent) -> bool:
        """The keys of a card are its own, and not those of the window's commands; its words on hover are those of the
        share alone, so that they lie over no pose that is shown."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            if self._picture_area().contains(QPointF(event.pos())):
                QToolTip.hideText()
                return True
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in _KEYS
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _CHOOSE:
            compares = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            (self.compare_requested if compares else self.chosen).emit()
        elif event.key() in _ON:
            self.focusNextChild()
        elif event.key() in _BACK:
            self.focusPreviousChild()
        else:
            event.ignore()  # keys of the window's commands

    def enterEvent(self, event: QEnterEvent) -> None:
        self._set_over(True)

    def leaveEvent(self, event: QEvent) -> None:
        self._set_over(False)

    def hideEvent(self, event: QEvent) -> None:
        self._set_over(False)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_requested.emit(event.globalPos())

    def _set_over(self, over: bool) -> None:
        if over != self._over:
            self._over = over
            self.hovered.emit(over)
            self.update()

    # -- painting

    def _corner(self) -> QRect:
        return QRect(self.width() - _COMPARE - 4, 4, _COMPARE, _COMPARE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        colours = self.palette()
        accent = colours.color(_Role.Highlight)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.color(_Role.Base))
        painter.drawRoundedRect(frame, _CORNER, _CORNER)
        self._paint_picture(painter)
        self._paint_words(painter, accent)
        pen = QPen(colours.color(_Role.Dark if self._over else _Role.Mid), 1.0)
        if self.isChecked():
            pen = QPen(accent, 2.0)
        elif self.tint is not None:
            pen = QPen(self.tint, 2.0)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, _CORNER, _CORNER)
        if self.hasFocus():
            painter.setPen(QPen(colours.color(_Role.Text), 1.0, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(frame.adjusted(3, 3, -3, -3), _CORNER - 3, _CORNER - 3)
        if self._offers_compare:
            self._paint_compare(painter)
        painter.end()

    def _picture_area(self) -> QRectF:
        if self._row is None:
            return QRectF((self.width() - PICTURE.width()) / 2, 2, PICTURE.width(), PICTURE.height())
        height = min(self.height() - 4, PICTURE.height())
        width = height * PICTURE.width() / PICTURE.height()
        return QRectF(2, (self.height() - height) / 2, width, height)

    def _paint_picture(self, painter: QPainter) -> None:
        if not self.picture.isNull():
            painter.drawImage(self._picture_area(), self.picture)

    def _words_area(self) -> QRectF:
        """Of the first line, which has the letter and the share."""
        line = self.fontMetrics().height()
        if self._row is None:
            return QRectF(_MARGIN, PICTURE.height() + _GAP, self.width() - 2 * _MARGIN, line)
        left = self._picture_area().right() + _MARGIN
        lines = 3 if self.height() >= 3 * line + _BAR + 2 * _GAP + 8 else 2
        top = (self.height() - lines * line - _BAR - 4) / 2
        right = self.width() - _MARGIN - (_COMPARE if self._offers_compare else 0)
        return QRectF(left, top, right - left, line)

    @property
    def _offers_compare(self) -> bool:
        return not self.isChecked() and (self._over or self.hasFocus() or self.tint is not None)

    def _paint_words(self, painter: QPainter, accent: QColor) -> None:
        colours, metrics = self.palette(), self.fontMetrics()
        inside, gap = self._words_area(), _GAP if self._row is None else 2
        bold = QFont(self.font())
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(colours.color(_Role.Text))
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.letter)
        painter.drawText(inside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.percent)
        bar = QRectF(inside.left(), inside.bottom() + gap, inside.width(), _BAR if self.share else 0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.color(_Role.Midlight))
        painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
        bar.setWidth(max(bar.width() * min(self.share, 1.0), _BAR))
        painter.setBrush(accent if self.tint is None else self.tint)
        painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
        painter.setFont(self.font())
        painter.setPen(colours.color(_Role.PlaceholderText))
        below = QRectF(inside.left(), bar.bottom() + gap, inside.width(), 2 * metrics.height())
        below.setRight(self.width() - _MARGIN)
        if below.bottom() > self.height():  # a low row
            words = metrics.elidedText(self.difference, Qt.TextElideMode.ElideRight, int(below.width()))
            painter.drawText(below, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), words)
            return
        wrapped = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
        painter.drawText(below, wrapped, self.difference)

    def _paint_compare(self, painter: QPainter) -> None:
        """Two overlapping figures' outlines, as a button."""
        corner, colours = QRectF(self._corner()), self.palette()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.color(_Role.Button) if self.tint is None else self.tint)
        painter.drawRoundedRect(corner, 5, 5)
        ink = colours.color(_Role.ButtonText if self.tint is None else _Role.Base)
        painter.setPen(QPen(ink, 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        middle = corner.center()
        for aside in (-2.6, 2.6):
            painter.drawEllipse(QRectF(middle.x() + aside - 4.2, middle.y() - 4.2, 8.4, 8.4))
