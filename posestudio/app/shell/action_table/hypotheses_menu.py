"""The actions of the menu Hypotheses."""

from __future__ import annotations

from posestudio.app.shell.action_table.spec import ActionSpec, Entry

HYPOTHESES: tuple[Entry, ...] = (
    ActionSpec("new_seed", "New hypotheses", ("N",), "Sample again from another seed", needs="person"),
    ActionSpec(
        "best", "Select the best", ("B",), "Select the hypothesis with the highest score", needs="poses"
    ),
    ActionSpec(
        "next_hypothesis",
        "Next hypothesis",
        ("]",),
        "Select the hypothesis of the next rank",
        needs="poses",
    ),
    ActionSpec(
        "previous_hypothesis",
        "Previous hypothesis",
        ("[",),
        "Select the hypothesis of the rank before",
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
    ),
    ActionSpec(
        "hide", "Hide", ("H",), "Do not draw the selected hypothesis, or draw it again", needs="poses"
    ),
    ActionSpec(
        "compare",
        "Compare",
        ("M",),
        "Draw the selected hypothesis solid beside others, or stop that",
        needs="poses",
    ),
    ActionSpec(
        "show_all", "Show all hypotheses", ("Shift+H",), "Draw every hypothesis, none compared", needs="poses"
    ),
)
