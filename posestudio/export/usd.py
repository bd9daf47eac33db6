"""USD files of people: skeletons, the mannequin, motion, all hypotheses as variants, and the camera."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from posestudio.common.atomic_files import atomic_write
from posestudio.common.colours import LIGHT, Palette
from posestudio.common.extras import needed
from posestudio.common.file_kinds import USD_OUTPUTS, checked_suffix
from posestudio.common.version import __version__
from posestudio.errors import PoseStudioError
from posestudio.export.usd_people import Person, people_of
from posestudio.geometry.camera import Camera
from posestudio.lifting.sequence import FPS, LiftedSequence
from posestudio.mocap.rig_targets import MOTIONBUILDER


def save_usd(
    path: str | os.PathLike[str],
    people: Sequence[Person],
    *,
    fps: float = FPS,
    names: str = MOTIONBUILDER,
    cameras: Sequence[Camera] = (),
    notes: Mapping[str, Any] | None = None,
    palette: Palette = LIGHT,
) -> None:
    """Write people into one stage: metres, Y up, one time code a frame, ``fps`` of them a second.

    The skeletons have the joint names of the program ``names`` (see `mocap.rig_targets`). ``cameras`` are none, one,
    or as many as frames. ``notes``, whose values are numbers, texts or lists of texts, become metadata of the file.
    Its name ends in .usda (text), .usdc or .usd (binary) or .usdz (a package). Written completely or not at all.

    Raises PoseStudioError for another suffix, without the extra usd, for nobody, names of no program and what
    `retargeting.to_clip` does not take, OSError where the file cannot be written.
    """
    suffix = checked_suffix(path, USD_OUTPUTS)
    needed("pxr.UsdSkel", "usd")
    if not people:
        raise PoseStudioError(f"{path}: expected at least one person")
    from posestudio.export.usd_stage import package, write_stage

    content = {"version": __version__, "names": names, **(notes or {})}
    with atomic_write(path) as temporary:
        if suffix != ".usdz":
            write_stage(temporary, people, fps, names, cameras, content, palette)
            return
        with TemporaryDirectory(dir=temporary.parent, prefix=temporary.stem) as folder:
            layer = Path(folder) / "people.usdc"
            write_stage(layer, people, fps, names, cameras, content, palette)
            package(layer, temporary)


def save_usd_sequence(
    path: str | os.PathLike[str],
    sequence: LiftedSequence,
    *,
    names: str = MOTIONBUILDER,
    fps: float | None = None,
) -> None:
    """Write everybody in a sequence with their hypotheses, at ``fps`` or the sequence's own rate (see
    `usd_people.people_of`); otherwise as :func:`save_usd`."""
    people = people_of(sequence, Path(path).stem, fps)
    cameras, notes = cameras_of(sequence), notes_of(sequence)
    save_usd(path, people, fps=fps or sequence.fps, names=names, cameras=cameras, notes=notes)


def cameras_of(sequence: LiftedSequence) -> list[Camera]:
    """The camera of a sequence; where the frames have several, one for each frame."""
    if len(set(sequence.cameras)) == 1:
        return [sequence.cameras[0]]
    by_frame = dict(zip(sequence.frame.tolist(), sequence.cameras, strict=True))
    cameras, last = [], sequence.cameras[0]
    for frame in range(sequence.frames):
        last = by_frame.get(frame, last)
        cameras.append(last)
    return cameras


def notes_of(sequence: LiftedSequence) -> dict[str, Any]:
    """What is known of how a sequence was made."""
    return {
        "weights": sequence.weights,
        "seed": sequence.seed,
        "assumptions": list(sequence.assumptions),
        "motion": sequence.coherent,
    }
