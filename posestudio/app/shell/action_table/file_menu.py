"""The actions of the menu File."""

from __future__ import annotations

from posestudio.app.shell.action_table.spec import ActionSpec, Entry, Submenu

_EXPORT = Submenu(
    "Export",
    (
        ActionSpec(
            "export_bvh",
            "Export BVH...",
            ("Ctrl+E",),
            "Save the selected hypothesis as a BVH skeleton",
            needs="poses",
        ),
        ActionSpec(
            "export_bvh_of_all",
            "Export BVH of everybody...",
            (),
            "Save the selected hypothesis as a BVH, and beside it one for each other person, by number",
            needs="poses of several",
        ),
        ActionSpec(
            "export_hypotheses",
            "Export all hypotheses as BVH...",
            (),
            "Save all hypotheses as frames of one motion, best first",
            needs="poses",
        ),
        ActionSpec(
            "export_sequence",
            "Export sequence...",
            (),
            "Save the motion of all frames as BVH or glTF, or everybody's motions as NPZ or JSON",
            needs="frames",
        ),
        ActionSpec(
            "export_motion_video",
            "Export video of sequence...",
            (),
            "Save a video of the motion of all frames, of a video with the bodies over its picture",
            needs="frames",
        ),
        ActionSpec(
            "export_denoising",
            "Export denoising as BVH...",
            (),
            "Save the steps from noise to pose as a motion",
            needs="steps",
        ),
        ActionSpec(
            "export_gltf",
            "Export glTF...",
            (),
            "Save the selected pose, and those of other people, as skinned skeletons",
            needs="poses",
        ),
        ActionSpec(
            "export_data",
            "Export data...",
            ("Ctrl+Shift+E",),
            "Save all hypotheses as NPZ or JSON",
            needs="poses",
        ),
        ActionSpec(
            "save_keypoints",
            "Export keypoints...",
            ("Ctrl+K",),
            "Save all frames' keypoints as COCO JSON",
            needs="person",
        ),
        ActionSpec("save_camera", "Export camera...", (), "Save the virtual camera as JSON", needs="person"),
        None,
        ActionSpec(
            "export_svg",
            "Export 2D as SVG...",
            (),
            "Save keypoints, limbs and hypotheses as vectors",
            needs="person",
        ),
        ActionSpec(
            "export_picture",
            "Export 3D picture...",
            (),
            "Save the 3D view at any size, with or without background",
        ),
        ActionSpec(
            "export_video",
            "Export video of denoising...",
            (),
            "Save a video of the steps from noise to poses",
            needs="poses",
        ),
    ),
)

FILE: tuple[Entry, ...] = (
    ActionSpec("standing_pose", "New: standing figure", ("Ctrl+N",), "Start from a figure standing upright"),
    ActionSpec("new_motion", "New motion...", (), "Make a motion from nothing, by keys at some times"),
    ActionSpec(
        "open", "Open...", ("Ctrl+O",), "Open a photo, video, clip, keypoints, camera, project or weights"
    ),
    ActionSpec("open_example", "Open example", (), "Open the bundled clip"),
    ActionSpec(
        "open_last", "Reopen last session", (), "Open what was being edited when the studio was closed"
    ),
    None,
    ActionSpec("save_project", "Save project", ("Ctrl+S",), "Save everything that is being edited"),
    ActionSpec("save_project_as", "Save project as...", ("Ctrl+Shift+S",), "Save it under another name"),
    _EXPORT,
    ActionSpec("copy_picture", "Copy 3D picture", ("Ctrl+Shift+C",), "Put the 3D view on the clipboard"),
    ActionSpec("screenshot", "Save screenshot...", ("F12",), "Save a picture of the window"),
    None,
    ActionSpec(
        "place_behind",
        "Set background picture...",
        (),
        "Show a picture behind the keypoints that are open; Open would replace them",
        needs="person",
    ),
    ActionSpec(
        "remove_picture",
        "Remove background picture",
        (),
        "Remove the picture behind the keypoints",
        needs="picture behind",
    ),
    ActionSpec(
        "correct_clip",
        "Joints and axes of the clip...",
        (),
        "Set what each joint of the open clip is, its up axis and unit, and which of its people to read",
        needs="clip",
    ),
    None,
    ActionSpec("quit", "Quit", ("Ctrl+Q",), "Close the studio"),
)
