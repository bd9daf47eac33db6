"""The window's first and least size, and its position on the screen."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

OPENS_AT = (1560, 940)
LEAST = (900, 560)
"""Width and height in device-independent pixels."""

_FRAME = (8, 36)  # width and height that a window's frame and title take, about
_SHARE = 0.9  # of the screen at most, at first: the window has a frame, and leaves other windows visible


def open_on_screen(window: QWidget) -> None:
    """Give the window its size for a first start, in the middle of the screen, and its least size. That is fixed, so
    that no text in a panel makes the window larger."""
    screen = _screen_of(window)
    room = screen.size() - QSize(*_FRAME)
    window.setMinimumSize(min(LEAST[0], room.width()), min(LEAST[1], room.height()))
    width = max(min(int(screen.width() * _SHARE), OPENS_AT[0]), window.minimumWidth())
    height = max(min(int(screen.height() * _SHARE), OPENS_AT[1]), window.minimumHeight())
    window.resize(width, height)
    window.move(screen.x() + (screen.width() - width) // 2, screen.y() + (screen.height() - height) // 2)


def keep_on_screen(window: QWidget) -> None:
    """Shrink and move a window whose stored geometry was restored, so that all of it is on the screen."""
    screen, frame = _screen_of(window), window.geometry()
    within = inside(frame, screen)
    if within != frame and not (window.isMaximized() or window.isFullScreen()):
        window.setGeometry(within)


def inside(frame: QRect, screen: QRect) -> QRect:
    """``frame``, cut to the size of ``screen`` and moved into it."""
    width, height = min(frame.width(), screen.width()), min(frame.height(), screen.height())
    x = min(max(frame.x(), screen.x()), screen.x() + screen.width() - width)
    y = min(max(frame.y(), screen.y()), screen.y() + screen.height() - height)
    return QRect(x, y, width, height)


def _screen_of(window: QWidget) -> QRect:
    """The area for windows of the screen that has the window's centre, or of the first screen."""
    screen = QGuiApplication.screenAt(window.geometry().center()) or QGuiApplication.primaryScreen()
    return screen.availableGeometry()
