"""What goes out: projects, exports and pictures, with the dialogs that ask where to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QMessageBox

from posestudio.app import exporting
from posestudio.app.exporting import Held
from posestudio.app.jobs import Stopped
from posestudio.app.opening import with_suffix
from posestudio.app.picture_dialog import PictureDialog
from posestudio.app.project import SUFFIX, Project, save_project
from posestudio.app.words import tr
from posestudio.progress import Progress

if TYPE_CHECKING:
    from posestudio.app.window import StudioWindow


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

_PROJECTS = f"PoseStudio project (*{SUFFIX})"


class Saving:
    """Belongs to a window. ``path`` is the project that is open, if one is."""

    def __init__(self, window: StudioWindow) -> None:
        self._window = window
        self.path: Path | None = None

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

    def opened(self, path: Path) -> None:
        """The document is now what is in the project at ``path``."""
        self.path = path
        self._window.document.history.setClean()
        self._window.show_title()

    def save(self) -> None:
        """Save the project where it is, or ask where to."""
        if self.path is None:
            self.ask_project()
        else:
            self.save_project(self.path)

    def ask_project(self) -> None:
        """Ask for the project's name, then save it."""
        name = self._window.document.state.source.name or "untitled"
        chosen = self._ask(Path(name).stem + SUFFIX, _PROJECTS)
        if chosen is not None:
            self.save_project(with_suffix(chosen))

    def save_project(self, path: Path) -> None:
        """Write the project to ``path``, which it then has."""
        document = self._window.document
        document.end_gesture()
        project = Project(document.state, document.selected)

        def saved() -> None:
            if document.state is project.state:
                self.opened(path)
            self.path = path
            self._window.session.opened(path)

        self._write(path, partial(save_project, path, project), saved)

    def may_close(self) -> bool:
        """Whether the window may close: an open project that was changed is asked about."""
        if self.path is None or self._window.document.history.isClean():
            return True
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self._window,
            tr("Save the project?"),
            tr("The project has been changed since it was saved."),
            buttons.Save | buttons.Discard | buttons.Cancel,
        )
        if answer == buttons.Save:
            self.save_project(self.path)
        return answer != buttons.Cancel

    # -- both

    def _ask(self, name: str, kinds: str) -> Path | None:
        folder = Path(self._window.session.text("folder") or ".")
        chosen, kind = QFileDialog.getSaveFileName(self._window, tr("Save"), str(folder / name), kinds)
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_suffix("." + kind.split("*.")[1].rstrip(")"))

    def _write(self, path: Path, work: Callable[[], None], then: Callable[[], None] | None = None) -> None:
        def done(_: object) -> None:
            if then is not None:
                then()
            self._saved(path)

        self._window.tasks.run(work, done, partial(self._unsaved, path), finish=True)

    def _saved(self, path: Path) -> None:
        self._window.say(f"Saved {path}")

    def _unsaved(self, path: Path, problem: Exception) -> None:
        if isinstance(problem, Stopped):
            self._window.say(f"{path.name} was not written")
            return
        reason = problem.strerror if isinstance(problem, OSError) and problem.strerror else problem
        words = str(reason) or type(problem).__name__
        self._window.fail(words if words.startswith(str(path)) else f"{path}: not saved: {words}")
