"""The actions of the menu File."""

from __future__ import annotations

from posestudio.app.shell.action_table.spec import ActionSpec, Entry, Submenu

_EXPORT = Submenu(
    "Export as",
    (
        ActionSpec(
            "export_pose", "Pose...", (), "Export a pose as BVH, glTF or USD", icon="pose", needs="poses"
        ),
        ActionSpec(
            "export_motion",
            "Motion...",
            (),
            "Export the motion of all frames as BVH, glTF or USD",
            icon="motion",
            needs="frames",
        ),
        ActionSpec(
            "export_picture",
            "Picture...",
            (),
            "Export the 3D view, or the picture plane as SVG",
            icon="photo",
        ),
        ActionSpec(
            "export_video",
            "Video...",
            (),
            "Export a video of the motion, or of how the pose formed",
            icon="video",
            needs="poses",
        ),
        ActionSpec(
            "export_data",
            "Data...",
            ("Ctrl+Shift+E",),
            "Export poses, motions, keypoints or camera for other programs",
            icon="data",
            needs="person",
        ),
    ),
)

FILE: tuple[Entry, ...] = (
    ActionSpec(
        "standing_pose",
        "New: standing figure",
        ("Ctrl+N",),
        "Start from a figure standing upright",
        icon="standing",
    ),
    ActionSpec(
        "new_motion", "New motion...", (), "Make a motion from nothing, by keys at some times", icon="motion"
    ),
    ActionSpec(
        "open",
        "Open...",
        ("Ctrl+O",),
        "Open a photo, video, clip, keypoints, camera, project or weights",
        icon="open",
    ),
    ActionSpec(
        "add_folder",
        "Add folder...",
        (),
        "List the photos, videos, clips and keypoint files of a folder in the panel Files",
        icon="library",
    ),
    ActionSpec("open_example", "Open example photo", (), "Open the bundled photograph", icon="example"),
    ActionSpec("open_example_motion", "Open example motion", (), "Open the bundled clip", icon="motion"),
    ActionSpec(
        "open_last",
        "Reopen last session",
        (),
        "Open what was being edited when the studio was closed",
        icon="recent",
    ),
    None,
    ActionSpec(
        "save_project", "Save project", ("Ctrl+S",), "Save everything that is being edited", icon="save"
    ),
    ActionSpec(
        "save_project_as", "Save project as...", ("Ctrl+Shift+S",), "Save it under another name", icon="save"
    ),
    ActionSpec(
        "export",
        "Export...",
        ("Ctrl+E",),
        "Save a pose, motion, picture, video or data for other programs",
        icon="export",
        needs="person",
        word="Export",
    ),
    _EXPORT,
    ActionSpec(
        "copy_picture", "Copy 3D picture", ("Ctrl+Shift+C",), "Put the 3D view on the clipboard", icon="copy"
    ),
    ActionSpec(
        "screenshot", "Save screenshot...", ("F12",), "Save a picture of the window", icon="screenshot"
    ),
    None,
    ActionSpec(
        "place_behind",
        "Set background picture...",
        (),
        "Show a picture behind the keypoints that are open; Open would replace them",
        needs="person",
        icon="background",
    ),
    ActionSpec(
        "remove_picture",
        "Remove background picture",
        (),
        "Remove the picture behind the keypoints",
        needs="picture behind",
        icon="remove_picture",
    ),
    ActionSpec(
        "correct_clip",
        "Joints and axes of the clip...",
        (),
        "Set what each joint of the open clip is, its up axis and unit, and which of its people to read",
        needs="clip",
    ),
    None,
    ActionSpec(
        "close_document",
        "Close",
        ("Ctrl+W",),
        "Close what is open; the start page is shown then",
        icon="close",
        needs="open",
    ),
    ActionSpec("quit", "Quit", ("Ctrl+Q",), "Close the studio", icon="quit"),
)
