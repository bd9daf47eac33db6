"""What the actions of the menu Alternatives do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from posestudio.app.shell.parts import Parts, Table

if TYPE_CHECKING:
    from posestudio.lifting.result import Lifted


def alternatives_commands(parts: Parts) -> Table:
    """The functions by the ids of their actions."""
    document, visibility, actions = parts.document, parts.visibility, parts.actions

    def with_selected(change: Callable[[Lifted, int], None]) -> None:
        if document.result is not None:
            change(document.result, document.selected)

    return {
        "new_seed": parts.reseed,
        "best": partial(document.select, 0),
        "next_hypothesis": partial(parts.alternatives.step, 1),
        "previous_hypothesis": partial(parts.alternatives.step, -1),
        "solo": lambda: visibility.set(solo=actions["solo"].isChecked()),
        "hide": partial(with_selected, visibility.toggle_hidden),
        "compare": partial(with_selected, visibility.toggle_compared),
        "show_all": visibility.show_all,
        "align_hips": lambda: visibility.set(align_hips=actions["align_hips"].isChecked()),
        "everyone": lambda: visibility.set(everyone=actions["everyone"].isChecked()),
    }
