"""What the actions do: the table's ids joined to the document, the views and the files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtWidgets import QFileDialog, QMessageBox

from posestudio import __version__
from posestudio.app import exporting
from posestudio.app.help import KeysDialog
from posestudio.app.reading import KNOWN_SUFFIXES, Read, read
from posestudio.app.sources import ClipSource, KeypointsSource
from posestudio.app.state import Picture
from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.body.standing import standing_body
from posestudio.camera import Camera
from posestudio.errors import PoseStudioError
from posestudio.resources import asset

if TYPE_CHECKING:
    from posestudio.app.window import StudioWindow

EXAMPLE = "example/clip.bvh"


class Commands:
    """Belongs to a window; the file dialogs are here, and nothing else stops the window."""

    def __init__(self, window: StudioWindow) -> None:
        self._window = window
        self._keys: KeysDialog | None = None

    def connect(self) -> None:
        """Join every action of the table to what it does."""
        window = self._window
        document, playback, viewport = window.document, window.playback, window.viewport
        everyone = range(len(COCO_KEYPOINTS))
        table: dict[str, Callable[[], Any]] = {
            "open": self.ask_open,
            "open_example": self.open_example,
            "export_bvh": partial(self._ask_save, "pose.bvh", "BVH (*.bvh)", self.export_bvh),
            "export_data": partial(
                self._ask_save, "poses.npz", "NumPy (*.npz);;JSON (*.json)", self.export_data
            ),
            "save_keypoints": partial(
                self._ask_save, "keypoints.json", "COCO JSON (*.json)", self.save_keypoints
            ),
            "screenshot": partial(self._ask_save, "posestudio.png", "PNG (*.png)", self.screenshot),
            "quit": window.close,
            "undo": document.undo,
            "redo": document.redo,
            "select_all": lambda: window.editor.select(everyone),
            "reset_joints": document.joints.reset,
            "standing_pose": self.standing_pose,
            "remove_picture": lambda: document.set_picture(None),
            "frame": self._frame,
            "front": viewport.view_front,
            "side": viewport.view_side,
            "top": viewport.view_top,
            "orthographic": viewport.toggle_orthographic,
            "through_camera": viewport.look_through_camera,
            "play": playback.toggle,
            "start": partial(playback.move, -(10**6)),
            "end": partial(playback.move, 10**6),
            "previous": partial(playback.move, -1),
            "next": partial(playback.move, 1),
            "ten_back": partial(playback.move, -10),
            "ten_on": partial(playback.move, 10),
            "loop": self._set_loop,
            "previous_frame": partial(self._move_frame, -1),
            "next_frame": partial(self._move_frame, 1),
            "new_seed": window.sampler_panel.reseed,
            "best": partial(document.select, 0),
            "aim": document.aim_at_person,
            "shortcuts": self._show_keys,
            "about": self._about,
        }
        for name, work in table.items():
            window.actions_by_id[name].triggered.connect(lambda _=False, work=work: work())
        window.sampler_panel.open_weights.connect(self.ask_open)

    # -- in

    def ask_open(self) -> None:
        """Let a person choose files."""
        known = " ".join(f"*{suffix}" for suffix in KNOWN_SUFFIXES)
        filters = f"All that PoseStudio reads ({known});;All files (*)"
        folder = self._window.session.text("folder")
        names, _ = QFileDialog.getOpenFileNames(self._window, "Open", folder, filters)
        self.open([Path(name) for name in names])

    def open(self, paths: list[Path]) -> None:
        """Read files behind the window, then show them."""
        self._window.banner.settle("file")
        for path in paths:
            self._window.say(f"Reading {path.name}...", passing=False)
            self._window.tasks.run(partial(read, path), self._opened, self._failed)

    def open_example(self) -> None:
        """The bundled clip."""
        try:
            self.open([asset(EXAMPLE)])
        except PoseStudioError as problem:
            self._failed(problem)

    def _opened(self, found: Read) -> None:
        document, content = self._window.document, found.content
        if isinstance(content, ClipSource | KeypointsSource):
            document.open_source(content)
        elif isinstance(content, Picture):
            document.set_picture(content)
        elif isinstance(content, Camera):
            document.set_camera(content)
        else:
            document.set_settings("Open weights", weights=str(content))
        self._window.session.opened(found.path)
        self._window.say(f"Opened {found.path.name}" + "".join(f". {remark}" for remark in found.remarks[:1]))
        self._window.editor.setFocus()

    def standing_pose(self) -> None:
        """A person to start from."""
        self._window.document.open_source(ClipSource("Standing pose", standing_body()[None]))

    # -- out

    def _ask_save(self, name: str, filters: str, save: Callable[[Path], None]) -> None:
        folder = Path(self._window.session.text("folder") or ".")
        chosen, kind = QFileDialog.getSaveFileName(self._window, "Save", str(folder / name), filters)
        if chosen:
            path = Path(chosen)
            save(path if path.suffix else path.with_suffix("." + kind.split("*.")[1].rstrip(")")))

    def export_bvh(self, path: Path) -> None:
        """Write the chosen hypothesis."""
        body = self._window.document.chosen_body()
        if body is not None:
            self._write(path, partial(exporting.export_bvh, path, np.array(body), path.stem))

    def export_data(self, path: Path) -> None:
        """Write all hypotheses."""
        result = self._window.document.result
        if result is not None:
            self._write(path, partial(exporting.export_data, path, result))

    def save_keypoints(self, path: Path) -> None:
        """Write the 2D joints."""
        self._write(path, partial(exporting.export_keypoints, path, self._window.document.state.keypoints()))

    def screenshot(self, path: Path) -> None:
        """Write a picture of the window."""
        self._write(path, partial(exporting.export_image, path, self._window.grab().toImage()))

    def _write(self, path: Path, work: Callable[[], Path]) -> None:
        window = self._window
        window.tasks.run(
            work, lambda written: window.say(f"Saved {written}"), partial(self._unwritten, path), finish=True
        )

    def _unwritten(self, path: Path, problem: Exception) -> None:
        reason = problem.strerror if isinstance(problem, OSError) and problem.strerror else problem
        words = str(reason)
        self._window.fail(words if words.startswith(str(path)) else f"{path}: not saved: {words}")

    def _failed(self, problem: Exception) -> None:
        self._window.fail(str(problem) or type(problem).__name__)

    # -- the rest

    def _frame(self) -> None:
        self._window.editor.fit()
        self._window.viewport.frame()

    def _set_loop(self) -> None:
        self._window.playback.loop = self._window.actions_by_id["loop"].isChecked()

    def _move_frame(self, frames: int) -> None:
        document = self._window.document
        document.brief_gesture("frame")
        document.set_frame(document.state.frame + frames)

    def _show_keys(self) -> None:
        if self._keys is None:
            self._keys = KeysDialog(self._window)
        self._keys.show()
        self._keys.raise_()

    def _about(self) -> None:
        QMessageBox.about(
            self._window,
            "About PoseStudio",
            f"<h3>PoseStudio {__version__}</h3><p>Drag a person's 2D joints, and see, at once and as motion, "
            "every 3D pose that explains them.</p><p>MIT licence.</p>",
        )
