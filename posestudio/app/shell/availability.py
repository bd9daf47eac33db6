"""Which actions can be used on the present document."""

from __future__ import annotations

from posestudio.app.files.export_writers import EXPORTS
from posestudio.app.model.document import Document
from posestudio.app.model.motion_edits import key_frames
from posestudio.app.model.motion_selection import MotionSelection
from posestudio.app.model.people_edits import can_remove, in_picture
from posestudio.app.model.person_points import K
from posestudio.app.model.sources import ClipSource
from posestudio.app.model.state import State
from posestudio.app.model.video_source import VideoSource
from posestudio.app.model.views import takes_views
from posestudio.app.shell.actions import Actions

_OF_POSES = (
    *("best", "next_hypothesis", "previous_hypothesis", "solo", "hide", "compare", "show_all"),
    *("snap", "pin", "handles"),
    *(name for name, export in EXPORTS.items() if export.needs_poses),
)
_OF_JOINTS = (
    *(
        "place_behind",
        "fit_person",
        "select_all",
        "select_limb",
        "mirror",
        "swap_sides",
        "copy_pose",
        "new_seed",
        "aim",
        "camera_here",
    ),
    *(name for name, export in EXPORTS.items() if not export.needs_poses),
)
_OF_STEPS = (
    "play",
    "start",
    "previous",
    "next",
    "end",
    "ten_back",
    "ten_on",
    "go_to_step",
    "export_denoising",
)
_OF_FRAMES = (
    "play_frames",
    "previous_frame",
    "next_frame",
    "ten_frames_back",
    "ten_frames_on",
    "go_to_frame",
)
_OF_MOTION = ("make_key", "range_start", "range_end", "swap_range", "missing_range", "loop_motion")


def enable(
    actions: Actions, document: Document, edited: State, selection: MotionSelection, detects: bool
) -> None:
    """Enable each action exactly when it can be used; ``edited`` is the state of the active view, ``detects`` is
    whether there is a detector."""
    state, result, history = document.state, document.result, document.history
    recorded = result is not None and result.trajectory is not None
    able: dict[str, bool] = {
        **dict.fromkeys(_OF_POSES, result is not None),
        **dict.fromkeys(_OF_JOINTS, not state.empty),
        **dict.fromkeys(_OF_STEPS, recorded),
        **dict.fromkeys(_OF_FRAMES, state.source.frames > 1),
        **dict.fromkeys(_OF_MOTION, state.source.frames > 1),
        **dict.fromkeys(("delete_key", "copy_key"), state.source.frames > 1 and bool(selection.keys_meant)),
        "paste_key": state.source.frames > 1 and bool(selection.copied),
        **dict.fromkeys(("previous_key", "next_key"), state.source.frames > 1 and bool(key_frames(state))),
        "trim": selection.range is not None,
        "keep_all": state.motion.trim is not None,
        "correct_clip": isinstance(state.source, ClipSource) and state.source.path is not None,
        "export_bvh_of_all": result is not None and state.source.people > 1,
        **dict.fromkeys(("export_sequence", "export_motion_video"), state.source.frames > 1),
        "release_pins": bool(state.pinned),
        "add_extra": result is not None and not edited.visibility[K:].all(),
        "remove_extra": not edited.empty and bool(edited.visibility[K:].any()),
        "reset_joints": edited.keypoint_edit is not None or bool(state.pinned),
        **dict.fromkeys(("detect", "find_everybody"), edited.picture is not None and detects),
        "draw_box": edited.picture is not None and detects and not isinstance(state.source, VideoSource),
        "place_person": edited.picture is not None and (edited.empty or in_picture(edited.source)),
        "delete_person": can_remove(edited.source),
        "add_view": takes_views(state) and not state.views,
        **dict.fromkeys(("view_camera", "exchange_views", "remove_view"), bool(state.views)),
        **dict.fromkeys(("next_person", "previous_person"), state.source.people > 1),
        "remove_picture": state.picture is not None,
        "undo": history.canUndo(),
        "redo": history.canRedo(),
    }
    for name, usable in able.items():
        actions[name].setEnabled(usable)
