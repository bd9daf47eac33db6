"""What the actions of the menu Time do: denoising steps, and frames of the clip."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QInputDialog

from posestudio.app.common.translation import tr
from posestudio.app.model.document import Document
from posestudio.app.shell.parts import Parts, Table

_TO_THE_END = 10**6  # steps


def time_commands(parts: Parts) -> Table:
    """The functions by the ids of their actions."""
    document, playback, actions = parts.document, parts.playback, parts.actions

    def set_loop() -> None:
        playback.loop = actions["loop"].isChecked()

    return {
        "play": playback.toggle,
        "start": partial(playback.move, -_TO_THE_END),
        "end": partial(playback.move, _TO_THE_END),
        "previous": partial(playback.move, -1),
        "next": partial(playback.move, 1),
        "ten_back": partial(playback.move, -10),
        "ten_on": partial(playback.move, 10),
        "go_to_step": partial(_go_to_step, parts),
        "loop": set_loop,
        "play_frames": parts.player.toggle,
        "previous_frame": partial(_move_frame, document, -1),
        "next_frame": partial(_move_frame, document, 1),
        "ten_frames_back": partial(_move_frame, document, -10),
        "ten_frames_on": partial(_move_frame, document, 10),
        "go_to_frame": partial(_go_to_frame, parts),
    }


def _move_frame(document: Document, frames: int) -> None:
    document.brief_gesture("frame")
    document.set_frame(document.state.frame + frames)


def _go_to_step(parts: Parts) -> None:
    playback = parts.playback
    step, given = QInputDialog.getInt(
        parts.studio.parent, tr("Go to step"), tr("Denoising step"), playback.step, 0, playback.last
    )
    if given:
        playback.pause()
        playback.go(step)


def _go_to_frame(parts: Parts) -> None:
    document = parts.document
    state = document.state
    frame, given = QInputDialog.getInt(
        parts.studio.parent, tr("Go to frame"), tr("Frame"), state.frame + 1, 1, max(state.source.frames, 1)
    )
    if given:
        document.end_gesture()
        document.set_frame(frame - 1)
