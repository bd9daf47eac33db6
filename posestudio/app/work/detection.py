"""Detects people and their keypoints in the picture, in a background thread with progress; each is one undo entry."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from posestudio.app.common.translation import tr
from posestudio.app.model import people_edits
from posestudio.app.model.joint_edits import Change
from posestudio.app.model.people_names import number_title
from posestudio.app.model.person_points import K
from posestudio.app.model.picture import Picture, rgba_of
from posestudio.app.model.sources import Source
from posestudio.app.model.state import State
from posestudio.app.model.video_source import VideoSource
from posestudio.app.model.view_document import PlaneDocument
from posestudio.app.work import computing
from posestudio.app.work.jobs import Jobs, Stopped
from posestudio.app.work.torch_import import import_torch
from posestudio.common.progress import ProgressCallback
from posestudio.common.resources import weights_folder
from posestudio.keypoints import Keypoints

if TYPE_CHECKING:
    from posestudio.detection.detected import Detected
    from posestudio.detection.detector import Detector

STEPS = 8
"""Denoising steps; more than the keypoints need, because the steps are shown."""

LEAST_BOX = 2.0
"""Pixels of the picture along the shorter side of a box in which a person can be detected."""

_Edit = Callable[[State, Keypoints, "Detected"], Change]
"""The change that a detection's keypoints make."""


def load_detector() -> Detector:
    """The bundled detector. Raises CheckpointError. Runs in the background thread."""
    import_torch()
    from posestudio.detection.detector import Detector

    return Detector.load(device=computing.device())


class Detection(QObject):
    """Runs the detector on the document's picture; the keypoints it detects become those that are edited.

    A run ends without an edit where something else has been opened meanwhile, or nobody was found.
    """

    message = Signal(str)
    """What was detected, or why nothing is: a remark."""
    failed = Signal(str)
    """What went wrong."""
    busy_changed = Signal(bool)
    video_wanted = Signal()
    """People are to be found in all frames of the video that is open."""
    nobody_found = Signal()
    """The picture was searched, and no person was found in it."""

    def __init__(
        self,
        document: PlaneDocument,
        load: Callable[[], Detector] = load_detector,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._load = document, load
        self.jobs = Jobs(self)
        """The detector's runs, with their progress and a way to stop them."""
        self._detector: Detector | None = None
        self._loading = threading.Lock()
        self._run, self._busy = 0, False  # the number of the latest run
        bundled = weights_folder() / "detectors" / "detector.safetensors"
        self.available = load is not load_detector or bundled.exists()
        """Whether there are weights of a detector."""

    @property
    def busy(self) -> bool:
        """Whether the detector runs."""
        return self._busy

    def detector(self) -> Detector:
        """The detector, loaded when it is first needed. For background threads. Raises CheckpointError."""
        with self._loading:
            if self._detector is None:
                self._detector = self._load()
            return self._detector

    # -- what is detected

    def find_everybody(self, *, opening: bool = False) -> None:
        """Find all people in the picture, in place of those shown.

        ``opening`` says that the picture has just been opened, so that what is detected needs no saving.
        """
        if isinstance(self._document.state.source, VideoSource):
            self.video_wanted.emit()
            return
        picture = self._picture()
        if picture is not None:
            title = tr("Finding people in {picture}", picture=picture.name)
            text = tr("Find everybody in {picture}", picture=picture.name)
            self._start(picture, title, partial(people_edits.everybody_found, text=text), opening=opening)

    def detect_again(self) -> None:
        """Detect the keypoints of the person being edited again, in their box; everybody where nobody is open."""
        state = self._document.state
        if not people_edits.in_picture(state.source):
            self.find_everybody()
            return
        box = people_edits.box_of(state, state.person)
        if box is None:
            self.message.emit(tr("Draw a box around the person: keypoints are detected in it."))
        else:
            self.detect_person(state.person, box)

    def detect_person(self, person: int, box: np.ndarray) -> None:
        """Detect a person's keypoints in ``box`` (4,) of x, y, width, height, in place of those they have."""
        text = tr("Detect {who} again", who=number_title(person).lower())
        self._detect_in(box, partial(people_edits.person_detected_again, text=text, person=person), same=True)

    def detect_in(self, box: np.ndarray) -> None:
        """Detect another person in ``box`` (4,) of x, y, width, height."""
        text = tr("Detect another person")
        self._detect_in(box, partial(people_edits.person_added, text=text))

    def _detect_in(self, box: np.ndarray, edit: _Edit, *, same: bool = False) -> None:
        """Detect one person in the part of a box that lies in the picture."""
        picture = self._picture()
        if picture is None:
            return
        inside = clipped(np.asarray(box, float), picture.size)
        if inside is None:
            self.message.emit(tr("Draw the box over the picture: keypoints are detected in it."))
            self.busy_changed.emit(self._busy)  # a box that was moved is shown where it was
            return
        title = tr("Detecting keypoints in {picture}", picture=picture.name)
        self._start(picture, title, edit, boxes=inside[None], same=same)

    def cancel(self) -> None:
        """Drop the run under way: something else has been opened."""
        self._run += 1
        self.jobs.cancel_all()
        self._set_busy(False)

    def _picture(self) -> Picture | None:
        picture = self._document.state.picture
        if picture is None or picture.missing:
            self.failed.emit(tr("Open a picture first: keypoints are detected in it."))
            return None
        return picture

    # -- runs

    def _start(
        self,
        picture: Picture,
        title: str,
        edit: _Edit,
        *,
        boxes: np.ndarray | None = None,
        opening: bool = False,
        same: bool = False,
    ) -> None:
        """Run the detector in ``boxes``, or for everybody, and make the ``edit``; with ``same`` only if the people
        are still the same then."""
        self.jobs.cancel_all()
        self._run += 1
        run = _Run(self._run, picture, edit, opening, self._document.state.source if same else None)
        self._set_busy(True)
        self.jobs.start(
            title,
            partial(self._run_detector, picture, picture.image, boxes),
            partial(self._take, run),
            partial(self._fail, run),
        )

    def _set_busy(self, busy: bool) -> None:
        if busy != self._busy:
            self._busy = busy
            self.busy_changed.emit(busy)

    def _run_detector(
        self, picture: Picture, image: QImage, boxes: np.ndarray | None, progress: ProgressCallback
    ) -> tuple[Keypoints, Detected]:
        from posestudio.detection.modes import with_modes

        progress(0, STEPS, "steps")
        detector = self.detector()

        def report(step: int, *_: Any) -> None:
            progress(min(step + 1, STEPS), STEPS, "steps")

        detected = detector.detect(
            rgba_of(image), boxes, steps=STEPS, flip=True, callback=report, trajectory=True
        )
        return with_modes(detected, picture.name), detected

    def _take(self, run: _Run, found: tuple[Keypoints, Detected]) -> None:
        document, state = self._document, self._document.state
        keypoints, detected = found
        if run.number != self._run:
            return  # another run has been started, or something else opened, meanwhile
        if state.picture is not run.picture or (run.source is not None and run.source is not state.source):
            self._set_busy(False)
            return
        if detected.people:
            untouched = run.opening and document.history.isClean()
            change = run.edit(state, keypoints, detected)
            document.edit_to(*change)
            if untouched:
                document.history.setClean()
        self._set_busy(False)
        self._tell(run, detected, nobody_open=state.empty)

    def _tell(self, run: _Run, detected: Detected, *, nobody_open: bool) -> None:
        """Say what has been detected."""
        if not detected.people:
            self.nobody_found.emit()
            text = tr("No person found in {picture}", picture=run.picture.name)
            self.message.emit(text if nobody_open else f"{text}. {tr('Nothing has been changed.')}")
            return
        document = self._document
        if detected.people > 1:
            text = tr("{count} people found in {picture}", count=detected.people, picture=run.picture.name)
        else:
            seen = int((document.state.visibility[:K] > 0).sum())
            who = number_title(document.state.person)
            text = tr("{who}: {count} of 17 keypoints detected", who=who, count=seen)
        self.message.emit(text)

    def _fail(self, run: _Run, problem: Exception) -> None:
        if run.number != self._run:
            return
        self._set_busy(False)
        if isinstance(problem, Stopped):
            name = run.picture.name
            self.message.emit(tr("Stopped detecting keypoints in {picture}; press D to retry", picture=name))
        else:
            self.failed.emit(str(problem) or type(problem).__name__)

    def close(self) -> None:
        """Drop the run under way, and end the thread."""
        self._run += 1
        self.jobs.close()


@dataclass(frozen=True, eq=False)
class _Run:
    """A run of the detector on a picture, and the ``edit`` to be made; only while ``source`` is open, if given."""

    number: int
    picture: Picture
    edit: _Edit
    opening: bool
    source: Source | None


def clipped(box: np.ndarray, size: tuple[int, int]) -> np.ndarray | None:
    """The part (4,) of a box x, y, width, height that lies in a picture of ``size`` (width, height); None if a side
    of it is shorter than ``LEAST_BOX``."""
    low, high = np.clip(box[:2], 0, size), np.clip(box[:2] + box[2:], 0, size)
    return np.concatenate([low, high - low]) if (high - low >= LEAST_BOX).all() else None
