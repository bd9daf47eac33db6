"""What the actions do: the table's ids joined to the document, the views and the files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtWidgets import QInputDialog, QMessageBox

from posestudio.app.common.translation import tr
from posestudio.app.files.saving import EXPORTS
from posestudio.app.model.joint_edits import with_children
from posestudio.app.model.orbit import STEEPEST, Orbit
from posestudio.app.model.state import BODY_OF_COCO
from posestudio.app.shell.command_palette import CommandPalette
from posestudio.app.shell.help import KeysDialog
from posestudio.app.shell.key_editor import KeyEditor
from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.common.version import __version__
from posestudio.geometry.camera import Camera
from posestudio.geometry.orbit import wrapped

if TYPE_CHECKING:
    from posestudio.app.shell.window import StudioWindow

_TO_THE_END = 10**6  # steps


class Commands:
    """Belongs to a window."""

    def __init__(self, window: StudioWindow) -> None:
        self._window = window
        self._palette = CommandPalette(window.actions_by_id, window)

    def connect(self) -> None:
        """Join every action of the table to what it does."""
        table = self._files() | self._edits() | self._views() | self._time() | self._poses() | self._help()
        for name, work in table.items():
            self._window.actions_by_id[name].triggered.connect(lambda _=False, work=work: work())

    def _files(self) -> dict[str, Callable[[], Any]]:
        opening, saving = self._window.opening, self._window.saving
        exports = {name: partial(saving.ask_export, name) for name in EXPORTS}
        return exports | {
            "open": opening.ask,
            "correct_clip": opening.correct_clip,
            "place_behind": opening.ask_behind,
            "open_example": opening.open_example,
            "open_last": opening.open_last,
            "save_project": saving.save,
            "save_project_as": saving.ask_project,
            "export_picture": saving.ask_picture,
            "screenshot": saving.ask_screenshot,
            "copy_picture": saving.copy_picture,
            "quit": self._window.close,
        }

    def _edits(self) -> dict[str, Callable[[], Any]]:
        window, document = self._window, self._window.document
        editor, joints = window.editor, document.joints
        return {
            "undo": document.undo,
            "redo": document.redo,
            "copy_pose": window.opening.copy_pose,
            "paste": window.opening.paste,
            "select_all": lambda: editor.select(range(len(COCO_KEYPOINTS))),
            "select_limb": lambda: editor.select(with_children(editor.selected)),
            "mirror": joints.mirror,
            "swap_sides": joints.swap_sides,
            "snap": joints.snap_to_pose,
            "reset_joints": joints.reset,
            "pin": self._pin,
            "release_pins": joints.release_pins,
            "detect": window.detection.find,
            "draw_box": lambda: editor.draw_box(self._checked("draw_box")),
            "standing_pose": window.opening.standing_pose,
            "remove_picture": lambda: document.set_picture(None),
        }

    def _views(self) -> dict[str, Callable[[], Any]]:
        window, viewport = self._window, self._window.viewport
        return {
            "frame": self._frame,
            "front": viewport.view_front,
            "side": viewport.view_side,
            "top": viewport.view_top,
            "orthographic": viewport.toggle_orthographic,
            "through_camera": viewport.look_through_camera,
            "one_view": partial(window.set_views, 1),
            "two_views": partial(window.set_views, 2),
            "three_views": partial(window.set_views, 3),
            "four_views": partial(window.set_views, 4),
            "trails": lambda: window.visibility.set(trails=self._checked("trails")),
            "heatmaps": lambda: window.editor.show_heat(self._checked("heatmaps")),
            "onion": lambda: window.visibility.set(onion=self._checked("onion")),
            "palette": lambda: self._palette.open_over(window),
            "train": partial(window.workspace.bring, "training"),
            "reset_layout": window.workspace.reset,
        }

    def _time(self) -> dict[str, Callable[[], Any]]:
        playback = self._window.playback
        return {
            "play": playback.toggle,
            "start": partial(playback.move, -_TO_THE_END),
            "end": partial(playback.move, _TO_THE_END),
            "previous": partial(playback.move, -1),
            "next": partial(playback.move, 1),
            "ten_back": partial(playback.move, -10),
            "ten_on": partial(playback.move, 10),
            "go_to_step": self._go_to_step,
            "loop": self._set_loop,
            "play_frames": self._window.player.toggle,
            "previous_frame": partial(self._move_frame, -1),
            "next_frame": partial(self._move_frame, 1),
            "ten_frames_back": partial(self._move_frame, -10),
            "ten_frames_on": partial(self._move_frame, 10),
            "go_to_frame": self._go_to_frame,
        }

    def _poses(self) -> dict[str, Callable[[], Any]]:
        window, document, visibility = self._window, self._window.document, self._window.visibility
        return {
            "new_seed": window.sampler_panel.reseed,
            "best": partial(document.select, 0),
            "next_hypothesis": partial(self._move_choice, 1),
            "previous_hypothesis": partial(self._move_choice, -1),
            "solo": lambda: visibility.set(solo=self._checked("solo")),
            "hide": lambda: window.with_chosen(visibility.toggle_hidden),
            "compare": lambda: window.with_chosen(visibility.toggle_compared),
            "show_all": visibility.show_all,
            "aim": document.aim_at_person,
            "camera_here": self._camera_here,
        }

    def _help(self) -> dict[str, Callable[[], Any]]:
        window, actions = self._window, self._window.actions_by_id
        return {
            "shortcuts": lambda: KeysDialog(actions, window).show(),
            "edit_shortcuts": lambda: KeyEditor(actions, window).show(),
            "tour": window.tour.start,
            "about": self._about,
        }

    # -- what takes more than a line

    def _checked(self, name: str) -> bool:
        return self._window.actions_by_id[name].isChecked()

    def _frame(self) -> None:
        self._window.editor.fit()
        self._window.viewport.frame()

    def _pin(self) -> None:
        self._window.document.joints.toggle_pins(
            BODY_OF_COCO[joint] for joint in sorted(self._window.editor.selected)
        )

    def _set_loop(self) -> None:
        self._window.playback.loop = self._window.player.loop = self._checked("loop")

    def _move_frame(self, frames: int) -> None:
        document = self._window.document
        document.brief_gesture("frame")
        document.set_frame(document.state.frame + frames)

    def _move_choice(self, ranks: int) -> None:
        document = self._window.document
        if document.result is not None:
            last = document.result.joints.shape[1] - 1
            document.select(min(max(document.selected + ranks, 0), last))

    def _camera_here(self) -> None:
        document, view = self._window.document, self._window.viewport.save_view()
        size = document.state.camera.size
        # A person seen from straight above has no upright picture.
        elevation = min(max(view.elevation, -STEEPEST), STEEPEST)
        orbit = Orbit(wrapped(view.azimuth), elevation, 0.0, view.distance, view.fov)
        target = np.array(view.target)
        document.edit("Camera to the view", camera=orbit.apply(Camera.default(size), target), target=target)

    def _go_to_step(self) -> None:
        playback = self._window.playback
        step, given = QInputDialog.getInt(
            self._window, tr("Go to step"), tr("Denoising step"), playback.step, 0, playback.last
        )
        if given:
            playback.pause()
            playback.go(step)

    def _go_to_frame(self) -> None:
        state = self._window.document.state
        frame, given = QInputDialog.getInt(
            self._window, tr("Go to frame"), tr("Frame"), state.frame + 1, 1, max(state.source.frames, 1)
        )
        if given:
            self._window.document.end_gesture()
            self._window.document.set_frame(frame - 1)

    def _about(self) -> None:
        QMessageBox.about(
            self._window,
            tr("About PoseStudio"),
            f"<h3>PoseStudio {__version__}</h3><p>Drag a person's 2D joints, and see, at once and as motion, "
            "every 3D pose that explains them.</p><p>MIT licence.</p>",
        )
