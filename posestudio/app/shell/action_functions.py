"""What each action does: tables from the ids of actions to functions, one table per menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtWidgets import QInputDialog, QMessageBox

from posestudio.app.common.translation import tr
from posestudio.app.display.frame_player import FramePlayer
from posestudio.app.display.step_player import StepPlayer
from posestudio.app.editor import PicturePlanes
from posestudio.app.files.clipboard import Clipboard
from posestudio.app.files.export_writers import EXPORTS
from posestudio.app.files.exporting import Exporting
from posestudio.app.files.opening import Opening
from posestudio.app.files.recovery_offer import RecoveryPrompt
from posestudio.app.files.reloading import Reloading
from posestudio.app.files.saving import Saving
from posestudio.app.files.view_opening import ViewOpening
from posestudio.app.model import camera_edits
from posestudio.app.model.animation import MOST_SECONDS
from posestudio.app.model.camera_orbit import STEEPEST, Orbit
from posestudio.app.model.document import Document
from posestudio.app.model.joint_edits import with_children
from posestudio.app.model.motion_selection import MotionSelection
from posestudio.app.model.person_points import shown
from posestudio.app.model.state import BODY_OF_POINT
from posestudio.app.model.visibility import Visibility
from posestudio.app.shell.actions import Actions
from posestudio.app.shell.command_palette import CommandPalette
from posestudio.app.shell.help import KeysDialog
from posestudio.app.shell.key_editor import KeyEditor
from posestudio.app.shell.workspace import Workspace
from posestudio.app.viewport import ViewportGrid
from posestudio.app.work.detection import Detection
from posestudio.app.work.services import Studio
from posestudio.common.version import __version__
from posestudio.geometry.camera import Camera
from posestudio.geometry.orbit import wrapped

if TYPE_CHECKING:
    from posestudio.lifting.result import Lifted

Table = dict[str, Callable[[], Any]]

_TO_THE_END = 10**6  # steps


def connect(actions: Actions, table: Table) -> None:
    """Let each action of ``table`` call its function."""
    for name, function in table.items():
        actions[name].triggered.connect(lambda _=False, function=function: function())


def file_commands(
    opening: Opening,
    views: ViewOpening,
    saving: Saving,
    exporting: Exporting,
    recovery_prompt: RecoveryPrompt,
    reloading: Reloading,
) -> Table:
    """What the File menu does, but for closing the window."""
    exports: Table = {name: partial(exporting.ask_export, name) for name in EXPORTS}
    return exports | {
        "open": opening.ask,
        "add_view": views.ask,
        "correct_clip": reloading.correct_clip,
        "place_behind": opening.ask_behind,
        "open_example": opening.open_example,
        "open_last": recovery_prompt.open_last,
        "save_project": saving.save,
        "save_project_as": saving.ask_project,
        "export_picture": exporting.ask_picture,
        "screenshot": exporting.ask_screenshot,
        "copy_picture": exporting.copy_picture,
    }


def edit_commands(
    document: Document,
    actions: Actions,
    planes: PicturePlanes,
    clipboard: Clipboard,
    opening: Opening,
    views: ViewOpening,
    detection: Callable[[], Detection],
) -> Table:
    """What the Edit menu does, on keypoints those of the active plane; ``detection`` returns its detector."""
    joints = document.joints

    def select_limb() -> None:
        planes.active.select(with_children(planes.active.selected))

    def move_person(people: int) -> None:
        document.set_person((document.state.person + people) % max(document.state.source.people, 1))

    return {
        "undo": document.undo,
        "redo": document.redo,
        "copy_pose": clipboard.copy_pose,
        "paste": clipboard.paste,
        "select_all": lambda: planes.active.select(
            np.flatnonzero(shown(planes.edited.state.visibility)).tolist()
        ),
        "select_limb": select_limb,
        "mirror": lambda: planes.edited.joints.mirror(),
        "swap_sides": lambda: planes.edited.joints.swap_sides(),
        "snap": lambda: planes.edited.joints.snap_to_pose(),
        "add_extra": lambda: planes.edited.joints.add_extra(),
        "remove_extra": lambda: planes.edited.joints.remove_extra(),
        "reset_joints": lambda: planes.edited.joints.reset(),
        "pin": lambda: joints.toggle_pins(BODY_OF_POINT[joint] for joint in sorted(planes.active.selected)),
        "release_pins": joints.release_pins,
        "detect": lambda: detection().detect_again(),
        "find_everybody": lambda: detection().find_everybody(),
        "draw_box": lambda: planes.active.draw_box(actions["draw_box"].isChecked()),
        "place_person": lambda: planes.edited.place_person(),
        "next_person": partial(move_person, 1),
        "previous_person": partial(move_person, -1),
        "delete_person": lambda: planes.edited.remove_person(planes.edited.state.person),
        "standing_pose": opening.open_standing_pose,
        "remove_picture": lambda: document.set_picture(None),
        "view_camera": views.ask_camera,
        "exchange_views": views.exchange,
        "remove_view": views.remove,
    }


def view_commands(
    studio: Studio,
    actions: Actions,
    planes: PicturePlanes,
    viewport: ViewportGrid,
    visibility: Visibility,
    workspace: Workspace,
    set_views: Callable[[int], None],
) -> Table:
    """What the View menu does."""
    palette = CommandPalette(actions, studio.parent)

    def frame() -> None:
        planes.fit()
        viewport.frame()

    return {
        "frame": frame,
        "fit_person": lambda: planes.active.fit_person(),
        "front": viewport.view_front,
        "side": viewport.view_side,
        "top": viewport.view_top,
        "orthographic": viewport.toggle_orthographic,
        "through_camera": viewport.look_through_camera,
        "one_view": partial(set_views, 1),
        "two_views": partial(set_views, 2),
        "three_views": partial(set_views, 3),
        "four_views": partial(set_views, 4),
        "trails": lambda: visibility.set(trails=actions["trails"].isChecked()),
        "heatmaps": lambda: planes.show_heat(actions["heatmaps"].isChecked()),
        "onion": lambda: visibility.set(onion=actions["onion"].isChecked()),
        "palette": lambda: palette.open_over(studio.parent),
        "train": partial(workspace.bring, "training"),
        "reset_layout": workspace.reset,
    }


def time_commands(studio: Studio, actions: Actions, playback: StepPlayer, player: FramePlayer) -> Table:
    """What the Time menu does: denoising steps in ``playback``, frames of the clip in ``player``."""
    document = studio.document

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
        "go_to_step": partial(_go_to_step, studio, playback),
        "loop": set_loop,
        "play_frames": player.toggle,
        "previous_frame": partial(_move_frame, document, -1),
        "next_frame": partial(_move_frame, document, 1),
        "ten_frames_back": partial(_move_frame, document, -10),
        "ten_frames_on": partial(_move_frame, document, 10),
        "go_to_frame": partial(_go_to_frame, studio),
    }


def motion_commands(studio: Studio, actions: Actions, opening: Opening, selection: MotionSelection) -> Table:
    """What the Motion menu does."""
    return {
        "new_motion": partial(_new_motion, studio, opening),
        "make_key": selection.make_key,
        "delete_key": selection.delete_keys,
        "copy_key": selection.copy_keys,
        "paste_key": selection.paste_keys,
        "previous_key": partial(selection.go_to_key, -1),
        "next_key": partial(selection.go_to_key, 1),
        "range_start": selection.begin_range,
        "range_end": selection.end_range,
        "swap_range": selection.swap_sides,
        "missing_range": selection.mark_missing,
        "trim": selection.trim,
        "keep_all": selection.keep_all,
        "loop_motion": lambda: selection.set_loop(actions["loop_motion"].isChecked()),
    }


def hypothesis_commands(
    document: Document,
    actions: Actions,
    viewport: ViewportGrid,
    visibility: Visibility,
    new_seed: Callable[[], None],
) -> Table:
    """What the Hypotheses menu does."""

    def with_selected(change: Callable[[Lifted, int], None]) -> None:
        if document.result is not None:
            change(document.result, document.selected)

    return {
        "new_seed": new_seed,
        "best": partial(document.select, 0),
        "next_hypothesis": partial(_move_choice, document, 1),
        "previous_hypothesis": partial(_move_choice, document, -1),
        "solo": lambda: visibility.set(solo=actions["solo"].isChecked()),
        "hide": partial(with_selected, visibility.toggle_hidden),
        "compare": partial(with_selected, visibility.toggle_compared),
        "show_all": visibility.show_all,
        "aim": document.aim_at_person,
        "camera_here": partial(_camera_to_view, document, viewport),
    }


def help_commands(studio: Studio, actions: Actions, start_tour: Callable[[], None]) -> Table:
    """What the Help menu does."""
    parent = studio.parent
    return {
        "shortcuts": lambda: KeysDialog(actions, parent).show(),
        "edit_shortcuts": lambda: KeyEditor(actions, parent).show(),
        "tour": start_tour,
        "about": partial(_about, studio),
    }


def _move_frame(document: Document, frames: int) -> None:
    document.brief_gesture("frame")
    document.set_frame(document.state.frame + frames)


def _move_choice(document: Document, ranks: int) -> None:
    if document.result is not None:
        last = document.result.joints.shape[1] - 1
        document.select(min(max(document.selected + ranks, 0), last))


def _camera_to_view(document: Document, viewport: ViewportGrid) -> None:
    view, size = viewport.save_view(), document.state.camera.size
    # A person seen from straight above has no upright picture.
    elevation = min(max(view.elevation, -STEEPEST), STEEPEST)
    orbit = Orbit(wrapped(view.azimuth), elevation, 0.0, view.distance, view.fov)
    target = np.array(view.target)
    moved = camera_edits.moved_to(document.state, orbit.apply(Camera.default(size), target), target)
    document.edit_to("Camera to the view", moved)


def _go_to_step(studio: Studio, playback: StepPlayer) -> None:
    step, given = QInputDialog.getInt(
        studio.parent, tr("Go to step"), tr("Denoising step"), playback.step, 0, playback.last
    )
    if given:
        playback.pause()
        playback.go(step)


def _go_to_frame(studio: Studio) -> None:
    state = studio.document.state
    frame, given = QInputDialog.getInt(
        studio.parent, tr("Go to frame"), tr("Frame"), state.frame + 1, 1, max(state.source.frames, 1)
    )
    if given:
        studio.document.end_gesture()
        studio.document.set_frame(frame - 1)


def _new_motion(studio: Studio, opening: Opening) -> None:
    seconds, given = QInputDialog.getDouble(
        studio.parent, tr("New motion"), tr("Seconds"), 4.0, 0.1, MOST_SECONDS, 1
    )
    if given:
        opening.open_new_motion(seconds)


def _about(studio: Studio) -> None:
    QMessageBox.about(
        studio.parent,
        tr("About PoseStudio"),
        f"<h3>PoseStudio {__version__}</h3><p>Drag a person's keypoints, and see, at once and as motion, "
        "every 3D pose that explains them.</p><p>MIT licence.</p>",
    )
