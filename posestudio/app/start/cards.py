"""Cards: large buttons with a picture above a title and a line of text, painted in the palette's colours."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QFont,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QToolButton, QWidget

from posestudio.app.common.translation import tr

_ROUND, _PAD = 10, 12  # pixels
_ROLE = QPalette.ColorRole


class Card(QAbstractButton):
    """A button with ``title`` and ``text`` below a picture of ``picture_height`` pixels, which may come later."""

    def __init__(
        self, title: str, text: str, picture_height: int, size: QSize, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._text, self._picture_height = text, picture_height
        self._picture = QImage()
        self._faint = False
        self.setText(title)
        self.setFixedSize(size)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_picture(self, picture: QImage) -> None:
        """Paint this picture in the upper part."""
        self._picture = picture
        self.update()

    def show_text(self, text: str, *, faint: bool = False) -> None:
        """Show another line below the title; ``faint`` paints the whole card as something that is not there."""
        self._text, self._faint = text, faint
        self.setAccessibleDescription(text)
        self.update()

    @property
    def text_below(self) -> str:
        """The line below the title."""
        return self._text

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        palette, pointed = self.palette(), self.underMouse() or self.hasFocus()
        painter.setPen(
            QPen(palette.color(_ROLE.Highlight if pointed else _ROLE.Midlight), 2 if pointed else 1)
        )
        painter.setBrush(palette.color(_ROLE.AlternateBase if self.isDown() else _ROLE.Base))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _ROUND, _ROUND)
        painter.setOpacity(0.45 if self._faint else 1.0)
        self._paint_picture(painter)
        self._paint_words(painter)
        painter.end()

    def _paint_picture(self, painter: QPainter) -> None:
        if self._picture.isNull():
            return
        room = QRect(0, 0, self.width(), self._picture_height).adjusted(_PAD, _PAD, -_PAD, 0)
        size = self._picture.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(room.topLeft(), size)
        place.moveCenter(room.center())
        path = QPainterPath()
        path.addRoundedRect(QRectF(place), _ROUND / 2, _ROUND / 2)
        painter.setClipPath(path)
        painter.drawImage(place, self._picture)
        painter.setClipping(False)

    def _paint_words(self, painter: QPainter) -> None:
        room = QRect(self.rect()).adjusted(_PAD, self._picture_height + 8, -_PAD, -8)
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(self.palette().color(_ROLE.WindowText))
        title = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft), title)
        room.setTop(room.top() + painter.fontMetrics().height() + 2)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(_ROLE.PlaceholderText))
        flags = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        painter.drawText(room, int(flags), self._text)


class FileCard(Card):
    """The card of a recent file, with a button that takes it out of the list."""

    removed = Signal()
    menu_requested = Signal(object)
    """The point on the screen."""

    SIZE = QSize(148, 160)

    def __init__(self, title: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(title, "", 104, self.SIZE, parent)
        self.setToolTip(tip)
        self.remove = QToolButton(self)
        self.remove.setText("\u00d7")
        self.remove.setToolTip(tr("Remove from this list"))
        self.remove.setAccessibleName(tr("Remove from this list"))
        self.remove.setAutoRaise(True)
        self.remove.setCursor(Qt.CursorShape.ArrowCursor)
        self.remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.remove.setFixedSize(22, 22)
        self.remove.move(self.width() - 26, 4)
        self.remove.clicked.connect(self.removed)
        self.remove.hide()

    def show_missing(self) -> None:
        """Say that the file is not there any more."""
        self.show_text(tr("Not found"), faint=True)
        self.remove.show()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.remove.show()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.remove.setVisible(self._faint)
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_requested.emit(event.globalPos())
