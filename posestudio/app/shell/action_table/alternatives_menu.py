"""The actions of the menu Alternatives."""

from __future__ import annotations

from posestudio.app.shell.action_table.spec import ActionSpec, Entry

ALTERNATIVES: tuple[Entry, ...] = (
    ActionSpec(
        "new_seed",
        "Sample again",
        ("N",),
        "Sample other poses for the same keypoints, from another seed",
        needs="person",
        icon="reseed",
    ),
    ActionSpec(
        "best",
        "Choose the best",
        ("B",),
        "Choose the first of all poses: the middle one of the most frequent alternative",
        needs="poses",
        icon="star",
    ),
    ActionSpec(
        "next_hypothesis",
        "Next alternative",
        ("]",),
        "Choose the pose of the next alternative",
        needs="poses",
    ),
    ActionSpec(
        "previous_hypothesis",
        "Previous alternative",
        ("[",),
        "Choose the pose of the alternative before",
        needs="poses",
    ),
    None,
    ActionSpec(
        "solo",
        "Solo",
        ("S",),
        "Show the chosen pose alone, or all again",
        checkable=True,
        needs="poses",
        icon="solo",
    ),
    ActionSpec(
        "hide",
        "Hide",
        ("H",),
        "Do not draw the chosen pose, or draw it again",
        needs="poses",
        icon="eye_off",
    ),
    ActionSpec(
        "compare",
        "Compare",
        ("M",),
        "Draw the chosen pose solid beside others, or stop that",
        needs="poses",
        icon="compare",
    ),
    ActionSpec(
        "show_all",
        "Show hidden, end comparing",
        ("Shift+H",),
        "Hide no pose, and compare none",
        needs="poses",
        icon="eye",
    ),
    None,
    ActionSpec(
        "align_hips",
        "Align at hips",
        ("Shift+A",),
        "Draw all alternatives with their hips in one place, or where each of them is, near or far",
        checkable=True,
        needs="poses",
        icon="align_hips",
    ),
    ActionSpec(
        "everyone",
        "All sampled poses as lines",
        ("Shift+E",),
        "Draw every sampled pose as lines, beside the alternatives",
        checkable=True,
        needs="poses",
        icon="alternatives",
    ),
)
