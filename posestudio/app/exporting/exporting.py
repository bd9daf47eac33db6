"""Exports and pictures: asks what and where to, then writes in the background."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QImage

from posestudio.app.common.translation import tr
from posestudio.app.exporting.contents import Content, Kind, contents
from posestudio.app.exporting.dialog import ExportDialog, Proposal
from posestudio.app.exporting.motion import unsearched_remark
from posestudio.app.exporting.options import ExportOptions, Snapshot
from posestudio.app.exporting.show_in_folder import show_in_folder
from posestudio.app.exporting.writers import write_image
from posestudio.app.files.file_dialogs import report_unsaved
from posestudio.app.files.saving import name_of
from posestudio.app.model.motion_poses import with_hypotheses
from posestudio.app.work.services import Studio
from posestudio.common.colours import Theme

if TYPE_CHECKING:
    from posestudio.lifting.motion.result import LiftedMotion

_LAST, _FOLDER = "export", "export_folder"
"""Names of what is remembered in the session."""

_SHOWN_MS = 12_000  # how long the button is offered that shows the file


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
        self._shown = QTimer(studio.parent, singleShot=True, interval=_SHOWN_MS)
        self._shown.timeout.connect(lambda: studio.clear_notices("export"))

    def ask(self, kind: Kind | None = None, content: str = "") -> None:
        """Ask what to export and where to, then export. Proposed is the ``content``, else content of the ``kind``,
        else what was exported last."""
        window = self._rendering.grab_window()  # before the dialog lies over it
        dialog = ExportDialog(
            self._snapshot(),
            self._proposal(kind, content),
            self._studio.tasks,
            self._rendering.render_view,
            self._studio.parent,
        )
        try:
            if not dialog.exec():
                if dialog.look_at is not None:
                    self._studio.document.set_frame(dialog.look_at)
                return
            name, path, options = dialog.content, dialog.path, dialog.options
        finally:
            dialog.deleteLater()
        self._remember(name, path, options)
        if name == "window":
            self.save_image(path, window)
        else:
            self.export(name, path, options)

    def export(self, name: str, path: Path, options: ExportOptions | None = None) -> None:
        """Write the content called ``name`` in `contents` to ``path`` in the background, with progress and a way to
        stop it."""
        studio, content = self._studio, contents()[name]
        snapshot = self._snapshot(options)
        if content.write is None:
            self.save_image(path, self._painted(name, snapshot.options))
            return
        remark = unsearched_remark(snapshot.state) if _of_all_frames(content) else ""
        studio.jobs.start(
            tr("Writing {name}", name=path.name),
            partial(content.write, path, snapshot),
            lambda _: self._report(path, remark),
            partial(report_unsaved, studio, path),
        )

    def _painted(self, name: str, options: ExportOptions) -> QImage:
        if name == "window":
            return self._rendering.grab_window()
        return self._rendering.render_view(options.size or self._view_size(), options.transparent)

    def _view_size(self) -> tuple[int, int]:
        width, height = self._rendering.view_size()
        return 2 * width, 2 * height

    def copy_picture(self) -> None:
        """Put a picture of the 3D view on the clipboard."""
        QGuiApplication.clipboard().setImage(self._rendering.grab_view())
        self._studio.show_message(tr("Picture copied"))

    def save_image(self, path: Path, image: QImage) -> None:
        """Write a picture in the background."""
        studio = self._studio
        studio.tasks.run(
            partial(write_image, path, image),
            lambda _: self._report(path),
            partial(report_unsaved, studio, path),
            finish=True,
        )

    def _report(self, path: Path, remark: str = "") -> None:
        """Say that ``path`` was written and a ``remark`` on what is in it, with a button that shows the file."""
        text = tr("Exported {path}", path=str(path)) + (f"; {remark}" if remark else "")
        studio = self._studio
        studio.show_message(text)
        studio.ask(text, "export", tr("Show in folder"), partial(show_in_folder, path))
        self._shown.start()

    def close(self) -> None:
        """Stop timing the button that shows what was exported last."""
        self._shown.stop()

    # -- what is open

    def _snapshot(self, options: ExportOptions | None = None) -> Snapshot:
        document = self._studio.document
        return Snapshot(
            document.state,
            document.result,
            document.selected,
            document.companions,
            self._theme(),
            self._motions(),
            options or ExportOptions(),
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

    # -- what is proposed, and remembered for the next time

    def _proposal(self, kind: Kind | None, content: str) -> Proposal:
        session, state = self._studio.session, self._studio.document.state
        last = _last(session.text(_LAST))
        folder = session.text(_FOLDER) or session.text("folder") or "."
        options = replace(ExportOptions.from_text(last.get("options", "")), size=self._view_size())
        return Proposal(
            kind=kind,
            content=content or last.get("content", ""),
            ending=last.get("ending", ""),
            folder=Path(folder),
            stem=Path(name_of(state)).stem or "posestudio",
            options=options,
        )

    def _remember(self, name: str, path: Path, options: ExportOptions) -> None:
        session = self._studio.session
        last = {"content": name, "ending": path.suffix.lower(), "options": options.text()}
        session.store(_LAST, json.dumps(last))
        session.store(_FOLDER, str(path.parent))


def _of_all_frames(content: Content) -> bool:
    return "frames" in content.options


def _last(text: str) -> dict[str, str]:
    """What `Exporting` stored of the last export; nothing where the text is of another form."""
    try:
        stored = json.loads(text or "{}")
        return {str(name): value for name, value in stored.items() if isinstance(value, str)}
    except (ValueError, AttributeError):
        return {}
