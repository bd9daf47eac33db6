"""Views of the 3D scene under names, kept from one run to the next."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import partial

from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from posestudio.app.common.session import Session
from posestudio.app.common.translation import tr
from posestudio.app.viewport import ViewportGrid
from posestudio.app.viewport.views import OrbitView

_KEPT = "saved_views"


class SavedViews(QMenu):
    """A menu that saves the active view under a name and comes back to any of them."""

    def __init__(self, viewport: ViewportGrid, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(tr("Saved views"), parent)
        self._viewport, self._session = viewport, session
        self.aboutToShow.connect(self._fill)

    @property
    def views(self) -> dict[str, OrbitView]:
        """What has been saved; anything unreadable counts as not there."""
        try:
            kept = json.loads(self._session.text(_KEPT, "{}"))
            return {str(name): _view(fields) for name, fields in kept.items()}
        except (ValueError, TypeError, AttributeError, KeyError):
            return {}

    def save(self, name: str) -> None:
        """Save the active view; one of the same name is replaced."""
        self._keep({**self.views, name: self._viewport.save_view()})

    def remove(self, name: str) -> None:
        """Forget a view."""
        self._keep({other: view for other, view in self.views.items() if other != name})

    def go(self, name: str) -> None:
        """Come back to a view."""
        if name in self.views:
            self._viewport.restore_view(self.views[name])

    def ask(self) -> None:
        """Ask for a name, and save the active view under it."""
        name, given = QInputDialog.getText(self, tr("Save view"), tr("Name of the view"))
        if given and name.strip():
            self.save(name.strip())

    def _keep(self, views: dict[str, OrbitView]) -> None:
        self._session.keep(_KEPT, json.dumps({name: asdict(view) for name, view in views.items()}))

    def _fill(self) -> None:
        self.clear()
        for name in self.views:
            self.addAction(name, partial(self.go, name))
        if self.views:
            self.addSeparator()
            forget = self.addMenu(tr("Forget"))
            for name in self.views:
                forget.addAction(name, partial(self.remove, name))
        self.addAction(tr("Save this view..."), self.ask)


def _view(fields: dict) -> OrbitView:
    x, y, z = map(float, fields.pop("target"))
    orthographic = bool(fields.pop("orthographic"))
    numbers = {name: float(value) for name, value in fields.items()}
    return OrbitView(target=(x, y, z), orthographic=orthographic, **numbers)
