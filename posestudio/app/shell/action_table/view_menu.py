"""The actions of the menu View."""

from __future__ import annotations

from posestudio.app.shell.action_table.spec import ActionSpec, Entry, Submenu

VIEW: tuple[Entry, ...] = (
    Submenu(
        "Workspace",
        (
            ActionSpec(
                "workspace_pose",
                "Pose",
                ("Ctrl+1",),
                "A photograph and the poses that explain it",
                checkable=True,
                icon="pose",
            ),
            ActionSpec(
                "workspace_motion",
                "Motion",
                ("Ctrl+2",),
                "Videos, sequences and clips over time",
                checkable=True,
                icon="motion",
            ),
            ActionSpec(
                "workspace_train",
                "Train",
                ("Ctrl+3", "Ctrl+T"),
                "Train weights of your own",
                checkable=True,
                icon="train",
            ),
            ActionSpec(
                "workspace_inspect",
                "Inspect",
                ("Ctrl+4",),
                "Denoising, spread, joint limits and the sampler's settings",
                checkable=True,
                icon="inspect",
            ),
        ),
    ),
    None,
    ActionSpec(
        "frame",
        "Frame all",
        ("F",),
        "Fit the picture and the bodies into their views",
        icon="frame",
        word="Fit",
    ),
    ActionSpec(
        "fit_person",
        "Fit person",
        ("Z",),
        "Show the chosen person as large as fits the picture's view",
        needs="person",
        icon="fit_person",
    ),
    ActionSpec(
        "follow",
        "Follow subject",
        ("Shift+F",),
        "Move the 3D view along with a body that walks",
        checkable=True,
        word="Follow",
        icon="follow",
    ),
    ActionSpec("front", "Front", ("1",), "Look at the 3D view from the front", icon="front"),
    ActionSpec("side", "Side", ("3",), "Look at the 3D view from the person's left", icon="side"),
    ActionSpec("top", "Top", ("7",), "Look at the 3D view from above", icon="top"),
    ActionSpec(
        "orthographic",
        "Orthographic",
        ("5",),
        "Draw the 3D view without perspective, or with it again",
        checkable=True,
        icon="orthographic",
    ),
    Submenu(
        "Body",
        (
            ActionSpec(
                "body_mannequin",
                "Mannequin",
                (),
                "Draw bodies as mannequins",
                checkable=True,
                icon="mannequin",
            ),
            ActionSpec(
                "body_capsules",
                "Capsules",
                (),
                "Draw each bone as a capsule",
                checkable=True,
                icon="capsules",
            ),
            ActionSpec("body_sticks", "Sticks", (), "Draw bones as sticks", checkable=True, icon="sticks"),
        ),
    ),
    Submenu(
        "Number of 3D views",
        (
            ActionSpec(
                "one_view", "One 3D view", ("Alt+1",), "Perspective alone", icon="view_one", checkable=True
            ),
            ActionSpec(
                "two_views",
                "Two 3D views",
                ("Alt+2",),
                "Perspective, and through the camera",
                icon="view_two",
                checkable=True,
            ),
            ActionSpec(
                "three_views",
                "Three 3D views",
                ("Alt+3",),
                "Perspective, front and side",
                icon="view_three",
                checkable=True,
            ),
            ActionSpec(
                "four_views",
                "Four 3D views",
                ("Alt+4",),
                "Perspective, front, side and top",
                icon="view_four",
                checkable=True,
            ),
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
        icon="heatmaps",
    ),
    ActionSpec(
        "trails",
        "Trails",
        ("T",),
        "Draw the paths of hands, feet and head from noise to pose",
        checkable=True,
        icon="trails",
    ),
    ActionSpec(
        "onion",
        "Earlier steps",
        ("Shift+T",),
        "Show earlier denoising steps of the selected pose",
        checkable=True,
        icon="onion",
    ),
    None,
    ActionSpec(
        "full_screen",
        "Full screen",
        ("F11",),
        "Fill the screen with the window, or end that",
        checkable=True,
        icon="full_screen",
    ),
    ActionSpec("menu_bar", "Go to the menus", ("F10",), "Choose a menu by the arrow keys", icon="menu"),
    ActionSpec(
        "reset_layout",
        "Reset layout",
        (),
        "Move all panels of this workspace back to where they were at first",
        icon="layout",
    ),
)
