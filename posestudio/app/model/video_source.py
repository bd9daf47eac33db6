"""The people of a video: the keypoints found so far in its frames, and its picture of the frame that is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import overload

import numpy as np
from PySide6.QtGui import QImage

from posestudio.app.model.picture import Picture, image_of
from posestudio.app.model.sources import KeypointsSource, Source
from posestudio.common.video_seeking import VideoFile, VideoReader
from posestudio.keypoints import Keypoints
from posestudio.keypoints.track_table import only_tracks
from posestudio.keypoints.tracks import LONGEST_GAP, Tracker

FRAME_TIME = 1 / 30
"""Seconds from one frame to the next, for files that do not state it."""
SHOWN_SIDE = 1280
"""Pixels of the longer side of a video's frames as they are shown; keypoints are found in the whole frames."""


class FoundFrames(Sequence[Keypoints]):
    """The keypoints of the frames of a video, which are found one after the other while it is open: nobody in those
    not searched yet. ``searched`` (F,) says which have been, ``versions`` (F,) how often each was given."""

    def __init__(
        self, frames: int, size: tuple[int, int], found: Mapping[int, Keypoints] | None = None
    ) -> None:
        nobody = Keypoints(np.zeros((0, 17, 2)), size=size)
        self._frames = [nobody] * frames
        self.searched = np.zeros(frames, bool)
        self.versions = np.zeros(frames, np.int32)
        self.people = 0
        for frame, keypoints in (found or {}).items():
            self.put(frame, keypoints)

    def put(self, frame: int, keypoints: Keypoints) -> None:
        """Take the people of a frame, who have their tracks as numbers."""
        self._frames[frame] = keypoints
        self.searched[frame] = True
        self.versions[frame] += 1
        if keypoints.tracks is not None:
            self.people = max(self.people, int(keypoints.tracks.max(initial=-1)) + 1)

    @property
    def complete(self) -> bool:
        """Whether all frames have been searched."""
        return bool(self.searched.all())

    def numbers_near(self, frame: int, keypoints: Keypoints) -> np.ndarray:
        """(people,) the numbers of people found in a frame: those of the people where they are in the nearest frame
        that was searched, else new ones."""
        near = np.flatnonzero(self.searched)
        near = near[np.abs(near - frame) <= LONGEST_GAP]
        near = near[np.argsort(np.abs(near - frame), kind="stable")]
        beside = next((self._frames[at] for at in near if self._frames[at].people), None)
        if beside is None or beside.tracks is None:
            return np.arange(keypoints.people)
        tracker = Tracker()
        first = tracker.number(Keypoints(beside.points, beside.visibility))
        numbers = tracker.number(Keypoints(keypoints.points, keypoints.visibility))
        known = dict(zip(first.tolist(), beside.tracks.tolist(), strict=True))
        fresh = iter(range(self.people, self.people + len(numbers)))
        return np.array([known[one] if one in known else next(fresh) for one in numbers.tolist()], np.int64)

    @overload
    def __getitem__(self, index: int) -> Keypoints: ...
    @overload
    def __getitem__(self, index: slice) -> list[Keypoints]: ...
    def __getitem__(self, index: int | slice) -> Keypoints | list[Keypoints]:
        return self._frames[index]

    def __len__(self) -> int:
        return len(self._frames)

    def __iter__(self) -> Iterator[Keypoints]:
        return iter(self._frames)


class VideoPicture(Picture):
    """The picture of a video's frame that was decoded last; it changes while the video is scrubbed and played."""

    def __init__(self, video: VideoFile, image: QImage, frame: int = 0) -> None:
        super().__init__(video.path.name, image)  # no path: it is not read or watched as a picture
        self._size = video.size
        self.frame = frame

    def show(self, frame: int, image: QImage) -> None:
        """Be the picture of another frame."""
        self.frame, self._image, self._fitted = frame, image, None


@dataclass(frozen=True, eq=False)
class VideoSource(KeypointsSource):
    """A video, whose people are found while it is open; ``picture`` is None where its file is missing."""

    video: VideoFile | None = None
    picture: VideoPicture | None = None

    @property
    def people(self) -> int:
        """How many people were found so far."""
        return self.found_frames.people

    @property
    def found_frames(self) -> FoundFrames:
        """The frames with what was found in each."""
        assert isinstance(self.sequence, FoundFrames)
        return self.sequence

    @property
    def size(self) -> tuple[int, int] | None:
        """(width, height) of the video."""
        return None if self.video is None else self.video.size

    def with_frames(self, frames: Iterable[Keypoints]) -> VideoSource:
        before, size = self.found_frames, self.size
        assert size is not None
        after = FoundFrames(len(before), size)
        for frame, keypoints in enumerate(frames):
            if before.searched[frame]:
                after.put(frame, keypoints)
        return replace(self, sequence=after)

    def searched(self, frame: int) -> bool:
        """Whether people have been looked for in a frame."""
        return bool(self.found_frames.searched[frame])

    def only_people(self, numbers: Sequence[int]) -> VideoSource:
        """The video with only the people of these numbers, numbered anew in that order."""
        kept = sorted(numbers)
        frames = only_tracks(self.sequence, kept)
        return self.with_frames(
            one if one.tracks is None else replace(one, tracks=np.searchsorted(kept, one.tracks))
            for one in frames
        )


def times_of(source: Source) -> np.ndarray:
    """(F,) seconds at which each frame of a source is shown, after the first; at 30 frames per second where nothing
    is known of them."""
    if isinstance(source, VideoSource) and source.video is not None:
        return source.video.times
    return np.arange(source.frames) * (source.frame_time or FRAME_TIME)


def video_source(video: VideoFile) -> VideoSource:
    """A video in which nobody has been looked for. Decodes its first frame, so call it in a background thread."""
    with VideoReader(video) as reader:
        picture = VideoPicture(video, image_of(reader.frame(0, SHOWN_SIDE)))
    return VideoSource(
        video.path.name,
        FoundFrames(video.frames, video.size),
        frame_time=video.frame_time,
        found=True,
        video=video,
        picture=picture,
    )
