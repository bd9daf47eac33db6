"""What goes out: projects, exports and pictures, with the dialogs that ask where to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QMessageBox

from posestudio.app.common.translation import tr
from posestudio.app.files import exporting
from posestudio.app.files.exporting import Held
from posestudio.app.files.picture_dialog import PictureDialog
from posestudio.app.files.recovery import About
from posestudio.app.model.project import Project, save_project
from posestudio.app.work.file_watcher import FileIdentity, file_identity
from posestudio.app.work.jobs import Stopped
from posestudio.common.file_kinds import PROJECT_SUFFIX
from posestudio.common.progress import Progress
from posestudio.errors import PoseStudioError

if TYPE_CHECKING:
    from posestudio.app.shell.window import StudioWindow


@dataclass(frozen=True)
class Export:
    """One way out: the name and kinds that the dialog proposes, and what writes the file."""

    name: str
    kinds: str
    write: Callable[[Path, Held, Progress], None]
    needs_poses: bool = True


EXPORTS: dict[str, Export] = {
    "export_bvh": Export("pose.bvh", "BVH (*.bvh)", exporting.export_bvh),
    "export_hypotheses": Export("hypotheses.bvh", "BVH (*.bvh)", exporting.export_hypotheses),
    "export_sequence": Export(
        "motion.bvh",
        "BVH (*.bvh);;glTF binary (*.glb);;glTF (*.gltf);;NumPy (*.npz);;JSON (*.json)",
        exporting.export_sequence,
        False,
    ),
    "export_denoising": Export("denoising.bvh", "BVH (*.bvh)", exporting.export_denoising),
    "export_gltf": Export("pose.glb", "glTF binary (*.glb);;glTF (*.gltf)", exporting.export_gltf),
    "export_data": Export("poses.npz", "NumPy (*.npz);;JSON (*.json)", exporting.export_data),
    "save_keypoints": Export("keypoints.json", "COCO JSON (*.json)", exporting.export_keypoints, False),
    "save_camera": Export("camera.json", "Camera (*.json)", exporting.export_camera, False),
    "export_svg": Export("picture.svg", "SVG (*.svg)", exporting.export_svg, False),
    "export_video": Export("poses.mp4", "MP4 (*.mp4);;GIF (*.gif)", exporting.export_video),
}
"""By the id of the action."""

_PROJECTS = f"PoseStudio project (*{PROJECT_SUFFIX})"
_CHANGED = "it has been changed on disk by another window or program; save it under another name to keep both"


class Saving:
    """Belongs to a window. ``path`` is the project that is open, if one is."""

    def __init__(self, window: StudioWindow) -> None:
        self._window = window
        self.path: Path | None = None
        self._marks: dict[
            Path, FileIdentity
        ] = {}  # of projects, as they were when this window last read or wrote them

    # -- exports

    def ask_export(self, name: str) -> None:
        """Ask where to, then export."""
        chosen = self._ask(EXPORTS[name].name, EXPORTS[name].kinds)
        if chosen is not None:
            self.export(name, chosen)

    def export(self, name: str, path: Path) -> None:
        """Write what is held now, behind the window, with progress and a way to stop it."""
        write = partial(EXPORTS[name].write, path, self._held())
        self._window.jobs.start(
            f"Writing {path.name}", write, lambda _: self._saved(path), partial(self._unsaved, path)
        )

    def _held(self) -> Held:
        document = self._window.document
        return Held(
            document.state, document.result, document.selected, document.companions, self._window.theme.theme
        )

    def ask_screenshot(self) -> None:
        """Ask where to put a picture of the window."""
        image = self._window.grab().toImage()  # before the dialog lies over it
        chosen = self._ask("posestudio.png", "PNG (*.png)")
        if chosen is not None:
            self.save_image(chosen, image)

    def ask_picture(self) -> None:
        """Ask for size and ground of a picture of the 3D view, and where to put it."""
        viewport = self._window.viewport
        dialog = PictureDialog((viewport.width(), viewport.height()), self._window)
        if not dialog.exec():
            return
        chosen = self._ask("poses.png", "PNG (*.png)")
        if chosen is not None:
            self.save_image(
                chosen, viewport.render_picture(dialog.size_chosen, transparent=dialog.transparent)
            )

    def copy_picture(self) -> None:
        """Put a picture of the 3D view on the clipboard."""
        QGuiApplication.clipboard().setImage(self._window.viewport.grab_picture())
        self._window.say(tr("Picture copied"))

    def save_image(self, path: Path, image: QImage) -> None:
        """Write a picture."""
        self._write(path, partial(exporting.export_image, path, image))

    # -- projects

    def opened(self, path: Path, mark: FileIdentity | None) -> None:
        """The document is now what is in the project at ``path``, whose content was that of ``mark``."""
        self._keep_mark(path, mark)
        self.path = path
        self._window.document.history.setClean()
        self._window.show_title()

    def recovered(self, about: About) -> None:
        """The document is what was being edited once, with changes that nobody saved, of the same project."""
        self.path = about.path
        if about.path is not None:
            self._keep_mark(about.path, about.mark)
        self._window.document.history.resetClean()
        self._window.show_title()

    def forget(self) -> None:
        """Something that is no project has been opened."""
        self.path = None
        self._window.show_title()

    def about(self) -> About:
        """What is being edited, for whoever recovers it."""
        state = self._window.document.state
        if self.path is not None:
            return About(self.path.name, self.path, self._marks.get(self.path))
        return About(state.source.name or (state.picture.name if state.picture else ""))

    def save(self) -> None:
        """Save the project where it is, or ask where to."""
        if self.path is None:
            self.ask_project()
        else:
            self.save_project(self.path)

    def ask_project(self) -> None:
        """Ask for the project's name, then save it."""
        chosen = self._ask_project_name()
        if chosen is not None:
            self.save_project(chosen, over=True)

    def _ask_project_name(self) -> Path | None:
        state = self._window.document.state
        name = state.source.name or (state.picture.name if state.picture else "") or "untitled"
        return self._ask(Path(name).stem + PROJECT_SUFFIX, _PROJECTS)

    def save_project(
        self, path: Path, *, over: bool = False, then: Callable[[bool], None] | None = None
    ) -> None:
        """Write the project to ``path``, which it then has; ``then`` is told whether that was done.

        What another program has saved there meanwhile is written ``over`` only after a question.
        """
        document, tell = self._window.document, then or (lambda done: None)
        document.end_gesture()
        project = Project(document.state, document.selected)
        index = document.history.index()

        def write() -> None:
            known = self._marks.get(path)
            if not over and known is not None and file_identity(path) not in (known, None):
                raise _ChangedOnDisk
            save_project(path, project)
            self._keep_mark(path, file_identity(path))

        def saved(_: object) -> None:
            self.path = path
            if document.state is project.state or document.history.index() == index:
                document.history.setClean()
            self._window.show_title()
            self._window.session.opened(path)
            self._window.session.trust(project.state.files)
            self._window.watch_files()
            self._window.banner.settle(f"save {path}")
            self._saved(path)
            tell(True)

        def unsaved(problem: Exception) -> None:
            if isinstance(problem, _ChangedOnDisk):
                if self._may_write_over(path):
                    self.save_project(path, over=True, then=then)
                    return
                problem = PoseStudioError(_CHANGED)
            self._unsaved(path, problem, f"save {path}")
            tell(False)

        self._window.tasks.run(write, saved, unsaved, finish=True)

    def _keep_mark(self, path: Path, mark: FileIdentity | None) -> None:
        if mark is not None:
            self._marks[path] = mark

    def _may_write_over(self, path: Path) -> bool:
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self._window,
            tr("Save over it?"),
            tr(
                "{name} has been changed on disk since it was opened here, by another window or program. "
                "Save over those changes?",
                name=path.name,
            ),
            buttons.Save | buttons.Cancel,
        )
        return answer in (buttons.Save, buttons.Yes)

    def may_close(self) -> bool:
        """Whether the window may close: what is still being written, and a project that was changed, are asked about.
        What is no project yet is kept as the last session."""
        return self._may_stop_writing() and (
            self.path is None or self._window.document.history.isClean() or self._may_go()
        )

    def may_leave(self) -> bool:
        """Whether something else may be opened in place of what is edited, which is asked about if it was edited."""
        document = self._window.document
        changed = document.has_unsaved_work if self.path is None else not document.history.isClean()
        return not changed or self._may_go()

    def _may_stop_writing(self) -> bool:
        title = self._window.jobs.running
        if not title:
            return True
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self._window,
            tr("Stop it?"),
            tr("{title} is not finished. Stop it and close?", title=title),
            buttons.Discard | buttons.Cancel,
        )
        return answer != buttons.Cancel

    def _may_go(self) -> bool:
        """Ask whether to save; True when it was saved or is not wanted."""
        buttons = QMessageBox.StandardButton
        name = self.about().name
        answer = QMessageBox.question(
            self._window,
            tr("Save the project?"),
            tr("The project has been changed since it was saved.")
            if self.path is not None
            else tr("{name} has been edited, and is not saved as a project.", name=name),
            buttons.Save | buttons.Discard | buttons.Cancel,
        )
        if answer == buttons.Save:
            return self._save_and_wait()
        return answer == buttons.Discard

    def _save_and_wait(self) -> bool:
        """Save the project; whether that was done. Nothing else can be done in the window meanwhile."""
        asked = self.path is None
        path = self.path or self._ask_project_name()
        if path is None:
            return False
        outcome: list[bool] = []
        loop = QEventLoop()

        def told(done: bool) -> None:
            outcome.append(done)
            loop.quit()

        self.save_project(path, over=asked, then=told)
        if not outcome:
            loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        return outcome == [True]

    # -- both

    def _ask(self, name: str, kinds: str) -> Path | None:
        """Where to write. The ending is added before anything is written over, and asked about."""
        folder = Path(self._window.session.text("folder") or ".")
        chosen, kind = QFileDialog.getSaveFileName(self._window, tr("Save"), str(folder / name), kinds)
        if not chosen:
            return None
        path = with_ending(Path(chosen), kinds, kind)
        # The dialog has asked about the name that was typed, and about no other.
        asked = path == Path(chosen) or not path.exists()
        return path if asked or self._may_replace(path) else None

    def _may_replace(self, path: Path) -> bool:
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self._window,
            tr("Replace it?"),
            tr("{name} is there already. Replace it?", name=path.name),
            buttons.Yes | buttons.No,
        )
        return answer == buttons.Yes

    def _write(self, path: Path, work: Callable[[], None]) -> None:
        self._window.tasks.run(work, lambda _: self._saved(path), partial(self._unsaved, path), finish=True)

    def _saved(self, path: Path) -> None:
        self._window.say(f"Saved {path}")

    def _unsaved(self, path: Path, problem: Exception, topic: str = "file") -> None:
        if isinstance(problem, Stopped):
            self._window.say(f"{path.name} was not written")
            return
        reason = problem.strerror if isinstance(problem, OSError) and problem.strerror else problem
        words = str(reason) or type(problem).__name__
        self._window.fail(words if words.startswith(str(path)) else f"{path}: not saved: {words}", topic)


class _ChangedOnDisk(Exception):
    """Somebody else has saved the project."""


def with_ending(path: Path, kinds: str, kind: str) -> Path:
    """``path`` with an ending of the file dialog's ``kinds``, such as "MP4 (*.mp4);;GIF (*.gif)", in any case; where
    it has none, that of the ``kind`` which was chosen is added, or of the first."""
    endings = re.findall(r"\*(\.\w+)", kinds)
    if path.suffix.lower() in endings:
        return path
    wanted = re.findall(r"\*(\.\w+)", kind) or endings
    return path.with_name(path.name + wanted[0])
