import numpy as np
import pytest

from posestudio.app.panels import training
from posestudio.app.panels.training import TrainingPanel
from posestudio.body.bvh import save_bvh
from posestudio.body.posing import to_clip
from posestudio.body.standing import standing_body

LONG = 120_000  # ms: each command imports torch


@pytest.fixture
def captures(tmp_path):
    """Clips of two people who wave."""
    folder = tmp_path / "captures"
    for person, height in (("13", 0.3), ("27", 0.6)):
        bodies = np.repeat(standing_body()[None], 60, 0)
        bodies[:, [13, 14, 17, 18], 1] += 0.1 + height * np.abs(np.sin(np.arange(60) / 5))[:, None]
        bodies[:, [13, 14, 17, 18], 2] += height
        folder.mkdir(exist_ok=True)
        save_bvh(folder / f"{person}_01.bvh", to_clip(bodies))
    return folder


@pytest.fixture
def panel(qtbot, monkeypatch):
    monkeypatch.setattr(training, "PRESETS", (("Now", {"mlp": 40, "transformer": 40}),))
    monkeypatch.setattr(training, "BATCHES", {"mlp": 16, "transformer": 16})
    monkeypatch.setattr(training, "_CURVES", 2)
    made = TrainingPanel()
    qtbot.addWidget(made)
    yield made
    made.close_down()


def test_from_a_folder_of_bvh_to_weights(qtbot, panel, captures, tmp_path):
    panel.data.setText(str(captures))
    panel.folder.setText(str(tmp_path / "run"))
    panel.begin()
    assert panel.running and panel.stop.isEnabled() and not panel.start.isEnabled()
    qtbot.waitUntil(lambda: not panel.running, timeout=LONG)
    assert panel.words.text() == "Done.", panel.words.text()
    x, y = panel.scores.getData()
    assert x[-1] == 40 and np.isfinite(y).all()
    with qtbot.waitSignal(panel.weights_ready) as ready:
        panel.use.click()
    assert ready.args[0].is_file()


def test_what_is_missing_is_said(panel, tmp_path):
    panel.begin()
    assert "Choose a folder of BVH" in panel.words.text() and not panel.running
    panel.data.setText(str(tmp_path))
    panel.begin()
    assert "folder for the run" in panel.words.text() and not panel.running


def test_poses_of_one_person_are_too_few(qtbot, panel, captures, tmp_path):
    (captures / "27_01.bvh").unlink()
    panel.data.setText(str(captures))
    panel.folder.setText(str(tmp_path / "run"))
    with qtbot.waitSignal(panel.failed, timeout=LONG) as failed:
        panel.begin()
    assert "expected some of each" in failed.args[0]


def test_a_folder_without_clips_is_said(qtbot, panel, tmp_path):
    (tmp_path / "empty").mkdir()
    panel.data.setText(str(tmp_path / "empty"))
    panel.folder.setText(str(tmp_path / "run"))
    with qtbot.waitSignal(panel.failed, timeout=LONG) as failed:
        panel.begin()
    assert "no .bvh file there" in failed.args[0]
    assert panel.start.isEnabled() and not (tmp_path / "run").exists()
