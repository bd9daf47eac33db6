"""What the picture plane says: the caption, the name of a keypoint, and what to do on an empty plane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posestudio.app.model.joint_edits import VISIBILITY_NAMES, joint_title
from posestudio.app.model.state import State

if TYPE_CHECKING:
    from posestudio.detection.detected import Detected


def caption(state: State) -> str:
    """The name of the source, with the frame where there are several."""
    if state.empty or state.source.frames == 1:
        return state.source.name
    return f"{state.source.name}, frame {state.frame + 1} of {state.source.frames}"


def description(state: State, detected: Detected | None, joint: int) -> str:
    """A keypoint's name, its visibility unless visible, and the confidence of the detection that placed it."""
    visibility = VISIBILITY_NAMES[int(state.visibility[joint])]
    text = joint_title(joint) if visibility == "visible" else f"{joint_title(joint)}, {visibility}"
    moved = state.keypoint_edit is not None and state.keypoint_edit.moved[joint]
    if detected is None or state.person >= detected.people or moved:
        return text
    return f"{text}, {detected.confidence[state.person, joint]:.0%} sure"


def welcome(*, picture: bool, detector: bool, detecting: bool) -> tuple[str, str]:
    """Title and text of a plane without keypoints: whether it has a picture, whether a ``detector`` can be
    run on it, and whether one is running now."""
    if detecting:
        return "Detecting keypoints...", "Stop with Cancel, at the bottom right."
    if picture and not detector:
        return "No keypoints yet", "Choose Edit > Standing pose, or open the picture's keypoint file."
    if picture:
        return (
            "No keypoints yet",
            "Press D to detect them in the picture, Ctrl+B to draw a box around the person first.\n"
            "Or open the picture's keypoint file, or choose Edit > Standing pose.",
        )
    return (
        "Nothing open yet",
        "Drop a BVH clip, a keypoint file (COCO, OpenPose or MMPose JSON) or a picture here, "
        "or choose File > Open.\nEdit > Standing pose adds a person to edit.",
    )
