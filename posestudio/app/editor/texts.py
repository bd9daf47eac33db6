"""What the picture plane says: the caption, the name of a keypoint, and what to do on an empty plane."""

from __future__ import annotations

import numpy as np

from posestudio.app.common.numbers import number, percent
from posestudio.app.common.sureness import sureness
from posestudio.app.common.translation import tr, tr_n
from posestudio.app.model import single_joint
from posestudio.app.model.joint_edits import VISIBILITY_NAMES, joint_title
from posestudio.app.model.people_edits import answers_of, in_picture
from posestudio.app.model.people_names import name_of
from posestudio.app.model.person_points import K, completed
from posestudio.app.model.sources import KeypointsSource
from posestudio.app.model.state import State
from posestudio.keypoints import MISSING

LIKELY = 0.2
"""The share of another answer that is mentioned."""
FEW = 9
"""Keypoints of which fewer leave most of a pose open: a head and shoulders have seven."""


def caption(state: State) -> str:
    """The name of the source, with the frame where there are several."""
    if state.empty or state.source.frames == 1:
        return state.source.name
    return tr(
        "{name}, frame {frame} of {frames}",
        name=state.source.name,
        frame=number(state.frame + 1),
        frames=number(state.source.frames),
    )


def description(state: State, joint: int) -> str:
    """A keypoint's name, its visibility unless visible, and that it was placed by hand, or how sure the detector that
    placed it was and of how many pixels."""
    visibility = VISIBILITY_NAMES[int(state.visibility[joint])]
    text = joint_title(joint) if visibility == "visible" else f"{joint_title(joint)}, {tr(visibility)}"
    if visibility != "missing" and single_joint.placed(state, joint):
        return tr("{joint}, placed by hand", joint=text)
    confidence, off = joint_confidence(state, state.person), joint_noise(state, joint)
    if confidence is not None and confidence[joint] < 1 and visibility != "missing":
        text = tr("{joint}, found: {sure}", joint=text, sure=sureness(confidence[joint]))
    return text if off is None else f"{text}, \u00b1{number(off)} px"


def joint_confidence(state: State, person: int) -> np.ndarray | None:
    """(23,) how sure the detector was of each keypoint of a person, 1 where it was moved by hand and for the extra
    ones; None where that is not known."""
    source = state.source
    confidence = source.confidence(state.frame, person) if isinstance(source, KeypointsSource) else None
    if confidence is None:
        return None
    confidence = completed(confidence, 1.0)
    edit = state.keypoint_edits.get((state.frame, person))
    return confidence if edit is None else np.where(edit.moved, 1.0, confidence)


def joint_noise(state: State, joint: int) -> float | None:
    """How far off the detector says that a keypoint may be, a standard deviation in pixels of the picture; None for
    one that is missing or was moved by hand, and where it is not known."""
    source, edit = state.source, state.keypoint_edit
    given = source.keypoints_of(state.frame, state.person)
    moved = edit is not None and edit.moved[joint]
    if moved or given is None or state.visibility[joint] == MISSING:
        return None
    noise, index = (given.noise, joint) if joint < K else (given.extra_noise, joint - K)
    if noise is None:
        return None
    off = float(noise[0, index])
    return off if off > 0 else None


def box_label(state: State, person: int) -> str:
    """The name of a person, and how sure the detector was of them where that is known: 'Person 1: fairly sure'."""
    source = state.source
    score = source.score(state.frame, person) if isinstance(source, KeypointsSource) else None
    return name_of(state, person) if score is None else f"{name_of(state, person)}: {sureness(score)}"


def remark(state: State) -> str:
    """What has to be known about the person's keypoints: that so few are known that most of a pose is guessed, or
    that another answer is likely as well."""
    known = int((state.visibility[:K] != MISSING).sum())
    if not isinstance(state.source, KeypointsSource):
        return ""
    if not state.source.searched(state.frame):
        return tr("The keypoints of this frame have not been found yet.")
    if known >= FEW:
        moved = state.keypoint_edit is not None and state.keypoint_edit.moved.any()
        answers = [] if moved else [one for one in answers_of(state) if one[1] >= LIKELY]
        return "\n".join(
            tr("{answer}? {share} likely. Right-click to choose.", answer=text, share=percent(share))
            for text, share in answers[:1]
        )
    if not known and not in_picture(state.source):
        return ""  # somebody who is not in this frame
    if not known:
        return tr("No keypoints here.\nMove the box, or right-click in the picture to add keypoints by hand.")
    return tr_n(
        "%n of {all} keypoints: the rest of the pose is a guess.\n"
        "Drag the faint rings to their places, or right-click to add a keypoint.",
        "%n of {all} keypoints: the rest of the pose is a guess.\n"
        "Drag the faint rings to their places, or right-click to add a keypoint.",
        known,
        all=K,
    )


def disagreement(off: float) -> str:
    """What is said of a view in which the body is ``off`` by that share of the person's size."""
    return tr(
        "The views do not agree: the body is off by {share} of its size here.\n"
        "Are the camera, the person and the moment the same?",
        share=percent(off),
    )


def welcome(
    *, picture: bool, detector: bool, detecting: bool, nobody: bool, second: bool = False
) -> tuple[str, str]:
    """Title and text of a plane without keypoints: whether it has a picture, whether a ``detector`` can be run on it,
    whether one is running now, whether it has found ``nobody``, and whether it is that of a ``second`` view."""
    if detecting:
        return tr("Finding people..."), ""
    if second and detector:
        return (
            tr("No person found") if nobody else tr("No keypoints yet"),
            tr(
                "Click here, then press D to find everybody in this picture, or Ctrl+B to drag a box around one"
                " person."
            ),
        )
    if second:
        return tr("No keypoints yet"), tr("Click here, then press Shift+N to place a person by hand.")
    if picture and not detector:
        return (
            tr("No keypoints yet"),
            tr("Place a person by hand, or open the picture's keypoint file."),
        )
    if picture and nobody:
        return (
            tr("No person found"),
            tr("Draw a box around a person, or place one by hand."),
        )
    if picture:
        return (
            tr("No keypoints yet"),
            tr("Detect the people in the picture, or open its keypoint file."),
        )
    return (
        tr("Nothing open yet"),
        tr(
            "Drop a video, a BVH clip, a keypoint file (COCO, OpenPose or MMPose JSON) or a picture here, "
            "or choose File > Open.\nFile > New: standing figure adds a person to edit."
        ),
    )
