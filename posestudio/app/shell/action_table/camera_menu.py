"""The actions of the menu Camera: the virtual camera, and the second view."""

from __future__ import annotations

from posestudio.app.shell.action_table.spec import ActionSpec, Entry

CAMERA: tuple[Entry, ...] = (
    ActionSpec(
        "through_camera",
        "Camera view",
        ("C",),
        "See the 3D view as the virtual camera does",
        checkable=True,
        word="Camera view",
        icon="camera_view",
    ),
    None,
    ActionSpec(
        "aim",
        "Point at person",
        ("A",),
        "Turn the virtual camera towards the person",
        needs="person",
        icon="aim",
    ),
    ActionSpec(
        "camera_here",
        "Set from view",
        ("Shift+C",),
        "Move the virtual camera to the 3D view's position",
        needs="person",
        icon="camera_here",
    ),
    None,
    ActionSpec(
        "add_view",
        "Add a second view...",
        (),
        "Open another camera's picture or keypoint file of the same moment beside the one that is open",
        needs="view to add",
        icon="view",
    ),
    ActionSpec(
        "view_camera",
        "Camera of the second view...",
        (),
        "Choose it, or let it be found from the pose",
        needs="second view",
    ),
    ActionSpec(
        "exchange_views", "Exchange the views", (), "Make the second view the first", needs="second view"
    ),
    ActionSpec(
        "remove_view",
        "Remove the second view",
        (),
        "Close the second view; the first stays open",
        needs="second view",
    ),
)
