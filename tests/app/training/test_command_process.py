"""The trainer ends when whoever started it does, however that ends."""

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from posestudio.dataset.poses import Poses, save_poses
from tests.dataset.clips import waving

WINDOW = """
import sys
from PySide6.QtCore import QCoreApplication
from posestudio.app.training.command_process import CommandProcess
application = QCoreApplication([])
process = CommandProcess()
process.event_received.connect(lambda event: print(process._process.processId(), event["kind"], flush=True))
process.start(sys.argv[1:])
application.exec()
"""


@pytest.fixture
def poses(tmp_path):
    joints = np.concatenate([waving(40, phase=phase) for phase in (0.0, 1.0)])
    subject = np.repeat(["13", "01"], 40)
    save_poses(tmp_path / "poses.npz", Poses(joints, subject, subject, np.arange(80)))
    return tmp_path / "poses.npz"


def runs(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no killing like that")
def test_a_killed_window_leaves_no_trainer(poses, tmp_path):
    sizes = ["--steps", "1000000", "--batch", "16", "--size", "small", "--events"]
    arguments = ["train", "--data", str(poses), "--out", str(tmp_path / "run"), *sizes]
    window = subprocess.Popen([sys.executable, "-c", WINDOW, *arguments], stdout=subprocess.PIPE, text=True)
    trainer = int(window.stdout.readline().split()[0])
    assert runs(trainer)
    window.kill()
    window.communicate()
    deadline = time.monotonic() + 300
    while runs(trainer) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not runs(trainer)
    assert (tmp_path / "run" / "weights.safetensors").exists()  # its weights are kept
