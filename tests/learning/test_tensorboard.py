import sys
import types

import pytest

from posestudio.errors import PoseStudioError
from posestudio.learning.events import Finished, Progress, Validated
from posestudio.learning.tensorboard import with_tensorboard


def events(tmp_path):
    yield Progress(3, 10, 0.5, 1e-3, 0.1, 2.0, 9.0)
    yield Validated(5, {"energy": 50.0}, {"energy": 40.0}, {"energy": 300.0}, 5)
    yield Finished(10, tmp_path / "w", tmp_path / "w")


def test_without_tensorboard_it_is_said(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", None)
    with pytest.raises(PoseStudioError, match="extra tensorboard"):
        next(with_tensorboard(events(tmp_path), tmp_path))


def test_figures_go_to_tensorboard_and_events_on(monkeypatch, tmp_path):
    written = []

    class Writer:
        def __init__(self, folder):
            assert folder == tmp_path

        def __enter__(self):
            return self

        def __exit__(self, *_):
            written.append("closed")

        def add_scalar(self, name, value, step):
            written.append((name, value, step))

    board = types.ModuleType("torch.utils.tensorboard")
    board.SummaryWriter = Writer
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", board)
    assert len(list(with_tensorboard(events(tmp_path), tmp_path))) == 3
    assert ("loss", 0.5, 3) in written and ("held out/energy", 50.0, 5) in written and written[-1] == "closed"
