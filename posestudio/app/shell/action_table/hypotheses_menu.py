"""The actions of the menu Hypotheses."""

from __future__ import annotations

from posestudio.app.shell.action_table.spec import ActionSpec, Entry

HYPOTHESES: tuple[Entry, ...] = (
    ActionSpec(
        "new_seed",
        "New hypotheses",
        ("N",),
        "Sample again from another seed",
        needs="person",
        icon="reseed",
        word="Resample",
    ),
    ActionSpec(
        "best",
        "Select the best",
        ("B",),
        "Select the hypothesis with the highest score",
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
        "Show the selected hypothesis alone, or all again",
        checkable=True,
        needs="poses",
        icon="solo",
    ),
    ActionSpec(
        "hide",
        "Hide",
        ("H",),
        "Do not draw the selected hypothesis, or draw it again",
        needs="poses",
        icon="eye_off",
    ),
    ActionSpec(
        "compare",
        "Compare",
        ("M",),
        "Draw the selected hypothesis solid beside others, or stop that",
        needs="poses",
        icon="compare",
    ),
    ActionSpec(
        "show_all",
        "Show hidden, end comparing",
        ("Shift+H",),
        "Hide and compare no hypothesis",
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
        "All hypotheses as lines",
        ("Shift+E",),
        "Draw every hypothesis as lines, beside the alternatives",
        checkable=True,
        needs="poses",
        icon="alternatives",
    ),
)
