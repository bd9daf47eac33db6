"""The table of all actions, from which menus, toolbar, palette, tooltips and the list of keys are made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ActionSpec:
    """One action. ``shortcuts`` are portable key sequences; ``icon`` is a name in `app.common.icons`."""

    id: str
    text: str
    shortcuts: tuple[str, ...] = ()
    tip: str = ""
    checkable: bool = False
    icon: str = ""


_FILE = (
    ActionSpec(
        "open", "Open...", ("Ctrl+O",), "Open clips, keypoints, pictures, cameras, projects or weights"
    ),
    ActionSpec(
        "add_view",
        "Add a second view...",
        (),
        "Open another camera's picture or keypoint file of the same moment beside the one that is open",
    ),
    ActionSpec(
        "correct_clip",
        "Joints and axes of the clip...",
        (),
        "Set what each joint of the open clip is, its up axis and unit, and which of its people to read",
    ),
    ActionSpec("open_example", "Open example", (), "Open the bundled clip"),
    ActionSpec(
        "open_last", "Reopen last session", (), "Open what was being edited when the studio was closed"
    ),
    None,
    ActionSpec("save_project", "Save project", ("Ctrl+S",), "Save everything that is being edited"),
    ActionSpec("save_project_as", "Save project as...", ("Ctrl+Shift+S",), "Save it under another name"),
    None,
    ActionSpec("export_bvh", "Export BVH...", ("Ctrl+E",), "Save the selected hypothesis as a BVH skeleton"),
    ActionSpec(
        "export_bvh_of_all",
        "Export BVH of everybody...",
        (),
        "Save the selected hypothesis as a BVH, and beside it one for each other person, by number",
    ),
    ActionSpec(
        "export_hypotheses",
        "Export all hypotheses as BVH...",
        (),
        "Save all hypotheses as frames of one motion, best first",
    ),
    ActionSpec(
        "export_sequence",
        "Export sequence...",
        (),
        "Save the motion of all frames as BVH or glTF, or everybody's motions as NPZ or JSON",
    ),
    ActionSpec(
        "export_motion_video",
        "Export video of sequence...",
        (),
        "Save a video of the motion of all frames, of a video with the bodies over its picture",
    ),
    ActionSpec(
        "export_denoising",
        "Export denoising as BVH...",
        (),
        "Save the steps from noise to pose as a motion",
    ),
    ActionSpec(
        "export_gltf",
        "Export glTF...",
        (),
        "Save the selected pose, and those of other people, as skinned skeletons",
    ),
    ActionSpec("export_data", "Export data...", ("Ctrl+Shift+E",), "Save all hypotheses as NPZ or JSON"),
    ActionSpec(
        "save_keypoints",
        "Export keypoints...",
        ("Ctrl+K",),
        "Save all frames' keypoints as COCO JSON",
    ),
    ActionSpec("save_camera", "Export camera...", (), "Save the virtual camera as JSON"),
    None,
    ActionSpec("export_svg", "Export 2D as SVG...", (), "Save keypoints, limbs and hypotheses as vectors"),
    ActionSpec(
        "export_picture",
        "Export 3D picture...",
        (),
        "Save the 3D view at any size, with or without background",
    ),
    ActionSpec(
        "export_video",
        "Export video...",
        (),
        "Save a video of the steps from noise to poses",
    ),
    ActionSpec("screenshot", "Save screenshot...", ("F12",), "Save a picture of the window"),
    ActionSpec("copy_picture", "Copy 3D picture", ("Ctrl+Shift+C",), "Put the 3D view on the clipboard"),
    None,
    ActionSpec("quit", "Quit", ("Ctrl+Q",), "Close the studio"),
)
_EDIT = (
    ActionSpec("undo", "Undo", ("Ctrl+Z",), "Undo the last change"),
    ActionSpec("redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Redo the change that was undone last"),
    None,
    ActionSpec("copy_pose", "Copy pose", ("Ctrl+C",), "Copy the person's keypoints"),
    ActionSpec("paste", "Paste", ("Ctrl+V",), "Paste keypoints, a picture, or copied files"),
    None,
    ActionSpec("select_all", "Select all keypoints", ("Ctrl+A",), "Select every keypoint of the person"),
    ActionSpec("select_limb", "Select limb", ("Ctrl+L",), "Select also the keypoints further along the limb"),
    ActionSpec(
        "mirror", "Mirror pose", ("Ctrl+M",), "Reflect the person: the left pose becomes the right one"
    ),
    ActionSpec(
        "swap_sides", "Swap left and right", ("Ctrl+Shift+M",), "Exchange the sides' names; nothing moves"
    ),
    ActionSpec("snap", "Snap to 3D pose", ("Ctrl+P",), "Move all keypoints to where the pose is seen"),
    ActionSpec(
        "add_extra",
        "Add feet, neck and head top",
        ("Ctrl+Shift+F",),
        "Add those of the selected pose, to drag",
    ),
    ActionSpec(
        "remove_extra", "Remove feet, neck and head top", (), "Make toes, heels, neck and head top missing"
    ),
    ActionSpec(
        "reset_joints", "Reset keypoints", ("Ctrl+R",), "Move this frame's keypoints back to where they were"
    ),
    None,
    ActionSpec(
        "pin",
        "Pin in 3D",
        ("R",),
        "Pin the joints of the selected keypoints where the selected pose has them, or unpin them",
    ),
    ActionSpec("release_pins", "Remove all pins", ("Shift+R",), "Unpin every joint of this person"),
    ActionSpec(
        "handles",
        "Pull joints in 3D",
        ("E",),
        "Show handles on the selected pose and the camera",
        checkable=True,
    ),
    None,
    ActionSpec(
        "detect",
        "Detect keypoints again",
        ("D",),
        "Detect the keypoints of the chosen person again, in their box; of everybody where nobody is chosen",
    ),
    ActionSpec(
        "find_everybody",
        "Find everybody",
        ("Shift+D",),
        "Find all people in the picture and their keypoints, in place of those shown",
    ),
    ActionSpec(
        "draw_box",
        "Draw a person's box",
        ("Ctrl+B",),
        "Drag a box around a person in the picture, to detect their keypoints as well",
        checkable=True,
    ),
    ActionSpec(
        "place_person",
        "Place a person by hand",
        ("Shift+N",),
        "Add a person to the picture whose keypoints you move to their places",
    ),
    ActionSpec("next_person", "Next person", ("P",), "Edit the next person"),
    ActionSpec("previous_person", "Previous person", ("Shift+P",), "Edit the person before"),
    ActionSpec(
        "delete_person",
        "Delete person",
        ("Del",),
        "Remove the chosen person with their box and keypoints",
    ),
    None,
    ActionSpec("standing_pose", "Standing pose", ("Ctrl+N",), "Start from a person standing upright"),
    ActionSpec(
        "place_behind",
        "Place picture behind these keypoints...",
        (),
        "Show a picture behind the keypoints that are open; Open would replace them",
    ),
    ActionSpec("remove_picture", "Remove picture", (), "Remove the picture behind the keypoints"),
    None,
    ActionSpec(
        "view_camera", "Camera of the second view...", (), "Choose it, or let it be found from the pose"
    ),
    ActionSpec("exchange_views", "Exchange the views", (), "Make the second view the first"),
    ActionSpec("remove_view", "Remove the second view", (), "Close the second view; the first stays open"),
)
_VIEW = (
    ActionSpec("frame", "Fit views", ("F",), "Fit the picture and the bodies into their views"),
    ActionSpec(
        "fit_person", "Fit person", ("Z",), "Show the chosen person as large as fits the picture's view"
    ),
    ActionSpec(
        "follow",
        "Follow subject",
        ("Shift+F",),
        "Move the 3D view along with a body that walks",
        checkable=True,
    ),
    ActionSpec("front", "Front", ("1",), "Look at the 3D view from the front"),
    ActionSpec("side", "Side", ("3",), "Look at the 3D view from the person's left"),
    ActionSpec("top", "Top", ("7",), "Look at the 3D view from above"),
    ActionSpec(
        "orthographic", "Orthographic", ("O",), "Draw the 3D view without perspective, or with it again"
    ),
    ActionSpec("through_camera", "Through the camera", ("C",), "See the 3D view as the virtual camera does"),
    None,
    ActionSpec("one_view", "One 3D view", ("Ctrl+1",), "Perspective alone"),
    ActionSpec("two_views", "Two 3D views", ("Ctrl+2",), "Perspective, and through the camera"),
    ActionSpec("three_views", "Three 3D views", ("Ctrl+3",), "Perspective, front and side"),
    ActionSpec("four_views", "Four 3D views", ("Ctrl+4",), "Perspective, front, side and top"),
    None,
    ActionSpec(
        "trails",
        "Trails",
        ("T",),
        "Draw the paths of hands, feet and head from noise to pose",
        checkable=True,
    ),
    ActionSpec(
        "heatmaps",
        "Heatmaps",
        ("J",),
        "Show the heatmaps of the keypoints detected in the picture: of the one under the pointer, of those selected,"
        " or of all",
        checkable=True,
    ),
    ActionSpec(
        "onion", "Onion skins", ("Shift+T",), "Show earlier steps of the selected pose", checkable=True
    ),
    None,
    ActionSpec("train", "Train...", ("Ctrl+T",), "Show the panel in which weights of your own are trained"),
    ActionSpec("palette", "Find a command...", ("Ctrl+Shift+P",), "Search all commands by name"),
    ActionSpec("reset_layout", "Reset layout", (), "Move all panels back to where they were at first"),
)
_TIME = (
    ActionSpec("play", "Play", ("Space",), "Play the steps from noise to poses", icon="play"),
    None,
    ActionSpec("start", "First step", ("Home",), "Go to the first step: pure noise", icon="start"),
    ActionSpec("previous", "Previous step", (",", "Left"), "Go one denoising step back", icon="backward"),
    ActionSpec("next", "Next step", (".", "Right"), "Go one denoising step forward", icon="forward"),
    ActionSpec("end", "Last step", ("End",), "Go to the finished poses", icon="end"),
    ActionSpec("ten_back", "Ten steps back", ("Shift+Left",), "Go ten denoising steps back"),
    ActionSpec("ten_on", "Ten steps forward", ("Shift+Right",), "Go ten denoising steps forward"),
    ActionSpec("go_to_step", "Go to step...", ("G",), "Go to a denoising step by its number"),
    ActionSpec(
        "loop",
        "Loop steps",
        ("L",),
        "Play the steps from noise again after the end",
        checkable=True,
        icon="loop",
    ),
    None,
    ActionSpec(
        "play_frames", "Play frames", ("Shift+Space",), "Play the frames; the poses follow", icon="play"
    ),
    ActionSpec("previous_frame", "Previous frame", ("PgUp",), "Go one frame of the clip back"),
    ActionSpec("next_frame", "Next frame", ("PgDown",), "Go one frame of the clip forward"),
    ActionSpec("ten_frames_back", "Ten frames back", ("Shift+PgUp",), "Go ten frames of the clip back"),
    ActionSpec("ten_frames_on", "Ten frames forward", ("Shift+PgDown",), "Go ten frames of the clip forward"),
    ActionSpec("go_to_frame", "Go to frame...", ("Shift+G",), "Go to a frame of the clip by its number"),
)
_MOTION = (
    ActionSpec("new_motion", "New motion...", (), "Make a motion from nothing, by keys at some times"),
    None,
    ActionSpec("make_key", "Make key", ("K",), "Hold every joint of this frame where it is shown"),
    ActionSpec(
        "delete_key",
        "Delete key",
        ("Ctrl+Del",),
        "Remove what was set by hand in the selected keys, or in this frame",
    ),
    ActionSpec("copy_key", "Copy key", ("Ctrl+Alt+C",), "Copy the selected keys, or that of this frame"),
    ActionSpec("paste_key", "Paste key", ("Ctrl+Alt+V",), "Set the copied keys from this frame on"),
    ActionSpec(
        "previous_key", "Previous key", ("Ctrl+PgUp",), "Go to the key before this frame", icon="key_before"
    ),
    ActionSpec(
        "next_key", "Next key", ("Ctrl+PgDown",), "Go to the next key after this frame", icon="key_after"
    ),
    None,
    ActionSpec("range_start", "Range from here", ("I",), "Select frames from this one on"),
    ActionSpec("range_end", "Range to here", ("Shift+I",), "Select frames up to this one"),
    ActionSpec(
        "swap_range",
        "Swap sides in range",
        ("Ctrl+Alt+S",),
        "Exchange left and right in the selected frames, or in this one",
    ),
    ActionSpec(
        "missing_range",
        "Mark range as missing",
        ("Ctrl+Alt+X",),
        "Ignore the keypoints in the selected frames, or in this one; or use them again",
    ),
    ActionSpec("trim", "Trim to range", ("Ctrl+Alt+T",), "Solve, play and export the selected frames alone"),
    ActionSpec("keep_all", "Keep all frames", (), "Remove the trim"),
    ActionSpec(
        "loop_motion",
        "Loop motion",
        ("Shift+L",),
        "Play the frames from the start again after the end",
        checkable=True,
        icon="loop",
    ),
)
_HYPOTHESES = (
    ActionSpec("new_seed", "New hypotheses", ("N",), "Sample again from another seed"),
    ActionSpec("best", "Select the best", ("B",), "Select the hypothesis with the highest score"),
    ActionSpec("next_hypothesis", "Next hypothesis", ("]",), "Select the hypothesis of the next rank"),
    ActionSpec(
        "previous_hypothesis", "Previous hypothesis", ("[",), "Select the hypothesis of the rank before"
    ),
    None,
    ActionSpec("solo", "Solo", ("S",), "Show the selected hypothesis alone, or all again", checkable=True),
    ActionSpec("hide", "Hide", ("H",), "Do not draw the selected hypothesis, or draw it again"),
    ActionSpec(
        "compare", "Compare", ("M",), "Draw the selected hypothesis solid beside others, or stop that"
    ),
    ActionSpec("show_all", "Show all hypotheses", ("Shift+H",), "Draw every hypothesis, none compared"),
    None,
    ActionSpec("aim", "Aim the camera", ("A",), "Turn the virtual camera towards the person"),
    ActionSpec(
        "camera_here",
        "Camera to this view",
        ("Shift+C",),
        "Move the virtual camera to the 3D view's position",
    ),
)
_HELP = (
    ActionSpec("shortcuts", "Keys and gestures", ("F1",), "List every key and what the mouse does"),
    ActionSpec("edit_shortcuts", "Change keys...", (), "Assign other keys to commands"),
    ActionSpec("tour", "First steps", (), "Show the three steps of a first session"),
    ActionSpec("about", "About PoseStudio", (), "Show the version and licence"),
)

MENUS: dict[str, tuple[ActionSpec | None, ...]] = {
    "File": _FILE,
    "Edit": _EDIT,
    "View": _VIEW,
    "Time": _TIME,
    "Motion": _MOTION,
    "Hypotheses": _HYPOTHESES,
    "Help": _HELP,
}
"""The menus; None is a line between groups."""

ACTIONS: tuple[ActionSpec, ...] = tuple(spec for menu in MENUS.values() for spec in menu if spec)

TOOLBAR: tuple[tuple[str, ...], ...] = (
    ("open", "export_bvh"),
    ("undo", "redo"),
    ("new_seed",),
    ("frame", "front", "side", "top", "orthographic", "through_camera"),
)
"""Groups of actions."""

GESTURES: tuple[tuple[str, str], ...] = (
    ("Drag a keypoint", "move it, and all selected keypoints with it"),
    ("Right-click a keypoint", "visible, occluded, missing"),
    ("Shift+drag a keypoint", "move it with those further along the limb: elbow and wrist, knee and ankle"),
    ("Ctrl+click, drag a box", "select several keypoints"),
    ("Point at a keypoint", "see how sure the detector was of it, and its heatmap alone"),
    ("Delete", "make the selected keypoints missing; without any, delete the person"),
    ("Ctrl+B, drag a box", "detect the keypoints of the person in it"),
    ("Drag the box of a person, or its handle", "move or resize it, and detect the keypoints in it again"),
    ("Click another person or their box", "edit that person"),
    ("Right-click beside keypoints", "menu: detect again, delete the person, add a missing keypoint"),
    ("Arrow keys", "nudge the selected keypoints by a pixel, with Shift by ten"),
    ("Wheel", "zoom to the pointer"),
    ("Middle or right drag", "pan; double-click to fit"),
    ("Alt+drag", "orbit the virtual camera"),
    ("Frames: drag", "go through the frames"),
    ("Frames: wheel, middle drag", "zoom to the pointer, scroll; double-click the ruler to see all"),
    ("Frames: drag a key", "move it to another frame; Ctrl+click selects several, Del deletes them"),
    ("Frames: Ctrl+left and right arrow", "move the selected keys by a frame"),
    ("Frames: Shift+drag, I, O", "select a range of frames"),
    ("Frames: drag a bracket", "trim: leave out what is before or after it"),
    ("3D: drag, right drag, wheel", "orbit, pan, zoom"),
    ("3D: click a body", "select that hypothesis"),
    ("3D: drag a handle", "the body follows; with Shift only up and down, with Ctrl only horizontally"),
    ("3D: drag the handle of the camera", "move the virtual camera about the person"),
    ("3D: right-click a handle", "pin the joint, or unpin it"),
)
