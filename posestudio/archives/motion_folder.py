"""Sequences of any length, lifted as motions into a folder, part by part: memory hardly grows with the length.

The keypoints of all frames are gathered into packed files first (see `motion_gathering`), and people are followed
through them. Then each part, some seconds of everybody's motion that continue those of the part before, is written
completely or not at all, and with it the state from which the next one follows: a run that was interrupted continues
where it stopped, with the same result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from posestudio.archives.folder_manifest import PEOPLE
from posestudio.archives.manifest import MANIFEST, write_manifest
from posestudio.archives.motion_gathering import MotionFolder, begin_motion, gather
from posestudio.archives.shards import write_shard
from posestudio.common.atomic_files import atomic_write, locked
from posestudio.common.progress import ProgressCallback
from posestudio.common.temporaries import remove_leftovers
from posestudio.errors import PoseStudioError
from posestudio.keypoints import DETECTED_NOISE
from posestudio.keypoints.folder_survey import load_people, save_people
from posestudio.keypoints.packed_frames import FRAMES, ROWS, PackedFrames
from posestudio.keypoints.track_table import TrackStatistics, chosen_tracks
from posestudio.keypoints.tracks import Tracker, tell_apart
from posestudio.lifting.motion.sections import MotionState
from posestudio.lifting.options import check_numbers
from posestudio.lifting.recordings import check_keys
from posestudio.lifting.sequence import FPS, LiftedSequence, check_fps

if TYPE_CHECKING:
    from posestudio.lifting.lifter import Lifter
    from posestudio.lifting.motion.lift import MotionSection

STATE = "motion.state"
"""The file of the state from which the next part follows: NPZ arrays, under a name that no part has."""


def lift_motion_folder(
    folder: MotionFolder,
    load: Callable[[], Lifter],
    progress: ProgressCallback | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> list[str]:
    """Lift a sequence as motions into ``folder.out``; what is there of the same lift is kept.

    Each part is a shard, by default an NPZ as `save_sequence` writes it, its ``frame`` counting the sequence's
    frames; without anybody in its frames it is left out. ``load`` gives the lifter; ``say`` is called with remarks on
    what was assumed and on tracks that are left out. Returns a line for each file that could not be read and for
    damaged frames. Raises PoseStudioError when another program writes ``out``, and when it was begun with other
    options.
    """
    if folder.out.resolve() == folder.source.resolve():
        raise PoseStudioError(f"{folder.out}: the output would overwrite the input: give another folder")
    check_numbers(**{name: value for name, value in folder.options.items() if name != "moving"})
    check_fps(FPS if folder.fps is None else folder.fps)
    with locked(folder.out / ".lock", folder.out):
        remove_leftovers(folder.out, now=True)
        with _left_as_before(folder):
            manifest = begin_motion(folder)
            lifter = load()  # nothing is detected for weights that are not there
            if not manifest.get("gathered"):
                manifest |= gather(folder, progress, say)
                write_manifest(folder.out / MANIFEST, manifest)
            if "chosen" not in manifest:
                manifest["chosen"] = _follow(folder, manifest, progress, say)
                write_manifest(folder.out / MANIFEST, manifest)
        for line in manifest["remarks"]:
            say(line)
        said = set(manifest["remarks"])
        for line in _lift(folder, manifest, lifter, progress):
            if line not in said:
                said.add(line)
                say(line)
        return list(manifest["unreadable"])


@contextmanager
def _left_as_before(folder: MotionFolder) -> Iterator[None]:
    """Where a source turns out to be unusable in its first run, its folder is as before: it can be given for
    another."""
    begun_before = (folder.out / MANIFEST).exists()
    try:
        yield
    except PoseStudioError:
        for name in () if begun_before else (MANIFEST, FRAMES, ROWS, PEOPLE):
            (folder.out / name).unlink(missing_ok=True)
        raise


def _packed(folder: MotionFolder, manifest: dict[str, Any], followed: bool = True) -> PackedFrames:
    """The frames that were gathered, with only the people who are lifted once these are ``followed``."""
    size = manifest["size"]
    noise = DETECTED_NOISE if manifest["found"] and "keypoint_noise" not in folder.options else None
    numbers = None
    if followed:
        people = load_people(folder.out / PEOPLE, manifest["frames"])
        numbers = np.concatenate([np.zeros(0, np.int64), *people])
    return PackedFrames(
        folder.out,
        numbers,
        manifest["chosen"] if followed else None,
        None if size is None else (size[0], size[1]),
        manifest["unit"],
        noise,
    )


def _follow(
    folder: MotionFolder,
    manifest: dict[str, Any],
    progress: ProgressCallback | None,
    say: Callable[[str], None],
) -> list[int]:
    """Follow the people through all frames and write their numbers; the numbers of those who are lifted."""
    frames = _packed(folder, manifest, followed=False)
    tracker, statistics = Tracker(manifest["fps"]), TrackStatistics()
    people: list[NDArray[np.int64]] = []
    given = tell_apart(frames)
    for index, frame in enumerate(frames):
        numbers = tracker.number(frame if given else replace(frame, tracks=None))
        people.append(numbers)
        statistics.add(replace(frame, tracks=numbers))
        if progress is not None and index % 500 == 0:
            progress(index, len(frames), "frames looked through for people")
    table = statistics.table(manifest["fps"])
    chosen = chosen_tracks(table, folder.tracks)
    if not chosen and not folder.keys:
        raise PoseStudioError(f"{folder.source}: no people: expected at least one person with keypoints")
    if folder.keys:
        check_keys(folder.keys, len(frames), chosen)
    for row in table:
        if row.dropped and row.number not in chosen:
            say(f"track {row.number}: left out: {row.dropped}")
    save_people(folder.out / PEOPLE, people)
    return chosen


def _lift(
    folder: MotionFolder, manifest: dict[str, Any], lifter: Lifter, progress: ProgressCallback | None
) -> Iterator[str]:
    """Lift and write the parts that are not there yet; yields what was assumed of each."""
    frames = _packed(folder, manifest)
    times = frames.times if manifest["varying"] else None
    options = dict(folder.options)
    if folder.keys:
        options["keys"] = folder.keys
    sections = lifter.lift_motion_in_sections(
        frames,
        folder.camera,
        manifest["fps"],
        state=_state(folder),
        times=times,
        progress=progress,
        **options,
    )
    for section in sections:
        _write_part(folder, manifest, section, times)
        with atomic_write(folder.out / STATE) as temporary, temporary.open("wb") as stream:
            np.savez(stream, allow_pickle=False, **section.state.arrays())
        yield from dict.fromkeys(line for motion in section.motions for line in motion.assumptions)


def _write_part(
    folder: MotionFolder,
    manifest: dict[str, Any],
    section: MotionSection,
    times: NDArray[np.float64] | None,
) -> None:
    """Write a section's part; none where nobody is there."""
    if not section.motions:
        return
    first, last = section.first, section.last
    motions = [replace(motion, frames=motion.frames - first) for motion in section.motions]
    sequence = LiftedSequence.from_motions(motions, last - first)
    said = tuple(dict.fromkeys((*manifest["assumed"], *sequence.assumptions)))
    sequence = replace(
        sequence,
        first_frame=first,
        assumptions=said,
        times=None if times is None else times[first:last],
    )
    write_shard(folder.part(section.state.section - 1), sequence, folder.form)


def _state(folder: MotionFolder) -> MotionState | None:
    """The state from which the next part follows; None at the beginning. Raises PoseStudioError for a file that is
    none."""
    path: Path = folder.out / STATE
    if not path.exists():
        return None
    try:
        with np.load(path, allow_pickle=False) as archive:
            return MotionState.from_arrays(dict(archive))
    except Exception as problem:  # NumPy raises many kinds of errors for damaged files
        raise PoseStudioError(f"{path}: not the state of a lift in parts: {problem}") from problem
