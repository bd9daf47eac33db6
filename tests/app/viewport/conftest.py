"""Viewports for tests; OpenGL 3.3 is requested before pytest-qt makes its QApplication."""

import pytest

from posestudio.app.viewport import Viewport, ViewportGrid, configure_surface_format
from tests.app.viewport.drawn import SIZE

configure_surface_format()


def _shown(view, size, qtbot, capfd):
    if not view.available:
        pytest.skip("no OpenGL 3.3 here")
    qtbot.addWidget(view)
    view.resize(*size)
    with qtbot.waitExposed(view):
        view.show()
    yield view
    printed = capfd.readouterr()
    assert "Error while drawing" not in printed.out + printed.err


@pytest.fixture
def viewport(qtbot, capfd):
    """Open, painted, empty."""
    yield from _shown(Viewport(), SIZE, qtbot, capfd)


@pytest.fixture
def grid(qtbot, capfd):
    """Open, painted, empty, with one view."""
    yield from _shown(ViewportGrid(), (640, 520), qtbot, capfd)
