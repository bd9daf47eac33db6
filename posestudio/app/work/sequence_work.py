"""What runs behind the window while a video or another sequence is open, started, reported and ended together."""

from __future__ import annotations

from PySide6.QtCore import QObject

from posestudio.app.common.translation import tr
from posestudio.app.work.detection import Detection
from posestudio.app.work.jobs import Jobs
from posestudio.app.work.lift_worker import LiftWorker
from posestudio.app.work.motion_solver import MotionSolver
from posestudio.app.work.services import Studio
from posestudio.app.work.video_pictures import VideoPictures
from posestudio.app.work.video_search import VideoSearch


class SequenceWork(QObject):
    """The ``search`` for people in all frames of a video, the ``pictures`` of its frames, and the ``solver`` of the
    motion, which waits until the search has ended."""

    def __init__(
        self, studio: Studio, detection: Detection, worker: LiftWorker, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        document = studio.document
        self.search = VideoSearch(document, detection.detector, self)
        self.pictures = VideoPictures(document, self)
        self.solver = MotionSolver(document, worker.lifters.get, lambda: self.search.busy, self)
        detection.video_wanted.connect(self.search.search)
        self.search.message.connect(studio.show_message)
        self.search.failed.connect(lambda text: studio.show_error(text, "detect"))
        self.search.ended.connect(self.solver.solve)
        self.pictures.failed.connect(lambda text: studio.show_error(text, "video"))
        self.solver.message.connect(studio.show_message)
        self.solver.failed.connect(
            lambda text: studio.show_error(tr("No motion: {problem}", problem=text), "motion")
        )

    @property
    def jobs(self) -> tuple[Jobs, Jobs]:
        """Search and solving, with their progress and a way to stop each."""
        return self.search.jobs, self.solver.jobs

    def close(self) -> None:
        """End all threads."""
        self.search.close()
        self.pictures.close()
        self.solver.close()
