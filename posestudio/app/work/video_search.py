"""Finds the people in all frames of the open video in a background thread: the frame that is shown first, then all in
order, each person with one number through the frames."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal

from posestudio.app.common.translation import tr
from posestudio.app.model.document import Document
from posestudio.app.model.video_source import FRAME_TIME, VideoSource
from posestudio.app.work.jobs import Jobs, Stopped
from posestudio.common.progress import ProgressCallback
from posestudio.common.video_seeking import VideoReader
from posestudio.keypoints import Keypoints
from posestudio.keypoints.track_table import TrackStatistics, chosen_tracks
from posestudio.keypoints.tracks import Tracker

if TYPE_CHECKING:
    from posestudio.detection.detector import Detector

STEPS = 4
"""Denoising steps of the detector in each frame."""


class VideoSearch(QObject):
    """Runs the detector on every frame of the document's video that has not been searched.

    What is found is given to the document frame by frame. A search that was stopped keeps it, and ``search`` goes on.
    """

    message = Signal(str)
    """How the search ended."""
    failed = Signal(str)
    ended = Signal()
    """No search is under way any more."""
    _found = Signal(object, int, object)  # the search, a frame, its Keypoints

    def __init__(
        self, document: Document, detector: Callable[[], Detector], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._detector = document, detector
        self.jobs = Jobs(self)
        """The search, with its progress and a way to stop it."""
        self._search: _Search | None = None
        self._found.connect(self._take, Qt.ConnectionType.QueuedConnection)
        document.changed.connect(self._document_changed)

    @property
    def busy(self) -> bool:
        """Whether a search is under way."""
        return self._search is not None

    def search(self) -> None:
        """Look for people in the frames in which that has not been done."""
        source = self._document.state.source
        if not isinstance(source, VideoSource) or source.video is None:
            return
        if source.picture is None:
            self.failed.emit(tr("{name} is missing: people are found in its frames.", name=source.name))
            return
        if self._search is not None:
            self._search.want(self._document.state.frame)
            return
        if source.found_frames.complete:
            self.message.emit(tr("People have been looked for in all frames of {name}", name=source.name))
            return
        search = _Search(source, self._document.state.frame)
        self._search = search
        title = tr("Finding people in {name}", name=source.name)
        work = partial(search.run, self._detector, partial(self._found.emit, search))
        self.jobs.start(title, work, partial(self._finish, search), partial(self._fail, search))

    def cancel(self) -> None:
        """Drop the search: something else has been opened."""
        self._search = None
        self.jobs.cancel_all()

    def _document_changed(self, names: frozenset[str]) -> None:
        search, state = self._search, self._document.state
        if search is None:
            return
        if state.source is not search.source:
            self.cancel()
            if isinstance(state.source, VideoSource) and state.source.video is search.video:
                self.search()  # people were removed, or an answer chosen: go on with what is there now
        elif "frame" in names:
            search.want(state.frame)

    def _take(self, search: _Search, frame: int, keypoints: Keypoints) -> None:
        if search is not self._search:
            return
        if keypoints.tracks is None and keypoints.people:
            numbers = search.source.found_frames.numbers_near(frame, keypoints)
            keypoints = replace(keypoints, tracks=numbers)
        self._document.take_found({frame: keypoints})

    def _finish(self, search: _Search, kept: list[int]) -> None:
        if search is not self._search:
            return
        self._search = None
        found, document = search.source.people, self._document
        if (
            0 < len(kept) < found and not document.history.count()
        ):  # nothing is kept of people by their numbers
            person = document.state.person
            person = kept.index(person) if person in kept else 0
            document.set_found_files(source=search.source.only_people(kept), person=person)
        people = document.state.source.people
        self.message.emit(_outcome(people, found - people, search.source.name))
        self.ended.emit()

    def _fail(self, search: _Search, problem: Exception) -> None:
        if search is not self._search:
            return
        self._search = None
        if isinstance(problem, Stopped):
            found = search.source.found_frames.searched
            text = tr("Stopped: {done} of {all} frames searched; press D to go on")
            self.message.emit(text.format(done=int(found.sum()), all=len(found)))
        else:
            self.failed.emit(str(problem) or type(problem).__name__)
        self.ended.emit()

    def close(self) -> None:
        """Drop the search, and end the thread."""
        self._search = None
        self.jobs.close()


def _outcome(people: int, left_out: int, name: str) -> str:
    """How many people were found in the video of that name."""
    if not people:
        return tr("No person found in {name}", name=name)
    text = tr("1 person found in {name}", name=name)
    if people > 1:
        text = tr("{count} people found in {name}", count=people, name=name)
    return f"{text}. {tr('Brief or doubtful ones left out: {count}', count=left_out)}" if left_out else text


class _Search:
    """One pass over the frames of a video, in a thread; frames that the window wants are searched between others."""

    def __init__(self, source: VideoSource, frame: int) -> None:
        assert source.video is not None
        self.source, self.video = source, source.video
        self._known: list[Keypoints | None] = [
            keypoints if searched else None
            for keypoints, searched in zip(
                source.found_frames, source.found_frames.searched.tolist(), strict=True
            )
        ]
        self._lock = threading.Lock()
        self._wanted: int | None = frame
        self._names: dict[int, int] = {}  # the shown number of each of the tracker's
        self._fresh = source.people
        self._done = sum(one is not None for one in self._known)

    def want(self, frame: int) -> None:
        """Search a frame next."""
        with self._lock:
            self._wanted = frame

    def _take_wanted(self) -> int | None:
        with self._lock:
            wanted, self._wanted = self._wanted, None
        return wanted if wanted is not None and self._known[wanted] is None else None

    def run(
        self,
        load: Callable[[], Detector],
        found: Callable[[int, Keypoints], None],
        progress: ProgressCallback,
    ) -> list[int]:
        """Call ``found`` with each frame's number and people: without tracks those of a frame out of turn, with their
        numbers those that have their turn. Returns the numbers of those who are people, and not seen for a moment or
        found in another's place."""
        count = len(self._known)

        def report(*_: object) -> None:
            progress(self._done, count, "frames")

        report()
        detector = load()

        def detect(reader: VideoReader, frame: int) -> Keypoints:
            picture = reader.frame(frame)
            report()
            detected = detector.detect(picture, None, steps=STEPS, callback=report)
            keypoints: Keypoints = detected.to_keypoints(f"frame_{frame:06d}")
            self._known[frame] = keypoints
            self._done += 1
            report()
            return keypoints

        fps = 1 / (self.video.frame_time or FRAME_TIME)
        tracker, statistics = Tracker(fps), TrackStatistics()
        with VideoReader(self.video) as in_order, VideoReader(self.video) as elsewhere:
            for frame in range(count):
                while (wanted := self._take_wanted()) is not None and wanted != frame:
                    found(wanted, detect(elsewhere, wanted))
                keypoints = self._known[frame]
                fresh = keypoints is None
                if keypoints is None:
                    keypoints = detect(in_order, frame)
                numbers = self._numbers(tracker, keypoints)
                numbered = replace(keypoints, tracks=numbers)
                statistics.add(numbered)
                if fresh or keypoints.tracks is None or (numbers != keypoints.tracks).any():
                    found(frame, numbered)
        report()
        return chosen_tracks(statistics.table(fps))

    def _numbers(self, tracker: Tracker, keypoints: Keypoints) -> np.ndarray:
        """(people,) the numbers of the people in the next frame. A person keeps the number that they have in a frame
        that was searched before, unless it is another's."""
        shown = []
        given = np.full(keypoints.people, -1) if keypoints.tracks is None else keypoints.tracks
        for number, before in zip(
            tracker.number(replace(keypoints, tracks=None)).tolist(), given.tolist(), strict=True
        ):
            if number not in self._names:
                if before < 0 or before in self._names.values():
                    before, self._fresh = self._fresh, self._fresh + 1
                self._names[number] = before
                self._fresh = max(self._fresh, before + 1)
            shown.append(self._names[number])
        return np.array(shown, np.int64)
