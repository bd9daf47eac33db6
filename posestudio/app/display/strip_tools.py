"""The mouse tools of the strip of frames, one class each."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent

from posestudio.app.common.mouse_tools import Tool
from posestudio.app.display.strip_model import StripModel
from posestudio.app.model import motion_edits
from posestudio.app.model.drag_gesture import DragGesture

LEAST_DRAG = 3.0  # pixels; less is a click

_Left, _Middle = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
_Control, _Shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def strip_tools(strip: StripModel) -> tuple[Tool, ...]:
    """All tools of the strip; the first that accepts a press begins."""
    return tuple(kind(strip) for kind in (ToggleKey, SelectRange, MoveKeys, MoveTrim, Scrub, Scroll))


class StripTool(Tool):
    """A tool that acts on a ``strip``; a drag that edits is one gesture of the document."""

    def __init__(self, strip: StripModel) -> None:
        super().__init__(strip)
        self._strip, self._document = strip, strip.document
        self._gesture = DragGesture(strip.document)

    def _frame(self, event: QMouseEvent) -> int:
        return self._strip.scale.frame_at(event.position().x())

    def _key(self, event: QMouseEvent) -> int | None:
        return self._strip.key_under(event.position().x(), event.position().y())

    def _handle(self, event: QMouseEvent) -> int | None:
        return self._strip.handle_under(event.position().x(), event.position().y())

    def release(self, event: QMouseEvent) -> None:
        self._gesture.end()

    def cancel(self) -> None:
        self._gesture.cancel()


class ToggleKey(StripTool):
    """Ctrl + click on a key selects it as well, or no longer."""

    drags = False

    def accepts(self, event: QMouseEvent) -> bool:
        control = bool(event.modifiers() & _Control)
        return event.button() == _Left and control and self._key(event) is not None

    def press(self, event: QMouseEvent) -> None:
        key = self._key(event)
        assert key is not None
        self._strip.selection.toggle_key(key)


class SelectRange(StripTool):
    """Shift + drag selects a range of frames, from the frame that is shown where it is only a click."""

    def __init__(self, strip: StripModel) -> None:
        super().__init__(strip)
        self._start, self._first, self._before = 0.0, 0, strip.selection.range

    def accepts(self, event: QMouseEvent) -> bool:
        return event.button() == _Left and bool(event.modifiers() & _Shift)

    def press(self, event: QMouseEvent) -> None:
        self._before = self._strip.selection.range
        self._start, self._first = event.position().x(), self._frame(event)
        self._strip.selection.set_range(self._document.state.frame, self._first)

    def move(self, event: QMouseEvent) -> None:
        if abs(event.position().x() - self._start) >= LEAST_DRAG:
            self._strip.selection.set_range(self._first, self._frame(event))

    def release(self, event: QMouseEvent) -> None:
        """The range stays selected."""

    def cancel(self) -> None:
        if self._before is None:
            self._strip.selection.clear()
        else:
            self._strip.selection.set_range(*self._before)


class MoveKeys(StripTool):
    """Left drag on a key moves it with all that are selected; a click shows its frame."""

    cursor = Qt.CursorShape.SizeHorCursor

    def __init__(self, strip: StripModel) -> None:
        super().__init__(strip)
        self._start = 0.0
        self._dragged = False
        self._key_pressed = self._moved_by = 0
        self._state = strip.document.state
        self._keys: frozenset[int] = frozenset()

    def accepts(self, event: QMouseEvent) -> bool:
        return event.button() == _Left and self._key(event) is not None

    def press(self, event: QMouseEvent) -> None:
        key = self._key(event)
        assert key is not None
        if key not in self._strip.selection.keys:
            self._strip.selection.select_keys([key])
        self._gesture.begin()
        self._start, self._key_pressed = event.position().x(), key
        self._dragged, self._moved_by = False, 0
        self._state, self._keys = self._document.state, self._strip.selection.keys

    def move(self, event: QMouseEvent) -> None:
        self._dragged = self._dragged or abs(event.position().x() - self._start) >= LEAST_DRAG
        if not (self._dragged and self._gesture.under_way):
            return
        # All keys are moved from where they were at the press: those that are passed over stay.
        by = self._frame(event) - self._strip.scale.frame_at(self._start)
        by = min(max(by, -min(self._keys)), self._state.source.frames - 1 - max(self._keys))
        change = motion_edits.keys_moved(self._state, self._keys, by)
        if change is None or by == self._moved_by:
            return
        self._moved_by = by
        there = change.state if by else self._state
        moved = replace(
            self._document.state, keypoint_edits=there.keypoint_edits, pins=there.pins, poses=there.poses
        )
        self._document.edit_to(change.text, moved, in_gesture=True)
        self._strip.selection.select_keys(frame + by for frame in self._keys)

    def release(self, event: QMouseEvent) -> None:
        if self._moved_by:
            super().release(event)
        else:
            self._gesture.cancel()
        if not self._dragged:
            self._document.set_frame(self._key_pressed)
            self._strip.selection.select_keys([self._key_pressed])

    def cancel(self) -> None:
        super().cancel()
        self._strip.selection.select_keys(self._keys)


class MoveTrim(StripTool):
    """Left drag on a handle at either end of what is kept moves it."""

    cursor = Qt.CursorShape.SizeHorCursor

    def __init__(self, strip: StripModel) -> None:
        super().__init__(strip)
        self._side = 0

    def accepts(self, event: QMouseEvent) -> bool:
        return event.button() == _Left and self._handle(event) is not None

    def press(self, event: QMouseEvent) -> None:
        self._side = self._handle(event) or 0
        self._gesture.begin()

    def move(self, event: QMouseEvent) -> None:
        if not self._gesture.under_way:
            return
        first, last = self._strip.trim
        scale = self._strip.scale
        edge = round(scale.first + (event.position().x() - scale.x(scale.first)) / scale.per_frame)
        frames = (min(edge, last), last) if self._side == 0 else (first, max(edge - 1, first))
        self._document.apply(motion_edits.trimmed(self._document.state, frames), in_gesture=True)


class Scrub(StripTool):
    """Left drag anywhere else shows the frame under the pointer."""

    def accepts(self, event: QMouseEvent) -> bool:
        return event.button() == _Left

    def press(self, event: QMouseEvent) -> None:
        self._strip.selection.select_keys(())
        self._gesture.begin()
        self.move(event)

    def move(self, event: QMouseEvent) -> None:
        if self._gesture.under_way:
            self._document.set_frame(self._frame(event))

    def cancel(self) -> None:
        self._gesture.end()


class Scroll(StripTool):
    """Middle drag scrolls."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, strip: StripModel) -> None:
        super().__init__(strip)
        self._last = 0.0

    def accepts(self, event: QMouseEvent) -> bool:
        return event.button() == _Middle

    def press(self, event: QMouseEvent) -> None:
        self._last = event.position().x()

    def move(self, event: QMouseEvent) -> None:
        x = event.position().x()
        self._strip.scale.scroll(self._last - x)
        self._last = x
        self._strip.changed.emit()
