"""The actions that each workspace has as buttons at the top of the window, and each view in its title bar."""

from __future__ import annotations

from posestudio.app.model.selection import What

BARS: dict[str, tuple[tuple[str, ...], ...]] = {
    "pose": (("open",), ("undo", "redo"), ("detect", "draw_box"), ("new_seed",), ("export",)),
    "motion": (("open",), ("undo", "redo"), ("find_everybody", "make_key"), ("export",)),
    "train": (("open",),),
    "inspect": (("open",), ("undo", "redo"), ("new_seed", "solo", "compare"), ("export",)),
}
"""Groups of actions by the names of the workspaces."""

PICTURE_BAR: tuple[str, ...] = (
    "detect",
    "draw_box",
    "",
    "pose_body",
    "",
    "heatmaps",
    "",
    "fit_person",
    "frame",
)
"""The picture's; '' is a gap."""

VIEW_BAR: tuple[str, ...] = (
    "handles",
    "feet_on_floor",
    "symmetric",
    "",
    "follow",
    "through_camera",
    "",
    "front",
    "side",
    "top",
    "orthographic",
    "",
    "align_hips",
    "",
    "how_it_formed",
    "",
)
"""The 3D view's; menus of the body's style and of the number of views follow."""
BODY_STYLES: tuple[str, ...] = ("body_mannequin", "body_capsules", "body_sticks")
VIEW_COUNTS: tuple[str, ...] = ("one_view", "two_views", "three_views", "four_views")

INSPECTOR: dict[What, tuple[str, ...]] = {
    "person": ("detect", "fit_person", "mirror", "delete_person"),
    "camera": ("aim", "camera_here", "through_camera"),
    "picture": ("heatmaps", "frame", "place_behind", "remove_picture"),
}
"""The commands on the inspector's pages."""
