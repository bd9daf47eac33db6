"""Adds a second view to what is open: reads its files in the background, and asks for its camera."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from posestudio.app.common.translation import tr
from posestudio.app.files.file_dialogs import file_kinds
from posestudio.app.files.view_dialog import ViewCameraDialog
from posestudio.app.model import views
from posestudio.app.model.any_file import read
from posestudio.app.model.picture import Picture
from posestudio.app.model.sources import ClipSource, KeypointsSource, NoSource
from posestudio.app.model.state import SecondView
from posestudio.app.work.services import Studio
from posestudio.common.file_kinds import CALIBRATION_INPUTS, PICTURE_INPUTS
from posestudio.errors import PoseStudioError
from posestudio.geometry.camera import Camera
from posestudio.geometry.camera_group import load_cameras

_TOPIC = "view"


class ViewOpening(QObject):
    """The commands on the second view: add it, give it a camera, exchange it with the first, remove it."""

    added = Signal()
    """There is a second view now."""
    picture_added = Signal()
    """The second view that was added is a picture alone, in which keypoints can be detected."""

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self.dialog: ViewCameraDialog | None = None
        """The dialog that is open."""

    def ask(self) -> None:
        """Let the user choose the picture or keypoint file of the second view, or both, and add it."""
        kinds = file_kinds(tr("Pictures and keypoints"), (*PICTURE_INPUTS, ".json"))
        folder = self._studio.session.text("folder")
        names, _ = QFileDialog.getOpenFileNames(self._studio.parent, tr("Add a second view"), folder, kinds)
        self.add([Path(name) for name in names])

    def add(self, paths: list[Path]) -> None:
        """Read a picture, a keypoint file or both, and add them as the second view once its camera is chosen."""
        if not paths:
            return
        self._studio.clear_notices(_TOPIC)
        self._studio.show_message(
            tr("Reading {name}...", name=", ".join(path.name for path in paths)), transient=False
        )
        work = partial(_read_view, paths, self._studio.document.state.camera.size)
        self._studio.tasks.run(work, partial(self._ask_camera, paths), self._failed)

    def ask_camera(self) -> None:
        """Let the user choose another camera for the second view."""
        document = self._studio.document
        if document.state.views:
            self._open_dialog(views.view_name(document.state, 1), self._set_camera)

    def exchange(self) -> None:
        """Make the second view the first."""
        document = self._studio.document
        if document.state.views:
            solved = (*document.solved_cameras, None)[0]
            document.apply(views.views_exchanged(document.state, 1, solved))

    def remove(self) -> None:
        """Remove the second view."""
        document = self._studio.document
        if document.state.views:
            document.apply(views.view_removed(document.state, 1))

    def _failed(self, problem: Exception) -> None:
        self._studio.show_error(str(problem) or type(problem).__name__, _TOPIC)

    # -- a view that was read

    def _ask_camera(self, paths: list[Path], view: SecondView) -> None:
        if not views.takes_views(self._studio.document.state):
            text = tr("Open a picture or its keypoints first, then add a view of the same moment.")
            self._failed(PoseStudioError(text))
        elif view.camera is not None:
            self._add(paths, view, view.camera, None)
        else:
            name = view.source.name if view.picture is None else view.picture.name
            self._open_dialog(name, partial(self._add, paths, view))

    def _open_dialog(self, name: str, done: Callable[[Camera | None, Camera | None], None]) -> None:
        camera = self._studio.document.state.camera
        known = not (camera.assumed or camera.pose_assumed)
        dialog = ViewCameraDialog(
            (views.view_name(self._studio.document.state, 0), name),
            first_known=known,
            choose_file=self._choose_file,
            parent=self._studio.parent,
        )
        self.dialog = dialog
        dialog.accepted.connect(lambda: done(dialog.camera, dialog.first_camera))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _choose_file(self, dialog: ViewCameraDialog) -> None:
        kinds = file_kinds(tr("Cameras and calibrations"), (".json", ".toml", ".txt", *CALIBRATION_INPUTS))
        folder = self._studio.session.text("folder")
        name, _ = QFileDialog.getOpenFileName(dialog, tr("Choose the camera file"), folder, kinds)
        if name:
            self.read_cameras(Path(name))

    def read_cameras(self, path: Path) -> None:
        """Read a camera or calibration file, for the dialog that is open."""
        dialog = self.dialog

        def found(cameras: Mapping[str, Camera]) -> None:
            if dialog is not None and dialog is self.dialog:
                dialog.show_cameras(path, cameras)

        def failed(problem: Exception) -> None:
            if dialog is not None and dialog is self.dialog:
                dialog.show_problem(str(problem))

        self._studio.tasks.run(partial(load_cameras, path), found, failed)

    def _add(self, paths: list[Path], view: SecondView, camera: Camera | None, first: Camera | None) -> None:
        document = self._studio.document
        try:
            change = views.view_added(document.state, replace(view, camera=camera), first)
        except PoseStudioError as problem:
            self._failed(problem)
            return
        document.apply(change)
        for path in paths:
            self._studio.session.add_recent(path)
        self._studio.show_message(
            tr("{edit}: camera as the file says", edit=change.text)
            if camera
            else tr("{edit}: its camera is found", edit=change.text)
        )
        self.added.emit()
        if isinstance(view.source, NoSource):
            self.picture_added.emit()

    def _set_camera(self, camera: Camera | None, first: Camera | None) -> None:
        document = self._studio.document
        try:
            document.apply(views.view_camera_set(document.state, 1, camera, first))
        except PoseStudioError as problem:
            self._failed(problem)


def _read_view(paths: list[Path], size: tuple[int, int]) -> SecondView:
    """The view that files make together: a picture, keypoints, or one of each, and a camera or none; of ``size``
    where no file says how large it is. Raises PoseStudioError."""
    found = [read(path).content for path in paths]
    cameras = [one for one in found if isinstance(one, Camera)]
    pictures = [one for one in found if isinstance(one, Picture)]
    others = [one for one in found if not isinstance(one, Camera | Picture)]
    if len(pictures) > 1 or len(others) > 1 or not (pictures or others):
        names = ", ".join(path.name for path in paths)
        raise PoseStudioError(
            tr("{names}: expected a picture, its keypoint file, or one of each", names=names)
        )
    picture = pictures[0] if pictures else None
    if not others:
        view = views.view_of(pictures[0], size)
    elif isinstance(others[0], ClipSource | KeypointsSource):
        view = replace(views.view_of(others[0], size if picture is None else picture.size), picture=picture)
    else:
        raise PoseStudioError(
            tr("{path}: expected a picture, or the keypoints of one", path=paths[found.index(others[0])])
        )
    return replace(view, camera=cameras[-1] if cameras else None)
