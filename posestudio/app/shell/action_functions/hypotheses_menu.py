"""What the actions of the menu Hypotheses do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from posestudio.app.model.document import Document
from posestudio.app.shell.parts import Parts, Table

if TYPE_CHECKING:
    from posestudio.lifting.result import Lifted


def hypotheses_commands(parts: Parts) -> Table:
    """The functions by the ids of their actions."""
    document, visibility, actions = parts.document, parts.visibility, parts.actions

    def with_selected(change: Callable[[Lifted, int], None]) -> None:
        if document.result is not None:
            change(document.result, document.selected)

    return {
        "new_seed": parts.reseed,
        "best": partial(document.select, 0),
        "next_hypothesis": partial(_move_choice, document, 1),
        "previous_hypothesis": partial(_move_choice, document, -1),
        "solo": lambda: visibility.set(solo=actions["solo"].isChecked()),
        "hide": partial(with_selected, visibility.toggle_hidden),
        "compare": partial(with_selected, visibility.toggle_compared),
        "show_all": visibility.show_all,
    }


def _move_choice(document: Document, ranks: int) -> None:
    if document.result is not None:
        last = document.result.joints.shape[1] - 1
        document.select(min(max(document.selected + ranks, 0), last))
