"""The runs of the command lift: keypoints read or detected, lifted as motions or frame by frame, and written."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from posestudio.cli.archive_runs import Cluster, check_one_file, is_archive, lift_archive
from posestudio.common.frame_range import ALL, FrameRange
from posestudio.common.progress import progress_bar
from posestudio.errors import PoseStudioError, printable

if TYPE_CHECKING:
    from posestudio.detection.detected import Detected
    from posestudio.geometry.camera import Camera
    from posestudio.keypoints.reading import Recording
    from posestudio.keypoints.track_table import TrackSummary
    from posestudio.lifting.known import Known
    from posestudio.lifting.lifter import Lifter
    from posestudio.lifting.sequence import LiftedSequence
    from posestudio.lifting.whole_recordings import RecordingLift


@dataclass(frozen=True)
class LiftRequest:
    """What the command line asks for. ``options`` are those of ``Lifter.lift``, without the number of hypotheses."""

    source: Path
    out: Path | None
    camera: Camera | None = None
    weights: str = "mlp"
    motion_weights: str | None = None
    """Of the motion denoiser; None for those that ship"""
    layout: str | None = None
    size: tuple[int, int] | None = None
    field_of_view: float | None = None
    """Vertical, degrees, where no camera is given"""
    fps: float | None = None
    frames: FrameRange = ALL
    options: dict[str, Any] = field(default_factory=dict)
    hypotheses: int | None = None
    known: Known | None = None
    keys: dict[int, Known] | None = None
    per_frame: bool = False
    moving: bool = False
    tracks: tuple[int, ...] = ()
    decide: bool = False
    """Whether answers are chosen by the poses that they lift to"""
    person: int | None = None
    names: str = "motionbuilder"
    cluster: Cluster = field(default_factory=Cluster)
    device: str = "auto"
    quiet: bool = False

    @property
    def how(self) -> RecordingLift:
        """How each recording is lifted."""
        from posestudio.lifting.whole_recordings import RecordingLift

        return RecordingLift(
            self.camera,
            self.field_of_view,
            self.fps,
            self.hypotheses,
            self.options,
            self.known,
            self.keys,
            self.per_frame,
            self.moving,
            self.tracks,
        )

    def say(self, lines: Iterable[str]) -> None:
        """Print the lines, unless the command is quiet."""
        for line in () if self.quiet else lines:
            print(printable(line))


def recorded(request: LiftRequest, on_found: Callable[[Detected], None] | None = None) -> Recording:
    """The keypoints of the source's frames, read or detected. Warnings are printed. ``on_found`` is as in
    `detect_files`."""
    from posestudio.common.pictures import holds_pictures
    from posestudio.keypoints import load_recording
    from posestudio.keypoints.recording_parts import cut
    from posestudio.lifting.whole_recordings import read_sized

    if holds_pictures(request.source):
        return _detected(request, on_found)
    recording = read_sized(
        lambda size: load_recording(request.source, request.layout, size), request.size, request.camera
    )
    for line in recording.warnings:
        print(printable(line), file=sys.stderr)
    try:
        return cut(recording, request.frames)
    except PoseStudioError as problem:
        raise PoseStudioError(f"{request.source}: {problem}") from problem


def _detected(request: LiftRequest, on_found: Callable[[Detected], None] | None) -> Recording:
    """The keypoints that the detector that ships finds in the source."""
    from posestudio.detection.detect_files import DetectOptions
    from posestudio.detection.detected_recordings import detected_recording

    wanted = request.frames
    options = DetectOptions(
        first=wanted.first, last=wanted.last, every=wanted.every, device=request.device, flip=False
    )
    with progress_bar("detecting", request.quiet) as progress:
        recording, summary = detected_recording(request.source, options, progress, on_found=on_found)
    for line in (*summary.unreadable, *summary.damaged):
        print(printable(line), file=sys.stderr)
    if not summary.people:
        raise PoseStudioError(f"{request.source}: no person found in {summary.pictures} pictures")
    return recording


def print_tracks(request: LiftRequest) -> None:
    """Print the table of the source's tracks."""
    from posestudio.keypoints.track_table import table_lines
    from posestudio.lifting.recordings import followed

    for line in table_lines(followed(recorded(request), request.fps)[1]):
        print(line)


def lifter_of(request: LiftRequest) -> Lifter:
    """The lifter of the weights that are asked for."""
    from posestudio.lifting.lifter import Lifter

    given: dict[str, Any] = (
        {} if request.motion_weights is None else {"motion_weights": request.motion_weights}
    )
    return Lifter.load(request.weights, device=request.device, **given)


def lift_file(request: LiftRequest) -> None:
    """Lift the source into one file."""
    from posestudio.common.file_kinds import PICTURE_INPUTS, RERUN_OUTPUTS, suffix_of
    from posestudio.common.output_extras import check_extra
    from posestudio.common.pictures import holds_pictures
    from posestudio.export.lifted import save_sequence
    from posestudio.export.picture_frames import named_pictures
    from posestudio.export.rerun_file import save_rrd
    from posestudio.lifting.whole_recordings import lift_whole

    out = request.out
    assert out is not None
    check_one_file([request.source], out)
    check_extra(suffix_of(out))
    if out.exists() and out.samefile(request.source):
        raise PoseStudioError(f"{out}: the output would overwrite the input; choose another name")
    rerun = suffix_of(out) in RERUN_OUTPUTS
    detections: list[Detected] = []
    if not holds_pictures(request.source):
        recording = recorded(request)
        lifter = lifter_of(request)
    else:  # nothing is detected for weights that are not there
        lifter = lifter_of(request)
        alone = suffix_of(request.source) in PICTURE_INPUTS
        recording = recorded(request, detections.append if rerun and alone else None)
    if rerun and len(recording.frames) == 1:
        request = replace(request, options=request.options | {"trajectory": True})
    if request.decide:
        from posestudio.lifting.alternatives import decided

        frames = tuple(decided(lifter, frame, request.camera) for frame in recording.frames)
        recording = replace(recording, frames=frames)
    lifted = lift_whole(lifter, recording, request.how, lambda task: progress_bar(task, request.quiet))
    sequence, why = lifted.sequence, lifted.why
    person = request.person
    if person is None:
        person = _main_person(sequence) if sequence.coherent else 0
    request.say(_left_out(lifted.table, sequence))
    if rerun:
        names = [frame.source for frame in recording.frames]
        pictures = named_pictures(request.source, names)
        save_rrd(out, sequence, pictures=pictures, detected=detections[0] if detections else None)
    else:
        save_sequence(out, sequence, person=person, names=request.names)
    request.say([why] if why else [])
    request.say((*sequence.assumptions, *_frames_of_people(sequence)))
    what = "motions" if sequence.coherent else "poses"
    people, hypotheses = len(set(sequence.person.tolist())), sequence.joints.shape[1]
    request.say([f"{out}: {sequence.frames} frames, {people} people, {hypotheses} {what} each"])


def _main_person(sequence: LiftedSequence) -> int:
    """The number of the person who is seen in most frames, the first of several."""
    import numpy as np

    numbers, counts = np.unique(sequence.person, return_counts=True)
    return int(numbers[counts.argmax()])


def _left_out(table: tuple[TrackSummary, ...], sequence: LiftedSequence) -> list[str]:
    """A line for each track that is left out of the sequence, with the reason."""
    lifted = set(sequence.person.tolist())
    lines = [
        f"track {row.number}: left out: {row.dropped}"
        for row in table
        if row.dropped and row.number not in lifted
    ]
    lines = lines if len(lines) <= 10 else [*lines[:10], f"and {len(lines) - 10} tracks more"]
    return [*lines, "--tracks lists all tracks, --track N chooses."] if lines else []


def _frames_of_people(sequence: LiftedSequence) -> list[str]:
    """A line for each person who is not in all frames, with the frames."""
    lines = []
    for person in sorted(set(sequence.person.tolist())):
        there = sequence.frame[sequence.person == person]
        if len(there) < sequence.frames:
            lines.append(f"person {person}: in {len(there)} frames, {there.min()} to {there.max()}")
    return lines if len(lines) <= 10 else [*lines[:10], f"and {len(lines) - 10} people more"]


def lift_folder(request: LiftRequest) -> None:
    """Lift the source into a folder of parts."""
    from posestudio.archives.folder_manifest import FolderLift
    from posestudio.archives.lifted_folder import lift_folder as lift_parts

    cluster = request.cluster
    if _is_archive(request):
        lift_archive(request)
        return
    alone, why = _folder_alone(request)
    if not alone:
        if cluster.ray is not None:
            lift_archive(request)
            return
        if (cluster.workers or 1) > 1:
            request.say(
                ["The parts of a motion continue each other: one process lifts them, whatever --workers is."]
            )
        _lift_motion_folder(request)
        return
    request.how.check_single()
    assert request.out is not None
    lift = FolderLift(
        request.source,
        request.out,
        request.weights,
        request.device,
        request.camera,
        request.layout,
        request.size,
        request.fps,
        request.how.of_frames,
        request.known,
        form=cluster.form("npz"),
    )
    request.say([why] if why else [])
    request.say(() if request.camera is None else request.camera.remarks())
    assumed: list[str] = []
    with progress_bar("lifting", request.quiet) as progress:
        unreadable = lift_parts(lift, cluster.engine(request.device), progress, assumed.append)
    request.say(assumed)
    _say_parts(request, unreadable)


def _is_archive(request: LiftRequest) -> bool:
    """Whether a source whose results are a folder has recordings of its own, or pictures that are no sequence."""
    from posestudio.archives.recording_items import has_several
    from posestudio.archives.sources import list_items
    from posestudio.common.file_kinds import PARQUET, PICTURE_INPUTS
    from posestudio.common.pictures import holds_pictures

    source = request.source
    if is_archive(source, (".json", *PICTURE_INPUTS)):
        return True
    if source.is_file():
        return source.suffix.lower() == PARQUET and len(list_items(source, "keypoints")) > 1
    if holds_pictures(source):
        return _folder_alone(request)[0]
    return source.is_dir() and has_several(list_items(source, "keypoints", []), request.layout, request.size)


def _folder_alone(request: LiftRequest) -> tuple[bool, str]:
    """Whether the frames of a source whose results are a folder are lifted alone, and why."""
    from posestudio.common.pictures import holds_pictures, picture_files
    from posestudio.keypoints.reading import keypoint_file_names

    source = request.source
    if not source.is_dir():  # a file's frames are a sequence, or one part is enough
        return (True, "") if request.per_frame else (False, "")
    pictures = holds_pictures(source)
    files = [file.name for file in picture_files(source)] if pictures else keypoint_file_names(source)
    return request.how.alone([name.rpartition(".")[0] for name in files])


def _lift_motion_folder(request: LiftRequest) -> None:
    """Lift the source into a folder of parts of motions."""
    from posestudio.archives.motion_folder import lift_motion_folder
    from posestudio.archives.motion_gathering import MotionFolder

    assert request.out is not None
    folder = MotionFolder(
        request.source,
        request.out,
        request.weights,
        request.device,
        request.camera,
        request.layout,
        request.size,
        request.fps,
        request.how.of_motions,
        tracks=request.tracks,
        keys=request.keys,
        frames=request.frames,
        motion_weights=request.motion_weights,
        form=request.cluster.form("npz"),
    )

    remarks: list[str] = []
    with progress_bar("lifting", request.quiet) as progress:
        unreadable = lift_motion_folder(folder, lambda: lifter_of(request), progress, remarks.append)
    request.say(remarks)
    _say_parts(request, unreadable)


def _say_parts(request: LiftRequest, unreadable: Sequence[str]) -> None:
    """Print what could not be read, and how many parts there are."""
    for line in unreadable:
        print(printable(line), file=sys.stderr)
    parts = len(list(request.out.glob("part-*.*"))) if request.out is not None else 0
    request.say([f"{request.out}: {parts} parts, {len(unreadable)} files unreadable"])
