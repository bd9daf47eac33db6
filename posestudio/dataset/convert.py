"""Conversion of BVH files and folders to a poses file, or to a folder of poses files."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from posestudio.common.atomic_files import whole_folder
from posestudio.common.progress import ProgressCallback
from posestudio.common.temporaries import remove_leftovers
from posestudio.common.workers import cores
from posestudio.common.workers import pool as workers_pool
from posestudio.dataset.clip_poses import ClipPoses, find_clips, fingerprint, read_poses, subject_of
from posestudio.dataset.poses import Poses, save_poses
from posestudio.errors import PosesError, PoseStudioError
from posestudio.mocap.body_from_file import Rigs
from posestudio.mocap.given_axes import FileAxes

SHARD_POSES = 200_000
"""Poses in each file of a folder, about; 30 MB."""

MOST_COPIES = 1000
"""Most copies of a pose on other bodies."""


@dataclass
class ConvertReport:
    """Counts of a conversion, and a line for each file that could not be used or was read with a warning."""

    files: int = 0
    frames: int = 0
    poses: int = 0
    failed: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def summary(self) -> str:
        """One line of the counts."""
        failed = f", {len(self.failed)} files could not be used" if self.failed else ""
        dropped = self.frames - self.poses
        return f"{self.poses} poses of {self.files} clips ({dropped} near-duplicates dropped){failed}"


@dataclass(frozen=True)
class ClipReport:
    """The outcome of reading a clip: the number of distinct ``poses`` among its ``frames``, the ``profile`` of its
    rig, the joints that are ``missing`` in it, and the ``problem`` with it, if any."""

    KIND: ClassVar[str] = "looked"  # of its event; see `posestudio.learning.events`

    path: Path
    subject: str
    frames: int = 0
    poses: int = 0
    profile: str = ""
    missing: tuple[str, ...] = ()
    problem: str = ""


_CHUNK = 4  # clips that a process reads at a time

ClipJob = tuple[Path, float, Rigs | None, FileAxes | None, int | None]
Outcome = tuple[Path, ClipPoses | None, str]


def read_clip(job: ClipJob) -> Outcome:
    """A clip's poses, or an error message; an error in one clip must not end the reading of the others."""
    path, hz, rigs, axes, person = job
    try:
        read = read_poses(path, hz, rigs, axes, person)
    except (PoseStudioError, OSError) as error:
        return path, None, str(error)
    except RecursionError:
        return path, None, f"{path}: its joints are nested too deeply"
    except MemoryError:
        return path, None, f"{path}: takes more memory than there is"
    except Exception as error:
        words = " ".join(str(error).split())[:200]
        return path, None, f"{path}: cannot be read ({type(error).__name__}: {words})"
    if not len(read.joints):
        return path, None, f"{path}: expected frames with finite joints, found none"
    return path, read, ""


def _outcomes(jobs: list[ClipJob], workers: int) -> Iterator[Outcome]:
    """The outcome of each job, in order, from ``workers`` processes, also of a job whose process dies."""
    left = jobs
    while left:
        finished = 0
        with workers_pool(workers) as pool:
            try:
                for outcome in pool.map(read_clip, left, chunksize=_CHUNK):
                    finished += 1
                    yield outcome
            except BrokenProcessPool:
                pass
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
        # One of the next clips has killed its process: each is read in a process of its own.
        suspects = left[finished : finished + workers * _CHUNK]
        left = left[finished + len(suspects) :]
        yield from map(_read_alone, suspects)


def _read_alone(job: ClipJob) -> Outcome:
    """The outcome of a job in a process of its own."""
    with workers_pool(1) as pool:
        try:
            return pool.submit(read_clip, job).result()
        except BrokenProcessPool:
            return job[0], None, f"{job[0]}: the process that read it died"


def convert(
    sources: Iterable[str | Path],
    out: str | Path,
    hz: float = 15.0,
    augment: int = 0,
    workers: int | None = None,
    progress: ProgressCallback | None = None,
    seed: int = 0,
    rigs: Rigs | None = None,
    on_clip: Callable[[ClipReport], None] | None = None,
    axes: FileAxes | None = None,
    person: int | None = None,
) -> ConvertReport:
    """Read every clip below ``sources`` and write the poses file ``out``, or a folder of them.

    A name without a suffix is a folder, written file by file with about SHARD_POSES poses each, so that no more
    need be in memory; it must not exist yet, and one program at a time writes it.
    ``augment`` adds that many copies of every pose on bodies of other shapes. Clips are read in ``workers``
    processes (default: one per core). A file that can't be used is reported; raises PosesError when
    none can be used. ``rigs`` are joint names by role for skeletons by their joint names
    (`mocap.rig_files.load_rigs`); ``on_clip`` is called with each clip's report. ``axes`` give the up axis, unit and
    handedness of all clips, ``person`` the index of the one to read of several. By default both are guessed, and
    the report warns where that is uncertain.
    """
    check_options(hz, augment, workers, seed)
    sources, out = list(sources), Path(out)
    if out.suffix == "" and out.exists():
        raise PosesError(f"{out}: already exists")
    remove_leftovers(out.absolute().parent, now=True)
    report = ConvertReport()
    written = 0
    options = (hz, rigs, axes, person)
    clips = _clips(sources, options, workers, report, progress, on_clip or (lambda _: None))
    with whole_folder(out) if out.suffix == "" else nullcontext(out) as target:
        for parts in _in_shards(clips, out.suffix == ""):
            provenance = {
                "sources": [Path(source).name for source in sources],
                "fingerprint": fingerprint(sources, *options),
            }
            poses = without_copies(joined(parts, hz, provenance))
            report.poses += len(poses)
            if augment:
                poses = augmented(poses, augment, seed + written)
            save_poses(target / f"poses-{written:05}.npz" if target != out else out, poses)
            written += 1
        if not written:
            raise PosesError(
                f"no pose could be read; the first of {len(report.failed)} problems: {report.failed[0]}"
            )
    return report


def check_options(hz: float, augment: int, workers: int | None, seed: int) -> None:
    """Raises PosesError for options out of range."""
    if not 0 < hz < math.inf:
        raise PosesError(f"hz: expected a number above zero, not {hz}")
    if not 0 <= augment <= MOST_COPIES:
        raise PosesError(f"augment: expected 0 to {MOST_COPIES} copies, not {augment}")
    if workers is not None and workers < 1:
        raise PosesError(f"workers: expected at least one process, not {workers}")
    if not 0 <= seed < 2**32:
        raise PosesError(f"seed: expected 0 to {2**32 - 1}, not {seed}")


ReadClip = tuple[Path, np.ndarray, np.ndarray]
ReadOptions = tuple[float, Rigs | None, FileAxes | None, int | None]


def _clips(
    sources: list,
    options: ReadOptions,
    workers: int | None,
    report: ConvertReport,
    progress: ProgressCallback | None,
    on_clip: Callable[[ClipReport], None],
) -> Iterator[ReadClip]:
    """(path, joints, frames) of each clip that has poses; counts and problems go to the report."""
    paths = find_clips(sources)
    report.files = len(paths)
    jobs = [(path, *options) for path in paths]
    count = min(workers or len(paths), len(paths), cores())
    for done, (path, read, error) in enumerate(_outcomes(jobs, count), 1):
        if progress is not None:
            progress(done, len(paths), path.name)
        if read is None:
            report.failed.append(error)
            on_clip(ClipReport(path, subject_of(path), problem=error))
            continue
        report.frames += read.frames_read
        report.warnings += [f"{path}: {warning}" for warning in read.warnings]
        on_clip(
            ClipReport(
                path,
                subject_of(path),
                read.frames_read,
                len(read.joints),
                read.profile,
                read.missing,
                "; ".join(read.warnings),
            )
        )
        yield path, read.joints, read.frames


def _in_shards(clips: Iterator[ReadClip], several: bool) -> Iterator[list[ReadClip]]:
    """All clips at once, or as many at a time as make up SHARD_POSES poses."""
    parts: list[ReadClip] = []
    for part in clips:
        parts.append(part)
        if several and sum(len(joints) for _, joints, _ in parts) >= SHARD_POSES:
            yield parts
            parts = []
    if parts:
        yield parts


def joined(parts: list[ReadClip], hz: float, provenance: dict[str, Any]) -> Poses:
    """The poses of several clips, ``hz`` a second at most, as one."""
    counts = [len(joints) for _, joints, _ in parts]
    return Poses(
        np.concatenate([joints for _, joints, _ in parts]),
        np.repeat([path.stem for path, _, _ in parts], counts),
        np.repeat([subject_of(path) for path, _, _ in parts], counts),
        np.concatenate([frames for _, _, frames in parts]),
        {"clips": len(parts), "hz": hz} | provenance,
    )


def without_copies(poses: Poses) -> Poses:
    """The poses without those that equal another to the centimetre, as when a clip is given in two BVH dialects."""
    grid = np.round((poses.joints - poses.joints[:, :1]) * 100).astype(np.int16).reshape(len(poses), -1)
    _, first = np.unique(grid, axis=0, return_index=True)
    return poses.where(np.sort(first))


def augmented(poses: Poses, copies: int, seed: int) -> Poses:
    """The poses, and ``copies`` of each on bodies of other proportions."""
    import torch

    from posestudio.dataset.augment import reshape_bodies

    generator = torch.Generator().manual_seed(seed)
    joints = torch.from_numpy(poses.joints)
    ground = joints[:, :1].clone()
    shaped = [(reshape_bodies(joints - ground, generator) + ground).numpy() for _ in range(copies)]
    everything = poses.where(np.tile(np.arange(len(poses)), copies + 1))
    return Poses(
        np.concatenate([poses.joints, *shaped]),
        everything.clip,
        everything.subject,
        everything.frame,
        poses.provenance | {"augmented_copies": copies, "seed": seed},
    )
