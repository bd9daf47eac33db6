"""The menu of named 3D views, which are stored in the settings."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import partial

from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from posestudio.app.common.session import Session
from posestudio.app.common.translation import tr
from posestudio.app.viewport import ViewportGrid
from posestudio.app.viewport.views import OrbitView

_SETTING = "saved_views"


class SavedViews(QMenu):
    """Saves the active view under a name, and restores the views saved before."""

    def __init__(self, viewport: ViewportGrid, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(tr("Saved views"), parent)
        self._viewport, self._session = viewport, session
        self.aboutToShow.connect(self._fill)

    @property
    def views(self) -> dict[str, OrbitView]:
        """The saved views by name; none if the settings cannot be read."""
        try:
            stored = json.loads(self._session.text(_SETTING, "{}"))
            return {str(name): _view(fields) for name, fields in stored.items()}
        except (ValueError, TypeError, AttributeError, KeyError):
            return {}

    def save(self, name: str) -> None:
        """Save the active view, in place of one of the same name."""
        self._keep({**self.views, name: self._viewport.save_view()})

    def remove(self, name: str) -> None:
        """Delete a saved view."""
        self._keep({other: view for other, view in self.views.items() if other != name})

    def go(self, name: str) -> None:
        """Restore a saved view."""
        if name in self.views:
            self._viewport.restore_view(self.views[name])

    def ask(self) -> None:
        """Ask for a name, and save the active view under it."""
        name, given = QInputDialog.getText(self, tr("Save view"), tr("Name of the view"))
        if given and name.strip():
            self.save(name.strip())

    def _keep(self, views: dict[str, OrbitView]) -> None:
        self._session.store(_SETTING, json.dumps({name: asdict(view) for name, view in views.items()}))

    def _fill(self) -> None:
        self.clear()
        for name in self.views:
            self.addAction(name, partial(self.go, name))
        if self.views:
            self.addSeparator()
            forget = self.addMenu(tr("Delete"))
            for name in self.views:
                forget.addAction(name, partial(self.remove, name))
        self.addAction(tr("Save this view..."), self.ask)


def _view(fields: dict) -> OrbitView:
    """The view that ``asdict`` made ``fields`` of. Raises KeyError, TypeError or ValueError for other fields."""
    x, y, z = map(float, fields.pop("target"))
    orthographic = bool(fields.pop("orthographic"))
    numbers = {name: float(value) for name, value in fields.items()}
    return OrbitView(target=(x, y, z), orthographic=orthographic, **numbers)
