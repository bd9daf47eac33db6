"""What the actions of the menu Time do: the frames, and the denoising of the pose."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QInputDialog

from posestudio.app.common.translation import tr
from posestudio.app.model.document import Document
from posestudio.app.model.motion_observation import motion_range
from posestudio.app.shell.parts import Parts, Table

_TO_THE_END = 10**6  # steps


def time_commands(parts: Parts) -> Table:
    """The functions by the ids of their actions."""
    document, playback, player, actions = parts.document, parts.playback, parts.player, parts.actions

    def set_loop() -> None:
        playback.loop = actions["loop"].isChecked()

    def set_loop_of_frames() -> None:
        player.loop = actions["loop_motion"].isChecked()

    def form() -> None:
        player.pause()
        document.end_gesture()
        playback.form()

    def play() -> None:
        if document.state.source.frames <= 1:
            form()
            return
        playback.go(playback.last)
        player.toggle()

    def next_unsure() -> None:
        if not parts.timeline.go_to_unsure():
            parts.studio.show_message(tr("No frame is unsure"))

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
        "play_frames": play,
        "how_it_formed": form,
        "first_frame": partial(_go_to_end, document, 0),
        "last_frame": partial(_go_to_end, document, 1),
        "previous_frame": partial(_move_frame, document, -1),
        "next_frame": partial(_move_frame, document, 1),
        "ten_frames_back": partial(_move_frame, document, -10),
        "ten_frames_on": partial(_move_frame, document, 10),
        "go_to_frame": partial(_go_to_frame, parts),
        "next_unsure": next_unsure,
        "mark_in": parts.selection.mark_in,
        "mark_out": parts.selection.mark_out,
        "keep_all": parts.selection.keep_all,
        "loop_motion": set_loop_of_frames,
    }


def _move_frame(document: Document, frames: int) -> None:
    document.brief_gesture("frame")
    document.set_frame(document.state.frame + frames)


def _go_to_end(document: Document, end: int) -> None:
    """Show the first frame that is kept for 0, the last for 1; when it is shown, the first or last of all."""
    last = document.state.source.frames - 1
    kept = motion_range(document.state)[end]
    document.end_gesture()
    document.set_frame((0, last)[end] if document.state.frame == kept else kept)


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
