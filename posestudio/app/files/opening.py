"""Opening files: reads them in the background, and shows them in the order in which they were named."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from posestudio.app.common.translation import tr
from posestudio.app.files.file_dialogs import file_kinds
from posestudio.app.files.keypoints_dialog import KeypointsDialog
from posestudio.app.files.missing_files import MissingFiles
from posestudio.app.files.reloading import Reloading
from posestudio.app.files.saving import Saving
from posestudio.app.model.animation import new_motion
from posestudio.app.model.any_file import KNOWN_SUFFIXES, ClipOptions, Read, read
from posestudio.app.model.picture import Picture
from posestudio.app.model.project import Project
from posestudio.app.model.sources import ClipSource, KeypointsSource, Source
from posestudio.app.model.state import State
from posestudio.app.model.video_source import VideoSource
from posestudio.app.work.file_watcher import FileIdentity, file_identity
from posestudio.app.work.services import Studio
from posestudio.body.standing import standing_body
from posestudio.common.file_kinds import PICTURE_INPUTS
from posestudio.common.resources import asset
from posestudio.errors import KeypointsError, LayoutUnknown, PoseStudioError, SizeUnknown
from posestudio.geometry.camera import Camera

EXAMPLE_PHOTOGRAPH, EXAMPLE_MOTION = "example/photograph.jpg", "example/clip.bvh"

_T = TypeVar("_T")


@dataclass(eq=False)
class _Request:
    """Files that were named at once: a picture goes behind a clip or keypoints that came with it."""

    number: int  # later requests have higher ones
    frame: int = 0
    may_replace: bool | None = (
        None  # whether the open document may be replaced; None before the user was asked
    )
    source: Source | None = None
    picture: Picture | None = None
    camera: Camera | None = None


class Opening(QObject):
    """Opens files.

    A clip, keypoints, a picture or a project replaces the document, after a question where it was edited; a camera or
    weights change the one that is open.
    """

    opened = Signal()
    """A file has been opened and is shown."""
    picture_opened = Signal()
    """What is open now is a picture alone, or a video, in which keypoints can be detected."""

    def __init__(
        self,
        studio: Studio,
        saving: Saving,
        missing: MissingFiles,
        reloading: Reloading,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._studio, self._saving, self._missing, self._reloading = studio, saving, missing, reloading
        self._requests = self._shown = 0  # how many, and the last of them that has replaced the document
        self._arrived: deque[Callable[[], None]] = deque()
        self._showing = False

    # -- what is to be opened

    def ask(self, title: str = "", name: str = "", suffixes: tuple[str, ...] = KNOWN_SUFFIXES) -> None:
        """Let the user choose files, and open them; only those of ``suffixes``, called ``name``, are offered at
        first."""
        self.open(self._choose(title or tr("Open"), name or tr("All that PoseStudio reads"), suffixes))

    def ask_behind(self) -> None:
        """Let the user choose a picture to place behind the keypoints that are open."""
        chosen = self._choose(tr("Place picture behind"), tr("Pictures"), PICTURE_INPUTS)
        if chosen:
            self.place_behind(chosen[-1])

    def _choose(self, title: str, name: str, suffixes: tuple[str, ...]) -> list[Path]:
        folder = self._studio.session.text("folder")
        kinds = file_kinds(name, suffixes)
        names, _ = QFileDialog.getOpenFileNames(self._studio.parent, title, folder, kinds)
        return [Path(name) for name in names]

    def open(self, paths: list[Path], frame: int = 0, clip_options: ClipOptions | None = None) -> None:
        """Read files in the background, then show them; clips at ``frame``, read with ``clip_options``."""
        if not paths:
            return
        self._studio.clear_notices("file", "rig")
        self._requests += 1
        request = _Request(self._requests, frame)
        for path in paths:
            self._studio.show_message(tr("Reading {name}...", name=path.name), transient=False)
            if clip_options is not None:
                self._reloading.remember(path, clip_options)
            self._read(path, request, clip_options)

    def _read(
        self,
        path: Path,
        request: _Request,
        clip_options: ClipOptions | None,
        layout: str | None = None,
        size: tuple[int, int] | None = None,
    ) -> None:
        def failed(problem: Exception) -> None:
            if isinstance(problem, LayoutUnknown | SizeUnknown):
                ask(problem)
                return
            if isinstance(problem.__cause__, FileNotFoundError):
                self._studio.session.forget_recent(path)
            self._studio.report(problem)

        def ask(problem: KeypointsError) -> None:
            dialog = KeypointsDialog(path.name, problem, self._studio.parent)
            dialog.accepted.connect(
                lambda: self._read(
                    path, request, clip_options, dialog.layout_chosen or layout, dialog.size_chosen or size
                )
            )
            dialog.rejected.connect(lambda: self._studio.report(problem))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        trusted = self._studio.session.trusted
        work = partial(_read, path, layout, size, clip_options, trusted)
        self._studio.tasks.run(work, self.in_turn(partial(self._opened, request)), failed)

    def place_behind(self, path: Path) -> None:
        """Read a picture, and lay it behind the keypoints that are open."""
        self._studio.clear_notices("file")
        self._studio.show_message(tr("Reading {name}...", name=path.name), transient=False)
        self._studio.tasks.run(partial(read, path), self.in_turn(self._placed), self._studio.report)

    def close(self) -> None:
        """Close what is open, after a question where it was edited: nothing is open then."""
        if self._saving.may_leave():
            self.supersede()
            self._studio.document.open_state(State(settings=self._studio.document.state.settings))

    def open_example(self, name: str = EXAMPLE_PHOTOGRAPH) -> None:
        """Open the bundled photograph, or the example of another ``name``."""
        try:
            self.open([asset(name)])
        except PoseStudioError as problem:
            self._studio.report(problem)

    def open_standing_pose(self) -> None:
        """Open a standing person to start from."""
        if self._saving.may_leave():
            self._studio.document.open_source(ClipSource(tr("Standing pose"), standing_body()[None]))

    def open_new_motion(self, seconds: float) -> None:
        """Open a motion from nothing."""
        if self._saving.may_leave():
            self._studio.document.open_source(new_motion(seconds))

    def open_picture(self, picture: Picture) -> None:
        """Open a picture that comes from no file."""
        if self._saving.may_leave():
            self._studio.document.open_picture(picture)
            self.picture_opened.emit()

    # -- what has been read

    def in_turn(self, show: Callable[[_T], None]) -> Callable[[_T], None]:
        """``show``, called after what arrived before: showing can ask a question, and more can arrive meanwhile."""

        def arrived(result: _T) -> None:
            self._arrived.append(partial(show, result))
            if self._showing:
                return
            self._showing = True
            try:
                while self._arrived:
                    self._arrived.popleft()()
            finally:
                self._showing = False

        return arrived

    def supersede(self) -> None:
        """Let no file replace the document that was named before now."""
        self._shown = self._requests

    def _opened(self, request: _Request, outcome: tuple[Read, FileIdentity | None]) -> None:
        found, identity = outcome
        studio, content = self._studio, found.content
        document = studio.document
        if isinstance(content, ClipSource | KeypointsSource | Picture | Project):
            if not self._may_replace(request, found):
                return
            self._replace(request, found, identity)
        else:
            saved = document.history.isClean() and request.may_replace
            try:
                self._change(request, content)
            except PoseStudioError as problem:
                self._studio.report(PoseStudioError(f"{found.path}: {problem}"))
                return
            if saved:  # it belongs to what has just been opened
                document.history.setClean()
        studio.session.add_recent(found.path)
        opened = tr("Opened {name}", name=found.path.name)
        studio.show_message(". ".join([opened, *found.remarks[:1]]))
        self._reloading.ask_about_doubts(found)
        alone = isinstance(content, Picture) and document.state.empty
        if alone or (isinstance(content, VideoSource | Project) and _unsearched(document.state.source)):
            self.picture_opened.emit()
        self.opened.emit()

    def _change(self, request: _Request, content: Camera | Path) -> None:
        """Use a camera, or lift with weights."""
        if isinstance(content, Camera):
            request.camera = content
            self._studio.document.set_camera(content)
        else:
            self._studio.document.set_settings(tr("Open weights"), weights=str(content))

    def _may_replace(self, request: _Request, found: Read) -> bool:
        """Whether ``found`` may replace the document: nothing later has, and edits are saved or given up."""
        if request.number < self._shown:
            self._studio.show_message(
                tr("{name} was not opened: another file was opened first", name=found.path.name)
            )
            return False
        if request.may_replace is None:
            request.may_replace = self._saving.may_leave()
        if not request.may_replace:
            self._studio.show_message(tr("{name} was not opened", name=found.path.name))
            return False
        self._shown = request.number
        return True

    def _replace(self, request: _Request, found: Read, identity: FileIdentity | None) -> None:
        document, content = self._studio.document, found.content
        if isinstance(content, Project):
            document.open_state(content.state, content.selected)
            self._saving.set_project(found.path, identity)
            self._missing.offer(found.path, content.missing)
            return
        if isinstance(content, Picture):
            request.picture = content
        elif isinstance(content, ClipSource | KeypointsSource):
            request.source = content
        if request.source is not None:
            document.open_source(request.source, request.picture)
            document.set_frame(request.frame)
        elif request.picture is not None:
            document.open_picture(request.picture)
        if request.camera is not None:
            try:
                document.set_camera(request.camera)
            except PoseStudioError as problem:
                self._studio.report(problem)
            document.history.setClean()

    def _placed(self, found: Read) -> None:
        if not isinstance(found.content, Picture):
            self._studio.show_error(
                tr("{path}: expected a picture to place behind the keypoints", path=found.path)
            )
            return
        self._studio.document.set_picture(found.content)
        self._studio.session.add_recent(found.path)
        self._studio.show_message(tr("Placed {name} behind", name=found.path.name))


def _unsearched(source: Source) -> bool:
    """Whether this is a video in whose frames people are still to be found."""
    return isinstance(source, VideoSource) and source.picture is not None and not source.found_frames.complete


def _read(
    path: Path,
    layout: str | None,
    size: tuple[int, int] | None,
    clip_options: ClipOptions | None,
    trusted: frozenset[str],
) -> tuple[Read, FileIdentity | None]:
    """What is in a file (see `read`), and the identity that it had before."""
    identity = file_identity(path)
    return read(path, layout, size, clip_options, trusted), identity
