"""The programs that BVH and glTF are exported for, as kinds of files in the dialog that asks where to save."""

from __future__ import annotations

from posestudio.mocap.rig_targets import TARGETS


def for_programs(*kinds: str) -> str:
    """The choices of a file dialog: each of ``kinds``, such as "BVH (*.bvh)", for every program."""
    return ";;".join(
        kind.replace(" (", f" for {target.title} (") for kind in kinds for target in TARGETS.values()
    )


def program_of(kind: str) -> str | None:
    """The name of the program that a choice of :func:`for_programs` is for; None for another choice."""
    return next((name for name, target in TARGETS.items() if f" for {target.title} (" in kind), None)


def proposed_kind(kinds: str, program: str) -> str:
    """The first of a file dialog's ``kinds``, if it is for some program the one like it for ``program``."""
    first, *rest = kinds.split(";;")
    if program_of(first) is None:
        return first
    return next((kind for kind in (first, *rest) if program_of(kind) == program), first)
