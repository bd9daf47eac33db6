"""The actions of the menu View."""

from __future__ import annotations

from posestudio.app.shell.action_table.spec import ActionSpec, Entry, Submenu

VIEW: tuple[Entry, ...] = (
    ActionSpec("frame", "Frame all", ("F",), "Fit the picture and the bodies into their views"),
    ActionSpec(
        "fit_person",
        "Fit person",
        ("Z",),
        "Show the chosen person as large as fits the picture's view",
        needs="person",
    ),
    ActionSpec(
        "follow",
        "Follow subject",
        ("Shift+F",),
        "Move the 3D view along with a body that walks",
        checkable=True,
        word="Follow",
    ),
    ActionSpec("front", "Front", ("1",), "Look at the 3D view from the front"),
    ActionSpec("side", "Side", ("3",), "Look at the 3D view from the person's left"),
    ActionSpec("top", "Top", ("7",), "Look at the 3D view from above"),
    ActionSpec(
        "orthographic", "Orthographic", ("5",), "Draw the 3D view without perspective, or with it again"
    ),
    Submenu(
        "Number of 3D views",
        (
            ActionSpec("one_view", "One 3D view", ("Alt+1",), "Perspective alone"),
            ActionSpec("two_views", "Two 3D views", ("Alt+2",), "Perspective, and through the camera"),
            ActionSpec("three_views", "Three 3D views", ("Alt+3",), "Perspective, front and side"),
            ActionSpec("four_views", "Four 3D views", ("Alt+4",), "Perspective, front, side and top"),
        ),
    ),
    None,
    ActionSpec(
        "heatmaps",
        "Heatmaps",
        ("J",),
        "Show the heatmaps of the keypoints detected in the picture: of the one under the pointer, of those selected,"
        " or of all",
        checkable=True,
    ),
    ActionSpec(
        "trails",
        "Trails",
        ("T",),
        "Draw the paths of hands, feet and head from noise to pose",
        checkable=True,
    ),
    ActionSpec(
        "onion",
        "Earlier steps",
        ("Shift+T",),
        "Show earlier denoising steps of the selected pose",
        checkable=True,
    ),
    None,
    ActionSpec("train", "Train...", ("Ctrl+T",), "Show the panel in which weights of your own are trained"),
    ActionSpec("reset_layout", "Reset layout", (), "Move all panels back to where they were at first"),
)
