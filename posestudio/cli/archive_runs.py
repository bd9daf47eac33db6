"""The runs of lift, detect and convert over archives: a part for each recording, here or on a Ray cluster."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from posestudio.common.counts import counted
from posestudio.common.progress import progress_bar
from posestudio.errors import PoseStudioError, printable

if TYPE_CHECKING:
    from posestudio.archives.archive_run import ArchiveJob
    from posestudio.archives.parts import Engine, Part
    from posestudio.archives.shards import Form
    from posestudio.archives.sources_item import Item, Kind

_MOST_LINES = 20  # about what could not be read; the manifest has all


@dataclass(frozen=True)
class Cluster:
    """Where the parts of an archive are done, and the form of their files, as the command line says."""

    workers: int | None = None
    ray: str | None = None
    shards: str | None = None

    def check(self, out: Path | None, *forms: str) -> None:
        """Raises BadParameter where a single file is asked for in parts, and for other ``forms`` than these."""
        name = "--ray" if self.ray is not None else "--shards" if self.shards is not None else None
        if name is not None and (out is None or out.suffix != ""):
            raise typer.BadParameter(f"{name}: expected a folder as OUT, which is written part by part")

        if self.shards is not None and self.shards not in forms:
            raise typer.BadParameter(f"--shards {self.shards}: expected {' or '.join(forms)}")

    def form(self, usual: Form) -> Form:
        """The form of the parts' files."""
        form: Any = usual if self.shards is None else str(self.shards)
        return form

    def engine(self, device: str | None) -> Engine:
        """Where parts are done whose networks run on ``device``. Without a number of workers there is one for each
        processor core, one in all on a GPU."""
        from posestudio.archives.parts import Engine
        from posestudio.common.workers import cores

        if self.ray is not None:
            if device is not None and ":" in device:
                raise PoseStudioError(f"--device {device}: with --ray, Ray chooses the GPU of each worker")
            return Engine(self.workers, self.ray)
        if self.workers is not None:
            return Engine(self.workers)
        if device is not None:
            from posestudio.learning.device import pick_device

            if pick_device(device).type != "cpu":
                return Engine(1)
        return Engine(cores())


def archive_of(source: Path) -> str:
    """The path or URL of an archive: of paths, ``//`` has become ``/``."""
    text = source.as_posix()
    url = re.sub(r"(^|::)([A-Za-z][A-Za-z0-9+.-]+):/+", r"\1\2://", text)
    return str(source) if url == text else url.replace("file://", "file:///")


def is_archive(source: Path, endings: Sequence[str] = ()) -> bool:
    """Whether a source is no file of one recording: a tar, a URL, a pattern, or, where ``endings`` are given, a
    folder that this program wrote part by part, or has no file with one of them itself."""
    if source.is_dir():
        from posestudio.archives.sources import has_parts

        names = [entry.name.lower() for entry in source.iterdir()]
        return bool(endings) and (
            has_parts(names) or not any(name.endswith(tuple(endings)) for name in names)
        )
    text = str(source)
    return source.suffix.lower() == ".tar" or (
        not source.exists() and (archive_of(source) != text or any(letter in text for letter in "*?[{"))
    )


def check_one_file(sources: Sequence[Path], out: Path) -> None:
    """Raises PoseStudioError where the results of an archive are to go into the one file ``out``."""
    for source in sources:
        if is_archive(source):
            name = archive_of(source)
            raise PoseStudioError(
                f"{name}: an archive: expected a folder, not {out}, as OUT, which is written part by part"
            )


def listed(archive: str, wanted: Kind, problems: list[str]) -> tuple[str, list[Item]]:
    """The archive's place, the same from any folder, and its items."""
    from posestudio.archives.archive_run import absolute
    from posestudio.archives.sources import list_items

    place = absolute(archive)
    return place, list_items(place, wanted, problems)


def run_job(
    job: ArchiveJob,
    archive: str,
    parts: Sequence[Part],
    problems: Sequence[str],
    cluster: Cluster,
    out: Path,
    task: str,
    quiet: bool,
) -> None:
    """Do an archive's parts, and print what could not be read and how many parts there are."""
    from posestudio.archives.archive_run import run_archive

    if cluster.ray is not None and len(parts) == 1 and not quiet:
        print("All of it is one part, which one worker does: more workers do not make it faster.")
    with progress_bar(task, quiet) as progress:
        count, lines = run_archive(job, archive, parts, problems, cluster.engine(job.device), progress)
    for line in lines[:_MOST_LINES]:
        print(printable(line), file=sys.stderr)
    if len(lines) > _MOST_LINES:
        print(
            printable(f"and {len(lines) - _MOST_LINES} lines more in {out / 'manifest.json'}"),
            file=sys.stderr,
        )
    if not quiet:
        more = f", {counted(len(lines), 'remark')} in manifest.json" if lines else ""
        print(printable(f"{out}: {counted(count, 'part')}{more}"))


def lift_archive(request: Any) -> None:
    """Lift the recordings of ``request.source`` (a `LiftRequest`) into a folder of parts."""
    from posestudio.archives.archive_run import absolute_if_file
    from posestudio.archives.lift_archive import LiftJob
    from posestudio.archives.recording_items import recording_parts
    from posestudio.archives.recording_reading import Reading
    from posestudio.detection.detect_files import DetectOptions

    if request.keys is not None or request.tracks:
        raise PoseStudioError(
            f"{'--keys' if request.keys else '--track'} is about one recording: expected no archive of several"
        )
    if request.known is not None and request.known.people is not None:
        raise PoseStudioError(
            "known: pins and poses are of single frames: an archive takes bone lengths and sides"
        )
    problems: list[str] = []
    archive = archive_of(request.source)
    wanted: Kind = "keypoints"
    try:
        place, items = listed(archive, wanted, problems)
    except PoseStudioError as none:
        wanted = "pictures"
        try:
            place, items = listed(archive, wanted, problems)
        except PoseStudioError:
            raise none from none
    reading = Reading(
        wanted,
        request.layout,
        request.size,
        request.camera,
        request.frames,
        DetectOptions(device=request.device, flip=False),
    )
    motions = request.motion_weights
    job = LiftJob(
        request.out.absolute(),
        reading,
        request.how,
        absolute_if_file(request.weights),
        None if motions is None else absolute_if_file(motions),
        request.device,
        request.cluster.form("npz"),
    )
    parts = recording_parts(items, wanted, request.frames, request.layout, request.size)
    request.say(() if request.camera is None else request.camera.remarks())
    run_job(job, place, parts, problems, request.cluster, request.out, "lifting", request.quiet)


def detect_archive(source: Path, out: Path, options: Any, cluster: Cluster, quiet: bool) -> None:
    """Detect keypoints in the pictures and videos of an archive, with `DetectOptions`, into a folder of parts."""
    from dataclasses import replace

    from posestudio.archives.archive_run import absolute, absolute_if_file
    from posestudio.archives.detect_archive import PICTURES, DetectJob
    from posestudio.archives.recording_items import recording_parts
    from posestudio.archives.recording_reading import Reading

    problems: list[str] = []
    place, items = listed(archive_of(source), "pictures", problems)
    frames = options.frames
    options = replace(
        options,
        weights=absolute_if_file(str(options.weights)),
        boxes_file=None if options.boxes_file is None else Path(absolute(options.boxes_file)),
        people=None if options.people is None else Path(absolute(options.people)),
    )
    job = DetectJob(
        out.absolute(), Reading("pictures", frames=frames, detection=options), cluster.form("json")
    )
    parts = recording_parts(items, "pictures", frames, most=PICTURES)
    run_job(job, place, parts, problems, cluster, out, "detecting", quiet)


def convert_archive(source: Path, out: Path, cluster: Cluster, quiet: bool, **options: Any) -> None:
    """Convert the BVH files of an archive, with the ``options`` of `ConvertJob`, into a folder of poses files."""
    from posestudio.archives.convert_archive import ConvertJob, clip_parts

    problems: list[str] = []
    place, items = listed(archive_of(source), "motion", problems)
    job = ConvertJob(out.absolute(), form=cluster.form("npz"), **options)
    run_job(job, place, clip_parts(items), problems, cluster, out, "converting", quiet)
