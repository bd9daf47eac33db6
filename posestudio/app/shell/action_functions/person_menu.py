"""What the actions of the menu Person do, on the people of the active plane."""

from __future__ import annotations

from functools import partial

from posestudio.app.shell.parts import Parts, Table


def person_commands(parts: Parts) -> Table:
    """The functions by the ids of their actions."""
    document, planes, actions = parts.document, parts.planes, parts.actions

    def move_person(people: int) -> None:
        document.set_person((document.state.person + people) % max(document.state.source.people, 1))

    return {
        "detect": lambda: parts.detection().detect_again(),
        "find_everybody": lambda: parts.detection().find_everybody(),
        "draw_box": lambda: planes.active.draw_box(actions["draw_box"].isChecked()),
        "place_person": lambda: planes.edited.place_person(),
        "delete_person": lambda: planes.edited.remove_person(planes.edited.state.person),
        "next_person": partial(move_person, 1),
        "previous_person": partial(move_person, -1),
    }
