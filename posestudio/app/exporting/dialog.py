"""The dialog that asks what to export, in which form, and where to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from posestudio.app.common.icons import icon
from posestudio.app.common.spacing import DIALOG, GRID, WIDE
from posestudio.app.common.translation import tr
from posestudio.app.exporting import preview
from posestudio.app.exporting.contents import KINDS, Kind, contents, kind_titles
from posestudio.app.exporting.form import ExportForm
from posestudio.app.exporting.options import ExportOptions, Snapshot
from posestudio.app.exporting.unsure import UnsureWarning
from posestudio.app.work.tasks import Tasks
from posestudio.errors import PoseStudioError, printable

_PAUSE_MS = 120  # after the last change before the preview is drawn
_SIZE = QSize(820, 540)
_ICONS: dict[Kind, str] = {
    "pose": "pose",
    "motion": "motion",
    "picture": "photo",
    "video": "video",
    "data": "data",
}
_KINDS_WIDTH, _SIDE = 136, preview.SIZE[0] + 16

RenderView = Callable[[tuple[int, int], bool], QImage]


@dataclass(frozen=True)
class Proposal:
    """What the dialog shows at first: content of a ``kind``, or by default the ``content`` of that name; its
    ``ending``; the ``folder``, the ``stem`` of the file's name, and the ``options``."""

    kind: Kind | None
    content: str
    ending: str
    folder: Path
    stem: str
    options: ExportOptions


class ExportDialog(QDialog):
    """Kinds at the left, the choices in the middle, a preview at the right, folder and name below.

    After it was accepted ``content``, ``path`` and ``options`` say what to export.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        proposal: Proposal,
        tasks: Tasks,
        render_view: RenderView,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export"))
        self._snapshot, self._proposal, self._tasks, self._render_view = (
            snapshot,
            proposal,
            tasks,
            render_view,
        )
        self._contents = contents()
        self._asked = 0  # previews; only the last one that was asked for is shown
        self.kinds = QListWidget()
        self.form = ExportForm(snapshot, proposal.options)
        self.picture, self.summary, self.problem = QLabel(), QLabel(), QLabel()
        self.unsure = UnsureWarning()
        self.folder, self.name = QLineEdit(str(proposal.folder)), QLineEdit()
        self.browse = QPushButton(tr("Browse..."))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = self.buttons.addButton(tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._lay_out()
        self.look_at: int | None = None
        """The frame that the user wants to see instead of exporting, after the dialog was rejected."""
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._draw_preview)
        self._connect()
        self.kinds.setCurrentRow(KINDS.index(self._first_kind()))

    def _first_kind(self) -> Kind:
        """The kind that was asked for; else that of the last export, of what can be exported now."""
        if self._proposal.kind is not None:
            return self._proposal.kind
        content = self._contents.get(self._proposal.content)
        moving = self._snapshot.state.source.frames > 1
        if content is not None and not content.missing(self._snapshot.state, self._snapshot.result):
            if not (moving and content.kind == "pose"):  # the last was of something else
                return content.kind
        return "motion" if moving else "pose"

    def _lay_out(self) -> None:
        for kind, title in kind_titles().items():
            item = QListWidgetItem(icon(_ICONS[kind], self.palette().text().color()), title)
            item.setSizeHint(QSize(0, 40))
            item.setData(Qt.ItemDataRole.UserRole, kind)
            self.kinds.addItem(item)
        self.kinds.setIconSize(QSize(20, 20))
        self.kinds.setFixedWidth(_KINDS_WIDTH)
        self.kinds.setAccessibleName(tr("What to export"))
        self.picture.setFixedSize(QSize(*preview.SIZE))
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for label in (self.summary, self.problem):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setAlignment(Qt.AlignmentFlag.AlignTop)
        side = QVBoxLayout()
        side.addWidget(self.picture)
        side.addWidget(self.summary, 1)
        self.summary.setFixedWidth(_SIDE)
        top = QHBoxLayout()
        top.setSpacing(WIDE)
        top.addWidget(self.kinds)
        top.addWidget(self.form, 1)
        top.addLayout(side)
        place = QHBoxLayout()
        place.setSpacing(GRID)
        for title, field, share in ((tr("Folder"), self.folder, 3), (tr("Name"), self.name, 2)):
            label = QLabel(title)
            label.setBuddy(field)
            place.addWidget(label)
            place.addWidget(field, share)
            if field is self.folder:
                place.addWidget(self.browse)
        below = QHBoxLayout()
        below.addWidget(self.problem, 1)
        below.addWidget(self.buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(*DIALOG)
        column.setSpacing(WIDE)
        column.addLayout(top, 1)
        column.addWidget(self.unsure)
        column.addLayout(place)
        column.addLayout(below)
        self.accept_button.setDefault(True)
        self.resize(_SIZE)

    def _connect(self) -> None:
        self.kinds.currentRowChanged.connect(self._show_kind)
        self.form.content_changed.connect(self._propose_name)
        self.form.changed.connect(self._pause.start)
        self.form.changed.connect(self._check)
        self.folder.textChanged.connect(self._check)
        self.name.textChanged.connect(self._check)
        self.browse.clicked.connect(self._browse)
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        self.unsure.look.connect(self._look)

    # -- what was chosen

    @property
    def content(self) -> str:
        """The name of the content in `contents`."""
        return self.form.content

    @property
    def options(self) -> ExportOptions:
        """How it is exported."""
        return self.form.options

    @property
    def path(self) -> Path:
        """Where to; the ending of the format is added where it is missing."""
        name = self.name.text().strip()
        path = Path(self.folder.text().strip()).expanduser() / name
        return (
            path if path.suffix.lower() == self.form.ending else path.with_name(path.name + self.form.ending)
        )

    def _show_kind(self, row: int) -> None:
        last = self._proposal.content
        self.form.show_kind(KINDS[row], last, self._proposal.ending)

    def _propose_name(self) -> None:
        """The document's name and what the content is, unless the user has typed a name."""
        if not self.name.isModified():
            suffix = self._contents[self.content].suffix
            self.name.setText(self._proposal.stem + (f"-{suffix}" if suffix else ""))

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Folder of the export"), self.folder.text())
        if chosen:
            self.folder.setText(chosen)

    def _present(self) -> Snapshot:
        return replace(self._snapshot, options=self.options)

    def _check(self) -> None:
        """Say what keeps the export from being possible, if anything does."""
        problem = ""
        name = self.name.text().strip()
        try:
            self.summary.setText(
                preview.summary(self._contents[self.content], self.form.ending, self._present())
            )
            preview.raise_unless_possible(self._contents[self.content], self._snapshot)
        except PoseStudioError as error:
            problem = str(error)
        moving = "frames" in self._contents[self.content].options
        self.unsure.show_of(self._present(), moving and not problem)
        if not problem and not Path(self.folder.text().strip() or ".").expanduser().is_dir():
            problem = tr("There is no such folder.")
        elif not problem and (not name or Path(name).name != name):
            problem = tr("Type a name for the file.")
        self.problem.setText(printable(problem))
        self.accept_button.setEnabled(not problem)

    def _look(self, frame: int) -> None:
        self.look_at = frame
        self.reject()

    def _accept(self) -> None:
        path, buttons = self.path, QMessageBox.StandardButton
        if path.exists():
            answer = QMessageBox.question(
                self,
                tr("Replace the file?"),
                tr("{name} already exists. Replace it?", name=path.name),
                buttons.Yes | buttons.No,
            )
            if answer != buttons.Yes:
                return
        self.accept()

    # -- preview

    def _draw_preview(self) -> None:
        self._asked += 1
        content, snapshot = self._contents[self.content], self._present()
        if self.content == "view":
            width, height = snapshot.options.size or preview.SIZE
            share = min(preview.SIZE[0] / width, preview.SIZE[1] / height)
            size = max(round(width * share), 16), max(round(height * share), 16)
            self._show_picture(self._asked, self._render_view(size, snapshot.options.transparent))
            return
        self._tasks.run(
            partial(preview.picture, content, snapshot),
            partial(self._show_picture, self._asked),
            lambda _: self._show_picture(self._asked, None),
        )

    def _show_picture(self, asked: int, image: QImage | None) -> None:
        # The dialog may be gone when a preview comes.
        if asked == self._asked and shiboken6.isValid(self) and self.isVisible():
            self.picture.setPixmap(QPixmap() if image is None else QPixmap.fromImage(image))
