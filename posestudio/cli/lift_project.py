"""The run of `lift PROJECT.posestudio`: a project of the studio, lifted with the project's settings, and written."""

from __future__ import annotations

from pathlib import Path

import typer

from posestudio.common.progress import progress_bar
from posestudio.errors import printable

_TAKEN = frozenset({"keypoints", "out", "hypotheses", "person", "names", "quiet"})


def lift_project(context: typer.Context, hypotheses: int | None, person: int | None, names: str) -> None:
    """Lift the project that the command of ``context`` names into its OUT, a file. Options that a project states
    itself are wrong usage."""
    given = context.params
    for name in given:
        source = context.get_parameter_source(name)
        if name not in _TAKEN and source is not None and source.name == "COMMANDLINE":
            raise typer.BadParameter(f"--{name.replace('_', '-')}: a project has its own")
    path, out = Path(given["keypoints"]), given["out"]
    if out is None or out.suffix == "":
        raise typer.BadParameter("a project: expected a file as OUT, not a folder")
    from posestudio.app.exporting.project import lift_project as lift
    from posestudio.export.lifted import save_sequence

    with progress_bar("lifting", given["quiet"]) as progress:
        sequence = lift(path, progress, hypotheses)
    chosen = int(sequence.person[0]) if person is None else person
    save_sequence(out, sequence, person=chosen, names=names)
    people, count = len(set(sequence.person.tolist())), sequence.joints.shape[1]
    what = "motions" if sequence.coherent else "poses"
    for line in (
        *sequence.assumptions,
        f"{out}: {sequence.frames} frames, {people} people, {count} {what} each",
    ):
        if not given["quiet"]:
            print(printable(line))
