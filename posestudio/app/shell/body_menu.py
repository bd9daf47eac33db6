"""The menus of the 3D view and of the alternatives: of a body, the empty space, a card and a row of the table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from posestudio.app.common.translation import tr
from posestudio.app.model.alternatives import Alternatives
from posestudio.app.model.document import Document
from posestudio.app.model.selection import Selection
from posestudio.app.model.visibility import Visibility
from posestudio.app.shell.action_table import BODY_STYLES, VIEW_COUNTS
from posestudio.app.shell.actions import Actions


class BodyMenu:
    """``open_for`` is the menu of a hypothesis, ``open_in_space`` that of the 3D view where there is none;
    ``save_pose`` keeps the chosen pose in the library."""

    def __init__(
        self,
        actions: Actions,
        document: Document,
        visibility: Visibility,
        alternatives: Alternatives,
        selection: Selection,
        save_pose: Callable[[], None],
        parent: QWidget,
    ) -> None:
        self._actions, self._document, self._visibility = actions, document, visibility
        self._alternatives, self._selection, self._parent = alternatives, selection, parent
        self._save_pose = save_pose
        self.menu = QMenu(parent)
        """The menu that was opened last."""

    def open_card(self, index: int, at: QPoint) -> None:
        """The menu of an alternative, at a point of the screen."""
        rank = self._alternatives.rank(index)
        if rank is not None:
            self.open_for(rank, at)

    def open_for(self, rank: int, at: QPoint) -> None:
        """The menu of the hypothesis of a rank, at a point of the screen."""
        menu = self._begin()
        self.fill(menu, rank)
        if not menu.isEmpty():
            menu.popup(at)

    def fill(self, menu: QMenu, rank: int) -> None:
        """Add what can be done with the hypothesis of a rank."""
        result, visibility = self._document.result, self._visibility
        if result is None or not 0 <= rank < result.joints.shape[1]:
            return
        menu.addSection(self._title(rank))
        chosen = rank == self._document.selected
        menu.addAction(tr("Choose"), partial(self._document.select, rank)).setEnabled(not chosen)
        compare = menu.addAction(
            tr("Compare with the chosen one"), partial(visibility.compare_only, result, rank)
        )
        compare.setCheckable(True)
        compare.setChecked(visibility.compared(result, rank))
        compare.setEnabled(not chosen)
        hide = menu.addAction(tr("Hide"), partial(visibility.toggle_hidden, result, rank))
        hide.setCheckable(True)
        hide.setChecked(visibility.hidden(result, rank))
        menu.addSeparator()
        for name in ("copy_pose", "snap", "export"):
            act = self._actions[name].trigger
            menu.addAction(self._actions[name].text(), partial(self._with_chosen, rank, act))
        menu.addAction(tr("Save to the pose library"), partial(self._with_chosen, rank, self._save_pose))
        menu.addSeparator()
        self._add(menu, "handles", "discard_pose")
        menu.addSeparator()
        self._add(menu, "solo", "align_hips", "everyone", "show_all")

    def open_in_space(self, at: QPoint) -> None:
        """The menu of the empty space, at a point of the screen."""
        menu = self._begin()
        self._add(menu, "handles")
        menu.addSeparator()
        self._add(menu, "frame", "follow", "through_camera", "front", "side", "top", "orthographic")
        menu.addSeparator()
        self._add(menu.addMenu(tr("Body")), *BODY_STYLES)
        self._add(menu.addMenu(tr("Number of 3D views")), *VIEW_COUNTS)
        self._add(menu, "align_hips", "everyone", "show_all")
        menu.addSeparator()
        camera = menu.addMenu(tr("Camera"))
        camera.addAction(tr("Properties"), self._selection.select_camera)
        self._add(camera, "aim", "camera_here")
        menu.popup(at)

    def _begin(self) -> QMenu:
        self.menu.deleteLater()
        self.menu = QMenu(self._parent)
        return self.menu

    def _add(self, menu: QMenu, *names: str) -> None:
        menu.addActions([self._actions[name] for name in names])

    def _with_chosen(self, rank: int, act: Callable[[], object]) -> None:
        """Choose a hypothesis, and do something with the one that is chosen."""
        self._document.select(rank)
        act()

    def _title(self, rank: int) -> str:
        index = self._alternatives.of_rank(rank)
        number = tr("Pose {number}", number=rank + 1)
        return number if index is None else f"{self._alternatives.letter(index)}: {number}"
