"""Every action once: menus, toolbar, tooltips and the list of shortcuts are made from this table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QMenu,
    QMenuBar,
)


@dataclass(frozen=True)
class ActionSpec:
    """One action. ``shortcuts`` are portable key sequences; ``icon`` a name in ``icons``."""

    id: str
    text: str
    shortcuts: tuple[str, ...] = ()
    tip: str = ""
    checkable: bool = False
    icon: str = ""


_FILE = (
    ActionSpec("open", "Open...", ("Ctrl+O",), "Open a BVH clip, keypoints, a picture, a camera or weights"),
    ActionSpec("open_example", "Open example", (), "Open the bundled clip"),
    None,
    ActionSpec("export_bvh", "Export BVH...", ("Ctrl+E",), "Save the chosen hypothesis as a BVH skeleton"),
    ActionSpec("export_data", "Export data...", ("Ctrl+Shift+E",), "Save all hypotheses as NPZ or JSON"),
    ActionSpec("save_keypoints", "Save keypoints...", ("Ctrl+S",), "Save the 2D joints as COCO JSON"),
    ActionSpec("screenshot", "Save screenshot...", ("Ctrl+Shift+S",), "Save a picture of the window"),
    None,
    ActionSpec("quit", "Quit", ("Ctrl+Q",), "Close the studio"),
)
_EDIT = (
    ActionSpec("undo", "Undo", ("Ctrl+Z",), "Take the last change back"),
    ActionSpec("redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Do the undone change again"),
    None,
    ActionSpec("select_all", "Select all joints", ("Ctrl+A",), "Select every joint of the person"),
    ActionSpec("reset_joints", "Reset joints", ("Ctrl+R",), "Put this frame's joints back where they were"),
    ActionSpec("standing_pose", "Standing pose", ("Ctrl+N",), "Start from a person who just stands there"),
    ActionSpec("remove_picture", "Remove picture", (), "Take the picture away from behind the joints"),
)
_VIEW = (
    ActionSpec("frame", "Show all", ("F",), "Fit the picture and the bodies into their views"),
    ActionSpec("front", "Front", ("1",), "Look at the 3D view from the front"),
    ActionSpec("side", "Side", ("3",), "Look at the 3D view from the person's left"),
    ActionSpec("top", "Top", ("7",), "Look at the 3D view from above"),
    ActionSpec("orthographic", "Orthographic", ("O",), "Draw the 3D view without perspective, or with it"),
    ActionSpec("through_camera", "Through the camera", ("C",), "See the 3D view as the virtual camera does"),
)
_TIME = (
    ActionSpec("play", "Play", ("Space",), "Play the poses forming out of noise", icon="play"),
    None,
    ActionSpec("start", "First step", ("Home",), "Go to pure noise", icon="start"),
    ActionSpec("previous", "Previous step", (",", "Left"), "One denoising step back", icon="backward"),
    ActionSpec("next", "Next step", (".", "Right"), "One denoising step on", icon="forward"),
    ActionSpec("end", "Last step", ("End",), "Go to the finished poses", icon="end"),
    ActionSpec("ten_back", "Ten steps back", ("Shift+Left",), "Ten denoising steps back"),
    ActionSpec("ten_on", "Ten steps on", ("Shift+Right",), "Ten denoising steps on"),
    ActionSpec("loop", "Loop", ("L",), "Play again and again", checkable=True, icon="loop"),
    None,
    ActionSpec("previous_frame", "Previous frame", ("PgUp",), "One frame of the clip back"),
    ActionSpec("next_frame", "Next frame", ("PgDown",), "One frame of the clip on"),
)
_SAMPLER = (
    ActionSpec("new_seed", "New hypotheses", ("N",), "Sample again from another seed"),
    ActionSpec("best", "Choose the best", ("B",), "Choose the hypothesis with the highest score"),
    None,
    ActionSpec("aim", "Aim the camera", ("A",), "Turn the virtual camera to the person"),
)
_HELP = (
    ActionSpec("shortcuts", "Keys and gestures", ("F1",), "List every key and what the mouse does"),
    ActionSpec("about", "About PoseStudio", (), "What this program is"),
)

MENUS: dict[str, tuple[ActionSpec | None, ...]] = {
    "File": _FILE,
    "Edit": _EDIT,
    "View": _VIEW,
    "Time": _TIME,
    "Sampler": _SAMPLER,
    "Help": _HELP,
}
"""The menus; None is a line between groups."""

ACTIONS: tuple[ActionSpec, ...] = tuple(spec for menu in MENUS.values() for spec in menu if spec)

TOOLBAR: tuple[tuple[str, ...], ...] = (
    ("open", "export_bvh"),
    ("undo", "redo"),
    ("new_seed",),
    ("frame", "front", "side", "top", "orthographic", "through_camera"),
)
"""Groups of actions."""

GESTURES: tuple[tuple[str, str], ...] = (
    ("Drag a joint", "move it, and all that is selected with it"),
    ("Right-click a joint", "visible, occluded, missing"),
    ("Ctrl+click, drag a box", "select several joints"),
    ("Arrow keys", "nudge the selected joints by a pixel, with Shift by ten"),
    ("Wheel", "zoom to the pointer"),
    ("Middle or right drag", "pan; double-click to fit"),
    ("Alt+drag", "orbit the virtual camera"),
    ("3D: drag, right drag, wheel", "orbit, pan, zoom"),
    ("3D: click a body", "choose that hypothesis"),
)


class Actions(QObject):
    """The table as live actions: ``actions["undo"]`` is a QAction."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._made = {spec.id: self._make(spec) for spec in ACTIONS}

    def __getitem__(self, name: str) -> QAction:
        return self._made[name]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._made.values())

    def _make(self, spec: ActionSpec) -> QAction:
        action = QAction(spec.text, self)
        action.setObjectName(spec.id)
        action.setShortcuts([QKeySequence(keys) for keys in spec.shortcuts])
        action.setCheckable(spec.checkable)
        keys = f" ({_native(spec.shortcuts[0])})" if spec.shortcuts else ""
        action.setToolTip(spec.tip + keys)
        action.setStatusTip(spec.tip)
        return action

    def fill(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Add the menus to ``bar``; returns them by name."""
        menus = {name: bar.addMenu(name) for name in MENUS}
        for name, specs in MENUS.items():
            for spec in specs:
                if spec is None:
                    menus[name].addSeparator()
                else:
                    menus[name].addAction(self._made[spec.id])
        return menus


def shortcut_list() -> list[tuple[str, str, str]]:
    """(menu, what it does, keys) of every action that has keys, in the table's order."""
    return [
        (name, spec.text.rstrip("."), ", ".join(map(_native, spec.shortcuts)))
        for name, specs in MENUS.items()
        for spec in specs
        if spec is not None and spec.shortcuts
    ]


def _native(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


_MOVES = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)
_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


class KeyGuard(QObject):
    """Gives a key to the field that has the focus before a shortcut takes it.

    Text and number fields keep every key without Ctrl, Alt or Meta; sliders and lists keep the keys
    that move in them.
    """

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            field = QApplication.focusWidget()
            typing = isinstance(field, QLineEdit | QAbstractSpinBox) and not event.modifiers() & _COMMANDS
            moving = isinstance(field, QAbstractSlider | QAbstractItemView) and event.key() in _MOVES
            function_key = Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
            if watched is field and (typing or moving) and not function_key:
                event.accept()
                return True
        return False
