"""Exports and pictures: asks where to, then writes them in the background."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QImage

from posestudio.app.common.translation import tr
from posestudio.app.files.export_programs import program_of, proposed_kind
from posestudio.app.files.export_writers import EXPORTS, OF_ALL_FRAMES, Snapshot, export_image
from posestudio.app.files.file_dialogs import (
    ask_save_kind,
    ask_save_path,
    report_saved,
    report_unsaved,
)
from posestudio.app.files.motion_export import unsearched_remark
from posestudio.app.files.picture_dialog import PictureDialog
from posestudio.app.model.motion_poses import with_hypotheses
from posestudio.app.work.services import Studio
from posestudio.common.colours import Theme
from posestudio.mocap.rig_targets import MOTIONBUILDER, TARGETS

if TYPE_CHECKING:
    from posestudio.lifting.motion.result import LiftedMotion

_NAMES = "joint_names"


@dataclass(frozen=True, eq=False)
class Rendering:
    """How what is shown becomes a picture: the window as it is, the 3D view as it is, and the 3D view at any size
    (width, height) in pixels, with or without its background; ``view_size`` is the 3D view's present size."""

    grab_window: Callable[[], QImage]
    grab_view: Callable[[], QImage]
    render_view: Callable[[tuple[int, int], bool], QImage]
    view_size: Callable[[], tuple[int, int]]


class Exporting:
    """The commands that write files other than projects. ``theme`` returns the colours that drawings are made in,
    ``solved`` whether the document's motion is that of its present state."""

    def __init__(
        self,
        studio: Studio,
        rendering: Rendering,
        theme: Callable[[], Theme],
        solved: Callable[[], bool] = lambda: False,
    ) -> None:
        self._studio, self._rendering, self._theme, self._solved = studio, rendering, theme, solved

    def ask_export(self, name: str) -> None:
        """Ask where to and for which program, which is remembered, then run the export of the action ``name``."""
        session, kinds = self._studio.session, EXPORTS[name].kinds
        proposed = proposed_kind(kinds, self._names())
        chosen = ask_save_kind(self._studio, EXPORTS[name].name, kinds, proposed)
        if chosen is not None:
            path, kind = chosen
            if (program := program_of(kind)) is not None:
                session.store(_NAMES, program)
            self.export(name, path)

    def export(self, name: str, path: Path) -> None:
        """Write what is open now to ``path`` in the background, with progress and a way to stop it."""
        studio = self._studio
        write = partial(EXPORTS[name].write, path, self._snapshot())
        remark = unsearched_remark(studio.document.state) if name in OF_ALL_FRAMES else ""
        studio.jobs.start(
            f"Writing {path.name}",
            write,
            lambda _: report_saved(studio, path, remark),
            partial(report_unsaved, studio, path),
        )

    def _snapshot(self) -> Snapshot:
        document = self._studio.document
        return Snapshot(
            document.state,
            document.result,
            document.selected,
            document.companions,
            self._theme(),
            self._names(),
            self._motions(),
        )

    def _motions(self) -> dict[int, LiftedMotion]:
        """The motions by person, of the one being edited the selected one first; none while they are solved."""
        document = self._studio.document
        motion, selected = document.motion_result, document.selected
        if motion is None or not self._solved():
            return {}
        ranks = sorted(range(motion.joints.shape[1]), key=lambda rank: rank != selected)
        others = {other.track: other for other in document.other_motions}
        return others | {document.state.person: with_hypotheses(motion, ranks)}

    def _names(self) -> str:
        """The program whose joint names BVH and glTF files get: that of the last export."""
        names = self._studio.session.text(_NAMES, MOTIONBUILDER)
        return names if names in TARGETS else MOTIONBUILDER

    def ask_screenshot(self) -> None:
        """Ask where to put a picture of the window."""
        image = self._rendering.grab_window()  # before the dialog lies over it
        chosen = ask_save_path(self._studio, "posestudio.png", "PNG (*.png)")
        if chosen is not None:
            self.save_image(chosen, image)

    def ask_picture(self) -> None:
        """Ask for the size and background of a picture of the 3D view, and where to put it."""
        dialog = PictureDialog(self._rendering.view_size(), self._studio.parent)
        if not dialog.exec():
            return
        chosen = ask_save_path(self._studio, "poses.png", "PNG (*.png)")
        if chosen is not None:
            self.save_image(chosen, self._rendering.render_view(dialog.size_chosen, dialog.transparent))

    def copy_picture(self) -> None:
        """Put a picture of the 3D view on the clipboard."""
        QGuiApplication.clipboard().setImage(self._rendering.grab_view())
        self._studio.show_message(tr("Picture copied"))

    def save_image(self, path: Path, image: QImage) -> None:
        """Write a picture in the background."""
        studio = self._studio
        studio.tasks.run(
            partial(export_image, path, image),
            lambda _: report_saved(studio, path),
            partial(report_unsaved, studio, path),
            finish=True,
        )
