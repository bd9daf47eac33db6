"""What comes in: files by dialog, by drop, from the clipboard, and from earlier sessions."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from posestudio.app.common.translation import tr
from posestudio.app.files.keypoints_dialog import KeypointsDialog
from posestudio.app.files.recovery import About
from posestudio.app.model.picture import Picture
from posestudio.app.model.project import Project
from posestudio.app.model.reading import KNOWN_SUFFIXES, ClipOptions, Read, read
from posestudio.app.model.sources import ClipSource, KeypointsSource, Source
from posestudio.app.work.file_watcher import FileIdentity, file_identity
from posestudio.body.standing import standing_body
from posestudio.common.file_kinds import PICTURE_INPUTS
from posestudio.common.resources import asset
from posestudio.errors import KeypointsError, LayoutUnknown, PoseStudioError, SizeUnknown
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints

if TYPE_CHECKING:
    from posestudio.app.shell.window import StudioWindow
    from posestudio.body.skeleton import Clip

EXAMPLE = "example/clip.bvh"


@dataclass(eq=False)
class _Together:
    """Files that were named at once: a picture goes behind a clip or keypoints that came with it."""

    number: int  # of the request; later ones are higher
    frame: int = 0
    agreed: bool | None = None  # whether what was open may be left, once that has been asked
    source: Source | None = None
    picture: Picture | None = None
    camera: Camera | None = None


class Opening:
    """Belongs to a window; files are read behind it, and shown in the order they were named.

    Opening a clip, keypoints, a picture or a project is the beginning of another document; a camera or weights change
    the one that is open.
    """

    def __init__(self, window: StudioWindow) -> None:
        self._window = window
        self._clip_options: dict[Path, ClipOptions] = {}
        self._asked = self._shown = 0  # requests, and the last of them whose document was shown
        self._arrived: deque[Callable[[], None]] = deque()
        self._showing = False

    def ask(self) -> None:
        """Let a person choose files."""
        self.open(self._choose(tr("Open"), tr("All that PoseStudio reads"), KNOWN_SUFFIXES))

    def ask_behind(self) -> None:
        """Let a person choose a picture to place behind the joints that are open."""
        chosen = self._choose(tr("Place picture behind"), tr("Pictures"), PICTURE_INPUTS)
        if chosen:
            self.place_behind(chosen[-1])

    def _choose(self, title: str, name: str, suffixes: tuple[str, ...]) -> list[Path]:
        known = " ".join(f"*{suffix}" for suffix in suffixes)
        filters = f"{name} ({known});;{tr('All files')} (*)"
        folder = self._window.session.text("folder")
        names, _ = QFileDialog.getOpenFileNames(self._window, title, folder, filters)
        return [Path(name) for name in names]

    def open(self, paths: list[Path], frame: int = 0, clip_options: ClipOptions | None = None) -> None:
        """Read files behind the window, then show them; of a clip, that frame, and as is ``clip_options``."""
        if not paths:
            return
        self._window.banner.settle("file", "rig")
        self._asked += 1
        together = _Together(self._asked, frame)
        for path in paths:
            self._window.say(f"Reading {path.name}...", passing=False)
            if clip_options is not None:
                self._clip_options[path.absolute()] = clip_options
            self._read(path, together, clip_options)

    def _read(
        self,
        path: Path,
        together: _Together,
        clip_options: ClipOptions | None,
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
                    path, together, clip_options, dialog.layout_chosen or layout, dialog.size_chosen or size
                )
            )
            dialog.rejected.connect(lambda: self.failed(problem))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        trusted = self._window.session.trusted
        work = partial(_read, path, layout=layout, size=size, clip_options=clip_options, trusted=trusted)
        self._window.tasks.run(work, partial(self._take, partial(self._opened, together)), failed)

    def place_behind(self, path: Path) -> None:
        """Read a picture, and lay it behind the joints that are open."""
        self._window.banner.settle("file")
        self._window.say(f"Reading {path.name}...", passing=False)
        self._window.tasks.run(partial(_read, path), partial(self._take, self._placed), self.failed)

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
        """Open what was kept without being asked; if it was a project, it still is that one, with unsaved changes."""
        about = self._window.recovery.about(path)
        self._window.tasks.run(
            partial(_read, path),
            partial(self._take, partial(self._recovered, about)),
            partial(self._unrecovered, path),
        )

    # -- what has been read

    def _take(
        self,
        show: Callable[[tuple[Read, FileIdentity | None]], None],
        found: tuple[Read, FileIdentity | None],
    ) -> None:
        """Show what was read, after what arrived before it: showing can ask, and more can arrive meanwhile."""
        self._arrived.append(partial(show, found))
        if self._showing:
            return
        self._showing = True
        try:
            while self._arrived:
                self._arrived.popleft()()
        finally:
            self._showing = False

    def _opened(self, together: _Together, outcome: tuple[Read, FileIdentity | None]) -> None:
        window, (found, mark) = self._window, outcome
        document, content = window.document, found.content
        if isinstance(content, ClipSource | KeypointsSource | Picture | Project):
            if not self._may_begin(together, found):
                return
            self._begin(together, found, mark)
        else:
            saved = document.history.isClean() and together.agreed
            try:
                self._change(together, content)
            except PoseStudioError as problem:
                self.failed(PoseStudioError(f"{found.path}: {problem}"))
                return
            if saved:  # it belongs to what has just been opened
                document.history.setClean()
        window.session.opened(found.path)
        window.say(f"Opened {found.path.name}" + "".join(f". {remark}" for remark in found.remarks[:1]))
        self._doubt(found)
        if isinstance(content, Picture) and document.state.empty:
            self._look_at_picture()
        window.editor.setFocus()

    def _change(self, together: _Together, content: Camera | Path) -> None:
        """Use a camera, or lift with weights."""
        if isinstance(content, Camera):
            together.camera = content
            self._window.document.set_camera(content)
        else:
            self._window.document.set_settings("Open weights", weights=str(content))

    def _may_begin(self, together: _Together, found: Read) -> bool:
        """Whether another document may be begun: nothing later has been opened, and edits are saved or given up."""
        if together.number < self._shown:
            self._window.say(f"{found.path.name} was read too late: another file has been opened since")
            return False
        if together.agreed is None:
            together.agreed = self._window.saving.may_leave()
        if not together.agreed:
            self._window.say(f"{found.path.name} was not opened")
            return False
        self._shown = together.number
        return True

    def _begin(self, together: _Together, found: Read, mark: FileIdentity | None) -> None:
        window, content = self._window, found.content
        document = window.document
        if isinstance(content, Project):
            document.open_state(content.state, content.chosen)
            window.saving.opened(found.path, mark)
            window.lost.offer(found.path, content.lost)
            return
        if isinstance(content, Picture):
            together.picture = content
        elif isinstance(content, ClipSource | KeypointsSource):
            together.source = content
        if together.source is not None:
            document.open_source(together.source, together.picture)
            document.set_frame(together.frame)
        elif together.picture is not None:
            document.open_picture(together.picture)
        if together.camera is not None:
            try:
                document.set_camera(together.camera)
            except PoseStudioError as problem:
                self.failed(problem)
            document.history.setClean()

    def _placed(self, outcome: tuple[Read, FileIdentity | None]) -> None:
        found = outcome[0]
        if not isinstance(found.content, Picture):
            self._window.fail(f"{found.path}: expected a picture to place behind the joints")
            return
        self._window.document.set_picture(found.content)
        self._window.session.opened(found.path)
        self._window.say(f"Placed {found.path.name} behind")

    def _recovered(self, about: About, outcome: tuple[Read, FileIdentity | None]) -> None:
        window, (found, _) = self._window, outcome
        if not isinstance(found.content, Project):
            return
        if not window.saving.may_leave():
            window.offer_recovery()
            return
        self._shown = self._asked
        window.document.open_state(found.content.state, found.content.chosen)
        window.saving.recovered(about)
        window.lost.offer(found.path, found.content.lost)
        window.say(
            f"Recovered {about.name}" if found.path != window.recovery.last else f"Reopened {about.name}"
        )
        if found.path != window.recovery.last:
            window.recovery.keep(replaces=found.path)
        window.offer_recovery()

    def _unrecovered(self, path: Path, problem: Exception) -> None:
        if path != self._window.recovery.last:
            self._window.recovery.put_aside([path])  # it is not offered again, and not lost either
            self._window.offer_recovery()
        self.failed(problem)

    def _look_at_picture(self) -> None:
        if self._window.detection.available:
            self._window.detection.find(opening=True)

    def failed(self, problem: Exception) -> None:
        """Say why a file could not be read."""
        self._window.fail(str(problem) or type(problem).__name__)

    def standing_pose(self) -> None:
        """A person to start from."""
        if self._window.saving.may_leave():
            self._window.document.open_source(ClipSource("Standing pose", standing_body()[None]))

    def reload(self, path: Path) -> None:
        """Read a file again that has changed on disk; what was edited stays upon it. Nothing happens when it is not
        open any more."""
        if path in self._window.document.state.files:
            clip_options = self._clip_options.get(path.absolute())
            self._window.tasks.run(
                partial(_read, path, clip_options=clip_options), self._reloaded, self.failed
            )

    def _reloaded(self, outcome: tuple[Read, FileIdentity | None]) -> None:
        document, found = self._window.document, outcome[0]
        content, state = found.content, document.state
        text = f"Reload {found.path.name}"
        if isinstance(content, Picture) and state.picture is not None and state.picture.path == content.path:
            document.set_picture(content, text)
        elif isinstance(content, ClipSource) and getattr(state.source, "path", None) == content.path:
            frame = min(state.frame, content.frames - 1)
            document.edit(text, source=content, frame=frame)
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
        from posestudio.app.files.rig_dialog import RigDialog

        clip_options = self._clip_options.get(path.absolute(), ClipOptions())
        dialog = RigDialog(*loaded, self._window, clip_options.person or 0)
        if dialog.exec():
            try:
                dialog.save()
            except (PoseStudioError, OSError) as problem:
                self.failed(problem)
                return
            self._clip_options[path.absolute()] = ClipOptions(person=dialog.person.currentData())
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
            if not image.isNull() and self._window.saving.may_leave():
                self._window.document.open_picture(Picture(tr("Pasted picture"), image))
                self._look_at_picture()
        elif data.hasText() and (pose := _pose_in(data.text())) is not None:
            self._window.document.joints.paste(pose)
        else:
            self._window.say(tr("Nothing on the clipboard that can be pasted"))


def _read(
    path: Path,
    *,
    layout: str | None = None,
    size: tuple[int, int] | None = None,
    clip_options: ClipOptions | None = None,
    trusted: frozenset[str] | None = None,
) -> tuple[Read, FileIdentity | None]:
    """What is in a file, and by what its content is known again; see ``read``."""
    mark = file_identity(path)
    return read(path, layout, size, clip_options, trusted), mark


def _pose_in(text: str) -> Keypoints | None:
    """The pose that ``copy_pose`` wrote, if that is what ``text`` is."""
    try:
        content = json.loads(text)["posestudio pose"]
        return Keypoints(content["points"], content["visibility"])
    except (ValueError, TypeError, KeyError):
        return None


def _clip_and_rig(path: Path) -> tuple[Clip, Mapping[str, str]]:
    """A clip, and what is kept of its skeleton."""
    from posestudio.app.model.kept_rigs import kept_rigs
    from posestudio.mocap.bvh import load_bvh

    clip = load_bvh(path)
    return clip, kept_rigs().get(tuple(clip.skeleton.joint_names), {})
