"""The start page: what can be opened, the recent files, and ways to learn the program."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QFont, QImage, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from posestudio.app.common.translation import tr
from posestudio.app.start.cards import Card, FileCard
from posestudio.app.start.illustrations import Subject, illustration
from posestudio.app.start.recent_files import RecentFile, RecentFiles
from posestudio.app.work.tasks import Tasks
from posestudio.common.colours import Theme

_TARGET = QSize(300, 208)
_PICTURE = (276, 124)
_NARROWEST = 160  # pixels of a target
_TALL, _ROWS = 800, 2  # pixels of a page with more than one row of recent files
_ABOVE = 56  # pixels for a message over the page
_GAP = 16
_WIDEST = 3 * _TARGET.width() + 2 * _GAP


class StartPage(QWidget):
    """Three large targets, recent files as pictures, and links. What is chosen is told by signals."""

    shown = Signal()
    photo_requested = Signal()
    motion_requested = Signal()
    example_requested = Signal()
    other_requested = Signal()
    """A file of any kind is to be chosen."""
    file_requested = Signal(object)
    """The path of a recent file."""
    last_requested = Signal()
    """The last session is to be reopened."""
    tour_requested = Signal()
    documentation_requested = Signal()
    training_requested = Signal()
    standing_requested = Signal()
    """Nothing is to be opened: a figure that stands is to be posed."""

    def __init__(self, recent: RecentFiles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("start-page")
        self.setAutoFillBackground(True)
        self.setAccessibleName(tr("Start"))
        self._tasks = Tasks(self)
        self._recent = recent
        self._theme: Theme = "light"
        self.photo = _target(
            tr("Photo or video"), tr("Finds the people in it, and every 3D pose that explains them")
        )
        self.motion = _target(tr("Motion (BVH)"), tr("Look at a motion capture clip, correct it, export it"))
        self.example = _target(
            tr("Try an example"), tr("A picture of a runner: see every 3D pose that explains it")
        )
        self.targets: dict[Subject, Card] = {
            "photo": self.photo, "motion": self.motion, "example": self.example
        }  # fmt: skip
        self.other = QPushButton(tr("Open..."))
        self.last = QPushButton(tr("Reopen last session"))
        self.cards: list[FileCard] = []
        self._lay_out()
        self._connect()
        recent.listed.connect(self._list)
        recent.looked_up.connect(self._show_file)

    # -- building

    def _lay_out(self) -> None:
        title, self.subtitle = QLabel(tr("What would you like to pose?")), QLabel()
        font = QFont(self.font())
        font.setPixelSize(24)
        font.setWeight(QFont.Weight.DemiBold)
        title.setFont(font)
        self.subtitle.setText(
            tr(
                "Open a photo, a video, keypoints or a motion. You can also drop files anywhere in this window."
            )
        )
        self.subtitle.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        targets = QHBoxLayout()
        targets.setSpacing(_GAP)
        for card in self.targets.values():
            targets.addWidget(card)
        targets.addStretch()
        self._grid = QGridLayout()
        self._grid.setSpacing(_GAP // 2)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.heading = QLabel(tr("Recent"))
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        self.heading.setFont(bold)
        column = QVBoxLayout()
        column.setSpacing(_GAP // 2)
        column.addSpacing(_ABOVE)
        column.addStretch(1)
        column.addWidget(title)
        column.addWidget(self.subtitle)
        column.addSpacing(_GAP)
        column.addLayout(targets)
        column.addSpacing(_GAP)
        column.addWidget(self.heading)
        column.addLayout(self._grid)
        column.addSpacing(_GAP // 2)
        column.addLayout(self._links())
        column.addStretch(2)
        content = QWidget()
        content.setLayout(column)
        content.setMaximumWidth(_WIDEST + 2 * _GAP)
        content.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.addStretch()
        row.addWidget(content, 1000)
        row.addStretch()
        self._scrolled = QScrollArea()
        self._scrolled.setWidgetResizable(True)
        self._scrolled.setFrameShape(QFrame.Shape.NoFrame)
        self._scrolled.setWidget(middle)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scrolled)

    def _links(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self.other)
        row.addWidget(self.last)
        row.addStretch()
        self.tour, self.documentation = QPushButton(tr("Quick tour")), QPushButton(tr("Documentation"))
        self.training, self.standing = QPushButton(tr("Train a model")), QPushButton(tr("Standing figure"))
        self.standing.setToolTip(tr("Start from a figure standing upright"))
        for link in (self.standing, self.training, self.tour, self.documentation):
            link.setFlat(True)
            row.addWidget(link)
        for button in (self.other, self.last, self.standing, self.tour, self.documentation, self.training):
            button.setCursor(Qt.CursorShape.PointingHandCursor)
        return row

    def _connect(self) -> None:
        for button, signal in (
            (self.photo, self.photo_requested),
            (self.motion, self.motion_requested),
            (self.example, self.example_requested),
            (self.other, self.other_requested),
            (self.last, self.last_requested),
            (self.tour, self.tour_requested),
            (self.documentation, self.documentation_requested),
            (self.training, self.training_requested),
            (self.standing, self.standing_requested),
        ):
            button.clicked.connect(lambda _=False, signal=signal: signal.emit())

    # -- what is shown

    def set_theme(self, theme: Theme) -> None:
        """Draw the targets' pictures in the colours of 'light' or 'dark', in the background."""
        self._theme = theme
        ground = QApplication.palette().color(QPalette.ColorRole.Base)  # this widget's own follows later
        colour = (ground.red(), ground.green(), ground.blue())
        for subject in self.targets:
            work = partial(illustration, subject, _PICTURE, theme, colour)
            self._tasks.run(work, partial(self._take_picture, subject, theme), _ignore)

    def _take_picture(self, subject: Subject, theme: Theme, picture: QImage) -> None:
        if theme == self._theme:
            self.targets[subject].show_picture(picture)

    def offer_last(self, there: bool) -> None:
        """Whether there is a last session to reopen."""
        self.last.setVisible(there)

    def _list(self) -> None:
        """Make a card for each recent file."""
        for card in self.cards:
            self._grid.removeWidget(card)
            card.deleteLater()
        self.cards = []
        for file in self._recent.files:
            card = FileCard(file.path.name, str(file.path))
            card.clicked.connect(partial(self._request, file.path))
            card.removed.connect(partial(self._recent.forget, file.path))
            card.menu_requested.connect(partial(self._open_menu, file.path))
            self.cards.append(card)
            self._show_file(file)
        self.heading.setVisible(bool(self.cards))
        self._arrange()

    def _request(self, path: Path, *_: object) -> None:
        self.file_requested.emit(path)

    def _show_file(self, file: RecentFile) -> None:
        for shown, card in zip(self._recent.files, self.cards, strict=False):
            if shown.path != file.path:
                continue
            if file.there is False:
                card.show_missing()
            elif file.picture is not None:
                card.show_picture(file.picture.image)
                card.show_text(file.picture.line)

    def _arrange(self) -> None:
        """Put as many cards into a row as there is room for."""
        room = min(self.width() - 4 * _GAP, _WIDEST)
        columns = max((room + self._grid.spacing()) // (FileCard.SIZE.width() + self._grid.spacing()), 1)
        rows = _ROWS if self.height() >= _TALL else 1  # the menu of recent files has the others
        for index, card in enumerate(self.cards):
            self._grid.addWidget(card, index // columns, index % columns)
            card.setVisible(index < rows * columns)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.shown.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for card in self.targets.values():
            card.setFixedWidth(min(_TARGET.width(), max((self.width() - 6 * _GAP) // 3, _NARROWEST)))
        self._arrange()

    def _open_menu(self, path: Path, at: object) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Open"), partial(self._request, path))
        folder = QUrl.fromLocalFile(str(path.parent))
        menu.addAction(tr("Show in folder"), partial(QDesktopServices.openUrl, folder))
        menu.addAction(tr("Remove from this list"), partial(self._recent.forget, path))
        menu.popup(at)  # type: ignore[arg-type]

    def close_down(self) -> None:
        """End the thread: a picture that is being drawn is completed, as the interpreter must not end meanwhile."""
        self._tasks.close(wait=True)


def _target(title: str, text: str) -> Card:
    return Card(title, text, _PICTURE[1] + 12, _TARGET)


def _ignore(problem: Exception) -> None:
    """A target stays without a picture where it cannot be drawn."""
