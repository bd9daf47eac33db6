"""Which actions can be used on the present document."""

from __future__ import annotations

from posestudio.app.model.document import Document
from posestudio.app.model.motion_edits import key_frames
from posestudio.app.model.motion_selection import MotionSelection
from posestudio.app.model.people_edits import can_remove, in_picture
from posestudio.app.model.person_points import K
from posestudio.app.model.sources import ClipSource
from posestudio.app.model.state import State
from posestudio.app.model.video_source import VideoSource
from posestudio.app.model.views import takes_views
from posestudio.app.shell.action_table import ACTIONS
from posestudio.app.shell.actions import Actions


def conditions(
    document: Document, edited: State, selection: MotionSelection, detects: bool
) -> dict[str, bool]:
    """Whether each condition that `ActionSpec.needs` can name is met; ``edited`` is the state of the active view,
    ``detects`` is whether there is a detector."""
    state, result, history = document.state, document.result, document.history
    frames, poses = state.source.frames > 1, result is not None
    recorded = result is not None and result.trajectory is not None
    searchable = edited.picture is not None and detects
    return {
        "": True,
        "poses": poses,
        "poses of several": poses and state.source.people > 1,
        "open": not state.empty or state.picture is not None,
        "person": not state.empty,
        "several people": state.source.people > 1,
        "removable person": can_remove(edited.source),
        "steps": recorded,
        "frames": frames,
        "frames or steps": frames or recorded,
        "key meant": frames and bool(selection.keys_meant),
        "copied key": frames and bool(selection.copied),
        "keys": frames and bool(key_frames(state)),
        "range": selection.range is not None,
        "trim": state.motion.trim is not None,
        "clip frames": frames and isinstance(state.source, ClipSource),
        "clip": isinstance(state.source, ClipSource) and state.source.path is not None,
        "pins": bool(state.pinned),
        "pose by hand": state.posed is not None,
        "one view": not state.views,
        "extra to add": poses and not edited.visibility[K:].all(),
        "extra": not edited.empty and bool(edited.visibility[K:].any()),
        "edited keypoints": edited.keypoint_edit is not None or bool(state.pinned) or state.posed is not None,
        "searchable picture": searchable,
        "searchable photograph": searchable and not isinstance(state.source, VideoSource),
        "photograph": edited.picture is not None and (edited.empty or in_picture(edited.source)),
        "picture behind": state.picture is not None,
        "view to add": takes_views(state) and not state.views,
        "second view": bool(state.views),
        "undo": history.canUndo(),
        "redo": history.canRedo(),
    }


def enable(actions: Actions, met: dict[str, bool]) -> None:
    """Enable each action exactly when the condition that it needs is among those ``met``."""
    for spec in ACTIONS:
        actions[spec.id].setEnabled(met[spec.needs])
