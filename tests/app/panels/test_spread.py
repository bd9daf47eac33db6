import numpy as np

from posestudio.app.display.step_player import StepPlayer
from posestudio.app.display.trajectory import Trajectory
from posestudio.app.panels import SpreadPanel
from tests.app.fakes import lifted


def test_the_curves_follow_the_trajectory_and_a_click_goes_to_a_step(qtbot, document):
    playback = StepPlayer()
    panel = SpreadPanel(playback)
    qtbot.addWidget(panel)
    trajectory = Trajectory(lifted(document, trajectory=True, steps=6))
    playback.set_length(6)
    panel.show_trajectory(trajectory)
    x, y = panel.noisy.getData()
    assert x.tolist() == list(range(7))
    assert np.allclose(y, 1000 * trajectory.spread(False))
    panel.go_to(2.2)
    assert playback.position == 2.2 and panel.line.value() == 2.2
    panel.go_to(99)
    assert playback.position == 6
    panel.show_trajectory(None)
    assert panel.noisy.getData()[0] is None or len(panel.noisy.getData()[0]) == 0
