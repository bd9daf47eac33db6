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
    QMenuBar,
)

MENUS = ("File", "Edit", "View", "Time", "Sampler", "Help")


@dataclass(frozen=True)
class ActionSpec:
    """One action. ``shortcuts`` are portable key sequences; ``icon`` a name in ``icons``."""

    id: str
    menu: str
    text: str
    shortcuts: tuple[str, ...] = ()
    tip: str = ""
    checkable: bool = False
    icon: str = ""
    separated: bool = False  # a line above it in its menu


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("open", "File", "Open...", ("Ctrl+O",), "Open a BVH clip, keypoints, a picture, a camera or weights"),
    ActionSpec("open_example", "File", "Open example", (), "Open the bundled clip"),
    ActionSpec("export_bvh", "File", "Export BVH...", ("Ctrl+E",), "Save the chosen hypothesis as a BVH skeleton", separated=True),
    ActionSpec("export_data", "File", "Export data...", ("Ctrl+Shift+E",), "Save all hypotheses as NPZ or JSON"),
    ActionSpec("save_keypoints", "File", "Save keypoints...", ("Ctrl+S",), "Save the 2D joints as COCO JSON"),
    ActionSpec("screenshot", "File", "Save screenshot...", ("Ctrl+Shift+S",), "Save a picture of the window"),
    ActionSpec("quit", "File", "Quit", ("Ctrl+Q",), "Close the studio", separated=True),
    ActionSpec("undo", "Edit", "Undo", ("Ctrl+Z",), "Take the last change back"),
    ActionSpec("redo", "Edit", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Do the undone change again"),
    ActionSpec("select_all", "Edit", "Select all joints", ("Ctrl+A",), "Select all joints of the person", separated=True),
    ActionSpec("reset_joints", "Edit", "Reset joints", ("Ctrl+R",), "Put this frame's joints back where they came from"),
    ActionSpec("standing_pose", "Edit", "Standing pose", ("Ctrl+N",), "Start from a standing person, to be dragged into shape"),
    ActionSpec("remove_picture", "Edit", "Remove picture", (), "Take the picture away from behind the joints"),
    ActionSpec("frame", "View", "Show all", ("F",), "Fit the picture and the bodies into their views"),
    ActionSpec("front", "View", "From the front", ("1",), "Look at the 3D view from the front"),
    ActionSpec("side", "View", "From the side", ("3",), "Look at the 3D view from the person's left"),
    ActionSpec("top", "View", "From above", ("7",), "Look at the 3D view from above"),
    ActionSpec("orthographic", "View", "Orthographic", ("O",), "Draw the 3D view without perspective", checkable=True),
    ActionSpec("through_camera", "View", "Through the camera", ("C",), "See the 3D view as the virtual camera does"),
    ActionSpec("play", "Time", "Play", ("Space",), "Play the poses forming out of noise", icon="play"),
    ActionSpec("start", "Time", "First step", ("Home",), "Go to pure noise", icon="start", separated=True),
    ActionSpec("previous", "Time", "Previous step", (",", "Left"), "One denoising step back", icon="backward"),
    ActionSpec("next", "Time", "Next step", (".", "Right"), "One denoising step on", icon="forward"),
    ActionSpec("end", "Time", "Last step", ("End",), "Go to the finished poses", icon="end"),
    ActionSpec("ten_back", "Time", "Ten steps back", ("Shift+Left",), "Ten denoising steps back"),
    ActionSpec("ten_on", "Time", "Ten steps on", ("Shift+Right",), "Ten denoising steps on"),
    ActionSpec("loop", "Time", "Loop", ("L",), "Play again and again", checkable=True, icon="loop"),
    ActionSpec("previous_frame", "Time", "Previous frame", ("PgUp",), "One frame of the clip back", separated=True),
    ActionSpec("next_frame", "Time", "Next frame", ("PgDown",), "One frame of the clip on"),
    ActionSpec("new_seed", "Sampler", "New hypotheses", ("N",), "Sample again from another seed"),
    ActionSpec("best", "Sampler", "Choose the best", ("B",), "Choose the hypothesis with the highest score"),
    ActionSpec("aim", "Sampler", "Aim the camera", ("A",), "Turn the virtual camera to the person", separated=True),
    ActionSpec("shortcuts", "Help", "Keys and gestures", ("F1",), "List every key and what the mouse does"),
    ActionSpec("about", "Help", "About PoseStudio", (), "What this program is"),
)  # fmt: skip

TOOLBAR = (
    "open",
    "export_bvh",
    "",
    "undo",
    "redo",
    "",
    "new_seed",
    "",
    "frame",
    "front",
    "side",
    "top",
    "through_camera",
)

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
        keys = (
            f" ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})"
            if spec.shortcuts
            else ""
        )
        action.setToolTip(spec.tip + keys)
        action.setStatusTip(spec.tip)
        return action

    def fill(self, bar: QMenuBar) -> dict[str, object]:
        """Add the menus to ``bar``; returns them by name."""
        menus = {name: bar.addMenu(name) for name in MENUS}
        for spec in ACTIONS:
            if spec.separated:
                menus[spec.menu].addSeparator()
            menus[spec.menu].addAction(self._made[spec.id])
        return menus


def shortcut_list() -> list[tuple[str, str, str]]:
    """(menu, what it does, keys) of every action that has keys, in the table's order."""
    rows = []
    for spec in ACTIONS:
        if spec.shortcuts:
            native = QKeySequence.SequenceFormat.NativeText
            rows.append(
                (
                    spec.menu,
                    spec.text.rstrip("."),
                    ", ".join(QKeySequence(k).toString(native) for k in spec.shortcuts),
                )
            )
    return rows


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
