"""The pictures that ``tools/screenshot.py`` makes of the window."""

import pytest
from PySide6.QtGui import QImage

from tools import screenshot

pytestmark = pytest.mark.gl


def test_a_gallery_shows_every_state_and_leaves_each_behind(window, tmp_path, monkeypatch):
    monkeypatch.setattr(screenshot, "_THEMES", ("light",))
    screenshot.take_gallery(window, tmp_path, [], 60)
    pictures = {path.stem: QImage(str(path)) for path in tmp_path.glob("*.png")}
    assert set(pictures) == {f"{name}-light" for name in screenshot.STATES}
    assert len({bytes(image.constBits()) for image in pictures.values()}) == len(pictures)
    state = window.document.state
    assert state.frame == 59 and not state.pinned and state.keypoint_edit is None
    assert window.viewport.count == 1 and window.start.tour.isHidden()
