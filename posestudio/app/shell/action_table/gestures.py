"""The mouse gestures, as the list of keys names them."""

from __future__ import annotations

GESTURES: tuple[tuple[str, str], ...] = (
    ("Drag a keypoint", "move it, and all selected keypoints with it"),
    (
        "Right-click a keypoint",
        "menu: visible, occluded, missing, lock, reset, mirror, select limb; V cycles the first",
    ),
    ("Shift+drag a keypoint", "move it with those further along the limb: elbow and wrist, knee and ankle"),
    ("Ctrl+click, drag a box", "select several keypoints"),
    ("Point at a keypoint", "see how sure the detector was of it, and its heatmap alone"),
    ("Delete", "make the selected keypoints missing; without any, delete the person"),
    ("Ctrl+B, drag a box", "detect the keypoints of the person in it"),
    ("Drag the box of a person, or its handle", "move or resize it, and detect the keypoints in it again"),
    ("Click another person or their box", "edit that person"),
    ("Right-click beside keypoints", "menu: detect again, delete the person, add a missing keypoint"),
    (
        "Arrow keys",
        "nudge the selected keypoints by a pixel, with Shift by ten; without any, go through the frames",
    ),
    ("Wheel", "zoom to the pointer"),
    ("Middle or right drag", "pan; double-click to fit"),
    ("Alt+drag", "orbit the virtual camera"),
    ("Frames: drag", "go through the frames"),
    ("Frames: wheel, middle drag", "zoom to the pointer, scroll; double-click the ruler to see all"),
    ("Frames: drag a key", "move it to another frame; Ctrl+click selects several, Del deletes them"),
    ("Frames: Ctrl+left and right arrow", "move the selected keys by a frame"),
    ("Frames: Shift+drag", "select a range of frames"),
    ("Frames: drag a bracket, I, O", "in and out: leave out what is before or after it"),
    ("Frames: red bars", "the keypoints of these frames are unsure; U goes to the next"),
    ("Denoising: Space, arrows, Home, End", "play the steps, go through them, while the panel has the focus"),
    ("3D: drag, right drag, wheel", "orbit, pan, zoom"),
    ("3D: click a body", "choose that alternative; a joint of the chosen one is shown in the inspector"),
    ("3D: right-click", "menu of the body, or of the view"),
    (
        "Cards: point, click, Ctrl+click",
        "see an alternative in 3D, choose it, compare it with the chosen one",
    ),
    ("3D: drag a handle", "the body follows; with Shift only up and down, with Ctrl only horizontally"),
    ("3D: drag the handle of the camera", "move the virtual camera about the person"),
    ("3D: right-click a handle", "pin the joint, or unpin it"),
)
