"""The actions of the table as QActions, with the user's own keys and in the system's language."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from posestudio.app.common.session import Session
from posestudio.app.common.translation import tr
from posestudio.app.shell.action_table import ACTIONS, MENUS, SPECS, ActionSpec, Submenu, specs_in
from posestudio.app.shell.action_table.spec import Entry
from posestudio.errors import PoseStudioError

_SETTING = "keys"


class Actions(QObject):
    """``actions["undo"]`` is a QAction. Keys that the user changed are stored in ``session``."""

    def __init__(self, session: Session | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._own = _own_keys(session)
        self._made = {spec.id: self._make(spec) for spec in ACTIONS}

    def __getitem__(self, name: str) -> QAction:
        return self._made[name]

    def __contains__(self, name: str) -> bool:
        return name in self._made

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._made.values())

    def _make(self, spec: ActionSpec) -> QAction:
        action = QAction(tr(spec.text), self)
        action.setObjectName(spec.id)
        action.setIconText(tr(spec.word or spec.text).rstrip("."))
        action.setCheckable(spec.checkable)
        action.setStatusTip(tr(spec.tip))
        self._show_keys(action)
        return action

    def _show_keys(self, action: QAction) -> None:
        spec, keys = SPECS[action.objectName()], self.keys(action.objectName())
        action.setShortcuts([QKeySequence(key) for key in keys])
        name = tr(spec.text).rstrip(".") + (f" ({native(keys[0])})" if keys else "")
        action.setToolTip(f"{name}\n{tr(spec.tip)}")

    def fill(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Add the menus to ``bar``; returns them, and the menus in them, by their titles in the table."""
        menus: dict[str, QMenu] = {}
        for title, entries in MENUS.items():
            menus[title] = bar.addMenu(tr(title))
            self._fill(menus, title, entries)
        return menus

    def _fill(self, menus: dict[str, QMenu], title: str, entries: Sequence[Entry]) -> None:
        for entry in entries:
            if entry is None:
                menus[title].addSeparator()
            elif isinstance(entry, Submenu):
                menus[entry.title] = menus[title].addMenu(tr(entry.title))
                self._fill(menus, entry.title, entry.entries)
            else:
                menus[title].addAction(self._made[entry.id])

    # -- keys

    def keys(self, name: str) -> tuple[str, ...]:
        """Portable key sequences of an action."""
        return self._own.get(name, SPECS[name].shortcuts)

    def set_keys(self, name: str, keys: Sequence[str]) -> None:
        """Assign other keys to an action, now and in later sessions.

        Raises PoseStudioError, naming the other action, when one of them is taken.
        """
        portable = tuple(QKeySequence(key).toString() for key in keys if key)
        for other in SPECS:
            taken = set(portable) & {QKeySequence(key).toString() for key in self.keys(other)}
            if other != name and taken:
                raise PoseStudioError(
                    tr(
                        "{keys} belongs to {command}; remove it there first",
                        keys=native(taken.pop()),
                        command=tr(SPECS[other].text).rstrip("."),
                    )
                )
        self._own[name] = portable
        self._store(name)

    def reset_keys(self) -> None:
        """Assign the table's keys to all actions again."""
        changed, self._own = list(self._own), {}
        for name in changed:
            self._store(name)

    def _store(self, name: str) -> None:
        self._show_keys(self._made[name])
        if self._session is not None:
            self._session.store(_SETTING, json.dumps(self._own))

    def key_list(self) -> list[tuple[str, str, str]]:
        """(menu, action, keys) of every action that has keys, in the table's order, as shown to the user."""
        return [
            (tr(menu), tr(spec.text).rstrip("."), ", ".join(map(native, self.keys(spec.id))))
            for menu, entries in MENUS.items()
            for spec in specs_in(entries)
            if self.keys(spec.id)
        ]


def native(keys: str) -> str:
    """A portable key sequence as this operating system writes it."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def _own_keys(session: Session | None) -> dict[str, tuple[str, ...]]:
    """The user's keys by action; stored text of any other form than ``set_keys`` writes counts as none."""
    try:
        stored = json.loads(session.text(_SETTING, "{}")) if session is not None else {}
        return {name: tuple(map(str, keys)) for name, keys in stored.items() if name in SPECS}
    except (ValueError, TypeError, AttributeError):
        return {}
