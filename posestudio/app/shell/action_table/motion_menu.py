"""The actions of the menu Motion: keys, and ranges of frames."""

from __future__ import annotations

from posestudio.app.shell.action_table.spec import ActionSpec, Entry

MOTION: tuple[Entry, ...] = (
    ActionSpec(
        "make_key",
        "Make key",
        ("K",),
        "Hold every joint of this frame where it is shown",
        needs="frames",
        icon="make_key",
        word="Key",
    ),
    ActionSpec(
        "delete_key",
        "Delete key",
        ("Ctrl+Del",),
        "Remove what was set by hand in the selected keys, or in this frame",
        needs="key meant",
        icon="delete_key",
    ),
    ActionSpec(
        "copy_key",
        "Copy key",
        ("Ctrl+Alt+C",),
        "Copy the selected keys, or that of this frame",
        needs="key meant",
        icon="copy_key",
    ),
    ActionSpec(
        "paste_key",
        "Paste key",
        ("Ctrl+Alt+V",),
        "Set the copied keys from this frame on",
        needs="copied key",
        icon="paste_key",
    ),
    ActionSpec(
        "previous_key",
        "Previous key",
        ("PgUp", "Ctrl+PgUp"),
        "Go to the key before this frame",
        icon="key_before",
        needs="keys",
    ),
    ActionSpec(
        "next_key",
        "Next key",
        ("PgDown", "Ctrl+PgDown"),
        "Go to the next key after this frame",
        icon="key_after",
        needs="keys",
    ),
    None,
    ActionSpec(
        "range_start",
        "Range from here",
        ("Shift+I",),
        "Select frames from this one on",
        needs="frames",
        icon="range_start",
    ),
    ActionSpec(
        "range_end",
        "Range to here",
        ("Shift+O",),
        "Select frames up to this one",
        needs="frames",
        icon="range_end",
    ),
    ActionSpec(
        "swap_range",
        "Swap sides in range",
        ("Ctrl+Alt+S",),
        "Exchange left and right in the selected frames, or in this one",
        needs="frames",
        icon="swap_sides",
    ),
    ActionSpec(
        "missing_range",
        "Mark range as missing",
        ("Ctrl+Alt+X",),
        "Ignore the keypoints in the selected frames, or in this one; or use them again",
        needs="frames",
        icon="missing",
    ),
    ActionSpec(
        "trim",
        "In and out from range",
        ("Ctrl+Alt+T",),
        "Solve, play and export the selected frames alone",
        needs="range",
        icon="trim",
    ),
)
