"""Every entry of every menu has a letter of its own."""

import pytest

from posestudio.app.shell.mnemonics import with_mnemonics


def letters(texts):
    return [text[text.index("&") + 1].lower() for text in texts]


def test_first_letters_are_taken_where_they_are_free():
    assert with_mnemonics(["Open...", "Open example", "Quit"]) == ["&Open...", "Open &example", "&Quit"]


def test_a_letter_is_exchanged_for_an_entry_that_has_no_other():
    marked = with_mnemonics(["Bed", "B"])
    assert marked == ["B&ed", "&B"]


def test_texts_without_latin_letters_get_one_in_brackets():
    assert with_mnemonics(["\u6253\u5f00...", "Abc"]) == ["\u6253\u5f00(&B)...", "&Abc"]


def test_a_written_ampersand_stays():
    assert with_mnemonics(["a&&b", "A"]) == ["a&&&b", "&A"]


@pytest.mark.gl
def test_all_menus_have_unique_letters_while_open_and_plain_texts_else(window):
    bar = window.menuBar()
    titles = [action.text() for action in bar.actions()]
    assert len(set(letters(titles))) == len(titles)
    menus = [action.menu() for action in bar.actions()]
    while menus:
        menu = menus.pop()
        menu.aboutToShow.emit()
        entries = [action for action in menu.actions() if not action.isSeparator()]
        marked = [action.text() for action in entries]
        assert len(set(letters(marked))) == len(marked), marked
        menus += [action.menu() for action in entries if action.menu() is not None]
        menu.aboutToHide.emit()
        assert not any("&" in action.text() for action in entries)
