"""Which items of an archive are one recording, and their reading: a video, a file of frames, a folder of frames."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path, PurePosixPath

from posestudio.archives.parts import Part
from posestudio.archives.remote import is_url
from posestudio.archives.sources_item import Item, Kind
from posestudio.archives.sources_reading import as_file, read_recording
from posestudio.common.file_kinds import VIDEO_INPUTS
from posestudio.common.frame_range import ALL, FrameRange
from posestudio.errors import PoseStudioError
from posestudio.keypoints.recording_parts import is_sequence

SINGLES = 512
"""So many frames that have nothing to do with each other are in a part at most."""
_PROBED = 5  # files of a folder that are read, at most, to see whether one has several frames
_ROWS = ".parquet"


@dataclass(frozen=True)
class RecordingPart(Part):
    """A recording: one item, or the items that are its frames; or, ``singles``, frames that have nothing to do with
    each other."""

    name: str = ""
    singles: bool = False


def recording_parts(
    items: Sequence[Item],
    wanted: Kind,
    frames: FrameRange = ALL,
    layout: str | None = None,
    size: tuple[int, int] | None = None,
    most: int = SINGLES,
) -> list[RecordingPart]:
    """The recordings among an archive's items, each a part, in the items' order.

    Videos, Parquet rows, and keypoint files of a folder in which one has several frames are recordings of their own.
    The other files of a folder, or of a tar, are the frames of one recording where their numbers follow each other;
    where not, they are ``singles``, ``most`` in a part, of which ``frames`` are taken folder by folder.
    """
    parts: list[RecordingPart] = []
    singles: list[Item] = []

    def add(name: str, members: Sequence[Item], alone: bool = False) -> None:
        parts.append(RecordingPart(len(parts), tuple(members), name, alone))

    for folder, together in groupby(items, key=lambda item: item.name.rpartition("/")[0]):
        members = list(together)
        rest = [item for item in members if not _is_recording(item)]
        several = wanted == "keypoints" and len(rest) > 1 and has_several(rest, layout, size)
        if len(rest) == 1 and wanted == "keypoints" or several:
            rest = []
        for item in members:
            if item not in rest:
                add(item.name, [item])
        if is_sequence([PurePosixPath(item.file_name).stem for item in rest]):
            add(folder or PurePosixPath(rest[0].url).parent.name, rest)
        else:
            singles += [rest[index] for index in frames.indices(len(rest))]
        while len(singles) >= most:
            add(singles[0].name, singles[:most], True)
            del singles[:most]
    if singles:
        add(singles[0].name, singles, True)
    return parts


def _is_recording(item: Item) -> bool:
    """Whether the item has many frames, whatever is beside it."""
    return item.file_name.lower().endswith((*VIDEO_INPUTS, _ROWS))


def has_several(
    items: Sequence[Item], layout: str | None = None, size: tuple[int, int] | None = None
) -> bool:
    """Whether the first of the items that can be read has several frames."""
    for item in items[:_PROBED]:
        try:
            return len(read_recording(item, layout, size).frames) > 1
        except PoseStudioError:
            continue
    return False


@contextmanager
def as_path(part: RecordingPart) -> Iterator[Path]:
    """A recording's item as a local file, or all of its items in a folder. A PoseStudioError that the block raises
    names the archive's place."""
    if len(part.items) == 1:
        with as_file(part.items[0]) as path:
            yield path
        return
    with tempfile.TemporaryDirectory(prefix="posestudio-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        for item in part.items:
            with as_file(item) as path:
                if item.whole and not is_url(item.url):
                    _link(path, folder / item.file_name)
                else:
                    shutil.move(path, folder / item.file_name)
        try:
            yield folder
        except PoseStudioError as problem:
            problem.args = tuple(in_archive(str(text), folder, part) for text in problem.args)
            raise


def in_archive(line: str, path: Path, part: RecordingPart) -> str:
    """The line with the place in the archive instead of that of a copy."""
    first = part.items[0]
    place = first.place if len(part.items) == 1 else f"{first.url}: {part.name}"
    return line.replace(str(path), place)


def _link(path: Path, name: Path) -> None:
    try:
        name.symlink_to(path.absolute())
    except OSError:  # not everybody may, on Windows
        shutil.copyfile(path, name)


def named(item: Item, part: RecordingPart) -> RecordingPart:
    """The part of one of a part's items alone."""
    return replace(part, items=(item,), name=item.name)
