"""Results that show themselves at the end of a notebook's cell.

A notebook asks what it shows for ``_repr_mimebundle_``. The rooms in which results are made know nothing of pictures
and pages: who draws is said once, by name, by the package (`posestudio/__init__.py`), and loaded when something is
shown.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_drawing = ("", "")


def draw_with(module: str, function: str) -> None:
    """Say which function of which module makes the MIME bundle (a dict by MIME type) of what shows itself."""
    global _drawing
    _drawing = (module, function)


class ShowsItself:
    """What notebooks show as a figure, and everything else by its ``repr``."""

    __slots__ = ()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str | bytes]:
        """The figure by MIME type, as IPython's display protocol has it, which chooses from it by itself."""
        module, function = _drawing
        bundle: dict[str, str | bytes] = getattr(import_module(module), function)(self)
        return bundle


def summary(result: object, *facts: str) -> str:
    """The ``repr`` of a result: its class and the facts about it, those that are empty left out."""
    return f"<{type(result).__name__}: {', '.join(fact for fact in facts if fact)}>"
