"""Every action once: menus, toolbar, palette, tooltips and the list of keys are made from this table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ActionSpec:
    """One action. ``shortcuts`` are portable key sequences; ``icon`` a name in ``icons``."""

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
        "correct_clip",
        "Joints and axes of the clip...",
        (),
        "Say which joint of the open clip is what, which axis is up, its unit, and whom of several to read",
    ),
    ActionSpec("open_example", "Open example", (), "Open the bundled clip"),
    ActionSpec(
        "open_last", "Reopen last session", (), "Open what was being edited when the studio was closed"
    ),
    None,
    ActionSpec("save_project", "Save project", ("Ctrl+S",), "Save everything that is being edited"),
    ActionSpec("save_project_as", "Save project as...", ("Ctrl+Shift+S",), "Save it under another name"),
    None,
    ActionSpec("export_bvh", "Export BVH...", ("Ctrl+E",), "Save the chosen hypothesis as a BVH skeleton"),
    ActionSpec(
        "export_hypotheses",
        "Export all hypotheses as BVH...",
        (),
        "Save them one after the other, best first",
    ),
    ActionSpec(
        "export_sequence",
        "Export sequence...",
        (),
        "Lift every frame, and save the smoothest motion as BVH or glTF, or all poses; unseen people hold still",
    ),
    ActionSpec(
        "export_denoising", "Export denoising as BVH...", (), "Save the way from noise to pose as a motion"
    ),
    ActionSpec(
        "export_gltf", "Export glTF...", (), "Save the chosen pose of everybody as a skinned skeleton"
    ),
    ActionSpec("export_data", "Export data...", ("Ctrl+Shift+E",), "Save all hypotheses as NPZ or JSON"),
    ActionSpec(
        "save_keypoints",
        "Export keypoints...",
        ("Ctrl+K",),
        "Save all frames' 2D joints as COCO JSON",
    ),
    ActionSpec("save_camera", "Export camera...", (), "Save the virtual camera as JSON"),
    None,
    ActionSpec("export_svg", "Export 2D as SVG...", (), "Save joints, limbs and hypotheses as vectors"),
    ActionSpec(
        "export_picture", "Export 3D picture...", (), "Save the 3D view at any size, without background"
    ),
    ActionSpec("export_video", "Export video...", (), "Save the poses forming out of noise as MP4 or GIF"),
    ActionSpec("screenshot", "Save screenshot...", ("F12",), "Save a picture of the window"),
    ActionSpec("copy_picture", "Copy 3D picture", ("Ctrl+Shift+C",), "Put the 3D view on the clipboard"),
    None,
    ActionSpec("quit", "Quit", ("Ctrl+Q",), "Close the studio"),
)
_EDIT = (
    ActionSpec("undo", "Undo", ("Ctrl+Z",), "Take the last change back"),
    ActionSpec("redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Do the undone change again"),
    None,
    ActionSpec("copy_pose", "Copy pose", ("Ctrl+C",), "Copy the person's 2D joints"),
    ActionSpec("paste", "Paste", ("Ctrl+V",), "Paste 2D joints, a picture, or copied files"),
    None,
    ActionSpec("select_all", "Select all joints", ("Ctrl+A",), "Select every joint of the person"),
    ActionSpec("select_limb", "Select limb", ("Ctrl+L",), "Select what hangs on the selected joints, too"),
    ActionSpec(
        "mirror", "Mirror pose", ("Ctrl+M",), "Reflect the person: the left pose becomes the right one"
    ),
    ActionSpec("swap_sides", "Swap left and right", ("Ctrl+Shift+M",), "Call left right; nothing moves"),
    ActionSpec("snap", "Snap to 3D pose", ("Ctrl+P",), "Put all 2D joints where the chosen pose is seen"),
    ActionSpec("reset_joints", "Reset joints", ("Ctrl+R",), "Put this frame's joints back where they were"),
    None,
    ActionSpec(
        "pin", "Pin in 3D", ("R",), "Hold the selected joints where the chosen pose has them, or let go"
    ),
    ActionSpec("release_pins", "Let go of all pins", ("Shift+R",), "Let every joint of this person go"),
    ActionSpec(
        "handles",
        "Pull joints in 3D",
        ("E",),
        "Show handles on the chosen pose and the camera",
        checkable=True,
    ),
    None,
    ActionSpec(
        "detect", "Find joints in the picture", ("D",), "Find the joints of the person in the picture"
    ),
    ActionSpec(
        "draw_box",
        "Draw a person's box",
        ("Ctrl+B",),
        "Drag a box around a person of the picture, to find their joints, too",
        checkable=True,
    ),
    None,
    ActionSpec("standing_pose", "Standing pose", ("Ctrl+N",), "Start from a person who just stands there"),
    ActionSpec(
        "place_behind",
        "Place picture behind these joints...",
        (),
        "Lay a picture behind the joints that are open; Open begins anew with it",
    ),
    ActionSpec("remove_picture", "Remove picture", (), "Take the picture away from behind the joints"),
)
_VIEW = (
    ActionSpec("frame", "Show all", ("F",), "Fit the picture and the bodies into their views"),
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
    ActionSpec("orthographic", "Orthographic", ("O",), "Draw the 3D view without perspective, or with it"),
    ActionSpec("through_camera", "Through the camera", ("C",), "See the 3D view as the virtual camera does"),
    None,
    ActionSpec("one_view", "One 3D view", ("Ctrl+1",), "Perspective alone"),
    ActionSpec("two_views", "Two 3D views", ("Ctrl+2",), "Perspective, and through the camera"),
    ActionSpec("three_views", "Three 3D views", ("Ctrl+3",), "Perspective, front and side"),
    ActionSpec("four_views", "Four 3D views", ("Ctrl+4",), "Perspective, front, side and top"),
    None,
    ActionSpec(
        "trails", "Trails", ("T",), "Draw the way of hands, feet and head out of noise", checkable=True
    ),
    ActionSpec(
        "heatmaps",
        "Heatmaps",
        ("J",),
        "Lay the heatmaps of joints found over the picture: of those selected, or of all",
        checkable=True,
    ),
    ActionSpec("onion", "Onion skins", ("Shift+T",), "Show earlier steps of the chosen pose", checkable=True),
    None,
    ActionSpec("train", "Train...", ("Ctrl+T",), "Show the panel in which weights of your own are trained"),
    ActionSpec("palette", "Find a command...", ("Ctrl+Shift+P",), "Search all commands by name"),
    ActionSpec("reset_layout", "Reset layout", (), "Put all panels back where they were at first"),
)
_TIME = (
    ActionSpec("play", "Play", ("Space",), "Play the poses forming out of noise", icon="play"),
    None,
    ActionSpec("start", "First step", ("Home",), "Go to pure noise", icon="start"),
    ActionSpec("previous", "Previous step", (",", "Left"), "One denoising step back", icon="backward"),
    ActionSpec("next", "Next step", (".", "Right"), "One denoising step on", icon="forward"),
    ActionSpec("end", "Last step", ("End",), "Go to the finished poses", icon="end"),
    ActionSpec("ten_back", "Ten steps back", ("Shift+Left",), "Ten denoising steps back"),
    ActionSpec("ten_on", "Ten steps on", ("Shift+Right",), "Ten denoising steps on"),
    ActionSpec("go_to_step", "Go to step...", ("G",), "Go to a denoising step by its number"),
    ActionSpec("loop", "Loop", ("L",), "Play again and again", checkable=True, icon="loop"),
    None,
    ActionSpec("play_frames", "Play frames", ("Shift+Space",), "Play the clip; the poses follow"),
    ActionSpec("previous_frame", "Previous frame", ("PgUp",), "One frame of the clip back"),
    ActionSpec("next_frame", "Next frame", ("PgDown",), "One frame of the clip on"),
    ActionSpec("ten_frames_back", "Ten frames back", ("Shift+PgUp",), "Ten frames of the clip back"),
    ActionSpec("ten_frames_on", "Ten frames on", ("Shift+PgDown",), "Ten frames of the clip on"),
    ActionSpec("go_to_frame", "Go to frame...", ("Shift+G",), "Go to a frame of the clip by its number"),
)
_SAMPLER = (
    ActionSpec("new_seed", "New hypotheses", ("N",), "Sample again from another seed"),
    ActionSpec("best", "Choose the best", ("B",), "Choose the hypothesis with the highest score"),
    ActionSpec("next_hypothesis", "Next hypothesis", ("]",), "Choose the one ranked next"),
    ActionSpec("previous_hypothesis", "Previous hypothesis", ("[",), "Choose the one ranked before"),
    None,
    ActionSpec("solo", "Solo", ("S",), "Show the chosen hypothesis alone, or all again", checkable=True),
    ActionSpec("hide", "Hide", ("H",), "Do not draw the chosen hypothesis, or draw it again"),
    ActionSpec("compare", "Compare", ("M",), "Keep the chosen hypothesis solid beside others, or no more"),
    ActionSpec("show_all", "Show all hypotheses", ("Shift+H",), "Draw every hypothesis, none compared"),
    None,
    ActionSpec("aim", "Aim the camera", ("A",), "Turn the virtual camera to the person"),
    ActionSpec(
        "camera_here", "Camera to this view", ("Shift+C",), "Put the virtual camera where the 3D view is"
    ),
)
_HELP = (
    ActionSpec("shortcuts", "Keys and gestures", ("F1",), "List every key and what the mouse does"),
    ActionSpec("edit_shortcuts", "Change keys...", (), "Give commands other keys"),
    ActionSpec("tour", "First steps", (), "Show the three steps of a first session"),
    ActionSpec("about", "About PoseStudio", (), "What this program is"),
)

MENUS: dict[str, tuple[ActionSpec | None, ...]] = {
    "File": _FILE,
    "Edit": _EDIT,
    "View": _VIEW,
    "Time": _TIME,
    "Hypotheses": _SAMPLER,
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
    ("Drag a joint", "move it, and all that is selected with it"),
    ("Right-click a joint", "visible, occluded, missing"),
    ("Shift+drag a joint", "move it with all that hangs on it: elbow and wrist, knee and ankle"),
    ("Ctrl+click, drag a box", "select several joints"),
    ("Ctrl+B, drag a box", "find the joints of the person in it"),
    ("Click another person", "edit that one"),
    ("Arrow keys", "nudge the selected joints by a pixel, with Shift by ten"),
    ("Wheel", "zoom to the pointer"),
    ("Middle or right drag", "pan; double-click to fit"),
    ("Alt+drag", "orbit the virtual camera"),
    ("3D: drag, right drag, wheel", "orbit, pan, zoom"),
    ("3D: click a body", "choose that hypothesis"),
    ("3D: drag a handle", "the body follows; with Shift straight up and down, with Ctrl level"),
    ("3D: drag the handle of the camera", "move the virtual camera about the person"),
    ("3D: right-click a handle", "pin it, or let it go"),
)
