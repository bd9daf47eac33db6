import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posestudio import cli
from posestudio.errors import LONGEST_LINE, LONGEST_WORD, printable

HOSTILE = [
    "\x1b[31mred\x1b[0m.bvh",
    "\x1b]0;title\x07.json",
    "bell\x07.bvh",
    "back\x08\x08\x08.bvh",
    "\x9b2J.bvh",  # the one-byte form of ESC [
    "fdp.‮gnp.exe",
    "zero\u200bwidth.bvh",
    "\udcff\udcfe.bvh",
    "delete\x7f.bvh",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_what_controls_a_terminal_is_written_as_its_escape(name):
    shown = printable(f"{name}: no such file")
    assert shown.isprintable() and shown.endswith(": no such file")
    assert "\\" in shown
    shown.encode()


@pytest.mark.parametrize("text", ["Żółw ウサギ.bvh", "café: 5° of 12 µm", "नमस्ते.json", "👩‍🎤.png"])
def test_letters_of_any_language_stay(text):
    assert printable(text) == text


def test_lines_become_one():
    assert printable("a.bvh: line 2\r\n\texpected   a number\u2028\n") == "a.bvh: line 2 expected a number"


def test_a_long_value_keeps_its_beginning_and_its_end():
    shown = printable(f"camera.json: expected a number, got {'9' * 5000}!")
    assert shown.startswith("camera.json: expected a number, got 999") and shown.endswith("9!")
    assert len(shown) < LONGEST_WORD + 60
    words = printable("a.bvh: " + "far too many " * 1000 + "of 27 joints")
    assert len(words) <= LONGEST_LINE and words.startswith("a.bvh") and words.endswith("of 27 joints")


@given(st.text(max_size=3000))
def test_anything_becomes_a_short_line_without_controls(text):
    shown = printable(text)
    # An escape takes up to ten characters.
    assert len(shown) <= 10 * LONGEST_LINE and "\n" not in shown
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in shown)
    shown.encode()


@pytest.mark.parametrize("name", [name for name in HOSTILE if "\udcff" not in name])
def test_commands_print_no_control_characters(name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / f"{name}.json").write_text("{")
    assert cli.main(["lift", f"{name}.json", "--out", "o.npz"]) == 1
    error = capsys.readouterr().err
    assert error.endswith("\n") and error[:-1].isprintable() and error.startswith("posestudio: ")
