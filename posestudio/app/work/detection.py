"""Detects people's keypoints in the picture, in a background thread with progress; each is one undo entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from posestudio.app.common.translation import tr
from posestudio.app.model.document import Document
from posestudio.app.model.picture import Picture, rgba_of
from posestudio.app.model.sources import KeypointsSource
from posestudio.app.model.state import ASSUMED_TARGET, NO_KEYPOINT_EDITS, NO_PINS
from posestudio.app.work.jobs import Jobs, Stopped
from posestudio.app.work.torch_import import import_torch
from posestudio.common.progress import ProgressCallback
from posestudio.common.resources import weights_folder
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints

if TYPE_CHECKING:
    from posestudio.detection.detected import Detected
    from posestudio.detection.detector import Detector

STEPS = 8
"""Denoising steps; more than the keypoints need, because the steps are shown."""


def load_detector() -> Detector:
    """The bundled detector. Raises CheckpointError. Runs in the background thread."""
    import_torch()
    from posestudio.detection.detector import Detector

    return Detector.load()


class Detection(QObject):
    """Runs the detector on the document's picture; the keypoints it detects become those that are edited."""

    began = Signal(str)
    """What is being done, as a sentence that stays until the end."""
    message = Signal(str)
    """What was detected, or why nothing is: a remark."""
    failed = Signal(str)
    """What went wrong."""
    busy_changed = Signal(bool)

    def __init__(
        self, document: Document, load: Callable[[], Detector] = load_detector, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._load = document, load
        self.jobs = Jobs(self)
        """The detector's runs, with their progress and a way to stop them."""
        self._detector: Detector | None = None
        self._run, self._busy = 0, False  # the number of the latest run
        bundled = weights_folder() / "detectors" / "detector.safetensors"
        self.available = load is not load_detector or bundled.exists()
        """Whether there are weights of a detector."""

    @property
    def busy(self) -> bool:
        """Whether the detector runs."""
        return self._busy

    def detect(self, box: np.ndarray | None = None, *, opening: bool = False) -> None:
        """Detect a person in the whole picture; or, with a ``box`` (4,) of x, y, width, height, another one there.

        ``opening`` says that the picture has just been opened, so that what is detected needs no saving.
        """
        picture = self._document.state.picture
        if picture is None or picture.missing:
            self.failed.emit(tr("Open a picture first: keypoints are detected in it."))
            return
        before = self._document.state.source
        if box is not None:
            box = _within(np.asarray(box, float), picture.image)
            if box is None:
                self.message.emit(tr("Draw the box over the picture: keypoints are detected in it."))
                return
        boxes = None if box is None else box[None]
        self.jobs.cancel_all()
        self._run += 1
        run, title = self._run, tr("Detecting keypoints in {picture}", picture=picture.name)
        self._set_busy(True)
        self.began.emit(f"{title}...")
        self.jobs.start(
            title,
            partial(self._run_detector, picture.image, boxes),
            lambda detected: self._take(picture, before if box is not None else None, detected, run, opening),
            partial(self._fail, run, picture),
        )

    def cancel(self) -> None:
        """Drop the run under way: something else has been opened."""
        self._run += 1
        self.jobs.cancel_all()
        self._set_busy(False)

    def _set_busy(self, busy: bool) -> None:
        if busy != self._busy:
            self._busy = busy
            self.busy_changed.emit(busy)

    def _run_detector(self, image: QImage, boxes: np.ndarray | None, progress: ProgressCallback) -> Detected:
        progress(0, STEPS, "steps")
        if self._detector is None:
            self._detector = self._load()

        def report(step: int, *_: Any) -> None:
            progress(min(step + 1, STEPS), STEPS, "steps")

        return self._detector.detect(
            rgba_of(image), boxes, steps=STEPS, flip=True, callback=report, trajectory=True
        )

    def _take(self, picture: Picture, before: object, detected: Detected, run: int, opening: bool) -> None:
        document = self._document
        if run != self._run:
            return  # another run has been started, or something else opened, meanwhile
        self._set_busy(False)
        if document.state.picture is not picture:
            return
        if not detected.people:
            self.message.emit(tr("No person found in {picture}", picture=picture.name))
            return
        untouched = opening and document.history.isClean()
        keypoints = detected.to_keypoints(picture.name)
        person, changes = 0, dict[str, Any]()
        shown: Detected | None = detected
        found = True
        if isinstance(before, KeypointsSource) and before is document.state.source and before.frames == 1:
            person = before.sequence[0].people
            found = before.found
            keypoints = merge_keypoints(before.sequence[0], keypoints)
            if before.detected is not None:
                shown = merge_detected(before.detected, detected)
            else:
                shown = None  # the people before were not detected, and rows are numbered by people
            changes = {"keypoint_edits": document.state.keypoint_edits, "pins": document.state.pins}
        else:
            changes = {"keypoint_edits": NO_KEYPOINT_EDITS, "pins": NO_PINS}
        camera = document.state.camera
        if camera.size != detected.size or before is None:
            camera = Camera.default(detected.size)
            changes["target"] = ASSUMED_TARGET
        document.edit(
            tr("Detect keypoints in {picture}", picture=picture.name),
            source=KeypointsSource(picture.name, (keypoints,), detected=shown, found=found),
            frame=0,
            person=person,
            camera=camera,
            **changes,
        )
        if untouched:
            document.history.setClean()
        seen = int((keypoints.visibility[person] > 0).sum())
        self.message.emit(tr("{count} of 17 keypoints detected", count=seen))

    def _fail(self, run: int, picture: Picture, problem: Exception) -> None:
        if run != self._run:
            return
        self._set_busy(False)
        if isinstance(problem, Stopped):
            self.message.emit(
                tr("Stopped detecting keypoints in {picture}; press D to retry", picture=picture.name)
            )
        else:
            self.failed.emit(str(problem) or type(problem).__name__)

    def close(self) -> None:
        """Drop the run under way, and end the thread."""
        self._run += 1
        self.jobs.close()


def merge_keypoints(first: Keypoints, second: Keypoints) -> Keypoints:
    """The people of both, in the pixels of the second."""
    return Keypoints.concatenate([first, second], second.size, second.source)


def merge_detected(first: Detected, second: Detected) -> Detected:
    """The detector's output for the people of both, in the same picture."""
    joined: dict[str, Any] = {
        name: np.concatenate([getattr(first, name), getattr(second, name)])
        for name in ("keypoints", "confidence", "boxes", "affine", "scores", "noise")
    }
    for name in ("trajectory", "noisy", "samples"):
        parts = [getattr(found, name) for found in (first, second)]
        alike = all(part is not None and len(part) == len(parts[0]) for part in parts)
        joined[name] = np.concatenate(parts, axis=1) if alike else None
    return replace(second, uncertainty=None, **joined)


def _within(box: np.ndarray, image: QImage) -> np.ndarray | None:
    """The part (4,) of a box x, y, width, height that lies in the picture; None if it is smaller than 2 pixels."""
    low = np.clip(box[:2], 0, (image.width(), image.height()))
    high = np.clip(box[:2] + box[2:], 0, (image.width(), image.height()))
    return np.concatenate([low, high - low]) if (high - low >= 2).all() else None
