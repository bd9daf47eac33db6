"""Mouse tools: one object for each thing a mouse button does in a view, and the router that gives it the events.

Other buttons never interfere with a tool: only the button that began it moves and ends it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QMouseEvent


class Tool(QObject):
    """What one mouse button does, from its press to its release.

    After ``press`` come calls of ``move`` and, at the end, one of ``release`` or one of ``cancel``.
    """

    drags: ClassVar[bool] = True
    """False for a tool that has done everything with ``press``: no other method is called."""
    cursor: ClassVar[Qt.CursorShape | None] = None
    """The cursor's shape while the tool is at work; None leaves it as it is."""
    allows_wheel: ClassVar[bool] = False
    """Whether the wheel may change the view meanwhile."""
    cancelled_by_escape: ClassVar[bool] = True
    cancelled_by_any_press: ClassVar[bool] = False

    def accepts(self, event: QMouseEvent) -> bool:
        """Whether this press begins the tool. Changes nothing."""
        raise NotImplementedError

    def press(self, event: QMouseEvent) -> None:
        """Begin."""

    def move(self, event: QMouseEvent) -> None:
        """The mouse has moved while the button is down."""

    def release(self, event: QMouseEvent) -> None:
        """The button came up: end."""

    def cancel(self) -> None:
        """End, and put back what was changed since the press."""


class ToolRouter:
    """Begins one of several tools at a press, and gives it the events of the button that began it."""

    def __init__(self, tools: Sequence[Tool]) -> None:
        self._tools = tuple(tools)
        self._tool: Tool | None = None
        self._button = Qt.MouseButton.NoButton

    @property
    def tool(self) -> Tool | None:
        """The tool at work, between the press and the release of its button."""
        return self._tool

    def press(self, event: QMouseEvent) -> Tool | None:
        """Begin the first tool that accepts the press, and return it. While one is at work, other buttons do nothing
        or cancel it.

        A second press of the same button means that its release was lost: the tool is cancelled.
        """
        if self._tool is not None:
            if self._tool.cancelled_by_any_press:
                self.cancel()
                return None
            if event.button() != self._button:
                return None
            self.cancel()
        tool = next((tool for tool in self._tools if tool.accepts(event)), None)
        if tool is None:
            return None
        if tool.drags:
            self._tool, self._button = tool, event.button()
        tool.press(event)
        return tool

    def move(self, event: QMouseEvent) -> bool:
        """Move the tool at work; False where there is none. It is cancelled if its button is no longer down:
        the button came up outside of this program's windows."""
        if self._tool is not None and not event.buttons() & self._button:
            self.cancel()
        if self._tool is None:
            return False
        self._tool.move(event)
        return True

    def release(self, event: QMouseEvent) -> None:
        """End the tool at work, if it was this button that began it."""
        if self._tool is not None and event.button() == self._button:
            self._end().release(event)

    def cancel(self) -> None:
        """Cancel the tool at work, if any."""
        if self._tool is not None:
            self._end().cancel()

    def _end(self) -> Tool:
        """The tool that was at work, and no longer is while it ends."""
        tool, self._tool, self._button = self._tool, None, Qt.MouseButton.NoButton
        assert tool is not None
        return tool
