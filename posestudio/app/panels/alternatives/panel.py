"""The alternatives as picture cards: hover shows one in the 3D view, a click chooses it, Ctrl+click compares it."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QImage, QPalette, QResizeEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from posestudio.app.common.scrolled import scrolled
from posestudio.app.common.translation import tr, tr_n
from posestudio.app.display.scenes import COMPARED
from posestudio.app.model.alternatives import Alternative, Alternatives
from posestudio.app.model.document import Document
from posestudio.app.model.person_points import K
from posestudio.app.model.visibility import Visibility
from posestudio.app.model.weak_keypoints import is_weak
from posestudio.app.panels.alternatives.card import LOWEST, PICTURE, AlternativeCard
from posestudio.app.panels.alternatives.differences import LEAST, difference
from posestudio.app.panels.alternatives.pictures import picture_of, reach_of, telling_azimuth
from posestudio.app.work.tasks import Tasks
from posestudio.body.layouts import BODY_INDEX, to_keypoints
from posestudio.common.colours import Theme
from posestudio.keypoints import MISSING
from posestudio.lifting.posterior import MODE_DISTANCE

_SLOW_MS = 120  # between two pictures while a joint is dragged
_MOVED = 0.02  # metres, on average, from which a picture is drawn anew
_GAP = 8  # pixels
_MISFIT, _MISFIT_OF_ONE = 0.05, 0.06
"""Shares of the person's extent in the picture: the mean error, and that of one keypoint, from which on a pose does
not fit (mean 0.5 % and one 1.1 % at most of 30 poses with 4 px of noise)."""
_HIPS = BODY_INDEX["hips"]


class AlternativesPanel(QWidget):
    """A card for each of the ``alternatives``; ``azimuth`` is the direction that all pictures are seen from.
    ``discard_pose`` is offered where a pose was made by hand."""

    menu_requested = Signal(int, QPoint)
    """The index of an alternative and the point of the screen where its menu is wanted."""

    hinted = Signal(str)
    """What can be done with the card under the pointer; empty for none."""

    def __init__(
        self,
        document: Document,
        alternatives: Alternatives,
        visibility: Visibility,
        discard_pose: QAction | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._alternatives, self._visibility = document, alternatives, visibility
        self._theme: Theme = "light"
        self._tasks = Tasks(self)
        self.cards: dict[int, AlternativeCard] = {}
        """By the number of their alternative."""
        self._drawn: dict[int, tuple[np.ndarray, object]] = {}  # pose and view of the pictures
        self._drawing = False
        self.azimuth: float | None = None
        self._reach = 0.0
        self._order: tuple[object, ...] = ()
        self.summary, self.message, self.rarer = QLabel(), QLabel(), QLabel()
        self.again = QToolButton()
        if discard_pose is not None:
            self.again.setDefaultAction(discard_pose)
            self.again.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._lay_out()
        self._next_picture = QTimer(self, singleShot=True)
        self._next_picture.timeout.connect(self._draw_next)
        alternatives.changed.connect(self._update)
        document.selection_changed.connect(self._mark)
        document.changed.connect(self._document_changed)
        visibility.changed.connect(self._mark)
        self._update()

    def _lay_out(self) -> None:
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(_GAP, _GAP, _GAP, _GAP)
        column.setSpacing(_GAP)
        for label in (self.summary, self.message, self.rarer):
            label.setWordWrap(True)
        self.rarer.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        column.addWidget(self.summary)
        column.addLayout(self._grid)
        column.addWidget(self.message)
        column.addWidget(self.again)
        column.addWidget(self.rarer)
        column.addStretch(1)
        self._area = scrolled(inside)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)

    def sizeHint(self) -> QSize:
        return QSize(2 * PICTURE.width() + 4 * _GAP, 420)

    def minimumSizeHint(self) -> QSize:
        return QSize(2 * 96 + 4 * _GAP, 120)

    def set_theme(self, theme: Theme) -> None:
        """'light' or 'dark'."""
        self._theme = theme
        self._drawn.clear()
        self._mark()
        self._draw_soon()

    def close_down(self) -> None:
        """Draw no more pictures."""
        self._tasks.close(wait=True)

    # -- following the alternatives

    def _document_changed(self, names: frozenset[str]) -> None:
        if names & {"source", "frame", "person", "keypoint_edits", "poses"} and not self._document.gesturing:
            self._say()

    def _update(self) -> None:
        shown = self._alternatives.all
        numbers = [one.number for one in shown]
        for number in [number for number in self.cards if number not in numbers]:
            self._drawn.pop(number, None)
            card = self.cards.pop(number)
            card.hide()
            card.deleteLater()
        for index, one in enumerate(shown):
            if one.number not in self.cards:
                self.cards[one.number] = self._made(one.number)
            words = self._words(index, one, shown[0])
            self.cards[one.number].describe(self._alternatives.letter(index), one.share, words)
        self._say()
        self._arrange()
        self._look(shown)
        self._mark()
        self._draw_soon()

    def _words(self, index: int, one: Alternative, first: Alternative) -> str:
        if self._by_hand and index == 0:
            return tr("made by hand")
        if index == 0:
            return tr("the most likely") if len(self._alternatives.all) > 1 else ""
        least = LEAST * self._alternatives.distance / MODE_DISTANCE
        return difference(first.pose, one.pose, one.poses, least) or tr("small differences")

    @property
    def _by_hand(self) -> bool:
        return self._alternatives.by_hand

    def _made(self, number: int) -> AlternativeCard:
        card = AlternativeCard()
        card.chosen.connect(partial(self._with, number, self._alternatives.choose))
        card.compare_requested.connect(partial(self._with, number, self._compare))
        card.hovered.connect(partial(self._preview, number))
        card.menu_requested.connect(
            lambda at: self._with(number, lambda index: self.menu_requested.emit(index, at))
        )
        return card

    def _with(self, number: int, act: object) -> None:
        """``act`` on the present index of the alternative of that number."""
        for index, one in enumerate(self._alternatives.all):
            if one.number == number:
                act(index)  # type: ignore[operator]
                return

    def _compare(self, index: int) -> None:
        result, rank = self._document.result, self._alternatives.rank(index)
        if result is not None and rank is not None and rank != self._document.selected:
            self._visibility.compare_only(result, rank)

    def _preview(self, number: int, over: bool) -> None:
        if not over:
            self._visibility.preview(None)
            self.hinted.emit("")
        elif not self._document.gesturing:
            self._with(
                number,
                lambda index: self._visibility.preview(self._document.result, self._alternatives.rank(index)),
            )
            self.hinted.emit(tr("Click to choose this pose, Ctrl+click to compare it with the chosen one."))

    def _arrange(self) -> None:
        """Lay the cards out, only when their order or the number of columns is another."""
        columns = self._columns_in_the_height()
        order = (columns, *(one.number for one in self._alternatives.all))
        if order == self._order:
            return
        self._order = order
        while self._grid.count():
            self._grid.takeAt(0)
        previous: QWidget = self._area
        for place, one in enumerate(self._alternatives.all):
            card = self.cards[one.number]
            self._grid.addWidget(card, *divmod(place, columns))
            card.show()
            QWidget.setTabOrder(previous, card)
            previous = card
        for column in range(max(self._grid.columnCount(), columns)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _columns_in_the_height(self) -> int:
        """How many columns of cards there are: one, with pictures beside the words, where the panel is so low that
        of two rows of full cards the lower one would be cut off."""
        cards = list(self.cards.values())
        width = self._area.viewport().width() - 2 * _GAP
        columns = max(2, (width + _GAP) // (PICTURE.width() + _GAP))
        if not cards:
            return columns
        words = [label for label in (self.summary, self.message, self.rarer) if not label.isHidden()]
        height = self._area.viewport().height() - 2 * _GAP
        height -= sum(max(label.heightForWidth(width), 0) + _GAP for label in words)
        full, rows = cards[0].full_height, -(-len(cards) // columns)
        low = 0 < height < min(rows, 2) * (full + _GAP)
        row = min(max(height // len(cards) - _GAP, LOWEST), PICTURE.height() + 4) if low else None
        for card in cards:
            card.set_row(row)
        return 1 if low else columns

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _mark(self) -> None:
        """Show which is chosen, and which are compared."""
        result, current = self._document.result, self._alternatives.current
        tint = QColor(*COMPARED[:3])
        compared = set()
        if result is not None:
            compared = {self._alternatives.of_rank(rank) for rank in self._visibility.compared_ranks(result)}
        for index, one in enumerate(self._alternatives.all):
            card = self.cards.get(one.number)
            if card is not None:
                card.mark(index == current, tint if index in compared and index != current else None)

    def _say(self) -> None:
        """Say how many there are, or why there are none."""
        count, rarer = len(self._alternatives.all), self._alternatives.rarer
        result, state = self._document.result, self._document.state
        message, weak = "", is_weak(state)
        if count == 0 and state.empty:
            message = tr("Every 3D pose that fits the keypoints is shown here, as pictures to choose from.")
        elif count == 0 and not (state.visibility[:K] != MISSING).any():
            message = tr("No keypoints yet: a pose needs at least one.")
        elif count == 0:
            message = tr("Finding the poses that fit...")
        elif self._by_hand:
            message = tr("The pose was made by hand; the others fit the same keypoints.")
        elif count == 1 and result is not None and weak and result.joints.shape[1] > 1:
            message = tr("All sampled poses are alike, but the keypoints are weak: check them.")
        elif count == 1 and result is not None:
            message = tr_n(
                "%n pose was sampled.",
                "The %n sampled poses are much alike: the picture leaves little open.",
                result.joints.shape[1],
            )
        self.message.setText(message)
        self.message.setVisible(bool(message))
        self.again.setVisible(self._by_hand and count > 0)
        different = tr_n("%n pose fits", "%n different poses fit the picture", count)
        variants = tr("Variants of one pose: the picture leaves little open")
        if weak:
            variants = tr("Variants of one pose; the keypoints are weak: check them")
        self.summary.setText(self._misfit() or (variants if self._alternatives.variants else different))
        self.summary.setVisible(count > 1 and not self._by_hand)
        self.rarer.setText(tr_n("and %n rarer one", "and %n rarer ones", rarer))
        self.rarer.setVisible(count > 0 and rarer > 0)

    def _misfit(self) -> str:
        """That not even the best pose fits the keypoints, where it does not."""
        result = self._document.result
        known = None if result is None else result.keypoints.observed[0]
        if result is None or known is None or known.sum() < 2:
            return ""
        points = result.keypoints.points[0, known]
        size = float(np.ptp(points, axis=0).max())
        seen = np.asarray(result.camera.project(to_keypoints(result.joints[0])))[:, known]
        off = np.linalg.norm(seen - points, axis=-1)
        mean, worst = float(off.mean(-1).min()), float(off.max(-1).min())
        if not (mean > _MISFIT * size or worst > _MISFIT_OF_ONE * size):
            return ""
        return tr("No pose fits all keypoints: dashed limbs show where")

    # -- pictures

    def _look(self, shown: tuple[Alternative, ...]) -> None:
        """Choose where the pictures are seen from, and their scale; both stay during a gesture."""
        if not shown or (self._document.gesturing and self.azimuth is not None):
            return
        body = self._document.selected_body()
        away = self._document.state.camera.position - (np.zeros(3) if body is None else body[_HIPS])
        camera = math.degrees(math.atan2(away[0], away[2]))
        poses = [one.pose for one in shown]
        self.azimuth = telling_azimuth(poses, [one.share for one in shown], camera, self.azimuth)
        reach = reach_of(poses, self.azimuth, PICTURE.width() / PICTURE.height())
        if not 0.85 * self._reach < reach <= self._reach:
            self._reach = reach

    def _draw_soon(self) -> None:
        if not self._drawing and not self._next_picture.isActive():
            self._next_picture.start(_SLOW_MS if self._document.gesturing else 0)

    def _draw_next(self) -> None:
        """Draw the picture of the first card whose pose or view is another now, in the background."""
        if self.azimuth is None:
            return
        side = self.devicePixelRatioF()
        size = round(PICTURE.width() * side), round(PICTURE.height() * side)
        ground = QApplication.palette().color(QPalette.ColorRole.Base)
        view = (self._theme, self.azimuth, self._reach, size, ground.rgb())
        for one in self._alternatives.all:
            before = self._drawn.get(one.number)
            if before is not None and before[1] == view and np.abs(one.pose - before[0]).mean() < _MOVED:
                continue
            self._drawn[one.number] = one.pose, view
            self._drawing = True
            rgb = ground.red(), ground.green(), ground.blue()
            self._tasks.run(
                partial(picture_of, one.pose, size, self._theme, self.azimuth, self._reach, rgb),
                partial(self._take, one.number),
                lambda _: self._take(-1, QImage()),
            )
            return

    def _take(self, number: int, picture: QImage) -> None:
        self._drawing = False
        if number in self.cards:
            self.cards[number].show_picture(picture)
        self._draw_soon()
