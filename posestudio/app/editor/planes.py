"""The picture planes: the first view's alone, or with a second view's beside it, a name over each, one active."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QSplitter, QVBoxLayout, QWidget

from posestudio.app.common.translation import tr
from posestudio.app.editor.plane import PicturePlane
from posestudio.app.model.document import Document
from posestudio.app.model.view_document import PlaneDocument, ViewDocument
from posestudio.app.model.views import view_name
from posestudio.common.colours import Theme

_DIVIDER = 5  # pixels between the planes
_LINE = 2  # pixels below the name of the active one
_MARGIN = 8
_NARROWEST, _NARROWEST_ALONE = 90, 160  # pixels of a plane beside another, and of the only one


class ViewTitle(QWidget):
    """The name of a view, cut where there is no space, with a line below it while the view is the active one."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title, self._active = "", False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_title(self, title: str, about: str, *, active: bool) -> None:
        """Show ``title``, with ``about`` in the tooltip."""
        self._title, self._active = title, active
        self.setToolTip(f"{title}\n{about}")
        self.setAccessibleName(title)
        self.update()

    @property
    def text(self) -> str:
        """The whole title."""
        return self._title

    def sizeHint(self) -> QSize:
        return QSize(80, self.fontMetrics().height() + 8 + _LINE)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, roles = QPainter(self), QPalette.ColorRole
        role = roles.WindowText if self._active else roles.PlaceholderText
        painter.setPen(self.palette().color(role))
        space = QRectF(self.rect()).adjusted(_MARGIN, 0, -_MARGIN, -_LINE)
        text = self.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, int(space.width()))
        painter.drawText(space, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        if self._active:
            line = QRectF(0, self.height() - _LINE, self.width(), _LINE)
            painter.fillRect(line, self.palette().color(roles.Highlight))
        painter.end()


class PicturePlanes(QWidget):
    """The planes ``first`` and ``second``; the second is there while the document has a second view.

    The plane that was used last is the active one, which commands on keypoints are about.
    """

    active_changed = Signal()
    shown_changed = Signal(bool)
    """Whether there are two planes now."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.view = ViewDocument(document, 1, self)
        self.first, self.second = PicturePlane(document), PicturePlane(self.view)
        self.second.setObjectName("second-picture-plane")
        self.second.setAccessibleName(tr("Picture of view 2"))
        self._active = self.first
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(_DIVIDER)
        self._titles: list[ViewTitle] = []
        self._sides: list[QWidget] = []
        for plane in (self.first, self.second):
            title, side = ViewTitle(), QWidget()
            title.clicked.connect(plane.setFocus)
            column = QVBoxLayout(side)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(title)
            column.addWidget(plane, 1)
            self._split.addWidget(side)
            self._titles.append(title)
            self._sides.append(side)
            plane.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._split)
        self._shown: bool | None = None
        document.changed.connect(self._show)
        document.result_changed.connect(self._show)
        self._show()

    @property
    def both(self) -> tuple[PicturePlane, PicturePlane]:
        """Both planes, whether the second is shown or not."""
        return self.first, self.second

    @property
    def active(self) -> PicturePlane:
        """The plane that was used last."""
        return self._active

    @property
    def edited(self) -> PlaneDocument:
        """What the active plane edits."""
        return self.view if self._active is self.second else self._document

    def activate(self, plane: PicturePlane) -> None:
        """Make a plane the active one."""
        if plane is not self._active:
            self._active = plane
            self._show()
            self.active_changed.emit()

    def set_theme(self, theme: Theme) -> None:
        """'light' or 'dark'."""
        for plane in self.both:
            plane.set_theme(theme)

    def fit(self) -> None:
        """Show the whole pictures."""
        for plane in self.both:
            plane.fit()

    def show_heat(self, shown: bool) -> None:
        """Whether heatmaps lie over the pictures."""
        for plane in self.both:
            plane.show_heat(shown)

    def set_heat(self, share: float) -> None:
        """Which moment of the heatmaps' denoising: 0 at its beginning, 1 at its end."""
        for plane in self.both:
            plane.set_heat(share)

    def set_forming(self, forming: bool) -> None:
        """Whether the denoising is being played."""
        for plane in self.both:
            plane.set_forming(forming)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        used = event.type() in (QEvent.Type.FocusIn, QEvent.Type.MouseButtonPress)
        if used and isinstance(watched, PicturePlane):
            self.activate(watched)
        return False

    def _show(self, *_: object) -> None:
        """Show as many planes as there are views, and their names."""
        there = self.view.there
        if there != self._shown:
            self._shown = there
            self._sides[1].setVisible(there)
            for title, plane in zip(self._titles, self.both, strict=True):
                title.setVisible(there)
                plane.show_caption(not there)
                plane.setMinimumWidth(_NARROWEST if there else _NARROWEST_ALONE)
            half = self._split.width() // 2
            self._split.setSizes([half, half])
            if not there:
                self.activate(self.first)
            self.shown_changed.emit(there)
        if there:
            for index, (title, plane) in enumerate(zip(self._titles, self.both, strict=True)):
                text = f"{tr('View {number}', number=index + 1)}: {view_name(self._document.state, index)}"
                title.show_title(text, self._about(index), active=plane is self._active)

    def _about(self, index: int) -> str:
        if index == 0:
            camera = self._document.state.camera
            return (
                tr("Its camera is assumed.")
                if camera.assumed or camera.pose_assumed
                else tr("Its camera is known.")
            )
        if self._document.state.views[0].camera is not None:
            return tr("Its camera is known.")
        if self.view.solved is None:
            return tr("Its camera is to be found from the pose.")
        return tr("Its camera was found from the pose.")
