"""What comes in: files by dialog, by drop, from the clipboard, and from earlier sessions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from posestudio.app.keypoints_dialog import KeypointsDialog
from posestudio.app.project import SUFFIX, Project
from posestudio.app.reading import KNOWN_SUFFIXES, ClipTold, Read, read
from posestudio.app.sources import ClipSource, KeypointsSource
from posestudio.app.state import Picture
from posestudio.app.words import tr
from posestudio.body.standing import standing_body
from posestudio.camera import Camera
from posestudio.errors import KeypointsError, LayoutUnknown, PoseStudioError, SizeUnknown
from posestudio.keypoints import Keypoints
from posestudio.resources import asset

if TYPE_CHECKING:
    from posestudio.app.window import StudioWindow
    from posestudio.body.skeleton import Clip

EXAMPLE = "example/clip.bvh"


class Opening:
    """Belongs to a window; files are read behind it, and shown in the order they were named."""

    def __init__(self, window: StudioWindow) -> None:
        self._window = window
        self._told: dict[Path, ClipTold] = {}

    def ask(self) -> None:
        """Let a person choose files."""
        known = " ".join(f"*{suffix}" for suffix in KNOWN_SUFFIXES)
        filters = f"{tr('All that PoseStudio reads')} ({known});;{tr('All files')} (*)"
        folder = self._window.session.text("folder")
        names, _ = QFileDialog.getOpenFileNames(self._window, tr("Open"), folder, filters)
        self.open([Path(name) for name in names])

    def open(self, paths: list[Path], frame: int = 0, told: ClipTold | None = None) -> None:
        """Read files behind the window, then show them; of a clip, that frame, and as is ``told``."""
        self._window.banner.settle("file")
        self._window.banner.settle("rig")
        for path in paths:
            self._window.say(f"Reading {path.name}...", passing=False)
            if told is not None:
                self._told[path.absolute()] = told
            self._read(path, frame, told)

    def _read(
        self,
        path: Path,
        frame: int,
        told: ClipTold | None,
        layout: str | None = None,
        size: tuple[int, int] | None = None,
    ) -> None:
        def failed(problem: Exception) -> None:
            if isinstance(problem, LayoutUnknown | SizeUnknown):
                ask(problem)
            else:
                self.failed(problem)

        def ask(problem: KeypointsError) -> None:
            dialog = KeypointsDialog(path.name, problem, self._window)
            dialog.accepted.connect(
                lambda: self._read(
                    path, frame, told, dialog.layout_chosen or layout, dialog.size_chosen or size
                )
            )
            dialog.rejected.connect(lambda: self.failed(problem))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        work = partial(read, path, layout=layout, size=size, told=told)
        self._window.tasks.run(work, partial(self._opened, frame), failed)

    def open_example(self) -> None:
        """The bundled clip."""
        try:
            self.open([asset(EXAMPLE)])
        except PoseStudioError as problem:
            self.failed(problem)

    def open_last(self) -> None:
        """What was being edited when a window was last closed."""
        self.recover(self._window.recovery.last)

    def recover(self, path: Path) -> None:
        """Open a project that was kept without being asked: it is saved nowhere yet."""
        self._window.tasks.run(partial(read, path), self._recovered, self.failed)

    def _recovered(self, found: Read) -> None:
        if isinstance(found.content, Project):
            self._window.document.open_state(found.content.state, tr("Recover"), found.content.chosen)

    def _opened(self, frame: int, found: Read) -> None:
        window, content = self._window, found.content
        document = window.document
        if isinstance(content, ClipSource | KeypointsSource):
            document.open_source(content)
            if frame:
                document.set_frame(frame)
        elif isinstance(content, Picture):
            self._take_picture(content)
        elif isinstance(content, Camera):
            try:
                document.set_camera(content)
            except PoseStudioError as problem:
                self.failed(PoseStudioError(f"{found.path}: {problem}"))
                return
        elif isinstance(content, Project):
            document.open_state(content.state, f"Open {found.path.name}", content.chosen)
            window.saving.opened(found.path)
        else:
            document.set_settings("Open weights", weights=str(content))
        window.session.opened(found.path)
        window.say(f"Opened {found.path.name}" + "".join(f". {remark}" for remark in found.remarks[:1]))
        self._doubt(found)
        window.editor.setFocus()

    def _take_picture(self, picture: Picture) -> None:
        """Lay a picture behind the joints; where there are none yet, find them in it."""
        nobody = self._window.document.state.empty
        self._window.document.set_picture(picture)
        if nobody and self._window.detecting.available:
            self._window.detecting.find()

    def failed(self, problem: Exception) -> None:
        """Say why a file could not be read."""
        self._window.fail(str(problem) or type(problem).__name__)

    def standing_pose(self) -> None:
        """A person to start from."""
        self._window.document.open_source(ClipSource("Standing pose", standing_body()[None]))

    def reload(self, path: Path) -> None:
        """Read a file again that has changed on disk; what was edited stays upon it."""
        told = self._told.get(path.absolute())
        self._window.tasks.run(partial(read, path, told=told), self._reloaded, self.failed)

    def _reloaded(self, found: Read) -> None:
        document = self._window.document
        if isinstance(found.content, Picture):
            document.set_picture(found.content)
        elif isinstance(found.content, ClipSource):
            frame = min(document.state.frame, found.content.frames - 1)
            document.edit(f"Reload {found.path.name}", source=found.content, frame=frame)
            self._doubt(found)

    # -- how a clip is read

    def _doubt(self, found: Read) -> None:
        """Ask about a clip whose joints, axes or people are not certain."""
        if found.doubts:
            first, more = found.doubts[0], len(found.doubts) - 1
            words = f"{found.path.name}: {first}" + (f" (and {more} more)" if more else "")
            self._window.banner.propose(words, "rig", tr("Joints and axes..."), self.correct_clip)

    def correct_clip(self) -> None:
        """Let a person say which joint of the open clip is what, its axes, its unit, and whom to read."""
        source = self._window.document.state.source
        if isinstance(source, ClipSource) and source.path is not None:
            self._window.tasks.run(
                partial(_clip_and_rig, source.path), partial(self._correct, source.path), self.failed
            )

    def _correct(self, path: Path, loaded: tuple[Clip, Mapping[str, str]]) -> None:
        from posestudio.app.training.rig_dialog import RigDialog

        told = self._told.get(path.absolute(), ClipTold())
        dialog = RigDialog(*loaded, self._window, told.person or 0)
        if dialog.exec():
            try:
                dialog.save()
            except (PoseStudioError, OSError) as problem:
                self.failed(problem)
                return
            self._told[path.absolute()] = ClipTold(person=dialog.person.currentData())
            self._window.banner.settle("rig")
            self.reload(path)

    # -- the clipboard

    def copy_pose(self) -> None:
        """Put the person's joints on the clipboard, as JSON."""
        pose = self._window.document.joints.copied()
        content = {"points": pose.points[0].tolist(), "visibility": pose.visibility[0].tolist()}
        QGuiApplication.clipboard().setText(json.dumps({"posestudio pose": content}))
        self._window.say(tr("Pose copied"))

    def paste(self) -> None:
        """Take files, a picture or a pose from the clipboard."""
        data = QGuiApplication.clipboard().mimeData()
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:
            self.open(files)
        elif data.hasImage():
            image = QGuiApplication.clipboard().image()
            if not image.isNull():
                self._take_picture(Picture(tr("Pasted picture"), image))
        elif data.hasText() and (pose := _pose_in(data.text())) is not None:
            self._window.document.joints.paste(pose)
        else:
            self._window.say(tr("Nothing on the clipboard that can be pasted"))


def _pose_in(text: str) -> Keypoints | None:
    """The pose that ``copy_pose`` wrote, if that is what ``text`` is."""
    try:
        content = json.loads(text)["posestudio pose"]
        return Keypoints(content["points"], content["visibility"])
    except (ValueError, TypeError, KeyError):
        return None


def _clip_and_rig(path: Path) -> tuple[Clip, Mapping[str, str]]:
    """A clip, and what is kept of its skeleton."""
    from posestudio.app.training.kept_rigs import kept_rigs
    from posestudio.body.bvh import load_bvh

    clip = load_bvh(path)
    return clip, kept_rigs().get(tuple(clip.skeleton.joint_names), {})


def with_suffix(path: Path) -> Path:
    """The name of a project file."""
    return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
