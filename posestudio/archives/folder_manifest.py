"""The manifest of a folder that is lifted in parts: with which options it was begun, and which parts are done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from posestudio.archives.manifest import MANIFEST, check_same, read_manifest, write_manifest
from posestudio.archives.parts import part_name
from posestudio.archives.shards import Form
from posestudio.common.progress import ProgressCallback
from posestudio.errors import SizeUnknown
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.keypoints.coordinate_units import PIXELS
from posestudio.keypoints.folder_survey import FolderSurvey, save_people
from posestudio.keypoints.picture_size import assumed_size_remark, common_size
from posestudio.lifting.assumptions import DETECTED_NOISE_ASSUMED, FPS_ASSUMED, OWN_NOISE_USED
from posestudio.lifting.known import Known
from posestudio.lifting.sequence import FPS

PEOPLE = "people.numbers"
"""The file of people's numbers over the whole folder: NPZ arrays, under a name that no part has."""


@dataclass(frozen=True)
class FolderLift:
    """Which folder to lift, and how, for all worker processes. ``options`` are those of ``Lifter.lift``."""

    source: Path
    out: Path
    weights: str
    device: str = "auto"
    camera: Camera | None = None
    layout: str | None = None
    size: tuple[int, int] | None = None
    fps: float | None = None
    """Frames per second; None: those that the files state, or 30"""
    options: dict[str, Any] = field(default_factory=dict)
    known: Known | None = None
    """Bone lengths and sides of all people in all frames"""
    unit: str = PIXELS
    """The unit of the files' numbers; see `keypoints.coordinate_units`"""
    found: bool = False
    """Whether `posestudio detect` found the keypoints"""
    part_files: int = 512
    """How many files' frames are in a part"""
    form: Form = "npz"
    """Of the parts"""

    def part(self, number: int) -> Path:
        """The file of a part."""
        return self.out / part_name(number, self.form)


def begin(
    lift: FolderLift, files: list[str | None], progress: ProgressCallback | None, say: Callable[[str], None]
) -> FolderLift:
    """The lift with what the survey of its folder found: the size of frames without one, their unit and frame rate.

    Writes the folder and its manifest when these are not there. Raises PoseStudioError when it was begun with
    other options.
    """
    given = {
        "source": str(lift.source.resolve()),
        "files": len(files),
        "part_files": lift.part_files,
        "weights": lift.weights,
        "camera": None if lift.camera is None else lift.camera.to_json(),
        "layout": lift.layout,
        "options": lift.options,
        "known": None if lift.known is None else lift.known.to_json(),
    }
    if lift.fps is not None:
        given["fps"] = lift.fps
    if lift.size is not None:
        given["size"] = lift.size
    if lift.form != "npz":
        given["form"] = lift.form
    path = lift.out / MANIFEST
    if path.exists():
        manifest = read_manifest(path)
        check_same(path, manifest, given)
    else:
        facts, survey = survey_folder(lift, files, progress, say)
        fps = lift.fps or survey.facts.fps
        if fps is None:
            say(FPS_ASSUMED)
        save_people(lift.out / PEOPLE, survey.people)
        manifest = given | facts | {"fps": fps or FPS}
        write_manifest(path, manifest | {"done": [], "empty": [], "unreadable": []})
    size = manifest["size"]
    if manifest.get("found") and "keypoint_noise" not in lift.options:
        say(OWN_NOISE_USED if manifest.get("own_noise") else DETECTED_NOISE_ASSUMED)
    return replace(
        lift,
        size=None if size is None else (size[0], size[1]),
        unit=manifest.get("unit", PIXELS),
        fps=manifest.get("fps", FPS),
        found=bool(manifest.get("found")),
    )


def survey_folder(
    lift: FolderLift,
    files: list[str | None],
    progress: ProgressCallback | None,
    say: Callable[[str], None],
    take: Callable[[Keypoints], None] = lambda frame: None,
    follow: bool = True,
) -> tuple[dict[str, Any], FolderSurvey]:
    """The manifest's entries about a folder's files, and the survey of them; ``take`` is called with each file's
    frame, coordinates as they stand there. People are numbered if ``follow``."""
    survey = FolderSurvey(lift.source, lift.layout, lift.size, follow)
    sized = own_noise = False

    def frames() -> Iterator[Keypoints]:
        nonlocal sized, own_noise
        for number, frame in enumerate(survey.frames(files)):
            sized |= frame.size is not None
            own_noise |= frame.noise is not None
            take(frame)
            yield frame
            if progress is not None and number % lift.part_files == 0:
                progress(number, len(files), "frames looked at")

    size = common_size(frames())
    unit = survey.unit
    if unit == PIXELS and lift.camera is not None and lift.size is None:
        size = None
    elif not sized:
        if unit != PIXELS and lift.camera is not None:
            size = lift.camera.size
        elif unit != PIXELS:
            raise SizeUnknown(
                f"{lift.source}: keypoints in {unit} of the picture: expected the picture's size given"
                " (--size WIDTHxHEIGHT)"
            )
        elif size is not None:
            say(assumed_size_remark(size))
    if unit != PIXELS and size is not None:
        say(f"Keypoints taken as {unit} of pictures of {size[0]} x {size[1]} pixels.")
    for line in survey.context.notes.all:
        say(line)
    found = survey.facts.found
    return {"size": size, "unit": unit, "found": found, "own_noise": own_noise}, survey
