"""Converts the BVH files of an archive into poses files, which ``posestudio train`` takes as a folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from posestudio.archives.parts import Part, PartReport, Work, part_name
from posestudio.archives.shards import Form, write_shard
from posestudio.archives.sources_item import Item
from posestudio.archives.sources_reading import as_file
from posestudio.dataset.convert import ReadClip, augmented, joined, read_clip, without_copies
from posestudio.errors import PoseStudioError
from posestudio.mocap.body_from_file import Rigs
from posestudio.mocap.given_axes import FileAxes

CLIPS = 64
"""So many clips are in a part."""


@dataclass(frozen=True)
class ConvertJob:
    """How an archive's clips are converted; see `dataset.convert.convert`. Poses that equal another of their part
    to the centimetre are left out."""

    out: Path
    hz: float = 15.0
    augment: int = 0
    seed: int = 0
    rigs: Rigs | None = None
    axes: FileAxes | None = None
    person: int | None = None
    form: Form = "npz"
    device: None = None
    """There is no network"""

    def given(self) -> dict[str, Any]:
        """The options that all runs into a folder have in common."""
        return {
            "wanted": "motion",
            "hz": self.hz,
            "augment": self.augment,
            "seed": self.seed,
            "rigs": repr(sorted((self.rigs or {}).items())),
            "axes": None if self.axes is None else asdict(self.axes),
            "person": self.person,
            "form": self.form,
        }

    def load(self) -> Work:
        """What converts a part."""
        return partial(_convert_part, self)


def clip_parts(items: Sequence[Item]) -> list[Part]:
    """The parts of an archive's clips."""
    firsts = range(0, len(items), CLIPS)
    return [Part(number, tuple(items[first : first + CLIPS])) for number, first in enumerate(firsts)]


def _convert_part(job: ConvertJob, part: Part) -> PartReport:
    """Write the poses of a part's clips."""
    lines: list[str] = []
    clips: list[ReadClip] = []
    for item in part.items:
        try:
            with as_file(item) as path:
                _, read, problem = read_clip((path, job.hz, job.rigs, job.axes, job.person))
                if read is None:
                    raise PoseStudioError(problem)
        except PoseStudioError as error:
            lines.append(str(error))
            continue
        lines += [f"{item.place}: {warning}" for warning in read.warnings]
        # A clip is named after its file, its subject after that or the folder.
        clips.append((Path(item.url if item.whole else f"/{item.name}"), read.joints, read.frames))
    if not clips:
        return PartReport(part.number, False, tuple(lines))
    poses = without_copies(joined(clips, job.hz, {"sources": [item.name for item in part.items]}))
    if job.augment:
        poses = augmented(poses, job.augment, job.seed + part.number)
    write_shard(job.out / part_name(part.number, job.form), poses, job.form)
    return PartReport(part.number, True, tuple(lines))
