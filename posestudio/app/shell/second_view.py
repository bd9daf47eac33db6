"""The second view's part of the window: its detector, its menu, and the space that two planes need."""

from __future__ import annotations

from PySide6.QtCore import QObject

from posestudio.app.editor import PicturePlane, PicturePlanes
from posestudio.app.files.view_opening import ViewOpening
from posestudio.app.shell.actions import Actions
from posestudio.app.shell.person_menu import PersonMenu
from posestudio.app.shell.workspace import Workspace
from posestudio.app.work.detection import Detection
from posestudio.app.work.services import Studio


def connect_detection(studio: Studio, plane: PicturePlane, detection: Detection, actions: Actions) -> None:
    """Let a plane's boxes be searched by ``detection``, and show in the plane and the window how that goes."""
    plane.set_has_detector(detection.available)
    plane.offer([actions[name] for name in ("find_everybody", "draw_box", "place_person")])
    plane.box_drawn.connect(detection.detect_in)
    plane.box_changed.connect(detection.detect_person)
    plane.box_drawing_changed.connect(actions["draw_box"].setChecked)
    detection.message.connect(studio.show_message)
    detection.failed.connect(lambda text: studio.show_error(text, "detect"))
    detection.busy_changed.connect(plane.show_detecting)
    detection.nobody_found.connect(plane.show_nobody)


class SecondViewParts(QObject):
    """Connects the second plane of ``planes`` with what the first one has in the window, and shares space anew when
    it comes and goes. ``detection`` is the first view's, whose detector both use."""

    def __init__(
        self,
        studio: Studio,
        planes: PicturePlanes,
        opening: ViewOpening,
        detection: Detection,
        actions: Actions,
        workspace: Workspace,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._planes, self._of_first = planes, detection
        self.detection = Detection(planes.view, detection.detector, self)
        """The detector's runs in the second view's picture."""
        self.detection.available = detection.available
        self.menu = PersonMenu(actions, planes.view, planes.second)
        planes.second.menu_requested.connect(self.menu.open_in_picture)
        connect_detection(studio, planes.second, self.detection, actions)
        opening.added.connect(self._activate)
        opening.picture_added.connect(self._find_people)
        planes.shown_changed.connect(self._shown_changed)
        planes.shown_changed.connect(workspace.share_views)

    def active_detection(self) -> Detection:
        """The detector's runs in the picture of the active plane."""
        return self.detection if self._planes.active is self._planes.second else self._of_first

    def _activate(self) -> None:
        self._planes.second.setFocus()
        self._planes.activate(self._planes.second)

    def _find_people(self) -> None:
        if self.detection.available:
            self.detection.find_everybody()

    def _shown_changed(self, shown: bool) -> None:
        if not shown:
            self.detection.cancel()

    def close(self) -> None:
        """Drop the run under way, and end the thread."""
        self.detection.close()
