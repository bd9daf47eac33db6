"""The pictures that ``tools/screens.py`` makes of the window."""

import pytest
from PySide6.QtGui import QImage

from posestudio.app.shell.action_table import SPECS
from tools import screens

pytestmark = pytest.mark.gl


def test_screens_are_saved_in_both_themes_with_their_dialogs(qapp, tmp_path, monkeypatch):
    monkeypatch.setattr(screens, "_PAINTED", 0.2)
    some = {
        "empty": screens.Screen(lambda window: None, (1000, 700)),
        "keys": screens.Screen(lambda window: None, dialog="preferences"),
    }
    screens.take(some, tmp_path, ("light", "dark"), "-en")
    pictures = {path.stem: QImage(str(path)) for path in tmp_path.glob("*.png")}
    assert set(pictures) == {f"{name}-{theme}-en" for name in some for theme in ("light", "dark")}
    assert pictures["empty-light-en"].width() == 1000
    corners = [pictures[f"empty-{theme}-en"].pixelColor(980, 690).lightness() for theme in ("light", "dark")]
    assert corners[0] > 128 > corners[1]
    assert {one.dialog for one in screens.SCREENS.values()} - {""} <= set(SPECS)


def test_a_film_is_a_looping_gif(qapp, tmp_path):
    frames = []
    for grey in (0, 120, 240):
        frames.append(QImage(40, 30, QImage.Format.Format_RGB888))
        frames[-1].fill(grey * 0x010101)
    screens._write(tmp_path / "film.gif", frames)
    content = (tmp_path / "film.gif").read_bytes()
    assert content.startswith(b"GIF89a") and b"NETSCAPE2.0" in content and content.count(b"\x21\xf9\x04") == 3


def test_a_failure_that_the_window_shows_ends_the_command(qapp, tmp_path, monkeypatch, capsys):
    def fails(window):
        window.open([tmp_path / "absent.bvh"])
        screens.wait(window, lambda: False)

    monkeypatch.setitem(screens.SCREENS, "start", screens.Screen(fails))
    assert screens.main([str(tmp_path), "--only", "start"]) == 1
    assert "absent.bvh" in capsys.readouterr().err and not list(tmp_path.iterdir())
