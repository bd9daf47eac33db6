"""The mouse gestures, as the list of keys names them."""

from __future__ import annotations

from posestudio.app.common.translation import marked

MARKS: tuple[tuple[str, str], ...] = (
    (marked("Blue and orange"), marked("the person's own left and right side")),
    (marked("Filled dot, ring, faint ring"), marked("a keypoint that is visible, occluded, missing")),
    (marked("Pale dot"), marked("the detector was less than half sure of it")),
    (marked("Square around a dot"), marked("the joint is pinned in 3D")),
    (
        marked("Glow over the picture"),
        marked("where the detector sees a joint; none of those placed by hand"),
    ),
    (marked("Red dashes"), marked("a limb is too long for the body: correct its joints")),
    (marked("Blue dashes"), marked("a limb is too short for the body: correct its joints")),
    (marked("Translucent bodies"), marked("alternatives that fit the same keypoints")),
    (marked("Red frames of the timeline"), marked("the keypoints there are unsure, or the person is lost")),
)
"""Marks and colours of the window, and what they mean."""

GESTURES: tuple[tuple[str, str], ...] = (
    (
        marked("Drag a keypoint"),
        marked("correct it, with all selected ones; without a photograph, the body follows"),
    ),
    (marked("Alt+drag a keypoint"), marked("move it alone, where the body would follow")),
    (
        marked("Right-click a keypoint"),
        marked("menu: visible, occluded, missing, pin, reset, mirror, select limb; V cycles the first"),
    ),
    (
        marked("Shift+drag a keypoint"),
        marked("move it with those further along the limb: elbow and wrist, knee and ankle"),
    ),
    (marked("Ctrl+click, drag a box"), marked("select several keypoints")),
    (marked("Point at a keypoint"), marked("see how sure the detector was of it, and its heatmap alone")),
    (marked("Del"), marked("make the selected keypoints missing; without any, delete the person")),
    (marked("Ctrl+B, drag a box"), marked("detect the keypoints of the person in it")),
    (
        marked("Drag the box of a person, or its handle"),
        marked("move or resize it, and detect the keypoints in it again"),
    ),
    (marked("Click another person or their box"), marked("edit that person")),
    (
        marked("Right-click beside keypoints"),
        marked("menu: detect again, delete the person, add a missing keypoint"),
    ),
    (
        marked("Arrow keys"),
        marked(
            "nudge the selected keypoints by a pixel, with Shift by ten; without any, go through the frames"
        ),
    ),
    (marked("Wheel"), marked("zoom to the pointer")),
    (marked("Middle or right drag"), marked("pan; double-click to fit")),
    (marked("Alt+drag beside keypoints"), marked("orbit the virtual camera")),
    (marked("Frames: drag"), marked("go through the frames")),
    (
        marked("Frames: wheel, middle drag"),
        marked("zoom to the pointer, scroll; double-click the ruler to see all"),
    ),
    (
        marked("Frames: drag a key"),
        marked("move it to another frame; Ctrl+click selects several, Del deletes them"),
    ),
    (marked("Frames: Ctrl+left and right arrow"), marked("move the selected keys by a frame")),
    (marked("Frames: Shift+drag"), marked("select a range of frames")),
    (marked("Frames: drag a bracket, I, O"), marked("in and out: leave out what is before or after it")),
    (marked("Frames: red bars"), marked("the keypoints of these frames are unsure; U goes to the next")),
    (
        marked("Denoising: Space, arrows, Home, End"),
        marked("play the steps, go through them, while the panel has the focus"),
    ),
    (marked("3D: drag, right drag, wheel"), marked("orbit, pan, zoom")),
    (
        marked("3D: click a body"),
        marked("choose that alternative; a joint of the chosen one is shown in the inspector"),
    ),
    (marked("3D: right-click"), marked("menu of the body, or of the view")),
    (
        marked("Cards: point, click, Ctrl+click"),
        marked("see an alternative in 3D, choose it, compare it with the chosen one"),
    ),
    (
        marked("3D: drag a handle"),
        marked("the rest stays where it can; with Shift only up and down, with Ctrl horizontally"),
    ),
    (marked("3D: Alt+drag a handle"), marked("the rest of the body is free")),
    (
        marked("3D: click a handle, drag a ring"),
        marked("turn the joint, at the hips the figure; with Ctrl by 15° steps"),
    ),
    (marked("3D: arrow keys"), marked("move the joint with the rings by 1 cm, with Shift by 10")),
    (marked("3D: click a selected handle"), marked("pin the joint, or unpin it")),
    (marked("3D: drag the handle of the camera"), marked("move the virtual camera about the person")),
    (marked("3D: right-click a handle"), marked("menu of the joint")),
    (
        marked("Panels: right-click a title or tab"),
        marked("move the panel to the other side, float it, close it"),
    ),
)
