import numpy as np
import pytest
from PySide6.QtGui import QColor

from posestudio.app.display.sphere_map import SphereMap
from posestudio.app.panels import LimitsPanel
from posestudio.common.colours import palette
from posestudio.geometry.sphere import BINS, on_discs


def test_a_sphere_is_coloured_where_bins_are_set(qtbot):
    view = SphereMap("Thigh")
    qtbot.addWidget(view)
    view.resize(240, 140)
    bins = np.zeros(BINS, bool)
    bins[:, BINS[1] // 2 :] = True  # all that points up
    view.show_map(bins)
    view.show_dots([(np.array([[0.0, -1.0, 0.0]]), palette("light").right)])
    picture = view.grab().toImage()
    side = picture.height() - 32
    left = (picture.width() - 2 * side) / 2
    above, below = (picture.pixelColor(round(left + side / 2), round(16 + side * at)) for at in (0.25, 0.7))
    assert above == QColor(*palette("light").left) and below.lightness() > 180
    across, down = on_discs(np.array([0.0, -1.0, 0.0])) * side
    assert picture.pixelColor(round(left + across), round(16 + down)) == QColor(*palette("light").right)


@pytest.mark.gl
def test_limits_follow_the_poses(qtbot, studio):
    panel = studio.panels.limits.get()
    studio.workspace.bring("limits")
    qtbot.waitUntil(
        lambda: "of 16 poses" in panel.status.text() or "poses have a bone" in panel.status.text()
    )
    assert all(len(view._dots) >= 2 for view in panel.maps.values())


def test_without_poses_the_maps_are_shown_alone(qtbot, document):
    panel = LimitsPanel(document)
    qtbot.addWidget(panel)
    panel.resize(900, 160)
    panel.show()
    assert "appear here" in panel.status.text() and all(
        view._image is not None for view in panel.maps.values()
    )
    assert panel._columns == 5
    panel.resize(200, 600)
    qtbot.waitUntil(lambda: panel._columns == 1)
