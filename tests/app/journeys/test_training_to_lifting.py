"""From clips to poses lifted with weights of one's own, in the real window."""

import json

import numpy as np
import pytest

from posestudio.body.standing import standing_body
from posestudio.diffusion.networks import SIZES
from posestudio.mocap.bvh import save_bvh
from posestudio.mocap.retargeting import to_clip
from tests.app.journeys import hands

pytestmark = pytest.mark.gl
LONG = 120_000  # ms


def test_weights_trained_in_the_window_lift_in_it(qtbot, studio, tmp_path, monkeypatch):
    monkeypatch.setattr("posestudio.app.training.data_page.poses_folder", lambda: tmp_path / "kept")
    for person, reach in (("13", 0.0), ("27", 0.3)):
        bodies = np.repeat(standing_body()[None], 40, 0)
        bodies[:, [13, 14, 17, 18], 1] += np.linspace(0, 0.5, 40)[:, None]
        bodies[:, [13, 14, 17, 18], 2] += reach
        save_bvh(tmp_path / f"{person}_01.bvh", to_clip(bodies))
    before = studio.viewport.scene
    hands.press(studio, "Ctrl+3")
    panel = studio.panels.training.get()
    assert panel.isVisible()
    panel.data.add([tmp_path])
    qtbot.waitUntil(lambda: panel.data.poses is not None, timeout=LONG)
    panel.settings.network_size.setCurrentIndex(0)
    panel.settings.batch.setValue(16)
    panel.settings.steps.setValue(60)
    panel.settings.folder.setText(str(tmp_path / "run"))
    panel.start.click()
    qtbot.waitUntil(lambda: len(studio.viewport.scene.hypotheses) == 20 or not panel.running, timeout=LONG)
    assert panel.running, panel.status.text()
    assert len(studio.viewport.scene.ghost) == 4
    qtbot.waitUntil(lambda: not panel.running, timeout=LONG)
    assert panel.status.text() == "Done."
    qtbot.waitUntil(lambda: len(studio.viewport.scene.hypotheses) == len(before.hypotheses))
    for sampler in (studio.panels.sampler.get(), studio.panels.advanced):
        assert "run" in [sampler.weights.itemText(index) for index in range(sampler.weights.count())]
    panel.use.click()
    assert studio.document.state.settings.weights == str(tmp_path / "run" / "weights.safetensors")
    steps, errors = panel.curves.held_out.getData()
    assert steps[-1] == 60 and np.isfinite(errors).all()
    config = json.loads((tmp_path / "run" / "config.json").read_text())
    assert config["batch"] == 16 and config["network"] == SIZES["mlp"]["small"]
