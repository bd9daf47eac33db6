"""What the status bar says can be done with what is open."""

from __future__ import annotations

from posestudio.app.common.numbers import number
from posestudio.app.common.translation import marked, tr
from posestudio.app.model.animation import AnimationSource
from posestudio.app.model.document import Document
from posestudio.app.model.sources import ClipSource
from posestudio.app.model.video_source import VideoSource
from posestudio.app.work.motion_request import can_solve

KEYS = marked("F1 lists all keys.")
POSE = marked("Drag a keypoint: the 3D poses follow. Right-click it for its menu.")
NOTHING_OPEN = marked("Open or drop a video, a clip, keypoints or a picture to begin.")
PICTURE = marked("D finds everybody in the picture; Ctrl+B, then a drag draws a box around one person.")
SEARCHING = marked(
    "{done} of {all} frames searched for people. D searches the rest; the motion is solved after that."
)
RUNNING = marked("Finding people: {done} of {all} frames...")
KEY_POSES = marked(
    "Drag keypoints, or joints in the 3D view, in two or more frames: the motion between is filled in."
)
CLIP = marked("Each frame is solved by itself; Solve motion (Y) makes one smooth motion of them.")
SOLVING = marked("Until the motion is solved, each frame is solved by itself.")
MOTION = marked("Drag a wrong keypoint: the frame becomes a key, and the motion follows around it.")


def hint(document: Document, *, searching: bool = False) -> str:
    """One line about what can be done now; ``searching`` says that people are being looked for in a video."""
    state, source = document.state, document.state.source
    if state.empty:
        return f"{tr(NOTHING_OPEN if state.picture is None else PICTURE)} {tr(KEYS)}"
    if isinstance(source, VideoSource) and not source.found_frames.complete:
        searched = source.found_frames.searched
        return tr(RUNNING if searching else SEARCHING, done=number(searched.sum()), all=number(len(searched)))
    if isinstance(source, ClipSource) and source.frames > 1 and not can_solve(state):
        return f"{tr(POSE)} {tr(CLIP)}"
    if not can_solve(state):
        return f"{tr(POSE)} {tr(KEYS)}"
    if document.motion_result is not None:
        return f"{tr(MOTION)} {tr(KEYS)}"
    return tr(KEY_POSES if isinstance(source, AnimationSource) else SOLVING)
