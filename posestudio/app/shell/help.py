"""The list of keys and mouse gestures, made from the table of actions."""

from __future__ import annotations

from html import escape

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from posestudio.app.common.translation import tr
from posestudio.app.shell.action_table import GESTURES, MARKS
from posestudio.app.shell.actions import Actions


def keys_html(actions: Actions) -> str:
    """What each key and mouse gesture does, as rich text."""
    groups: dict[str, list[tuple[str, str]]] = {
        tr("Mouse and keypoints"): [(tr(gesture), tr(effect)) for gesture, effect in GESTURES]
    }
    groups[tr("Colours and marks")] = [(tr(mark), tr(meaning)) for mark, meaning in MARKS]
    for menu, text, keys in actions.key_list():
        groups.setdefault(menu, []).append((keys, text))
    parts = []
    for title, rows in groups.items():
        lines = "".join(
            f"<tr><td width='190'><b>{escape(left)}</b></td><td>{escape(right)}</td></tr>"
            for left, right in rows
        )
        parts.append(f"<h3>{escape(title)}</h3><table cellpadding='2'>{lines}</table>")
    return "".join(parts)


class KeysDialog(QDialog):
    """Shows the list; stays open beside the window, which can be used meanwhile."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keys and gestures"))
        browser = QTextBrowser()
        browser.setHtml(keys_html(actions))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.addWidget(browser)
        column.addWidget(buttons)
        self.resize(520, 640)
