"""The actions of the menu Edit."""

from __future__ import annotations

from posestudio.app.shell.action_table.spec import ActionSpec, Entry

EDIT: tuple[Entry, ...] = (
    ActionSpec("undo", "Undo", ("Ctrl+Z",), "Undo the last change", needs="undo", icon="undo"),
    ActionSpec(
        "redo",
        "Redo",
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        "Redo the change that was undone last",
        needs="redo",
        icon="redo",
    ),
    None,
    ActionSpec(
        "copy_pose", "Copy pose", ("Ctrl+C",), "Copy the person's keypoints", needs="person", icon="copy"
    ),
    ActionSpec("paste", "Paste", ("Ctrl+V",), "Paste keypoints, a picture, or copied files", icon="paste"),
    None,
    ActionSpec(
        "select_all",
        "Select all keypoints",
        ("Ctrl+A",),
        "Select every keypoint of the person",
        needs="person",
        icon="select_all",
    ),
    ActionSpec(
        "select_limb",
        "Select limb",
        ("Ctrl+L",),
        "Select also the keypoints further along the limb",
        needs="person",
        icon="select_limb",
    ),
    ActionSpec(
        "mirror",
        "Mirror pose",
        ("Ctrl+M",),
        "Reflect the person: the left pose becomes the right one",
        needs="person",
        icon="mirror",
    ),
    ActionSpec(
        "swap_sides",
        "Swap left and right",
        ("Ctrl+Shift+M",),
        "Exchange the sides' names; nothing moves",
        needs="person",
        icon="swap_sides",
    ),
    ActionSpec(
        "snap",
        "Match keypoints to 3D pose",
        ("Ctrl+P",),
        "Move all keypoints to where the pose is seen",
        needs="poses",
        icon="snap",
    ),
    ActionSpec(
        "add_extra",
        "Add feet, neck and head top",
        ("Ctrl+Shift+F",),
        "Add those of the selected pose, to drag",
        needs="extra to add",
        icon="add_feet",
    ),
    ActionSpec(
        "remove_extra",
        "Remove feet, neck and head top",
        (),
        "Make toes, heels, neck and head top missing",
        needs="extra",
        icon="remove_feet",
    ),
    ActionSpec(
        "reset_joints",
        "Reset keypoints",
        ("Ctrl+R",),
        "Move this frame's keypoints back to where they were",
        needs="edited keypoints",
        icon="reset",
    ),
    None,
    ActionSpec(
        "handles",
        "Edit pose in 3D",
        ("E",),
        "Show handles on the selected pose and the camera",
        checkable=True,
        needs="poses",
        icon="handles",
    ),
    ActionSpec(
        "pin",
        "Pin in 3D",
        ("R",),
        "Pin the joints of the selected keypoints where the selected pose has them, or unpin them",
        needs="poses",
        icon="pin",
    ),
    ActionSpec(
        "release_pins",
        "Clear pins",
        ("Shift+R",),
        "Unpin every joint of this person",
        needs="pins",
        icon="unpin",
    ),
)
