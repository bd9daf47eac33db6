"""Motion lifting measured on held-out people beside per-frame lifting and the filter of `control`."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.common.progress import ProgressCallback
from posestudio.dataset.clip_poses import find_clips, subject_of
from posestudio.dataset.motion_clips import MotionClip, load_motion_clips, read_motion_clips
from posestudio.dataset.split import VALIDATION_SUBJECTS
from posestudio.errors import PosesError
from posestudio.keypoints import Keypoints
from posestudio.lifting.lifter import MOTION_WEIGHTS, Lifter
from posestudio.lifting.motion.stance import true_contacts
from posestudio.training.evaluation import SEED
from posestudio.training.motion.cases import Case, detected, make_case, noisy, windows
from posestudio.training.motion.control import HYPOTHESES, control, per_frame
from posestudio.training.motion.metrics import motion_scores
from posestudio.training.motion.report import CONTROL, MotionReport

CLIPS = 12
"""Windows of each set that are measured; a third as many of the first set with a moving camera."""

NO_WEIGHTS = "none"

Answer = tuple[NDArray[np.float32], NDArray[np.float32] | None]
"""Motions in camera axes (F, H, B, 3) or (F, B, 3), and their uncertainty (F, B) where it is known."""

Method = Callable[[Sequence[Keypoints], Case], Answer]


@dataclass(frozen=True)
class Inputs:
    """What lifters see of a case: its ``name`` in the report, and the keypoints of the case's frames from a seed."""

    name: str
    keypoints: Callable[[Case, int], Sequence[Keypoints]]


INPUTS = (
    Inputs("exact", lambda case, seed: case.keypoints),
    Inputs("1 % noise, 5 % missing", lambda case, seed: noisy(case.keypoints, seed)),
    Inputs("as detectors", lambda case, seed: detected(case, seed)),
)
"""Exact keypoints; independent noise (`cases.noisy`); offsets that last, exchanged sides, gaps (`cases.detected`)."""


def evaluate_motions(
    data: str | os.PathLike[str],
    held_out: Sequence[str] | None = None,
    second: str | os.PathLike[str] | None = None,
    weights: str = "mlp",
    motion_weights: str | None = None,
    clips: int = CLIPS,
    device: str = "auto",
    progress: ProgressCallback | None = None,
) -> MotionReport:
    """The report on motions of ``held_out`` subjects in ``data``, a BVH file, a folder of them or a file of motion
    clips, and of all subjects in ``second``.

    Without ``held_out`` those of VALIDATION_SUBJECTS that are there, and without these all. ``progress`` is called
    with (done, total, name of the set). Raises PosesError and CheckpointError.
    """
    if clips < 1:
        raise PosesError(f"clips: expected at least 1, not {clips}")
    methods = _methods(weights, motion_weights, device)
    sets = {name: _spread(found, clips) for name, found in _sets(data, held_out, second)}
    tests = list(_tests(sets))
    report = MotionReport(
        {
            "data": Path(data).name,
            "second": None if second is None else Path(second).name,
            "weights": weights,
            "motion_weights": motion_weights or "bundled",
            "hypotheses": HYPOTHESES,
            "seed": SEED,
            "clips": {name: len(found) for name, found in sets.items()},
            "frames": {name: sum(len(one.joints) for one in found) for name, found in sets.items()},
        }
    )
    for done, (group, inputs, seed, case) in enumerate(tests, 1):
        seen = inputs.keypoints(case, seed)
        contacts = None if case.moving else true_contacts(case.world, case.fps)
        for name, method in methods.items():
            began = time.perf_counter()
            motions, uncertainty = method(seen, case)
            seconds = time.perf_counter() - began
            scores = motion_scores(motions, case.truth, case.fps, contacts, uncertainty)
            report.add((group, inputs.name, name), case.name, scores, len(seen), seconds)
        if progress is not None:
            progress(done, len(tests), group)
    return report


def _methods(weights: str, motion_weights: str | None, device: str) -> dict[str, Method]:
    """What is measured, by the name of its row."""
    coupled = Lifter.load(weights, device, motion_weights=None)
    methods: dict[str, Method] = {
        "per frame, best ranked": lambda seen, case: (per_frame(coupled, seen, case.camera), None),
        CONTROL: lambda seen, case: (control(coupled, seen, case.camera, case.fps), None),
        "coupled through time": lambda seen, case: lifted(coupled, seen, case),
    }
    if motion_weights != NO_WEIGHTS:
        denoised = Lifter.load(weights, device, motion_weights=motion_weights or MOTION_WEIGHTS)
        if denoised.motion_denoiser is not None:
            methods["motion denoiser"] = lambda seen, case: lifted(denoised, seen, case)
    return methods


def lifted(lifter: Lifter, seen: Sequence[Keypoints], case: Case, **options: Any) -> Answer:
    """The answer of ``Lifter.lift_motion`` for one person's keypoints ``seen`` (F frames). ``options`` are its
    own."""
    options = {"hypotheses": HYPOTHESES, "fps": case.fps, "moving": case.moving} | options
    (motion,) = lifter.lift_motion([_tracked(frame) for frame in seen], case.camera, **options)
    return spread_over(
        len(seen), motion.frames, case.camera.to_camera(motion.joints).astype(np.float32)
    ), spread_over(len(seen), motion.frames, motion.uncertainty)


def _tracked(frame: Keypoints) -> Keypoints:
    """The frame with the person's track, or nobody where no keypoint is observed."""
    if not frame.observed.any():
        return Keypoints(np.zeros((0, *frame.points.shape[1:])), size=frame.size)
    return Keypoints(
        frame.points,
        frame.visibility,
        frame.size,
        frame.confidence,
        tracks=np.zeros(1, np.int64),
        noise=frame.noise,
    )


def spread_over(count: int, frames: NDArray[Any], values: NDArray[Any]) -> NDArray[Any]:
    """(count, ...) the ``values`` (F, ...) of ``frames`` (F,); before the first and after the last those of these."""
    return values[np.clip(np.searchsorted(frames, np.arange(count), side="right") - 1, 0, len(frames) - 1)]


def _sets(
    data: str | os.PathLike[str], held_out: Sequence[str] | None, second: str | os.PathLike[str] | None
) -> Iterator[tuple[str, list[MotionClip]]]:
    """(name, clips) of both sets."""
    yield _clips_of(data, held_out)
    if second is not None:
        yield Path(second).stem, _loaded(second, None)


def _clips_of(data: str | os.PathLike[str], held_out: Sequence[str] | None) -> tuple[str, list[MotionClip]]:
    """The clips of the ``held_out`` subjects, and these subjects. Raises PosesError when they have none."""
    found = _loaded(data, held_out or VALIDATION_SUBJECTS)
    if not found and held_out:
        raise PosesError(f"{data}: no motion of {', '.join(held_out)}")
    found = found or _loaded(data, None)
    subjects = sorted({clip.subject for clip in found})
    return ", ".join(subjects) if len(subjects) < 6 else Path(data).stem, found


def _loaded(data: str | os.PathLike[str], subjects: Sequence[str] | None) -> list[MotionClip]:
    """The clips of ``subjects`` (None: of all) in a file or folder; BVH files of other subjects are not read."""
    path = Path(data)
    if path.is_dir() or path.suffix.lower() == ".bvh":
        files = [file for file in find_clips([path]) if subjects is None or subject_of(file) in subjects]
        return read_motion_clips(files)[0] if files else []
    return [clip for clip in load_motion_clips(path) if subjects is None or clip.subject in subjects]


def _spread(clips: Sequence[MotionClip], count: int) -> list[MotionClip]:
    """At most ``count`` windows of the clips, evenly chosen. Raises PosesError when there is none."""
    parts = [(clip, part) for clip in clips for part in windows(len(clip), clip.fps)]
    if not parts:
        raise PosesError("the clips are all shorter than two seconds")
    chosen = np.unique(np.linspace(0, len(parts) - 1, min(count, len(parts))).round().astype(int))
    return [
        MotionClip(clip.joints[part], clip.fps, clip.name, clip.subject, clip.first + part.start)
        for clip, part in (parts[index] for index in chosen)
    ]


def _tests(sets: dict[str, list[MotionClip]]) -> Iterator[tuple[str, Inputs, int, Case]]:
    """(set, inputs, seed, case) of all that is measured."""
    for name, clips in sets.items():
        for number, clip in enumerate(clips):
            case = make_case(clip.name, name, clip.joints, clip.fps, SEED + number)
            for inputs in INPUTS:
                yield name, inputs, SEED + number, case
    name, clips = next(iter(sets.items()))
    for number, clip in enumerate(clips[::3]):
        case = make_case(clip.name, name, clip.joints, clip.fps, SEED + number, moving=True)
        yield f"{name}, moving camera", INPUTS[-1], SEED + number, case
