"""The actions of the menu Person."""

from __future__ import annotations

from posestudio.app.shell.action_table.spec import ActionSpec, Entry

PERSON: tuple[Entry, ...] = (
    ActionSpec(
        "detect",
        "Detect keypoints",
        ("D",),
        "Detect the keypoints of the chosen person again, in their box; of everybody where nobody is chosen",
        needs="searchable picture",
        word="Detect",
        icon="detect",
    ),
    ActionSpec(
        "find_everybody",
        "Detect everybody",
        ("Shift+D",),
        "Find all people in the picture and their keypoints, in place of those shown",
        needs="searchable picture",
        icon="find_everybody",
        word="Detect",
    ),
    None,
    ActionSpec(
        "draw_box",
        "Add person (draw box)",
        ("Ctrl+B",),
        "Drag a box around a person in the picture, to detect their keypoints as well",
        checkable=True,
        needs="searchable photograph",
        word="Add person",
        icon="draw_box",
    ),
    ActionSpec(
        "place_person",
        "Add person by hand",
        ("Shift+N",),
        "Add a person to the picture whose keypoints you move to their places",
        needs="photograph",
        icon="add_person",
    ),
    ActionSpec(
        "delete_person",
        "Delete person",
        ("Del",),
        "Remove the chosen person with their box and keypoints",
        needs="removable person",
        icon="delete",
    ),
    None,
    ActionSpec(
        "next_person",
        "Next person",
        ("P",),
        "Edit the next person",
        needs="several people",
        icon="next_person",
    ),
    ActionSpec(
        "previous_person",
        "Previous person",
        ("Shift+P",),
        "Edit the person before",
        needs="several people",
        icon="previous_person",
    ),
)
