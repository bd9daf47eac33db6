"""What the actions of the menu Motion do."""

from __future__ import annotations

from functools import partial

from posestudio.app.shell.parts import Parts, Table


def motion_commands(parts: Parts) -> Table:
    """The functions by the ids of their actions."""
    selection, actions = parts.selection, parts.actions
    return {
        "lift_clip": lambda: selection.lift_clip(actions["lift_clip"].isChecked()),
        "make_key": selection.make_key,
        "delete_key": selection.delete_keys,
        "copy_key": selection.copy_keys,
        "paste_key": selection.paste_keys,
        "previous_key": partial(selection.go_to_key, -1),
        "next_key": partial(selection.go_to_key, 1),
        "range_start": selection.begin_range,
        "range_end": selection.end_range,
        "swap_range": selection.swap_sides,
        "missing_range": selection.mark_missing,
        "trim": selection.trim,
    }
