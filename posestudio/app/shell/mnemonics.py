"""The letters that choose an entry of a menu with Alt or in the open menu: one for each entry, unique in its menu."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar


def with_mnemonics(texts: Iterable[str]) -> list[str]:
    """The texts with & before a letter of each that no other one of them has: the first letter of the text, of
    another of its words, or any. A text without a free Latin letter or digit, such as a Chinese one, gets one in
    brackets."""
    taken: set[str] = set()
    marked = []
    for text in texts:
        plain = text.replace("&", "")
        starts = [index for index in range(len(plain)) if index == 0 or plain[index - 1] in " (/"]
        rest = [index for index in range(len(plain)) if index not in starts]
        place = next((index for index in (*starts, *rest) if _free(plain[index], taken)), None)
        if place is not None:
            taken.add(plain[place].lower())
            marked.append(f"{plain[:place]}&{plain[place:]}")
            continue
        letter = next((one for one in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" if _free(one, taken)), None)
        if letter is None:
            marked.append(plain)
            continue
        taken.add(letter.lower())
        dots = "..." if plain.endswith("...") else ""
        marked.append(f"{plain.removesuffix('...')}(&{letter}){dots}")
    return marked


def _free(letter: str, taken: set[str]) -> bool:
    return letter.isascii() and letter.isalnum() and letter.lower() not in taken


def mark_entries(menu: QMenu) -> None:
    """Give the entries of ``menu`` and of the menus in it their letters while it is open: at other times the texts of
    its actions, which are shown elsewhere as well, are plain."""
    menu.aboutToShow.connect(lambda: _mark(menu.actions()))
    menu.aboutToHide.connect(lambda: _clear(menu.actions()))
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            mark_entries(inner)


def mark_titles(bar: QMenuBar) -> None:
    """Give the menus of ``bar`` their letters."""
    _mark(bar.actions())


def _mark(actions: Iterable[QAction]) -> None:
    shown = [action for action in actions if not action.isSeparator() and action.text()]
    for action, text in zip(shown, with_mnemonics(action.text() for action in shown), strict=True):
        _set(action, text)


def _clear(actions: Iterable[QAction]) -> None:
    for action in actions:
        _set(action, action.text().replace("&", ""))


def _set(action: QAction, text: str) -> None:
    """Change the text, and keep the word that buttons show."""
    word = action.iconText()
    action.setText(text)
    action.setIconText(word)
