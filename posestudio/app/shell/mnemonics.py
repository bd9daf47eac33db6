"""The letters that choose an entry of a menu with Alt or in the open menu: one for each entry, unique in its menu."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def with_mnemonics(texts: Iterable[str]) -> list[str]:
    """The texts with & before a letter of each that no other one has: the first letter of the text where that can be,
    else of another of its words, or any. A text without such a letter, as a Chinese one, gets one in brackets."""
    plain = [_plain(text) for text in texts]
    wanted = [_wanted(text) for text in plain]
    owners: dict[str, int] = {}

    def give(index: int, tried: set[str]) -> bool:
        """Give an entry a letter that is free, or one that another entry can exchange (an augmenting path)."""
        free = [letter for letter in wanted[index] if letter not in owners]
        for letter in free[:1] or wanted[index]:
            if letter not in tried:
                tried.add(letter)
                if letter not in owners or give(owners[letter], tried):
                    owners[letter] = index
                    return True
        return False

    for index in range(len(plain)):
        give(index, set())
    letters = {index: letter for letter, index in owners.items()}
    rest = (letter for letter in _LETTERS if letter.lower() not in owners)
    return [
        _marked(text, wanted[index][letters[index]])
        if index in letters
        else _in_brackets(text, next(rest, ""))
        for index, text in enumerate(plain)
    ]


def _plain(text: str) -> str:
    """A text without its mnemonic; && is a written &."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&&")


def _wanted(text: str) -> dict[str, int]:
    """The letters and digits of a text, the best mnemonic first, with their places."""
    starts = [index for index in range(len(text)) if index == 0 or text[index - 1] in " (/"]
    places: dict[str, int] = {}
    for index in (*starts, *range(len(text))):
        letter = text[index]
        if letter.isascii() and letter.isalnum():
            places.setdefault(letter.lower(), index)
    return places


def _marked(text: str, place: int) -> str:
    return f"{text[:place]}&{text[place:]}"


def _in_brackets(text: str, letter: str) -> str:
    if not letter:
        return text
    dots = "..." if text.endswith("...") else ""
    return f"{text.removesuffix('...')}(&{letter}){dots}"


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
        _set(action, _plain(action.text()))


def _set(action: QAction, text: str) -> None:
    """Change the text, and keep the word that buttons show."""
    word = action.iconText()
    action.setText(text)
    action.setIconText(word)
